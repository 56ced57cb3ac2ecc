"""Which verbs a page offers somebody on an issue now, and what still speaks against each: life cycle and permissions in one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from store.model.documents import Actor
from store.model.errors import Fault
from store.model.issue import Issue
from store.rules.acts.more_time import against_more_time
from store.rules.ladder import LADDER, against, possible
from store.rules.lifecycle import MOVES, moves_for
from store.rules.permissions import may
from store.rules.reviewing import against_checking
from store.rules.verbs import VERBS


def _to_be_checked(issue: Issue) -> bool:
    """Struck off and not looked at again yet, or planned to be; what was found back is reopened instead."""
    last = issue.closures[-1] if issue.closures else None
    return last is not None and issue.failed_check is None and (not last.held_checks or last.next_check is not None)


SENSIBLE: dict[str, Callable[[Issue], bool]] = {
    "answer_urge": lambda issue: any(not slip.answer for slip in issue.urges),
    "decide_extension": lambda issue: issue.pending_extension is not None,
    "remove_evidence": lambda issue: bool(issue.standing_evidence),
    "record_check": _to_be_checked,
    "mark_good_practice": lambda issue: not issue.good_practice and not issue.failed_check,
}
"""When a verb that is no move has anything to act on."""

AGAINST: dict[str, Callable[[Issue, Actor, date], list[Fault]]] = {
    "request_extension": lambda issue, actor, today: against_more_time(issue, today),
    "grant_extension": lambda issue, actor, today: against_more_time(issue, today),
    "record_check": lambda issue, actor, today: against_checking(issue, actor),
    "urge": lambda issue, actor, today: [] if possible(issue, today) else against(LADDER[-1], issue, today),
}
"""What may speak against a verb that is no move; the verb itself asks the same."""

SILENT = frozenset({"no_due_date", "already_asked"})
"""Reasons for which a verb is not offered at all: the page says them elsewhere."""

ORDER = (
    "answer_urge",
    "register",
    "start",
    "decide_extension",
    "close",
    "return",
    "request_close",
    "add_evidence",
    "report_progress",
    "request_extension",
    "record_check",
    "urge",
    "remove_evidence",
    "grant_extension",
    "keep_going",
    "recategorise",
    "mark_good_practice",
    "reopen",
    "refer",
    "dismiss",
)
"""The likely next step first, what ends or removes something last."""


def offers(issue: Issue, actor: Actor, today: date) -> dict[str, list[Fault]]:
    """Each verb of :data:`ORDER` that role and status leave open to ``actor``, with what still speaks against it.

    What was found back at an effectiveness check is reopened before anything else.
    """
    others = {verb: _against(verb, issue, actor, today) for verb in ORDER if verb not in MOVES and _offered(verb, issue, actor)}
    spoken = {verb: faults for verb, faults in others.items() if not SILENT & {fault.code for fault in faults}}
    found = moves_for(issue, actor) | spoken
    order = ("reopen", *ORDER) if issue.failed_check else ORDER
    return {verb: found[verb] for verb in order if verb in found}


def _offered(verb: str, issue: Issue, actor: Actor) -> bool:
    return verb in VERBS and may(verb, actor, issue) and (verb not in SENSIBLE or SENSIBLE[verb](issue))


def _against(verb: str, issue: Issue, actor: Actor, today: date) -> list[Fault]:
    return AGAINST[verb](issue, actor, today) if verb in AGAINST else []
