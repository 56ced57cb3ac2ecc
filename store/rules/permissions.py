"""Who may use which verb of the ledger, as one table (mission.md, People); the life cycle's moves carry their own roles."""

from __future__ import annotations

from store.model.documents import Actor
from store.model.enums import Role, Status
from store.model.errors import Refused
from store.model.issue import Issue
from store.rules.lifecycle import UNFINISHED

UNIT, OFFICE, ADMIN = Role.UNIT, Role.OFFICE, Role.ADMIN
ALL = frozenset(Role)

PERMITS: dict[str, frozenset[Role]] = {
    "create": frozenset({UNIT, OFFICE}),
    "edit": frozenset({UNIT, OFFICE}),
    "report_progress": frozenset({UNIT, OFFICE}),
    "add_evidence": frozenset({UNIT, OFFICE}),
    "request_extension": frozenset({UNIT, OFFICE}),
    "decide_extension": frozenset({OFFICE}),
    "urge": frozenset({OFFICE}),
    "answer_urge": frozenset({UNIT, OFFICE}),
    "record_check": frozenset({OFFICE}),
    "mark_good_practice": frozenset({OFFICE}),
    "export": ALL,
    "start_empty": frozenset({OFFICE, ADMIN}),
    "set_up_campaign": frozenset({ADMIN}),
    "manage_units": frozenset({ADMIN}),
    "manage_accounts": frozenset({ADMIN}),
}

OPEN_FOR: dict[str, frozenset[Status]] = {
    "edit": frozenset({Status.DRAFT, Status.OPEN, Status.IN_PROGRESS, Status.ONGOING}),
    "report_progress": frozenset({Status.OPEN, Status.IN_PROGRESS, Status.ONGOING}),
    "add_evidence": UNFINISHED,
    "request_extension": frozenset({Status.OPEN, Status.IN_PROGRESS}),
    "decide_extension": UNFINISHED,
    "urge": UNFINISHED,
    "answer_urge": UNFINISHED,
    "record_check": frozenset({Status.CLOSED}),
    "mark_good_practice": frozenset({Status.CLOSED}),
}
"""In which statuses a verb on an issue makes sense; what is with the office or settled is not edited."""


def check_role(verb: str, actor: Actor, unit: str | None = None) -> None:
    """Let ``actor`` use ``verb`` on a matter of ``unit``, or raise Refused ``role_may_not`` or ``not_your_unit``."""
    if actor.role not in PERMITS[verb]:
        raise Refused("role_may_not", role=actor.role.value)
    if actor.role is Role.UNIT and unit is not None and unit != actor.unit:
        raise Refused("not_your_unit", unit=unit)


def check_issue(verb: str, actor: Actor, issue: Issue) -> None:
    """The same for a verb on ``issue``; also raises Refused ``wrong_status``."""
    check_role(verb, actor, issue.unit)
    if issue.status not in OPEN_FOR[verb]:
        raise Refused("wrong_status", status=issue.status.value)


def may(verb: str, actor: Actor, issue: Issue) -> bool:
    """Whether a page should offer ``verb`` on ``issue`` to ``actor``."""
    try:
        check_issue(verb, actor, issue)
    except Refused:
        return False
    return True


def sees(actor: Actor, unit: str, status: Status) -> bool:
    """Whether ``actor`` may read an issue.

    Everybody reads the ledger, drafts are for their own unit, the office and the administrator.
    """
    return status is not Status.DRAFT or actor.role in (OFFICE, ADMIN) or (actor.role is UNIT and actor.unit == unit)
