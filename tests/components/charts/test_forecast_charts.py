"""The charts of the empty ledger: each column and each part of the gauge opens the rows it counts, and says what it shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import streamlit as st

from components.charts import forecast as charts
from components.i18n import KEY
from components.session import ACTING
from store.rules.filters import Filters
from store.rules.forecast import forecast
from tests.lived_ledger import lived
from tests.pages.test_forecast import steady
from tests.small_ledger import CAMPAIGN, OFFICE, TODAY, small, someone

__all__ = ["small"]


@pytest.fixture(params=[lived, steady], ids=["lived", "steady"])
def rows(request: pytest.FixtureRequest, small: Any) -> Any:
    request.param(small)
    st.session_state[KEY] = "zh_CN"
    st.session_state[ACTING] = someone(OFFICE)
    return small.ledger.rows(someone(OFFICE), TODAY)


def opened(rows: Any, drawn: Any, row: dict[str, Any]) -> int:
    query = {filter_: row[field] for field, filter_ in drawn.pick.items() if row[field]}
    return len(Filters(query).apply(rows, TODAY))


def test_a_column_opens_as_many_rows_as_it_counts(rows: Any):
    drawn = charts.course(forecast(rows, TODAY), rows, CAMPAIGN.ends, "")
    weeks = drawn.data[drawn.data["kind"] == "week"].to_dict("records")
    assert len(weeks) >= 4
    assert [opened(rows, drawn, week) for week in weeks] == [week["value"] for week in weeks]
    assert sum(week["value"] for week in weeks) == forecast(rows, TODAY).pace.closed


def test_the_parts_of_the_gauge_are_all_that_was_found_and_open_their_rows(rows: Any):
    drawn = charts.gauge(forecast(rows, TODAY), rows)
    parts = drawn.data.to_dict("records")
    assert [opened(rows, drawn, part) for part in parts] == [part["count"] for part in parts]
    assert sum(part["count"] for part in parts) == int((~rows["status"].isin(("draft", "dismissed"))).sum())


def test_the_line_ends_where_the_ledger_stands_and_goes_on_to_the_day(rows: Any):
    told = forecast(rows, TODAY)
    data = charts.course(told, rows, CAMPAIGN.ends, "").data
    past = data[data["kind"] == "past"]
    assert (past["day"].iloc[-1].date(), past["value"].iloc[-1]) == (TODAY, told.left)
    line = data[data["kind"] == "line"]
    assert [day.date() for day in line["day"]] == ([TODAY, told.day] if told.day else [])


def test_the_end_of_the_campaign_is_shown_where_it_is_near(rows: Any):
    told = forecast(rows, TODAY)
    near, far = (charts.course(told, rows, TODAY + timedelta(days=days), "").data for days in (30, 900))
    assert ("end" in set(near["kind"]), "end" in set(far["kind"])) == (True, False)


def test_both_say_in_words_what_they_show(rows: Any):
    told = forecast(rows, TODAY)
    assert f"{told.closed} 个已销号，还剩 {told.left} 个" in charts.gauge(told, rows).alt
    assert "预计" in charts.course(told, rows, None, "预计明天").alt
