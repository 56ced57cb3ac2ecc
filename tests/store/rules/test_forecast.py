"""The forecast of the empty ledger: a day and a range from the weeks behind it, checked against plain loops, or words."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from store.rules.filters import Filters
from store.rules.forecast import DRAWS, FARTHEST, FEWEST, USUAL, Forecast, course, days_until, forecast, pace_of, span

TODAY = date(2026, 11, 23)
OPEN = ("open", "in_progress", "pending", "ongoing")


def ledger(*problems: tuple[str, int, int | None]) -> pd.DataFrame:
    """Problems as (status, found so many days ago, closed so many days ago)."""
    days = [
        (TODAY - timedelta(days=found), closed is not None and TODAY - timedelta(days=closed)) for _, found, closed in problems
    ]
    return pd.DataFrame(
        {
            "status": pd.array([status for status, _, _ in problems], dtype="str"),
            "found_on": np.array([found for found, _ in days], dtype="datetime64[s]"),
            "closed_on": np.array([closed or "NaT" for _, closed in days], dtype="datetime64[s]"),
        }
    )


def weekly(*closings: int, left: int = 0) -> pd.DataFrame:
    """A ledger in whose last weeks (oldest first) so many were closed, all found a year ago."""
    closed = [("closed", 365, 7 * back) for back, count in enumerate(reversed(closings)) for _ in range(count)]
    return ledger(*closed, *[("open", 365, None)] * left)


problems = some.lists(
    some.tuples(
        some.sampled_from(("closed", "draft", "dismissed", "referred", *OPEN)), some.integers(0, 200), some.integers(0, 200)
    ),
    max_size=60,
).map(lambda found: [(status, days, min(days, closed) if status == "closed" else None) for status, days, closed in found])


def test_no_problems_and_none_left_are_two_things():
    assert forecast(ledger(), TODAY).verdict == "nothing"
    assert forecast(ledger(("draft", 60, None), ("dismissed", 60, None)), TODAY).verdict == "nothing"
    assert forecast(ledger(("closed", 60, 3)), TODAY).verdict == "empty"
    assert forecast(ledger(("closed", 60, 3), ("referred", 60, None)), TODAY).verdict == "empty"


def test_at_a_steady_pace_the_day_is_certain():
    told = forecast(weekly(7, 7, 7, 7, 7, 7, 7, 7, left=10), TODAY)
    assert told.verdict == "dated"
    assert told.day == told.earliest == told.latest == TODAY + timedelta(days=10)


def test_part_of_a_day_is_a_day():
    assert forecast(weekly(1, 1, 0, 0, 0, 0, 0, 1, left=1), TODAY).day == TODAY + timedelta(days=19)


def test_fewer_than_four_weeks_of_history_are_no_history():
    young = 7 * FEWEST - 2
    short = forecast(ledger(("open", young, None), ("closed", young, 1)), TODAY)
    assert (short.verdict, short.day) == ("short", None)
    assert (
        forecast(ledger(("open", young + 1, None), *[("closed", young + 1, day) for day in (1, 8, 15, 22)]), TODAY).verdict
        == "dated"
    )


def test_weeks_before_the_first_problem_slow_nothing_down():
    told = forecast(ledger(("open", 34, None), *[("closed", 34, day) for day in (1, 8, 15, 22, 29)]), TODAY)
    assert told.pace.closings == (1, 1, 1, 1, 1)
    assert told.pace.first == TODAY - timedelta(days=34)


def test_when_nothing_was_closed_lately_there_is_no_day():
    told = forecast(weekly(5, *[0] * USUAL, left=3), TODAY)
    assert (told.verdict, told.day, told.pace.closed) == ("standstill", None, 0)


def test_what_may_take_longer_than_a_year_has_no_day():
    assert forecast(weekly(1, 1, 1, 1, 1, 1, 1, 1, left=60), TODAY).verdict == "far"
    assert forecast(weekly(0, 0, 0, 0, 0, 0, 0, 20, left=30), TODAY).verdict == "far"


def test_a_close_out_that_was_taken_back_is_no_progress_and_its_problem_is_left():
    told = forecast(ledger(("in_progress", 60, None), *[("closed", 60, day) for day in (1, 8, 15, 22)]), TODAY, 4)
    assert (told.left, told.pace.closed) == (1, 4)


def test_what_was_found_in_these_weeks_is_told_beside_and_not_taken_off():
    rows = pd.concat([weekly(7, 7, 7, 7, left=7), ledger(*[("open", 3, None)] * 40)])
    told = forecast(rows, TODAY, 4)
    assert (told.pace.found, told.left, told.pace.outrun) == (40, 47, True)
    assert told.day == TODAY + timedelta(days=47)


@pytest.mark.parametrize(
    ("days", "said"), [((0, 0), "in_time"), ((0, 5), "in_time"), ((0, 6), "doubtful"), ((5, 9), "doubtful"), ((6, 9), "late")]
)
def test_it_is_held_against_the_last_day_of_the_campaign(days: tuple[int, int], said: str):
    day, latest = (TODAY + timedelta(days=number) for number in days)
    told = Forecast("dated", 1, 1, pace_of(ledger(), TODAY, 8), day, day, latest)
    assert told.against(TODAY + timedelta(days=5)) == said
    assert told.against(None) == ""
    assert forecast(weekly(0, left=1), TODAY).against(TODAY) == ""


@given(problems, some.sampled_from((4, 8, 12)))
def test_the_weeks_are_those_that_a_loop_over_the_days_finds(found: list[Any], weeks: int):
    rows = ledger(*found)
    pace = pace_of(rows, TODAY, weeks)
    booked = [days for status, days, _ in found if status not in ("draft", "dismissed")]
    count = min(weeks, (max(booked) + 1) // 7) if booked else 0
    assert len(pace.closings) == count
    for back, closings in enumerate(reversed(pace.closings)):
        assert closings == sum(closed is not None and 7 * back <= closed < 7 * back + 7 for _, _, closed in found)
    assert pace.found == sum(days < 7 * count for days in booked)
    left = [
        sum(
            days >= 7 * back and not (closed is not None and closed >= 7 * back)
            for status, days, closed in found
            if status in ("closed", *OPEN)
        )
        for back in range(count, -1, -1)
    ]
    assert list(course(rows, pace)["left"]) == left


@given(problems)
def test_the_numbers_open_the_rows_they_count(found: list[Any]):
    rows = ledger(*found)
    pace = pace_of(rows, TODAY, USUAL)
    if pace.closings:
        ends = pace.first.isoformat(), pace.last.isoformat()
        closed = Filters({"figure": "closed", "closed_from": ends[0], "closed_to": ends[1]}).apply(rows, TODAY)
        new = Filters({"figure": "found", "found_from": ends[0], "found_to": ends[1]}).apply(rows, TODAY)
        assert (len(closed), len(new)) == (pace.closed, pace.found)


def one_by_one(weeks: list[int], left: int) -> int:
    """Days until ``left`` are closed, walking through the weeks; closings are spread evenly over the seven days."""
    for number, closed in enumerate(weeks):
        if closed >= left:
            return min(FARTHEST + 1, 7 * number + next(day for day in range(1, 8) if day * closed >= 7 * left))
        left -= closed
    return FARTHEST + 1


@given(some.lists(some.lists(some.integers(0, 9), min_size=5, max_size=5), min_size=1, max_size=9), some.integers(1, 60))
def test_the_days_are_those_of_walking_week_by_week(drawn: list[list[int]], left: int):
    assert days_until(np.array(drawn), left).tolist() == [one_by_one(weeks, left) for weeks in drawn]


closings = some.lists(some.integers(0, 20), min_size=4, max_size=12).filter(any)


@given(closings, some.integers(1, 80))
def test_the_day_lies_in_its_range_and_the_same_rows_always_tell_the_same(counts: list[int], left: int):
    rows = weekly(*counts, left=left)
    told = forecast(rows, TODAY, len(counts))
    assert told == forecast(rows.sample(frac=1, random_state=1), TODAY, len(counts))
    if told.verdict == "dated":
        assert told.earliest <= told.day <= told.latest <= TODAY + timedelta(days=FARTHEST)
        assert (told.day - TODAY).days == -(-left * 7 * len(counts) // sum(counts))


@given(closings, some.integers(1, 40), some.integers(1, 40))
def test_more_to_do_never_takes_less_time(counts: list[int], left: int, more: int):
    few, many = span(tuple(counts), left), span(tuple(counts), left + more)
    assert few[0] <= many[0]
    assert few[1] <= many[1]


@pytest.mark.parametrize(("counts", "left"), [((3, 9, 5, 8, 2, 11, 7, 6), 49), ((0, 4, 1, 0, 6, 2), 20), ((1, 2, 3, 4), 8)])
def test_the_range_is_that_of_futures_played_one_by_one(counts: tuple[int, ...], left: int):
    dice, days = random.Random(7), []
    for _ in range(DRAWS):
        typical = dice.choices(counts, k=len(counts))
        days.append(one_by_one(dice.choices(typical, k=FARTHEST // 7 + 1), left))
    days.sort()
    first, last = span(counts, left)
    for told, played in ((first, days[DRAWS // 10]), (last, days[DRAWS * 9 // 10])):
        assert abs(told - played) <= max(2, 0.08 * played)
