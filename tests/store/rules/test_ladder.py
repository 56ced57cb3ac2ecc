"""The ladder of urging slips: the next rung, what makes no sense now, and answer days that are worked."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
from hypothesis import given
from hypothesis import strategies as some

from store.model.enums import Status, UrgeLevel, Verdict
from store.model.issue import Closure, Issue, Urge
from store.rules import ladder
from store.rules.ladder import DAYS_TO_ANSWER, LADDER
from tests.store.rules.ledgers import issues

TODAY = date(2026, 11, 23)
REMINDER, URGE, CRITICISM = UrgeLevel
CALENDAR = holidays.country_holidays("CN", years=(2026, 2027))
workable = some.dates(date(2026, 1, 1), date(2027, 11, 30))


def slip(level: UrgeLevel, answer_by: date, answered: date | None = None, sent: date = date(2026, 11, 2)) -> Urge:
    return Urge("2026-007", level, f"{sent}T09:00", "整改组", "催", answer_by, "已办" if answered else "", f"{answered or ''}")


def issue(*slips: Urge, due: date = date(2026, 11, 2), **other: object) -> Issue:
    return Issue(status=Status.IN_PROGRESS, due=due, urges=slips, **other)


def codes(level: UrgeLevel, found: Issue) -> list[str]:
    return [fault.code for fault in ladder.against(level, found, TODAY)]


PAST, COMING = date(2026, 11, 20), date(2026, 11, 25)


def test_the_first_slip_is_a_reminder():
    assert ladder.suggested(issue(), TODAY) is REMINDER


def test_what_was_not_answered_goes_one_rung_up():
    assert ladder.suggested(issue(slip(REMINDER, PAST)), TODAY) is URGE
    assert ladder.suggested(issue(slip(REMINDER, PAST), slip(URGE, PAST)), TODAY) is CRITICISM
    assert ladder.suggested(issue(slip(CRITICISM, PAST)), TODAY) is CRITICISM


def test_what_was_answered_and_is_still_overdue_goes_up_too():
    assert ladder.suggested(issue(slip(REMINDER, PAST, answered=PAST)), TODAY) is URGE


def test_what_helped_is_not_followed_by_more():
    later = date(2026, 12, 30)
    assert ladder.suggested(issue(slip(REMINDER, PAST, answered=PAST), due=later), TODAY) is REMINDER
    assert ladder.suggested(issue(slip(CRITICISM, PAST, answered=PAST), due=later), TODAY) is URGE


def test_while_a_slip_runs_nothing_is_suggested_but_an_urgent_matter_may_step_up():
    running = issue(slip(REMINDER, COMING))
    assert ladder.suggested(running, TODAY) is None
    assert ladder.possible(running, TODAY) == [URGE]
    assert codes(REMINDER, running) == codes(CRITICISM, running) == ["slip_running"]


def test_the_day_of_the_answer_still_belongs_to_the_unit():
    assert codes(REMINDER, issue(slip(REMINDER, TODAY))) == ["slip_running"]
    assert codes(REMINDER, issue(slip(REMINDER, TODAY - timedelta(days=1)))) == []


def test_nobody_is_criticised_out_of_the_blue():
    assert codes(CRITICISM, issue()) == ["no_slip_before"]
    assert codes(CRITICISM, issue(slip(REMINDER, PAST))) == []
    assert codes(CRITICISM, issue(slip(URGE, PAST, answered=PAST), due=date(2026, 12, 30))) == ["answered_and_in_time"]
    assert codes(CRITICISM, issue(slip(URGE, PAST, answered=PAST + timedelta(days=1)), due=date(2026, 12, 30))) == []


def test_a_reopened_problem_begins_on_the_lowest_rung():
    closed = Closure("2026-11-03T09:00", "甲", "好", Verdict.CLOSED, decided_at="2026-11-04T09:00")
    assert ladder.suggested(issue(slip(URGE, PAST), closures=(closed,)), TODAY) is REMINDER
    assert codes(CRITICISM, issue(slip(URGE, PAST), closures=(closed,))) == ["no_slip_before"]


@given(issues(), workable)
def test_what_is_suggested_may_be_sent(found: Issue, today: date):
    level = ladder.suggested(found, today)
    assert level is None or ladder.against(level, found, today) == []
    assert level is not None or ladder.running(found, today)


@given(some.sampled_from(LADDER), workable)
def test_the_proposed_day_is_worked_and_leaves_exactly_the_working_days_of_its_rung(level: UrgeLevel, today: date):
    day = ladder.answer_day(level, today, "CN")
    between = [today + timedelta(days=number) for number in range(1, (day - today).days + 1)]
    assert CALENDAR.is_working_day(day)
    assert sum(CALENDAR.is_working_day(one) for one in between) == DAYS_TO_ANSWER[level]
    assert ladder.answer_day_faults(day, today, "CN") == []


@given(workable, workable)
def test_a_day_is_refused_exactly_when_it_is_past_or_nobody_works(day: date, today: date):
    faults = ladder.answer_day_faults(day, today, "CN")
    assert (faults == []) == (day >= today and CALENDAR.is_working_day(day))
    for fault in faults:
        if fault.code == "rest_day":
            following = fault.params["following"]
            assert following > day
            assert ladder.answer_day_faults(following, today, "CN") == []


def test_the_national_day_week_and_its_make_up_saturday():
    eve = date(2026, 9, 29)
    assert ladder.answer_day(REMINDER, eve, "CN") == date(2026, 10, 12)
    assert ladder.answer_day(URGE, eve, "CN") == date(2026, 10, 9)
    (fault,) = ladder.answer_day_faults(date(2026, 10, 1), eve, "CN")
    assert (fault.code, fault.params["following"]) == ("rest_day", date(2026, 10, 8))
    assert ladder.answer_day_faults(date(2026, 10, 10), eve, "CN") == []
    assert ladder.answer_day_faults(date(2026, 10, 11), eve, "CN")[0].params["following"] == date(2026, 10, 12)


def test_another_country_has_its_own_rest_days():
    assert ladder.answer_day_faults(date(2026, 12, 25), TODAY, "CN") == []
    assert ladder.answer_day_faults(date(2026, 12, 25), TODAY, "GB")[0].code == "rest_day"
