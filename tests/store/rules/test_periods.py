"""The periods a report may tell of: from the calendar, the milestones and the reports before, and never of the future."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from store.rules.periods import Period, period_of, proposals
from tests.small_ledger import CAMPAIGN, TODAY

days = some.none() | some.dates(date(2026, 1, 1), date(2027, 12, 31))


def test_what_is_proposed_follows_the_calendar():
    assert proposals(TODAY, CAMPAIGN) == {
        "month": Period(date(2026, 11, 1), TODAY),
        "last_month": Period(date(2026, 10, 1), date(2026, 10, 31)),
        "whole": Period(date(2026, 8, 1), TODAY),
    }


def test_a_milestone_and_a_report_that_lie_behind_are_proposed_as_beginnings():
    offered = proposals(date(2026, 12, 20), CAMPAIGN, [date(2026, 11, 23), date(2026, 12, 20)])
    assert offered["since_milestone"] == Period(date(2026, 12, 11), date(2026, 12, 20))
    assert offered["since_report"] == Period(date(2026, 11, 24), date(2026, 12, 20))


def test_in_the_first_month_of_a_campaign_there_is_no_last_month():
    offered = proposals(date(2026, 8, 20), CAMPAIGN)
    assert "last_month" not in offered
    assert offered["month"] == Period(date(2026, 8, 1), date(2026, 8, 20))


def test_a_campaign_without_dates_or_still_to_come_has_no_whole():
    for campaign in (replace(CAMPAIGN, starts=None), replace(CAMPAIGN, starts=date(2027, 1, 1))):
        assert "whole" not in proposals(TODAY, campaign)


@given(first=days, last=days)
def test_whatever_is_asked_the_period_ends_by_today_and_is_the_right_way_round(first: date | None, last: date | None):
    period = period_of(first, last, TODAY, CAMPAIGN)
    assert period.first <= period.last <= TODAY
    assert period.before < period.first
