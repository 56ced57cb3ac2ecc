"""The panel of the empty ledger: sentence and panel tell one forecast, in words where there is none, and open its rows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from store.opening import Store
from store.rules import progress
from store.rules.forecast import forecast
from store.words import fmt_date, text, text_n
from tests.lived_ledger import Life, lived
from tests.small_ledger import CAMPAIGN, FIRST, OFFICE, TODAY, session, someone

WEEK = timedelta(days=7)


def steady(store: Store, weeks: int = 5, left: int = 3) -> None:
    """One problem closed in each of so many weeks, all found before them, and some left."""
    life = Life(store)
    first = TODAY - weeks * WEEK
    for number in range(weeks):
        life.closed(life.found(str(first), "2026-12-20", title=f"第{number}个"), str(TODAY - number * WEEK - timedelta(days=1)))
    for number in range(left):
        life.found(str(first), "2026-12-20", unit="U02", title=f"剩下的{number}")


def headed(at: AppTest) -> str:
    """What the panel says large."""
    return at.subheader[1].value


def told(at: AppTest) -> str:
    return "\n".join(one.value for one in at.markdown)


@pytest.mark.parametrize("weeks", ["", "4", "12"])
def test_sentence_and_panel_say_the_day_of_the_rule_for_the_weeks_in_the_address(small: Store, weeks: str):
    steady(small)
    at = session(OFFICE, "overview", **({"weeks": weeks} if weeks else {}))
    told_by_rule = forecast(small.ledger.rows(someone(OFFICE), TODAY), TODAY, int(weeks or 8))
    day = fmt_date(told_by_rule.day, "zh_CN", form="day")
    assert told_by_rule.day == TODAY + 3 * WEEK
    assert headed(at) == f"预计 {day}前后清仓"
    assert f"按近 {4 if weeks == '4' else 5} 周的销号速度，预计 {day}前后清仓见底" in at.subheader[0].value
    assert "赶在专项整治结束（12月31日）之前。" in told(at)


def test_the_weeks_are_chosen_in_place_and_stand_in_the_address(small: Store):
    steady(small)
    at = session(OFFICE, "overview", unit="U01,U02")
    at.segmented_control(key="forecast_weeks").select(4).run()
    assert (at.query_params["weeks"], at.query_params["unit"]) == ("4", "U01,U02")
    assert text_n("zh_CN", "forecast.open_lately", 4, weeks="4") in [one.label for one in at.button]


@pytest.mark.parametrize(("name", "count"), [("closed", 5), ("left", 3), ("lately", 4), ("found", 2)])
def test_each_number_opens_as_many_rows_as_it_says(small: Store, name: str, count: int):
    steady(small)
    Life(small).found(str(TODAY - WEEK), "2026-12-20", unit="U03")
    Life(small).found(str(TODAY - 4 * WEEK + timedelta(days=1)), "2026-12-20", unit="U03")
    at = session(OFFICE, "overview", weeks="4", unit="U01,U02" if name in ("left",) else "U01,U02,U03")
    button = at.button(key=f"forecast_open_{name}")
    assert button.label == text_n("zh_CN", f"forecast.open_{name}", count, weeks="4")
    button.click().run()
    assert len(at.dataframe[0].value) == count


def test_too_little_history_is_said_instead_of_a_day(small: Store):
    life = Life(small)
    life.closed(life.found("2026-11-10", "2026-12-20"), "2026-11-20")
    life.found("2026-11-12", "2026-12-20")
    at = session(OFFICE, "overview")
    assert headed(at) == text("zh_CN", "forecast.no_day")
    assert text("zh_CN", "forecast.short_why", n=4) in told(at)
    assert text("zh_CN", "forecast.sentence_short", n=4) in at.subheader[0].value


def test_without_a_close_out_there_is_no_day(small: Store):
    Life(small).found("2026-10-01", "2026-12-20")
    at = session(OFFICE, "overview", "en")
    assert headed(at) == text("en", "forecast.no_day")
    assert text_n("en", "forecast.standstill_why", 7) in told(at)
    assert "forecast_open_lately" not in [one.key for one in at.button]


def test_what_may_take_more_than_a_year_has_no_day(small: Store):
    lived(small)
    assert forecast(small.ledger.rows(someone(OFFICE), TODAY), TODAY).verdict == "far"
    at = session(OFFICE, "overview")
    assert headed(at) == text("zh_CN", "forecast.no_day")
    assert text_n("zh_CN", "forecast.far_why", 7) in told(at)


def test_a_ledger_that_is_done_says_so(small: Store):
    steady(small, left=0)
    at = session(OFFICE, "overview")
    assert headed(at) == "已清仓"
    assert text("zh_CN", "sentence.empty") in at.subheader[0].value
    assert "forecast_open_left" not in [one.key for one in at.button]


def test_a_draft_alone_is_no_progress_of_anything(small: Store):
    small.ledger.save_draft(someone(FIRST), "fix", {"unit": "U01", "title": "草稿"})
    at = session(FIRST, "overview")
    assert not at.exception
    assert "forecast_weeks" not in [one.key for one in at.segmented_control]


def test_what_comes_after_the_end_of_the_campaign_says_by_how_many_days(small: Store):
    steady(small, left=10)
    day = TODAY + 10 * WEEK
    late = (day - CAMPAIGN.ends).days
    assert text_n("zh_CN", "forecast.late", late, ends="12月31日") in told(session(OFFICE, "overview"))


def test_nobody_is_forecast_what_they_may_not_see(small: Store):
    steady(small)
    Life(small).found("2026-10-20", "2026-12-20", confidential=True)
    office, viewer = (session(role, "overview") for role in (OFFICE, "viewer"))
    assert office.button(key="forecast_open_left").label == "还剩 4 个"
    assert viewer.button(key="forecast_open_left").label == "还剩 3 个"


def test_a_past_day_is_forecast_from_what_stood_then(small: Store):
    steady(small)
    past = date(2026, 11, 16)
    rows = small.ledger.rows(someone(OFFICE), TODAY, as_of=past)
    then = forecast(rows, past)
    assert (then.left, then.pace.closings) == (progress.summary(rows).unsettled, (1, 1, 1, 1))
    assert then.day == past + 4 * WEEK
