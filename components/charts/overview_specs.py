"""How the charts of the overview are drawn: one spec a language and theme, without any data in it."""

from __future__ import annotations

import altair as alt
import streamlit as st

from components.charts.base import STAGES, Spec, palette, spec_of
from components.charts.style import day_format
from components.i18n import t
from components.vocabulary import words

LEGEND = {"zh_CN": 3, "en": 2}
"""Words side by side in a legend, so that it fits a phone."""

NO_AXIS = alt.Axis(labels=False, grid=False)
"""For values that stand beside their bars."""


@st.cache_resource(max_entries=4, show_spinner=False)
def over_time(lang: str, scheme: str) -> Spec:
    """Two lines, the gap between them shaded, and their last values at their ends."""
    colour = palette()
    x = alt.X("day:T", title=None, axis=alt.Axis(format=day_format(), grid=False, labelOverlap=True, tickCount=8))
    whole = alt.Axis(tickMinStep=1, format=",d", tickCount=5)
    base = alt.Chart().encode(x)
    gap = base.mark_area(opacity=0.16, color=colour["highlight"]).encode(
        alt.Y("closed:Q", title=None, axis=whole), alt.Y2("found")
    )
    lines = [base.mark_line(color=colour[name]).encode(alt.Y(f"{name}:Q")) for name in ("found", "closed")]
    ends = [
        base.mark_text(align="left", dx=8, dy=dy, fontSize=16, fontWeight=600, color=colour[ink]).encode(
            alt.Y(f"{name}:Q"), alt.Text(f"{name}_said:N")
        )
        for name, ink, dy in (("found", "found", -9), ("closed", "green_text", 9))
    ]
    over = alt.selection_point(name="over", fields=["day"], nearest=True, on="pointerover", empty=False, clear="pointerout")
    told = [alt.Tooltip("day:T", title=t("chart.day"), format=day_format())]
    told += [alt.Tooltip(f"{name}:Q", title=t(f"chart.{name}"), format=",d") for name in ("found", "closed", "gap")]
    shown = alt.condition(over, alt.value(0.6), alt.value(0))
    rule = base.mark_rule(color=colour["grey"]).encode(opacity=shown, tooltip=told).add_params(over)
    return spec_of(alt.layer(gap, *lines, *ends, rule).properties(padding={"right": 92, "top": 12, "left": 4, "bottom": 4}))


@st.cache_resource(max_entries=4, show_spinner=False)
def by_state(lang: str, scheme: str) -> Spec:
    """Bars stacked by stage, in the order of the data."""
    colour = palette()
    scale = alt.Scale(domain=[words("stage")[stage] for stage in STAGES], range=[colour[stage] for stage in STAGES])
    stage = alt.Color("stage_word:N", scale=scale, legend=alt.Legend(columns=LEGEND[lang]))
    told = _tips(("name:N", "chart.what"), ("stage_word:N", "chart.state"), ("count:Q", "chart.count"))
    return _stacked(stage, "total", 190, told, room=84)


@st.cache_resource(max_entries=4, show_spinner=False)
def units_open(lang: str, scheme: str) -> Spec:
    """Bars stacked by light, in the order of the data."""
    colour, lights = palette(), ("red", "yellow", "green")
    scale = alt.Scale(domain=[words("light")[light] for light in lights], range=[colour[light] for light in lights])
    told = _tips(("name:N", "column.unit"), ("light_word:N", "column.light"), ("count:Q", "chart.count"))
    return _stacked(
        alt.Color("light_word:N", scale=scale, legend=alt.Legend(columns=LEGEND[lang])), "unsettled", 150, told, room=110
    )


@st.cache_resource(max_entries=4, show_spinner=False)
def weeks_ahead(lang: str, scheme: str) -> Spec:
    """A column a week with its number on top."""
    colour = palette()
    x = alt.X(
        "name:N",
        title=None,
        sort=None,
        axis=alt.Axis(labelAngle=0, labelOverlap=True, labelFontSize=14, labelColor=colour["ink"]),
    )
    base = alt.Chart().encode(x, alt.Y("count:Q", title=None, axis=None))
    told = _tips(("name:N", "chart.week"), ("due_from:N", "chart.from"), ("due_to:N", "chart.to"), ("count:Q", "chart.count"))
    bars = base.mark_bar(cornerRadiusTopLeft=2, cornerRadiusTopRight=2).encode(
        color=alt.condition("datum.now", alt.value(colour["highlight"]), alt.value(colour["pale"])), tooltip=told
    )
    ends = base.mark_text(dy=-10, fontSize=16).encode(alt.Text("said:N"))
    return spec_of(alt.layer(bars, ends).properties(padding={"top": 16, "left": 4, "right": 4, "bottom": 4}))


def _stacked(shade: alt.Color, end: str, names: int, told: list[alt.Tooltip], *, room: int) -> Spec:
    """Bars of ``count`` by ``name`` in pieces of ``shade``; ``said`` stands where ``end`` ends; ``room`` is kept for it."""
    colour = palette()
    y = alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelFontSize=15, labelColor=colour["ink"], labelLimit=names))
    base = alt.Chart().encode(y)
    bars = base.mark_bar(stroke=colour["paper"], strokeWidth=1).encode(
        alt.X("count:Q", title=None, axis=NO_AXIS, stack=True), shade, order=alt.Order("order:Q"), tooltip=told
    )
    ends = base.mark_text(align="left", dx=8).encode(alt.X(f"{end}:Q", title=None, axis=NO_AXIS), alt.Text("said:N"))
    return spec_of(alt.layer(bars, ends).properties(padding={"right": room, "top": 4, "left": 4, "bottom": 4}))


def _tips(*fields: tuple[str, str]) -> list[alt.Tooltip]:
    return [alt.Tooltip(field, title=t(key)) for field, key in fields]
