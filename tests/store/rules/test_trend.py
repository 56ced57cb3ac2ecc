"""How numbers move is told from two summaries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from store.rules import progress, trend
from store.rules.frame import build
from store.rules.lights import add_lights

TODAY = date(2026, 11, 23)
NOTHING = progress.summary(add_lights(build([]), TODAY, 5, "CN"))


def test_a_count_changes_by_its_difference():
    assert trend.change(replace(NOTHING, red=2), replace(NOTHING, red=5), "red") == -3


def test_a_rate_changes_by_the_difference_of_ratios():
    now, then = replace(NOTHING, found=4, rate=0.5), replace(NOTHING, found=4, rate=0.25)
    assert trend.change(now, then, "rate") == 0.25


def test_a_rate_of_nothing_does_not_change():
    assert trend.change(replace(NOTHING, found=4, rate=0.5), NOTHING, "rate") == 0
    assert (
        trend.change(replace(NOTHING, found=9, closed=0), replace(NOTHING, found=9, closed=3, on_time_rate=1.0), "on_time_rate")
        == 0
    )


def test_the_days_looked_back_at_are_the_weeks_and_a_month_each_once_oldest_first():
    days = trend.days_back(TODAY)
    assert days == sorted(set(days))
    assert {TODAY - timedelta(days=days) for days in (7, 30, 56)} <= set(days)
    assert TODAY not in days
