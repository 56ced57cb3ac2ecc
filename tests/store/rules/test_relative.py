"""A saved choice keeps its meaning: this week is next week's week next week, a day from today stays as far from today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from store.rules.filters import DATES, Filters, week_of
from store.rules.relative import fixed, is_near, moves, moving

MONDAY = date(2026, 11, 23)
days = some.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(days, some.dictionaries(some.sampled_from(sorted(DATES)), days.map(date.isoformat)))
def test_on_the_day_it_was_made_a_moving_choice_is_what_was_chosen(today: date, query: dict[str, str]):
    kept = moving(query | {"unit": "U01"}, today)
    assert moves(kept) == bool(query)
    assert fixed(kept, today) == query | {"unit": "U01"}


@given(days, days)
def test_this_week_is_always_the_week_of_the_day(made: date, read: date):
    assert fixed(moving(week_of(made), made), read) == week_of(read)


@given(days, some.integers(0, 400))
def test_a_day_from_today_stays_as_far_from_today(made: date, later: int):
    day = made - timedelta(days=made.weekday() == 0)  # not the end of a week, which stays one
    read = made + timedelta(days=later)
    moved = fixed(moving({"found_from": day.isoformat()}, made), read)
    if day.weekday():
        assert moved == {"found_from": (day + timedelta(days=later)).isoformat()}


def test_a_choice_that_does_not_move_keeps_its_dates_and_both_can_be_read_as_filters():
    query = {"due_from": "2026-11-01", "q": "week+0"}
    assert not moves(query)
    assert fixed(query, MONDAY) == query
    assert Filters(fixed({"due_to": "week+6"}, MONDAY)).day("due_to") == date(2026, 11, 29)


@pytest.mark.parametrize(
    ("query", "near"), [(week_of(MONDAY), True), ({"due_from": "2026-09-01"}, False), ({"unit": "U01"}, False)]
)
def test_days_near_today_were_most_likely_meant_from_today(query: dict[str, str], near: bool):
    assert is_near(query, MONDAY) is near
