"""The charts of a comparison: every cell opens exactly the problems it counts, and what has left the ledger opens nothing."""

from __future__ import annotations

from datetime import date

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some

from components.charts.base import Drawing
from components.charts.moved import flow_chart, moved_chart
from components.i18n import KEY
from store.rules.movement import Side, flow, moved_by, movement
from store.rules.numbers import meant
from store.words import text

STATES = ("open", "in_progress", "closed", "dismissed")
rows = some.fixed_dictionaries(
    {
        "status": some.sampled_from(STATES),
        "light": some.sampled_from(["green", "red"]),
        "unit": some.sampled_from(["U01", "U02", ""]),
        "returned": some.sampled_from(["0", "1"]),
        "extended": some.just("0"),
    }
)
sides = some.dictionaries(some.integers(1, 12).map(lambda number: f"XH-{number:04d}"), rows, max_size=8)


@pytest.fixture(autouse=True)
def _chinese() -> None:
    st.session_state[KEY] = "zh_CN"


def word(state: str) -> str:
    return text("zh_CN", "flow.absent" if state == "absent" else f"status.{state}")


def cells(drawn: Drawing | None) -> dict[tuple[str, str], tuple[str, set[str]]]:
    """What each cell says and opens."""
    told = drawn.data.to_dict("records") if drawn else []
    return {(one["down"], one["across"]): (one["said"], meant(one["refs"])) for one in told if one["said"]}


@given(sides, sides)
def test_every_cell_opens_the_problems_it_counts(one, other):
    st.session_state[KEY] = "zh_CN"
    before, after = Side("day:2026-11-01", date(2026, 11, 1), one), Side("now", date(2026, 11, 23), other)
    flowing, here = flow(before, after), set(other)
    assert cells(flow_chart(flowing, here, "x")) == {
        (word(down), word(across)): (str(len(numbers)), set(numbers) & here) for (down, across), numbers in flowing.items()
    }
    names = {"U01": "一支队", "U02": "二支队"}
    pairs = moved_by(movement(before, after), before, after, "unit")
    assert cells(moved_chart(pairs, names, here, "x")) == {
        (names.get(code, text("zh_CN", "flow.nowhere")), text("zh_CN", f"moved_kind.{kind}")): (
            str(len(numbers)),
            set(numbers) & here,
        )
        for (code, kind), numbers in pairs.items()
    }


def test_nothing_to_draw_is_no_drawing():
    assert flow_chart({}, (), "x") is None
    assert moved_chart({}, {}, (), "x") is None


def test_what_stayed_is_pale_and_what_went_is_dark():
    drawn = flow_chart({("open", "open"): ("XH-0001",) * 90, ("open", "closed"): ("XH-0002",)}, {"XH-0002"}, "x")
    assert drawn is not None
    weights = {one["across"]: one["weight"] for one in drawn.data.to_dict("records")}
    assert weights[word("closed")] == 1.0 > 0.1 > weights[word("open")]
