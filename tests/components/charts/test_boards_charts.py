"""Each bar and cell of the boards opens exactly the rows it counts, whatever is chosen already, and says what it shows."""

from __future__ import annotations

import re
from typing import Any

import pytest
import streamlit as st

from components import boards
from components.charts import category, cause, deadline, unit
from components.charts.base import Drawing
from components.i18n import KEY
from components.session import ACTING
from store.rules.boards import KINDS
from store.rules.filters import Filters
from store.rules.narrowing import narrowed
from tests.lived_ledger import lived
from tests.small_ledger import OFFICE, TODAY, small, someone

__all__ = ["small"]

CHOICES = [{}, {"unit": "U02"}, {"light": "red,green"}, {"figure": "late"}, {"due_from": "2026-11-24"}, {"status": "closed,open"}]
UNITS = {"U01": "一支队", "U02": "二支队", "U03": "办公室"}
CATEGORIES = {"C1": "不担当", "C2": "文山会海"}


@pytest.fixture
def rows(small: Any) -> Any:
    lived(small)
    st.session_state[KEY] = "zh_CN"
    st.session_state[ACTING] = someone(OFFICE)
    return small.ledger.rows(someone(OFFICE), TODAY)


def drawings(rows: Any, filters: Filters) -> dict[str, Drawing | None]:
    units, causes, dues = boards.of_units(rows, filters), boards.causes(rows, filters), boards.deadlines(rows, filters)
    kinds, one = boards.categories(rows, filters), boards.one_of(rows, filters, "category", "C1")
    return {
        "work": category.work_grid(kinds.measures, kinds.ranked, CATEGORIES, "x"),
        "bars": category.cause_bars(one.pareto, {"rules": "制度缺失"}, "C1", "x"),
        "ranking": unit.rank_chart(units.ranked, UNITS, "x"),
        "spread": unit.spread_chart(units.spread, UNITS, "x"),
        "habits": unit.habit_grid(units.habits, UNITS, "x"),
        **{figure: unit.where_grid(table, units.ranked, figure, "x") for figure, table in units.where.items()},
        "weeks": deadline.week_chart(dues.weeks, TODAY, "x"),
        "late": deadline.late_chart(dues.late, "x"),
        "ages": deadline.age_chart(dues.ages, "x"),
        "calendar": deadline.calendar_chart(dues.calendar, TODAY, "x"),
        "pareto": cause.pareto_chart(causes.pareto, "x"),
        "by_category": cause.category_grid(causes.by_category, causes.pareto, "x"),
        "by_unit": cause.unit_grid(causes.by_unit, causes.pareto, "x"),
    }


def holding(behind: Any, query: dict[str, str]) -> int:
    """How many of what a mark counts lie behind it: its problems, or their measures of the kind it is about."""
    kind = query.get("figure", "").removeprefix("with_")
    return int(behind[kind].sum()) if kind in KINDS else len(behind)


def counted(name: str, mark: dict[str, Any]) -> int:
    """How many problems (or measures) a mark says that it counts."""
    if "count" in mark:
        return int(mark["count"])
    if "closed" in mark:
        return int(mark["closed"])
    if name in ("ranking", "work"):
        part, whole = re.findall(r"(\d+)/(\d+)", mark["said"])[0]
        return int(whole if name == "ranking" or mark["figure"].startswith("with_") else part)
    return int(re.match(r"\d+", mark["said"])[0])


@pytest.mark.parametrize("chosen", CHOICES, ids=str)
def test_a_mark_opens_as_many_rows_as_it_counts(rows: Any, chosen: dict[str, str]):
    filters = Filters(chosen)
    here, opened = filters.apply(rows, TODAY), 0
    for name, drawn in drawings(here, filters).items():
        for mark in drawn.data.to_dict("records") if drawn else ():
            query = {drawn.pick[field]: mark[field] for field in drawn.pick if mark[field]}
            if query and mark["said" if "said" in mark else "count"] not in ("", 0, "未查摆出问题"):
                behind = Filters(narrowed(chosen, query)).apply(rows, TODAY)
                assert holding(behind, query) == counted(name, mark), (name, mark)
                opened += 1
    assert opened > 5


def test_a_cell_that_counts_nothing_opens_nothing(rows: Any):
    cells = drawings(rows, Filters({}))["red"].data
    assert (cells["said"] == "").sum() == 4
    assert (cells.loc[cells["said"] == "", ["unit", "category", "figure"]] == "").to_numpy().all()


def test_what_is_late_stands_in_the_past_and_the_rest_by_week(rows: Any):
    drawn = drawings(rows, Filters({}))["weeks"]
    tops = {one.name: one.top_said for one in drawn.data.itertuples() if one.top_said}
    assert tops == {"11月9日": "1", "11月16日": "1", "本周": "1", "12月14日": "1", "12月28日": "1"}
    assert drawn.alt == "x：" + "；".join(f"{name} {top}" for name, top in tops.items())


def test_an_institutional_cause_has_its_shape(rows: Any):
    assert drawings(rows, Filters({}))["pareto"].data["name"].tolist() == ["◆\u2009制度缺失"]


def test_charts_of_nothing_are_none_or_empty(rows: Any):
    nothing = drawings(rows[rows["unit"] == "U99"], Filters({"unit": "U99"}))
    assert [name for name, drawn in nothing.items() if drawn is None] == [
        "bars",
        "spread",
        "late",
        "ages",
        "pareto",
        "by_category",
        "by_unit",
    ]
