"""Who may use which verb of the ledger, as one table (mission.md, People); the life cycle's moves carry their own roles."""

from __future__ import annotations

from store.model.documents import Actor
from store.model.enums import UNFINISHED, Role, Status
from store.model.errors import Refused
from store.model.evidence import Evidence
from store.model.issue import Issue

UNIT, OFFICE, ADMIN = Role.UNIT, Role.OFFICE, Role.ADMIN
ALL = frozenset(Role)

PERMITS: dict[str, frozenset[Role]] = {
    "create": frozenset({UNIT, OFFICE}),
    "edit": frozenset({UNIT, OFFICE}),
    "report_progress": frozenset({UNIT, OFFICE}),
    "add_evidence": frozenset({UNIT, OFFICE}),
    "remove_evidence": frozenset({UNIT, OFFICE}),
    "request_extension": frozenset({UNIT, OFFICE}),
    "decide_extension": frozenset({OFFICE}),
    "grant_extension": frozenset({OFFICE}),
    "recategorise": frozenset({OFFICE}),
    "save_view": ALL,
    "share_view": frozenset({OFFICE, ADMIN}),
    "urge": frozenset({OFFICE}),
    "answer_urge": frozenset({UNIT, OFFICE}),
    "record_check": frozenset({OFFICE}),
    "mark_good_practice": frozenset({OFFICE}),
    "hold_meeting": frozenset({OFFICE}),
    "export": ALL,
    "write_report": frozenset({OFFICE}),
    "take_snapshot": frozenset({OFFICE, ADMIN}),
    "import": frozenset({UNIT, OFFICE, ADMIN}),
    "import_closed": frozenset({OFFICE}),
    "start_empty": frozenset({OFFICE, ADMIN}),
    "set_up_campaign": frozenset({ADMIN}),
    "manage_units": frozenset({ADMIN}),
    "manage_accounts": frozenset({ADMIN}),
}

OPEN_FOR: dict[str, frozenset[Status]] = {
    "edit": frozenset({Status.DRAFT, Status.OPEN, Status.IN_PROGRESS, Status.ONGOING}),
    "report_progress": frozenset({Status.OPEN, Status.IN_PROGRESS, Status.ONGOING}),
    "add_evidence": UNFINISHED,
    "remove_evidence": UNFINISHED,
    "request_extension": frozenset({Status.OPEN, Status.IN_PROGRESS}),
    "decide_extension": UNFINISHED,
    "grant_extension": frozenset({Status.OPEN, Status.IN_PROGRESS}),
    "recategorise": UNFINISHED,
    "urge": UNFINISHED,
    "answer_urge": UNFINISHED,
    "record_check": frozenset({Status.CLOSED}),
    "mark_good_practice": frozenset({Status.CLOSED}),
}
"""In which statuses a verb on an issue makes sense; what is with the office or settled is not edited."""

NOT_FOR_UNITS_IN: dict[str, frozenset[Status]] = {"remove_evidence": frozenset({Status.PENDING})}
"""Where a unit has given a matter out of its hands: what the office is looking at is not taken away from under it."""


def check_role(verb: str, actor: Actor, unit: str | None = None) -> None:
    """Let ``actor`` use ``verb`` on a matter of ``unit``, or raise Refused ``role_may_not`` or ``not_your_unit``."""
    if actor.role not in PERMITS[verb]:
        raise Refused("role_may_not", role=actor.role.value)
    if actor.role is Role.UNIT and unit is not None and unit != actor.unit:
        raise Refused("not_your_unit", unit=unit)


def check_issue(verb: str, actor: Actor, issue: Issue) -> None:
    """The same for a verb on ``issue``; also raises Refused ``wrong_status``."""
    check_role(verb, actor, issue.unit)
    withheld = NOT_FOR_UNITS_IN.get(verb, frozenset()) if actor.role is UNIT else frozenset()
    if issue.status not in OPEN_FOR[verb] - withheld:
        raise Refused("wrong_status", status=issue.status.value)


def may(verb: str, actor: Actor, issue: Issue) -> bool:
    """Whether a page should offer ``verb`` on ``issue`` to ``actor``."""
    try:
        check_issue(verb, actor, issue)
    except Refused:
        return False
    return True


DRAFTS_FOR = frozenset({OFFICE, ADMIN})
"""Who reads the drafts of every unit."""
CONFIDENTIAL_FOR = frozenset({OFFICE, ADMIN, Role.INSPECTOR})
"""Who reads the confidential matter 内部掌握 of every unit."""


def sees(actor: Actor, unit: str, status: Status, confidential: bool) -> bool:
    """Whether ``actor`` may read an issue; what somebody may not read does not exist for them.

    Everybody reads the ledger; a unit reads its own drafts and its own confidential matter, of others neither.
    """
    if actor.role is UNIT and actor.unit == unit:
        return True
    return (status is not Status.DRAFT or actor.role in DRAFTS_FOR) and (not confidential or actor.role in CONFIDENTIAL_FOR)


HISTORY_FOR_ALL = frozenset({"issue", "campaign", "unit"})
"""Kinds of documents whose history whoever sees the document may read; accounts and sign-ins are the administrator's."""


def reads_history(actor: Actor, kind: str) -> bool:
    """Whether ``actor`` may read what happened to documents of ``kind``."""
    return kind in HISTORY_FOR_ALL or actor.role is ADMIN


def opens(actor: Actor, evidence: Evidence) -> bool:
    """Whether ``actor``, who may read the issue, may open this piece; one that was taken back is kept for those who oversee."""
    return not evidence.removed or actor.runs_the_ledger
