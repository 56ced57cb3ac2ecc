"""A meeting 会议: when it was, who was there, what it went through and what it decided; the minutes are drawn from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from store.model.enums import Decision, UrgeLevel


def _extra() -> Any:
    return field(default_factory=dict)


@dataclass(frozen=True)
class Decided:
    """One decision on one problem: the verb that carried it out, and what of it belongs into the minutes.

    ``revision`` is the one that the verb gave to the problem, ``answer_by`` the day on which the meeting wants to hear of it.
    Of the others each verb has its own: an urge ``level`` and ``slip``, more time ``verdict``, ``old_due`` and ``due``, another
    person responsible ``owner_before``. ``responsible`` is who answers for the problem after the decision.
    """

    ref_no: str
    verb: str
    at: str
    by: str
    revision: int
    words: str = ""
    responsible: str = ""
    answer_by: date | None = None
    level: UrgeLevel | None = None
    slip: str = ""
    verdict: Decision | None = None
    old_due: date | None = None
    due: date | None = None
    owner_before: str = ""
    extra: dict[str, Any] = _extra()


@dataclass(frozen=True)
class Meeting:
    """One meeting over one campaign.

    ``agenda`` are the numbers of the problems it goes through, in the order of its beginning, so that a decision moves no screen.
    ``filters`` is the query that chose them, ``parts`` what is shown at all (store/rules/agenda.py). Restricted matter 内部掌握
    is on the screens only when the meeting is ``closed_door``. ``snapshot`` is the id of the one taken at the beginning.
    """

    id: int = 0
    revision: int = 0
    created_at: str = ""
    updated_at: str = ""
    campaign: str = ""
    number: int = 0
    name: str = ""
    day: date | None = None
    present: str = ""
    closed_door: bool = False
    filters: dict[str, str] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    snapshot: int = 0
    started_at: str = ""
    started_by: str = ""
    ended_at: str = ""
    decisions: tuple[Decided, ...] = ()
    extra: dict[str, Any] = _extra()

    @property
    def running(self) -> bool:
        """Whether decisions may still be added."""
        return not self.ended_at

    def decided_on(self, ref_no: str) -> tuple[Decided, ...]:
        """What was decided on one problem."""
        return tuple(one for one in self.decisions if one.ref_no == ref_no)
