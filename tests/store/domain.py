"""The life cycle as the design's table says it, written out a second time so that the code's own table can be wrong."""

from __future__ import annotations

from dataclasses import dataclass

from store.model.documents import Actor
from store.model.enums import Role, Status


@dataclass(frozen=True)
class Says:
    """In which states a verb is used and by whom; ``to`` is the state a move leads to, empty for what is no move.

    ``unit_not_in`` names states in which it is not for the unit.
    """

    states: str
    who: str
    to: str = ""
    unit_not_in: str = ""


VERBS = {
    "register": Says("draft", "unit office", to="open"),
    "start": Says("open", "unit office", to="in_progress"),
    "request_close": Says("in_progress ongoing", "unit office", to="pending"),
    "close": Says("pending", "office", to="closed"),
    "return": Says("pending", "office", to="in_progress"),
    "keep_going": Says("in_progress", "office", to="ongoing"),
    "reopen": Says("closed", "office", to="in_progress"),
    "refer": Says("open in_progress pending ongoing", "office inspector", to="referred"),
    "dismiss": Says("draft open", "office", to="dismissed"),
    "edit": Says("draft open in_progress ongoing", "unit office"),
    "report_progress": Says("open in_progress ongoing", "unit office"),
    "add_evidence": Says("open in_progress pending ongoing", "unit office"),
    "remove_evidence": Says("open in_progress pending ongoing", "unit office", unit_not_in="pending"),
    "request_extension": Says("open in_progress", "unit office"),
    "decide_extension": Says("open in_progress pending ongoing", "office"),
    "grant_extension": Says("open in_progress", "office"),
    "recategorise": Says("open in_progress pending ongoing", "office"),
    "urge": Says("open in_progress pending ongoing", "office"),
    "answer_urge": Says("open in_progress pending ongoing", "unit office"),
    "record_check": Says("closed", "office"),
    "mark_good_practice": Says("closed", "office"),
}
"""Every verb on an issue; a new verb gets a line here."""

PEOPLE = {
    "own unit": Actor("李填报", Role.UNIT, "U01"),
    "another unit": Actor("赵填报", Role.UNIT, "U02"),
    "office": Actor("周整改", Role.OFFICE),
    "inspector": Actor("督察", Role.INSPECTOR),
    "viewer": Actor("与会者", Role.VIEWER),
    "admin": Actor("管理员", Role.ADMIN),
}
DRAFTS_ARE_FOR = ("own unit", "office", "admin")
RESTRICTED_IS_FOR = ("own unit", "office", "admin", "inspector")


def verdict(verb: str, status: Status, person: str) -> str:
    """Why the verb is refused on an issue of the first unit that lacks nothing; empty when it is allowed."""
    says = VERBS[verb]
    if PEOPLE[person].role not in says.who.split():
        return "role_may_not"
    if person == "another unit":
        return "not_your_unit"
    closed_here = says.unit_not_in.split() if person == "own unit" else []
    return "" if status in says.states.split() and status not in closed_here else "wrong_status"
