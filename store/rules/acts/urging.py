"""Urging slips 督办: numbered, with a working day to answer by, answered once; the ladder says which makes sense."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from store.model.enums import UrgeLevel
from store.model.errors import Invalid, Refused
from store.model.issue import Issue, Urge
from store.rules.acts.base import Act
from store.rules.ladder import against, answer_day_faults


def urged(issue: Issue, act: Act, level: UrgeLevel, text: str, answer_by: date) -> Issue:
    """One more slip of the ladder 督办, numbered over the whole ledger, with a day to answer by.

    Raises Invalid for a rung that makes no sense now, and for a day on which nobody could answer.
    """
    faults = [*against(level, issue, act.today), *answer_day_faults(answer_by, act.today, act.country)]
    if faults:
        raise Invalid(faults)
    number = f"{act.today.year}-{act.serial(f'urge {act.today.year}'):03d}"
    slip = Urge(number, level, act.at, act.actor.name, text, answer_by)
    return replace(issue, urges=(*issue.urges, slip))


def urge_answered(issue: Issue, act: Act, number: str, answer: str) -> Issue:
    """The unit's answer to a slip, once."""
    if number not in [slip.number for slip in issue.urges if not slip.answer]:
        raise Refused("nothing_to_answer", number=number)
    urges = tuple(replace(slip, answer=answer, answered_at=act.at) if slip.number == number else slip for slip in issue.urges)
    return replace(issue, urges=urges)
