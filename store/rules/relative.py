"""Days of a saved choice that move on with the calendar: ``week+0`` is this week's Monday, ``day-7`` a week ago.

A choice that is kept as a view says what it meant when it was made; "due this week" has to mean next week's week next week.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from store.rules.filters import DATES
from store.rules.progress import monday

_MOVING = re.compile(r"(day|week)([+-]\d{1,4})")
NEAR = timedelta(days=14)


def moves(query: Mapping[str, str]) -> bool:
    """Whether any day of ``query`` moves with the calendar."""
    return any(_MOVING.fullmatch(query[key]) for key in DATES if key in query)


def fixed(query: Mapping[str, str], today: date) -> dict[str, str]:
    """``query`` as it is today: every moving day as the date that it now is."""
    return {key: _fixed(value, today) if key in DATES else value for key, value in query.items()}


def moving(query: Mapping[str, str], today: date) -> dict[str, str]:
    """``query`` with every day counted from today; a day that begins or ends a week, from the Monday of this week.

    Whole weeks stay whole weeks, whichever day of the week it is.
    """
    return {key: _moving(key, date.fromisoformat(value), today) if key in DATES else value for key, value in query.items()}


def is_near(query: Mapping[str, str], today: date) -> bool:
    """Whether all its days are so near that they were most likely meant from today."""
    days = [date.fromisoformat(query[key]) for key in DATES if key in query]
    return bool(days) and all(abs(day - today) <= NEAR for day in days)


def _fixed(value: str, today: date) -> str:
    found = _MOVING.fullmatch(value)
    if not found:
        return value
    start = monday(today) if found[1] == "week" else today
    return (start + timedelta(days=int(found[2]))).isoformat()


def _moving(key: str, day: date, today: date) -> str:
    at_an_end_of_a_week = day.weekday() == (0 if DATES[key][1] == "from" else 6)
    start, name = (monday(today), "week") if at_an_end_of_a_week else (today, "day")
    return f"{name}{(day - start).days:+d}"
