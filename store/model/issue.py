"""An issue 问题 with everything that belongs to it; one document is one unit of consistency."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from store.model.enums import Decision, MeasureKind, Mode, Outcome, Severity, Status, UrgeLevel, Verdict


def _extra() -> Any:
    return field(default_factory=dict)


@dataclass(frozen=True)
class Measure:
    """One thing to be done 措施. ``percent`` 0–100; ``done_on`` is set exactly when it is 100. ``id`` counts within its issue."""

    id: int
    kind: MeasureKind
    text: str
    owner: str = ""
    due: date | None = None
    percent: int = 0
    done_on: date | None = None
    extra: dict[str, Any] = _extra()

    @property
    def done(self) -> bool:
        """Whether nothing is left to do for this measure."""
        return self.percent == 100


@dataclass(frozen=True)
class ProgressNote:
    """What somebody reported 进展, on one measure (its id) or on the issue as a whole. ``at`` is ISO with offset."""

    at: str
    by: str
    text: str
    measure: int | None = None
    percent: int | None = None
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class Evidence:
    """Something that proves a measure 佐证: a named paper or file, dated apart from the day it was entered."""

    id: int
    title: str
    dated: date | None
    added_at: str
    added_by: str
    measure: int | None = None
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class Urge:
    """An urging slip 督办: numbered, with a day to answer by, and its answer."""

    number: str
    level: UrgeLevel
    at: str
    by: str
    text: str
    answer_by: date
    answer: str = ""
    answered_at: str = ""
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class Extension:
    """A request for more time 延期 and what the office decided; the old date stays on record for ever."""

    asked_at: str
    asked_by: str
    old_due: date
    new_due: date
    reason: str
    decision: Decision | None = None
    decided_at: str = ""
    decided_by: str = ""
    opinion: str = ""
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class Closure:
    """One round of close-out 销号: the request, and the verdict of somebody else (four eyes)."""

    requested_at: str
    requested_by: str
    note: str
    verdict: Verdict | None = None
    decided_at: str = ""
    decided_by: str = ""
    opinion: str = ""
    outcome: Outcome | None = None
    check_on: date | None = None
    checked_at: str = ""
    check_result: str = ""
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class Issue:
    """A problem found in a unit, its cause, what is done about it and how it ended (domain.md, Documents).

    ``unit``, ``category``, ``source``, ``cause_kind`` and ``milestone`` are codes of the campaign. ``due`` is the date in force,
    ``original_due`` the first one. ``closed_on`` is set exactly while the status is closed. ``last_part`` is the highest id
    ever given to a measure or
    evidence of this issue, so that an id never comes back.
    """

    id: int = 0
    revision: int = 0
    created_at: str = ""
    created_by: str = ""
    updated_at: str = ""
    campaign: str = ""
    ref_no: str = ""
    status: Status = Status.DRAFT
    unit: str = ""
    category: str = ""
    title: str = ""
    finding: str = ""
    source: str = ""
    found_on: date | None = None
    leader_led: bool = False
    severity: Severity = Severity.MINOR
    cause_kind: str = ""
    cause: str = ""
    target: str = ""
    closure_criteria: str = ""
    mode: Mode = Mode.PHASED
    due: date | None = None
    original_due: date | None = None
    milestone: str = ""
    next_review: date | None = None
    owner: str = ""
    lead: str = ""
    measures: tuple[Measure, ...] = ()
    progress: tuple[ProgressNote, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    urges: tuple[Urge, ...] = ()
    extensions: tuple[Extension, ...] = ()
    closures: tuple[Closure, ...] = ()
    closed_on: date | None = None
    referred_to: str = ""
    recurrence_of: str = ""
    good_practice: str = ""
    last_part: int = 0
    extra: dict[str, Any] = _extra()

    @property
    def subject(self) -> str:
        """The key under which events speak of this issue."""
        return f"issue:{self.id}"

    @property
    def deadline(self) -> date | None:
        """The day the light reckons by: the next review for what is ongoing, otherwise the due date."""
        if self.status is Status.ONGOING or self.due is None:
            return self.next_review
        return self.due

    @property
    def returned(self) -> int:
        """How often the office sent a close-out request back."""
        return sum(closure.verdict is Verdict.RETURNED for closure in self.closures)

    @property
    def extended(self) -> int:
        """How often more time was granted."""
        return sum(extension.decision is Decision.GRANTED for extension in self.extensions)

    @property
    def pending_closure(self) -> Closure | None:
        """The close-out request that waits for a verdict."""
        return self.closures[-1] if self.closures and self.closures[-1].verdict is None else None

    @property
    def pending_extension(self) -> Extension | None:
        """The request for more time that waits for a decision."""
        return self.extensions[-1] if self.extensions and self.extensions[-1].decision is None else None
