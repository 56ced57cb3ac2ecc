"""The course of an issue: on the books, begun, on its way, kept going, handed over, dropped, praised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from store.model.errors import Fault, Invalid
from store.model.issue import Issue, ProgressNote
from store.rules.acts.base import Act, moved, needs, not_before


def registered(issue: Issue, act: Act) -> Issue:
    """On the books 待整改; a registered issue remembers its first date."""
    return replace(moved(issue, "register", act), original_due=issue.due)


def started(issue: Issue, act: Act) -> Issue:
    """Being put right 整改中."""
    return moved(issue, "start", act)


def progressed(
    issue: Issue, act: Act, note: str = "", measure: int | None = None, percent: int | None = None, done_on: date | None = None
) -> Issue:
    """A progress note on the issue, or on one measure with its new percentage.

    100 is done, today unless ``done_on`` says another day.
    """
    entry = ProgressNote(act.at, act.actor.name, note, measure, percent)
    if measure is None or percent is None:
        needs("note", note)
        return replace(issue, progress=(*issue.progress, entry))
    if measure not in [one.id for one in issue.measures]:
        raise Invalid([Fault("measure", "unknown_code", {"value": measure})])
    if done_on and done_on > act.today:
        raise Invalid([Fault("done_on", "in_the_future", {"today": act.today})])
    finished = (done_on or act.today) if percent == 100 else None
    measures = tuple(replace(one, percent=percent, done_on=finished) if one.id == measure else one for one in issue.measures)
    return replace(issue, measures=measures, progress=(*issue.progress, entry))


def kept_going(issue: Issue, act: Act, next_review: date) -> Issue:
    """Turned into an ongoing matter 转持续 with a review date."""
    not_before("next_review", next_review, act.today)
    return replace(moved(issue, "keep_going", act), next_review=next_review)


def referred(issue: Issue, act: Act, recipient: str, reason: str) -> Issue:
    """Handed over 移交 to ``recipient``; the reason goes into the event's note."""
    return replace(moved(issue, "refer", act), referred_to=recipient)


def dismissed(issue: Issue, act: Act, reason: str) -> Issue:
    """Found to be no problem 不予认定; the reason goes into the event's note."""
    return moved(issue, "dismiss", act)


def praised(issue: Issue, act: Act, note: str) -> Issue:
    """Marked as good practice 经验做法 worth passing on."""
    return replace(issue, good_practice=note)
