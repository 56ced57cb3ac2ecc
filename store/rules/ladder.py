"""The ladder of urging slips 提醒 → 督办 → 通报: which rung comes next, which makes no sense now, and until when to answer."""

from __future__ import annotations

from datetime import date

from store.model.enums import UrgeLevel, Verdict
from store.model.errors import Fault
from store.model.issue import Issue, Urge
from store.rules.workdays import after_working_days

LADDER = tuple(UrgeLevel)
"""The rungs, lowest first."""

DAYS_TO_ANSWER = {UrgeLevel.REMINDER: 5, UrgeLevel.URGE: 3, UrgeLevel.CRITICISM: 2}
"""Working days that a unit is given for its answer: the higher the rung, the fewer."""


def answer_day(level: UrgeLevel, today: date, country: str) -> date:
    """The day by which a slip of ``level`` written ``today`` is usually answered; always a working day."""
    return after_working_days(today, DAYS_TO_ANSWER[level], country)


def answer_day_faults(day: date, today: date, country: str) -> list[Fault]:
    """What is wrong with ``day`` as the last day for an answer: it is past, or nobody works on it."""
    if day < today:
        return [Fault("answer_by", "in_the_past", {"today": today})]
    working = after_working_days(day, 0, country)
    if working == day:
        return []
    following = after_working_days(day, 1, country)
    return [Fault("answer_by", "rest_day", {"rest": day, "following": following})]


def current_slips(issue: Issue) -> tuple[Urge, ...]:
    """The slips that count on the ladder: those since the issue was last struck off; a reopened issue begins anew."""
    closed_at = max((one.decided_at for one in issue.closures if one.verdict is Verdict.CLOSED), default="")
    return tuple(slip for slip in issue.urges if slip.at > closed_at)


def running(issue: Issue, today: date) -> Urge | None:
    """The slip whose time to answer is not over yet, answered or not: until then the unit is left to work."""
    return next((slip for slip in reversed(current_slips(issue)) if today <= slip.answer_by), None)


def against(level: UrgeLevel, issue: Issue, today: date) -> list[Fault]:
    """Why a slip of ``level`` makes no sense now; empty when it may be sent.

    Stepping up is always possible but for a notice of criticism, which needs an earlier slip whose time is over and which did
    not help. No rung is repeated, and no lower one sent, while a slip is running.
    """
    slips = current_slips(issue)
    criticism = level is UrgeLevel.CRITICISM
    held = [slip for slip in slips if today <= slip.answer_by and (criticism or _rank(slip.level) >= _rank(level))]
    if held:
        return [Fault("level", "slip_running", {"slip": held[-1].number, "answer_by": held[-1].answer_by})]
    if criticism and not slips:
        return [Fault("level", "no_slip_before")]
    if criticism and not overdue(issue, today) and all(slip.in_time for slip in slips):
        return [Fault("level", "answered_and_in_time")]
    return []


def possible(issue: Issue, today: date) -> list[UrgeLevel]:
    """The rungs that may be used now, lowest first."""
    return [level for level in LADDER if not against(level, issue, today)]


def suggested(issue: Issue, today: date) -> UrgeLevel | None:
    """The next rung: one above the last slip that was not answered in time, or was answered and the issue is still overdue.

    The same rung again when the last one helped. None while a slip is running: there is nothing sensible to send now.
    """
    slips = current_slips(issue)
    if not slips:
        return UrgeLevel.REMINDER
    if running(issue, today):
        return None
    helped = slips[-1].in_time and not overdue(issue, today)
    level = LADDER[min(_rank(slips[-1].level) + (not helped), len(LADDER) - 1)]
    return UrgeLevel.URGE if against(level, issue, today) else level


def because(issue: Issue, today: date) -> str:
    """Why the ladder suggests what it does, as a code.

    ``first``, ``running``, or of the last slip: ``unanswered``, ``answered_late``, ``still_overdue``, ``helped``.
    """
    slips = current_slips(issue)
    if not slips:
        return "first"
    if running(issue, today):
        return "running"
    if not slips[-1].in_time:
        return "answered_late" if slips[-1].answer else "unanswered"
    return "still_overdue" if overdue(issue, today) else "helped"


def overdue(issue: Issue, today: date) -> bool:
    """Whether the day the issue answers for is past."""
    return issue.deadline is not None and today > issue.deadline


def _rank(level: UrgeLevel) -> int:
    return LADDER.index(level)
