"""Stretches of deadlines and the calendar, for the page deadline; pure, from rows with lights.

Each stretch knows its first and last day (``due_from``, ``due_to``), so that a bar and the rows behind it cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from store.model.enums import Decision
from store.model.issue import Issue
from store.rules.progress import SELECTIONS, monday
from store.rules.workdays import working_days_left

Rows = pd.DataFrame
LIGHTS = ("red", "yellow", "green")


@dataclass(frozen=True)
class Span:
    """A stretch of deadlines: its code and its first and last day, None where it is open."""

    code: str
    first: date | None
    last: date | None


def week_spans(today: date, before: int = 6, ahead: int = 10) -> list[Span]:
    """``earlier``, each calendar week by its Monday, ``later``; together they hold every day exactly once."""
    starts = [monday(today) + timedelta(weeks=number) for number in range(-before, ahead)]
    weeks = [Span(start.isoformat(), start, start + timedelta(days=6)) for start in starts]
    first, last = starts[0] - timedelta(days=1), starts[-1] + timedelta(days=7)
    return [Span("earlier", None, first), *weeks, Span("later", last, None)]


LATENESS = ((1, 7), (8, 14), (15, 30), (31, 60), (61, None))
"""Buckets of calendar days overdue, both ends included."""


def late_spans(today: date) -> list[Span]:
    """The deadlines that are overdue by each bucket of :data:`LATENESS` on ``today``, least first; codes ``8-14``, ``61-``."""
    return [
        Span(f"{least}-{most or ''}", today - timedelta(days=most) if most else None, today - timedelta(days=least))
        for least, most in LATENESS
    ]


def per_span(rows: Rows, spans: Sequence[Span]) -> Rows:
    """Long table ``span, due_from, due_to, light, count`` of the unsettled, zeros too; an open end is ``""``."""
    waiting = rows[SELECTIONS["unsettled"](rows) & rows["deadline"].notna()]
    table = []
    for span in spans:
        within = _between(waiting["deadline"], span)
        dates = {name: day.isoformat() if day else "" for name, day in (("due_from", span.first), ("due_to", span.last))}
        lights = waiting["light"][within].value_counts()
        table += [{"span": span.code, **dates, "light": light, "count": int(lights.get(light, 0))} for light in LIGHTS]
    return pd.DataFrame(table, columns=["span", "due_from", "due_to", "light", "count"])


def _between(days: pd.Series[Any], span: Span) -> pd.Series[bool]:
    inside = days.notna()
    if span.first:
        inside &= days >= pd.Timestamp(span.first)
    if span.last:
        inside &= days <= pd.Timestamp(span.last)
    return inside


def is_working_day(day: date, country: str) -> bool:
    """Whether ``day`` counts as a working day, make-up workdays included."""
    return working_days_left(day - timedelta(days=1), day, country) == 1


def calendar(rows: Rows, today: date, country: str, weeks: int = 6) -> Rows:
    """One row a day from the Monday of this week: ``day, week, weekday`` (0 Monday), ``count, light, rest``.

    ``count`` unsettled issues fall due that day, ``light`` is their worst, and ``rest`` what the calendar makes of it:
    ``holiday`` (a weekday off), ``weekend``, ``makeup`` (a weekend day worked) or nothing.
    """
    start = monday(today)
    days = [start + timedelta(days=number) for number in range(7 * weeks)]
    waiting = rows[SELECTIONS["unsettled"](rows)]
    counts = waiting.groupby("deadline").size()
    lights = waiting.assign(rank=waiting["light"].map(dict(zip(LIGHTS, range(3), strict=True)))).groupby("deadline")["rank"].min()
    return pd.DataFrame(
        {
            "day": pd.to_datetime(days),
            "week": pd.to_datetime([monday(day) for day in days]),
            "weekday": [day.weekday() for day in days],
            "count": [int(counts.get(pd.Timestamp(day), 0)) for day in days],
            "light": [LIGHTS[int(lights[pd.Timestamp(day)])] if pd.Timestamp(day) in lights.index else "" for day in days],
            "rest": [_rest(day, country) for day in days],
        }
    )


def _rest(day: date, country: str) -> str:
    if is_working_day(day, country):
        return "makeup" if day.weekday() >= 5 else ""
    return "weekend" if day.weekday() >= 5 else "holiday"


def moved_deadlines(issues: Iterable[Issue], until: date) -> Rows:
    """One row an extension granted up to ``until``, the latest first, with its dates, the days ``added`` and the reason given."""
    granted = [
        {
            "ref_no": issue.ref_no,
            "unit": issue.unit,
            "title": issue.title,
            "old_due": extension.old_due,
            "new_due": extension.later_due,
            "added": (extension.later_due - extension.old_due).days,
            "granted_on": date.fromisoformat(extension.decided_at[:10]),
            "reason": extension.reason,
        }
        for issue in issues
        for extension in issue.extensions
        if extension.decision is Decision.GRANTED and extension.decided_at[:10] <= until.isoformat()
    ]
    columns = ["ref_no", "unit", "title", "old_due", "new_due", "added", "granted_on", "reason"]
    return pd.DataFrame(granted, columns=columns).sort_values(
        ["granted_on", "ref_no"], ascending=[False, True], ignore_index=True
    )


def extended(rows: Rows, most: int) -> Rows:
    """At most ``most`` rows whose deadline was ever put off: what still waits first, by its deadline, then what is settled."""
    moved = rows[SELECTIONS["extended"](rows)]
    return (
        moved.assign(_settled=~SELECTIONS["unsettled"](moved))
        .sort_values(["_settled", "deadline", "id"])
        .drop(columns="_settled")
        .head(most)
    )
