"""Which verbs a page offers somebody on an issue now, and what still speaks against each: life cycle and permissions in one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from store.model.documents import Actor
from store.model.errors import Fault
from store.model.issue import Issue
from store.rules.lifecycle import MOVES, moves_for
from store.rules.permissions import may
from store.rules.verbs import VERBS

SENSIBLE: dict[str, Callable[[Issue], bool]] = {
    "answer_urge": lambda issue: any(not slip.answer for slip in issue.urges),
    "decide_extension": lambda issue: issue.pending_extension is not None,
    "request_extension": lambda issue: issue.due is not None and issue.pending_extension is None,
    "record_check": lambda issue: bool(issue.closures) and not issue.closures[-1].checked_at,
    "mark_good_practice": lambda issue: not issue.good_practice,
}
"""When a verb that is no move has anything to act on."""

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
    "keep_going",
    "mark_good_practice",
    "reopen",
    "refer",
    "dismiss",
)
"""The likely next step first, what ends or removes something last."""


def offers(issue: Issue, actor: Actor, today: date) -> dict[str, list[Fault]]:
    """Each verb of :data:`ORDER` that role and status leave open to ``actor``, with what still speaks against it."""
    others = {verb: _against(verb, issue, today) for verb in ORDER if verb not in MOVES and _offered(verb, issue, actor)}
    found = moves_for(issue, actor) | others
    return {verb: found[verb] for verb in ORDER if verb in found}


def _offered(verb: str, issue: Issue, actor: Actor) -> bool:
    return verb in VERBS and may(verb, actor, issue) and (verb not in SENSIBLE or SENSIBLE[verb](issue))


def _against(verb: str, issue: Issue, today: date) -> list[Fault]:
    if verb == "request_extension" and issue.due and today > issue.due:
        return [Fault("new_due", "too_late", {"due": issue.due})]
    return []
