"""More time 延期: asked for before the due date, decided by the office; every old date stays on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from store.model.enums import Decision
from store.model.errors import Fault, Invalid, Refused
from store.model.issue import Extension, Issue
from store.rules.acts.base import Act, needs


def against_more_time(issue: Issue, today: date) -> list[Fault]:
    """Why no extension may be asked for on ``today``: there is no date, a request waits already, or the date has passed.

    The due date itself still counts as in time.
    """
    if issue.due is None:
        return [Fault("new_due", "no_due_date")]
    if issue.pending_extension:
        return [Fault("new_due", "already_asked")]
    return [Fault("new_due", "too_late", {"due": issue.due})] if today > issue.due else []


def extension_requested(issue: Issue, act: Act, new_due: date, reason: str) -> Issue:
    """More time asked for. Raises Refused ``not_ready`` with what :func:`against_more_time` says."""
    return replace(issue, extensions=(*issue.extensions, _asked("request_extension", issue, act, new_due, reason)))


def extension_granted(issue: Issue, act: Act, new_due: date, reason: str) -> Issue:
    """More time given by the office of its own accord, in one step, by the same rules; the old date stays on record."""
    asked = _asked("grant_extension", issue, act, new_due, reason)
    given = replace(asked, decision=Decision.GRANTED, decided_at=act.at, decided_by=act.actor.name)
    return replace(issue, due=new_due, extensions=(*issue.extensions, given))


def _asked(verb: str, issue: Issue, act: Act, new_due: date, reason: str) -> Extension:
    reasons = against_more_time(issue, act.today)
    if issue.due is None or reasons:
        raise Refused("not_ready", move=verb, reasons=tuple(reasons))
    if new_due <= issue.due:
        raise Invalid([Fault("new_due", "not_later", {"due": issue.due})])
    return Extension(act.at, act.actor.name, issue.due, new_due, reason)


def extension_decided(issue: Issue, act: Act, decision: Decision, opinion: str = "", granted_due: date | None = None) -> Issue:
    """More time granted or refused; the due date moves only when granted, to ``granted_due`` if that differs from the wish.

    What was asked for stays on record beside what was granted. A refusal needs its opinion.
    """
    asked = issue.pending_extension
    if asked is None:
        raise Refused("nothing_asked")
    if decision is Decision.REFUSED:
        needs("opinion", opinion)
        granted_due = None
    if granted_due and granted_due <= asked.old_due:
        raise Invalid([Fault("granted_due", "not_later", {"due": asked.old_due})])
    answer = replace(
        asked,
        decision=decision,
        decided_at=act.at,
        decided_by=act.actor.name,
        opinion=opinion,
        granted_due=None if granted_due == asked.new_due else granted_due,
    )
    due = answer.later_due if decision is Decision.GRANTED else issue.due
    return replace(issue, due=due, extensions=(*issue.extensions[:-1], answer))
