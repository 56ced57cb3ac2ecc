"""How the numbers move: their change since an earlier day, and their course over the weeks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from store.rules.progress import Counts, Summary

Figures = Summary | Counts
FIGURES = ("found", "closed", "rate", "on_time_rate", "yellow", "red")
"""The figures a dashboard begins with."""

RATES = frozenset({"rate", "on_time_rate"})
"""Figures that are shares; they change by percentage points."""

BACK = (7, 30)
"""The days back that a change is told for."""


def days_back(today: date, weeks: int = 8) -> list[date]:
    """The past days that changes and small trends look at, oldest first: each of ``weeks``, and those of :data:`BACK`."""
    return sorted(
        {today - timedelta(days=7 * week) for week in range(1, weeks + 1)} | {today - timedelta(days=days) for days in BACK}
    )


def change(now: Figures, then: Figures, figure: str) -> float:
    """How much ``figure`` grew; rates as a difference of ratios, 0 when there was nothing to divide by then or now."""
    if figure in RATES and not (_divides(now, figure) and _divides(then, figure)):
        return 0.0
    return float(getattr(now, figure) - getattr(then, figure))


def _divides(summary: Figures, figure: str) -> bool:
    return bool(summary.found if figure == "rate" else summary.closed)


def series(summaries: Sequence[Figures], figure: str) -> list[float]:
    """One figure over the days of ``summaries``."""
    return [float(getattr(summary, figure)) for summary in summaries]
