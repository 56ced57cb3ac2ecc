"""Each bar of the overview opens exactly the rows it counts, whatever is chosen already."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st

from components.charts import overview as charts
from components.charts.base import Drawing
from components.i18n import KEY
from components.reckoning import weeks
from components.session import ACTING
from store.rules import progress
from store.rules.filters import Filters
from store.rules.narrowing import narrowed
from tests.lived_ledger import lived
from tests.small_ledger import OFFICE, TODAY, small, someone

__all__ = ["small"]

CHOICES = [
    {},
    {"unit": "U02"},
    {"light": "red,green"},
    {"figure": "late"},
    {"due_from": "2026-11-24"},
    {"status": "pending,open"},
]


@pytest.fixture
def rows(small: Any) -> Any:
    lived(small)
    st.session_state[KEY] = "zh_CN"
    st.session_state[ACTING] = someone(OFFICE)
    return small.ledger.rows(someone(OFFICE), TODAY)


def drawings(rows: Any) -> dict[str, Drawing]:
    by_category, by_unit = progress.by(rows, "category", ["C1", "C2"]), progress.by(rows, "unit")
    key = (len(rows),)
    return {
        "state": charts.by_state(key, progress.stages(rows, "category"), by_category, "category", 300),
        "units": charts.units_open(key, by_unit, 300),
        "weeks": charts.weeks_ahead(key, weeks(rows, TODAY), 300),
    }


@pytest.mark.parametrize("chosen", CHOICES, ids=str)
def test_a_bar_opens_as_many_rows_as_it_counts(rows: Any, chosen: dict[str, str]):
    here = Filters(chosen).apply(rows, TODAY)
    for name, drawn in drawings(here).items():
        for bar in drawn.data.to_dict("records"):
            query = {drawn.pick[field]: bar[field] for field in drawn.pick}
            opened = Filters(narrowed(chosen, query)).apply(rows, TODAY)
            assert len(opened) == bar["count"], (name, bar)


def test_each_problem_stands_in_one_stage_and_is_said_once(rows: Any):
    drawn = drawings(rows)["state"]
    assert drawn.data["count"].sum() == progress.summary(rows).found
    assert sorted(said for said in drawn.data["said"] if said) == ["0%  0/3", "40%  2/5"]


def test_the_units_stand_in_the_order_of_what_is_overdue(rows: Any):
    drawn = drawings(rows)["units"]
    assert list(dict.fromkeys(drawn.data["name"])) == ["二支队", "一支队", "办公室"]


def test_this_week_is_marked_and_what_is_overdue_is_in_no_week(rows: Any):
    drawn = drawings(rows)["weeks"].data
    assert list(drawn["now"]) == [True] + [False] * 7
    assert list(drawn["count"]) == [1, 0, 0, 1, 0, 1, 0, 0]


def test_a_chart_says_in_words_what_it_shows(rows: Any):
    assert "文山会海 0%  0/3" in drawings(rows)["state"].alt
    assert "本周 1" in drawings(rows)["weeks"].alt


def test_charts_of_nothing_can_be_drawn(rows: Any):
    assert drawings(rows[rows["unit"] == "U99"])["state"].data.empty
