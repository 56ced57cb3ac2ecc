"""The other documents: campaign, unit, event, account, sign-in session, token, draft, view, batch, snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from store.model.enums import Role, TokenScope

Label = Mapping[str, str]
"""A text in several languages, by locale code: ``{"zh_CN": …, "en": …}``. Data of a campaign, not of the catalogue."""


def _extra() -> Any:
    return field(default_factory=dict)


@dataclass(frozen=True)
class Option:
    """One entry of a campaign's vocabulary: a source, a cause kind, a step.

    ``institutional`` marks causes that ask for a rule; what is not ``active`` stays on its problems and is
    offered for no new one.
    """

    code: str
    name: Label
    meaning: Label = field(default_factory=dict)
    institutional: bool = False
    active: bool = True
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class StandingMeasure:
    """A measure the campaign prescribes to every unit for a category 规定动作."""

    code: str
    text: Label
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class Category:
    """A heading of problems: full name, the short one of charts, what belongs under it, and its standing measures."""

    code: str
    name: Label
    short: Label
    meaning: Label = field(default_factory=dict)
    standing_measures: tuple[StandingMeasure, ...] = ()
    active: bool = True
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class Milestone:
    """A dated point of the campaign that a deadline may name."""

    code: str
    name: Label
    day: date
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class Campaign:
    """A rectification campaign 专项整治; categories, vocabularies and dates are data, never code.

    ``sample`` marks the ledger that came with the program; ``series`` counts how often numbering began anew (setup.py).
    """

    id: int = 0
    revision: int = 0
    created_at: str = ""
    updated_at: str = ""
    code: str = ""
    ref_prefix: str = ""
    title: Label = field(default_factory=dict)
    short_title: Label = field(default_factory=dict)
    goal: Label = field(default_factory=dict)
    country: str = "CN"
    warning_days: int = 5
    starts: date | None = None
    ends: date | None = None
    sample: bool = False
    series: int = 1
    categories: tuple[Category, ...] = ()
    steps: tuple[Option, ...] = ()
    sources: tuple[Option, ...] = ()
    cause_kinds: tuple[Option, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    extra: dict[str, Any] = _extra()

    def category(self, code: str) -> Category | None:
        """The category of that code, or None."""
        return next((category for category in self.categories if category.code == code), None)


@dataclass(frozen=True)
class Unit:
    """A unit of the bureau 单位. ``code`` (U01, …) is what issues and URLs carry."""

    id: int = 0
    revision: int = 0
    created_at: str = ""
    updated_at: str = ""
    code: str = ""
    name: str = ""
    short_name: str = ""
    leader: str = ""
    contact: str = ""
    active: bool = True
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class Event:
    """One change, for ever 历史.

    ``before`` and ``after`` map the path of each changed field to its value; absent means it was not there.
    ``doc_revision`` is the revision that the change produced: 1 is the birth of the document. ``batch`` is the same for all
    events of one change of many documents, empty for a change of one.
    """

    id: int = 0
    revision: int = 0
    at: str = ""
    actor: str = ""
    role: str = ""
    subject: str = ""
    ref: str = ""
    doc_revision: int = 0
    action: str = ""
    note: str = ""
    batch: str = ""
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class Account:
    """Who may sign in. ``password`` is an argon2 hash; ``unit`` a unit code for the role unit, otherwise empty.

    ``email`` is where reminders go, empty for none. ``identity`` is who an OpenID Connect provider says this is: issuer and
    subject, bound at the first sign-in. ``one_time``: somebody else gave the password, so it is changed before anything else.
    """

    id: int = 0
    revision: int = 0
    created_at: str = ""
    updated_at: str = ""
    name: str = ""
    display_name: str = ""
    role: Role = Role.UNIT
    unit: str = ""
    email: str = ""
    password: str = ""
    active: bool = True
    one_time: bool = False
    language: str = ""
    identity: str = ""
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class Session:
    """A sign-in of an account, until it expires or is signed out. ``token`` is the SHA-256 of what the cookie carries."""

    id: int = 0
    revision: int = 0
    account: int = 0
    token: str = ""
    started_at: str = ""
    expires_at: str = ""
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class Token:
    """What a program comes in with in somebody's name, for the API or a calendar. ``digest`` is the SHA-256 of the secret.

    It belongs to an ``account``, or in open access to the role that was taken at this machine (``acting``, access.py).
    ``expires`` is its last day, None for never; ``last_used`` the last day it was used.
    """

    id: int = 0
    revision: int = 0
    created_at: str = ""
    updated_at: str = ""
    name: str = ""
    account: int = 0
    acting: str = ""
    scope: TokenScope = TokenScope.READ
    digest: str = ""
    expires: date | None = None
    last_used: date | None = None
    revoked_at: str = ""
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class Draft:
    """What somebody typed and has not saved: kept by person and form so that neither a reload nor a restart loses it."""

    id: int = 0
    revision: int = 0
    owner: str = ""
    form: str = ""
    updated_at: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class View:
    """A choice of rows that somebody keeps under a name: the codes of its query, and the columns of the table.

    ``query`` is as of store/rules/filters.py, its days may move with the calendar (store/rules/relative.py).
    """

    id: int = 0
    revision: int = 0
    created_at: str = ""
    updated_at: str = ""
    kept_by: str = ""
    name: str = ""
    shared: bool = False
    query: dict[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class Batch:
    """One change of many issues: who made which change when, and the revision it gave to each issue, by number.

    ``number`` is what its events carry. ``undone_at`` is set once it was taken back.
    """

    id: int = 0
    revision: int = 0
    number: str = ""
    at: str = ""
    by: str = ""
    change: str = ""
    revisions: dict[str, int] = field(default_factory=dict)
    undone_at: str = ""
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class Snapshot:
    """The ledger as it stood at a moment, kept as a file under a name 快照; no verb changes or removes one.

    ``sha256`` names the bytes (issues.csv in code wording, every problem on the books), of which there are ``size`` with
    ``rows`` problems. ``day`` is the day by which its lights were reckoned.
    """

    id: int = 0
    revision: int = 0
    created_at: str = ""
    updated_at: str = ""
    name: str = ""
    campaign: str = ""
    taken_at: str = ""
    taken_by: str = ""
    day: date | None = None
    rows: int = 0
    size: int = 0
    sha256: str = ""
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class ReportText:
    """What the office wrote into the stage report of a campaign as of a day, in one language: by the name of each part.

    ``name`` says the same as the three for the history.
    """

    id: int = 0
    revision: int = 0
    created_at: str = ""
    updated_at: str = ""
    name: str = ""
    campaign: str = ""
    day: str = ""
    language: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class Actor:
    """Who does something now; never stored as such, its name, role and unit go into the event.

    ``display_name`` is what others call an account, and how forms name people: as person responsible, for example.
    """

    name: str
    role: Role
    unit: str = ""
    display_name: str = ""

    @property
    def runs_the_ledger(self) -> bool:
        """Whether this is the office, or the administrator in its place."""
        return self.role in (Role.OFFICE, Role.ADMIN)

    def is_called(self, name: str) -> bool:
        """Whether ``name``, as somebody typed it, is this person."""
        return name.strip() in {self.name, self.display_name} - {""}
