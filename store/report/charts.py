"""The charts of the report: their data in words, and one specification each for whichever colours it is drawn in.

They know neither the screen nor the paper: the page draws them in the colours of the theme, Word in those of :data:`PAPER`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from store.report.blocks import Chart
from store.report.material import Material
from store.rules import progress
from store.words import fmt_number, fmt_percent, text

Spec = dict[str, Any]
Ink = Mapping[str, str]
Drawn = alt.LayerChart | alt.FacetChart
STAGES = ("closed", "pending", "green", "yellow", "red", "referred")
LIGHTS = ("red", "yellow", "green")
MOST_UNITS = 16
"""More bars than this cannot be read in a line's width; the table above has every unit."""

PAPER: Ink = {
    "found": "#1F5F8B",
    "closed": "#2F7D5D",
    "pending": "#7FA9C6",
    "green": "#A9CDBB",
    "yellow": "#D9A441",
    "red": "#B83A2B",
    "referred": "#B9BDC4",
    "ink": "#1B2430",
    "soft": "#4A525D",
    "line": "#DDDDDD",
    "paper": "#FFFFFF",
}
"""The colours of the look on white, dark enough for a copier."""


def over_time(m: Material, caption: str) -> Chart:
    """Found and closed so far, day by day."""
    days = progress.cumulative(m.rows, m.day)
    last, end = days.index == days.index[-1], days.iloc[-1]
    said = {f"{name}_said": m.pen.term(f"report.so_far_{name}", n=fmt_number(end[name], m.asked.lang)) for name in ENDS}
    data = days.assign(**{name: [words if here else "" for here in last] for name, words in said.items()})
    return Chart("over_time", caption, m.pen.term("report.over_time_alt", **said), data, 260)


ENDS = ("found", "closed")


def stages(m: Material, caption: str) -> Chart:
    """Each category as one bar of its stages, its rate at the end."""
    table = progress.stages(m.rows, "category")
    totals = progress.by(m.rows, "category").sort_values("found", ascending=False, kind="stable")
    said = {
        one["category"]: f"{fmt_percent(one['rate'], m.asked.lang, 0)}  {one['closed']}/{one['found']}"
        for one in totals.to_dict("records")
        if one["found"]
    }
    table = _said_once(_ordered(table, "category", "stage", list(said), STAGES), "category", said)
    settled = table["stage"].isin(("closed", "pending", "referred"))
    data = table.assign(
        name=[m.named("category", code) for code in table["category"]],
        piece=[text(m.asked.lang, f"stage.{stage}") for stage in table["stage"]],
        status=table["stage"].where(settled, "open,in_progress,ongoing"),
        light=table["stage"].where(~settled, ""),
        total=table.groupby("category")["count"].transform("sum"),
    )
    pick = {"category": "category", "status": "status", "light": "light"}
    return Chart("stages", caption, _alt(m, said, "category"), data, 46 * len(said) + 70, pick)


def units_open(m: Material, caption: str) -> Chart:
    """Units with something left to do, the most overdue first."""
    table = progress.by(m.rows, "unit")
    still = table[table["unsettled"] > 0].sort_values(["red", "yellow", "unsettled"], ascending=False, kind="stable")
    still = still.head(MOST_UNITS)
    said = {str(code): fmt_number(left, m.asked.lang) for code, left in zip(still["unit"], still["unsettled"], strict=True)}
    long = still.melt(["unit", "unsettled"], list(LIGHTS), "light", "count").query("count > 0")
    long = _said_once(_ordered(long, "unit", "light", list(said), LIGHTS), "unit", said)
    data = long.assign(
        name=[m.named("unit", code) for code in long["unit"]],
        piece=[text(m.asked.lang, f"light.{light}") for light in long["light"]],
        total=long["unsettled"],
        figure="unsettled",
    )
    pick = {"unit": "unit", "light": "light", "figure": "figure"}
    return Chart("units_open", caption, _alt(m, said, "unit"), data, 32 * len(said) + 60, pick)


def _ordered(table: pd.DataFrame, column: str, piece: str, rows: list[str], pieces: tuple[str, ...]) -> pd.DataFrame:
    """The pieces of each bar in their order, bars in theirs."""
    places = table.assign(place=table[column].map(rows.index), order=table[piece].map(pieces.index))
    return places.sort_values(["place", "order"]).reset_index(drop=True)


def _said_once(table: pd.DataFrame, column: str, said: Mapping[str, str]) -> pd.DataFrame:
    """What stands at the end of a bar, in the first of its pieces only."""
    first = ~table.duplicated(column)
    return table.assign(said=[said[code] if here else "" for code, here in zip(table[column], first, strict=True)])


def _alt(m: Material, said: Mapping[str, str], column: str) -> str:
    told = [m.pen.term("report.bar", name=m.named(column, code), said=words) for code, words in said.items()]
    return m.pen.term("report.bars", parts=told)


def spec_of(name: str, lang: str, ink: Ink) -> Spec:
    """How a chart looks, without its data."""
    return _spec(name, lang, tuple(sorted(ink.items())))


@lru_cache(maxsize=24)
def _spec(name: str, lang: str, ink: tuple[tuple[str, str], ...]) -> Spec:
    made = _DRAWN[name](lang, dict(ink)).to_dict(validate=False)
    return _dataless({key: value for key, value in made.items() if key not in ("$schema", "config")})


def _dataless(spec: Spec) -> Spec:
    rest = {key: value for key, value in spec.items() if key not in ("data", "datasets")}
    return rest | {"layer": [_dataless(layer) for layer in rest["layer"]]} if "layer" in rest else rest


def _draw_over_time(lang: str, ink: Ink) -> Drawn:
    days = alt.Axis(format=text(lang, "format.axis_day"), grid=False, labelOverlap=True, tickCount=8)
    base = alt.Chart().encode(alt.X("day:T", title=None, axis=days))
    gap = base.mark_area(opacity=0.14, color=ink["yellow"]).encode(
        alt.Y("closed:Q", title=None, axis=alt.Axis(tickMinStep=1, format=",d", tickCount=5)), alt.Y2("found")
    )
    lines = [base.mark_line(color=ink[name], strokeWidth=3).encode(alt.Y(f"{name}:Q")) for name in ENDS]
    ends = [
        base.mark_text(align="left", dx=8, dy=dy, fontSize=16, fontWeight=600, color=ink[name]).encode(
            alt.Y(f"{name}:Q"), alt.Text(f"{name}_said:N")
        )
        for name, dy in (("found", -9), ("closed", 9))
    ]
    return alt.layer(gap, *lines, *ends).properties(padding={"right": 100, "top": 12, "left": 4, "bottom": 4})


def _bars(pieces: tuple[str, ...], area: str) -> Callable[[str, Ink], Drawn]:
    """Bars stacked by piece; what is said stands where the bar ends."""

    def draw(lang: str, ink: Ink) -> Drawn:
        scale = alt.Scale(domain=[text(lang, f"{area}.{piece}") for piece in pieces], range=[ink[piece] for piece in pieces])
        axis = alt.Axis(labelFontSize=15, labelColor=ink["ink"], labelLimit=230)
        base = alt.Chart().encode(alt.Y("name:N", title=None, sort=None, axis=axis))
        none = alt.Axis(labels=False, grid=False)
        bars = base.mark_bar(stroke=ink["paper"], strokeWidth=1).encode(
            alt.X("count:Q", title=None, axis=none, stack=True),
            alt.Color("piece:N", scale=scale, legend=alt.Legend(columns=3)),
            order=alt.Order("order:Q"),
            tooltip=[alt.Tooltip(field, title=text(lang, key)) for field, key in TIPS],
        )
        ends = base.mark_text(align="left", dx=8, color=ink["ink"]).encode(alt.X("total:Q", axis=none), alt.Text("said:N"))
        return alt.layer(bars, ends).properties(padding={"right": 90, "top": 4, "left": 4, "bottom": 4})

    return draw


TIPS = (("name:N", "chart.what"), ("piece:N", "chart.state"), ("count:Q", "chart.count"))
_DRAWN: dict[str, Callable[[str, Ink], Drawn]] = {
    "over_time": _draw_over_time,
    "stages": _bars(STAGES, "stage"),
    "units_open": _bars(LIGHTS, "light"),
}
