"""The light is what domain.md says, with its reason, and a whole frame says the same as each issue by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given

from store.model.enums import Status, Verdict
from store.model.issue import Closure, Issue
from store.rules.frame import build
from store.rules.lights import add_lights, light
from store.rules.workdays import after_working_days, working_days_left
from tests.store.rules.ledgers import TODAY, documents, ledgers


def shown(**fields):
    found = light(Issue(**{"status": Status.IN_PROGRESS, "found_on": TODAY - timedelta(days=9), **fields}), TODAY, 5, "CN")
    return found.light, found.reason, found.days


@given(ledgers)
def test_a_frame_shows_the_same_lights_as_each_issue_alone(found):
    rows = add_lights(build(documents(found)), TODAY, 5, "CN")
    alone = [light(issue, TODAY, 5, "CN") for issue in found]
    assert [tuple(row) for row in rows[["light", "reason", "days"]].itertuples(index=False)] == [
        (one.light, one.reason, one.days) for one in alone
    ]
    assert list(rows["late"]) == [one.reason == "closed_late" for one in alone]


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (date(2026, 11, 22), ("red", "overdue", 1)),
        (date(2026, 11, 23), ("yellow", "due_soon", 0)),
        (date(2026, 11, 30), ("yellow", "due_soon", 5)),
        (date(2026, 12, 1), ("green", "on_track", 6)),
        (None, ("green", "no_deadline", 0)),
    ],
)
def test_the_light_by_the_due_date(due, expected):
    assert shown(due=due) == expected


def test_an_ongoing_issue_is_judged_by_its_next_review():
    assert shown(status=Status.ONGOING, due=TODAY - timedelta(days=30), next_review=TODAY + timedelta(days=60))[0] == "green"


def test_one_return_is_enough_for_yellow():
    back = Closure("2026-11-01T09:00:00+08:00", "甲", "好", verdict=Verdict.RETURNED)
    assert shown(due=TODAY + timedelta(days=60), closures=(back,)) == ("yellow", "returned", 1)


@pytest.mark.parametrize(("closed_on", "expected"), [(date(2026, 11, 10), "closed_on_time"), (date(2026, 11, 11), "closed_late")])
def test_a_closed_issue_is_grey_and_on_time_or_late_for_ever(closed_on, expected):
    assert shown(status=Status.CLOSED, due=date(2026, 11, 10), closed_on=closed_on)[:2] == ("grey", expected)


@pytest.mark.parametrize(
    ("day", "deadline", "left"),
    [
        (date(2026, 11, 20), date(2026, 11, 23), 1),  # over a weekend
        (date(2026, 9, 30), date(2026, 10, 8), 1),  # over the National Day holidays
        (date(2026, 10, 9), date(2026, 10, 10), 1),  # a Saturday that is worked
        (date(2026, 11, 23), date(2026, 11, 20), 0),
    ],
)
def test_working_days_follow_the_calendar_with_its_holidays_and_make_up_days(day, deadline, left):
    assert working_days_left(day, deadline, "CN") == left


def test_counting_forward_and_counting_what_is_left_agree():
    for number in range(1, 40):
        assert working_days_left(TODAY, after_working_days(TODAY, number, "CN"), "CN") == number
