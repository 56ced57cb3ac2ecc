"""An issue 问题 with everything that belongs to it; one document is one unit of consistency."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from store.model.closure import Check, Closure
from store.model.enums import UNFINISHED, CheckVerdict, Decision, MeasureKind, Mode, Severity, Status, UrgeLevel, Verdict
from store.model.evidence import Evidence


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

    @property
    def in_time(self) -> bool:
        """Whether it was answered by its day."""
        return bool(self.answer) and self.answered_at[:10] <= self.answer_by.isoformat()


@dataclass(frozen=True)
class Extension:
    """A request for more time 延期 and what the office decided; the old date stays on record for ever.

    ``new_due`` is what was asked for, ``granted_due`` what was granted where that differs.
    """

    asked_at: str
    asked_by: str
    old_due: date
    new_due: date
    reason: str
    decision: Decision | None = None
    decided_at: str = ""
    decided_by: str = ""
    opinion: str = ""
    granted_due: date | None = None
    extra: dict[str, Any] = _extra()

    @property
    def later_due(self) -> date:
        """The later date that this is about: the one granted, as long as nothing is decided the one asked for."""
        return self.granted_due or self.new_due


@dataclass(frozen=True)
class Issue:
    """A problem found in a unit, its cause, what is done about it and how it ended (domain.md, Documents).

    ``unit``, ``category``, ``source``, ``cause_kind`` and ``milestone`` are codes of the campaign. ``due`` is the date in force,
    ``original_due`` the first one. ``closed_on`` is set exactly while the status is closed. ``last_part`` is the highest id
    ever given to a measure or evidence of this issue, so that an id never comes back. What is ``confidential`` 内部掌握 is there
    only for its unit, the office, the inspectorate and the administrator (permissions.sees).
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
    confidential: bool = False
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
    def reopened(self) -> int:
        """How often it was struck off and came back."""
        struck_off = sum(closure.verdict is Verdict.CLOSED for closure in self.closures)
        return struck_off - (self.status is Status.CLOSED)

    @property
    def extended(self) -> int:
        """How often more time was granted."""
        return sum(extension.decision is Decision.GRANTED for extension in self.extensions)

    def deadline_on(self, at: str) -> date | None:
        """The deadline as it was at the moment ``at``, before any more time was granted that was granted later."""
        later = (one for one in self.extensions if one.decision is Decision.GRANTED and one.decided_at > at)
        return next((one.old_due for one in later), self.deadline)

    @property
    def standing_evidence(self) -> tuple[Evidence, ...]:
        """The evidence that counts: what was not taken back."""
        return tuple(one for one in self.evidence if not one.removed)

    @property
    def pending_closure(self) -> Closure | None:
        """The close-out request that waits for a verdict."""
        return self.closures[-1] if self.closures and self.closures[-1].verdict is None else None

    @property
    def pending_extension(self) -> Extension | None:
        """The request for more time that waits for a decision.

        It lapses when the issue is settled, and when a reopening gives another date than the one it asked to move.
        """
        last = self.extensions[-1] if self.extensions else None
        stands = last is not None and last.decision is None and self.status in UNFINISHED and last.old_due == self.due
        return last if stands else None

    @property
    def failed_check(self) -> Check | None:
        """The check that found the issue back, as long as nobody has reopened it."""
        checks = self.closures[-1].checks if self.status is Status.CLOSED and self.closures else ()
        return checks[-1] if checks and checks[-1].verdict is CheckVerdict.FAILED else None
