"""Close-out 销号: asked for, decided by somebody else, looked at again, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from store.model.closure import Check, Closure
from store.model.enums import CheckVerdict, Outcome, Verdict
from store.model.errors import Refused
from store.model.evidence import Evidence, File
from store.model.issue import Issue
from store.rules.acts.base import Act, moved, not_before
from store.rules.acts.papers import attached
from store.rules.reviewing import against_checking


def close_requested(issue: Issue, act: Act, note: str, files: Sequence[File] = ()) -> Issue:
    """A close-out round opened by the request, with the evidence handed in for it."""
    if files:
        piece = Evidence(0, "", act.today, act.at, act.actor.name, closure=len(issue.closures) + 1)
        issue = attached(issue, act, piece, files)
    return replace(moved(issue, "request_close", act), closures=(*issue.closures, Closure(act.at, act.actor.name, note)))


def _decided(issue: Issue, act: Act, verdict: Verdict, opinion: str, **more: Any) -> tuple[Closure, ...]:
    last = replace(issue.closures[-1], verdict=verdict, decided_at=act.at, decided_by=act.actor.name, opinion=opinion, **more)
    return (*issue.closures[:-1], last)


def closed(issue: Issue, act: Act, opinion: str, outcome: Outcome, check_on: date | None = None) -> Issue:
    """Struck off 销号: verdict, opinion, outcome, and the day of the effectiveness check 回头看 if one is planned."""
    after = moved(issue, "close", act)
    if check_on:
        not_before("check_on", check_on, act.today)
    return replace(
        after, closed_on=act.today, closures=_decided(issue, act, Verdict.CLOSED, opinion, outcome=outcome, check_on=check_on)
    )


def returned(issue: Issue, act: Act, missing: str) -> Issue:
    """Sent back 退回 with what is still missing."""
    after = moved(issue, "return", act)
    return replace(after, closures=_decided(issue, act, Verdict.RETURNED, missing))


def reopened(issue: Issue, act: Act, reason: str, due: date) -> Issue:
    """Back on the books 重新挂账 with a reason and a new date; the first date stays."""
    after = moved(issue, "reopen", act)
    not_before("due", due, act.today)
    ended = replace(issue.closures[-1], reopened_at=act.at, reopened_by=act.actor.name, reopen_reason=reason, check_on=None)
    return replace(after, due=due, closed_on=None, closures=(*issue.closures[:-1], ended))


def checked(issue: Issue, act: Act, result: str, check_verdict: CheckVerdict, next_check: date | None = None) -> Issue:
    """The effectiveness check 回头看 of the last close-out; it may come before its day, and more than once.

    What failed is not looked at again but :func:`reopened`, so ``next_check`` counts only for what holds. Raises Refused
    ``not_ready``.
    """
    if reasons := against_checking(issue, act.actor):
        raise Refused("not_ready", move="record_check", reasons=tuple(reasons))
    holds = check_verdict is CheckVerdict.HELD
    if holds and next_check:
        not_before("next_check", next_check, act.today)
    last = issue.closures[-1]
    found = Check(act.at, act.actor.name, result, check_verdict, last.next_check)
    looked_at = replace(last, checks=(*last.checks, found), check_on=next_check if holds else None)
    return replace(issue, closures=(*issue.closures[:-1], looked_at))
