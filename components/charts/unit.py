"""The charts of the page unit: who is how far, fairly ranked, how each works, and how long each takes to close a problem."""

from __future__ import annotations

from functools import lru_cache

import altair as alt
import pandas as pd
import streamlit as st

from components.charts.bars import ROW, bar_list, telling, tips
from components.charts.base import Drawing, Spec, mode, palette, spec_of
from components.charts.grid import Axis, cell_grid, count_said, cross_grid
from components.i18n import fmt_number, fmt_percent, language, t
from components.vocabulary import words
from store.rules.boards import average_rate

TINTS = {"unsettled": "found", "found": "found", "red": "red"}
"""What the grid of units and categories can count, and its colour."""


def figure_choice() -> str:
    """Which figure the grid of units and categories shows."""
    chosen = st.segmented_control(
        t("boards.unit.figure"),
        list(TINTS),
        default=next(iter(TINTS)),
        required=True,
        key="unit_figure",
        format_func=words("figure").get,
        label_visibility="collapsed",
    )
    return str(chosen)


def where_grid(table: pd.DataFrame, ranked: pd.DataFrame, figure: str, told: str) -> Drawing:
    """Units in the order of the ranking down, categories across: how many of ``figure``."""
    names = words("unit")
    down = Axis("unit", {code: names.get(code, code) for code in ranked["unit"]})
    return cross_grid(table, down, Axis("category", words("category")), {"figure": figure}, told, TINTS[figure])


def rank_chart(ranking: pd.DataFrame, names: dict[str, str], told: str) -> Drawing:
    """Close-out rate by unit in the order of ``ranking``, with rank, rate and count; the rate of all as a line."""
    rows = (
        ranking[["unit", "rate"]]
        .rename(columns={"rate": "value"})
        .assign(
            name=[
                t("boards.ranked", rank=one.rank, name=names.get(one.unit, one.unit))
                if one.rank
                else names.get(one.unit, one.unit)
                for one in ranking.itertuples()
            ],
            said=[_rate_said(one) for one in ranking.itertuples()],
            figure="found",
            line=average_rate(ranking),
        )
    )
    return bar_list(rows, told=told, tint="closed", room=120, pick={"unit": "unit", "figure": "figure"})


def _rate_said(one) -> str:
    if not one.found:
        return t("boards.none_found")
    return t("boards.rate_of", rate=fmt_percent(one.rate, digits=0), part=fmt_number(one.closed), whole=fmt_number(one.found))


def habit_grid(habits: pd.DataFrame, names: dict[str, str], told: str) -> Drawing:
    """Leader-led, returned, extended, closed late: number and share by unit."""
    some = habits["count"] > 0
    cells = pd.DataFrame(
        {
            "down": [names.get(code, code) for code in habits["unit"]],
            "across": [t(f"figure.{figure}") for figure in habits["figure"]],
            "said": [count_said(one.total, one.share) for one in habits.rename(columns={"count": "total"}).itertuples()],
            "short": habits["count"].map(fmt_number).where(some, ""),
            "weight": habits["share"],
            "unit": habits["unit"].where(some, ""),
            "figure": habits["figure"].where(some, ""),
        }
    )
    return cell_grid(cells, told=told, pick={"unit": "unit", "figure": "figure"})


def spread_chart(spread: pd.DataFrame, names: dict[str, str], told: str) -> Drawing | None:
    """Days from finding to close-out by unit: the range thin, the middle half thick, the median as a mark with its number."""
    if spread.empty:
        return None
    rows = spread.assign(
        name=[names.get(code, code) for code in spread["unit"]],
        said=[
            t("boards.median_of", days=fmt_number(one.median, digits=1), closed=fmt_number(one.closed))
            for one in spread.itertuples()
        ],
        range=[t("boards.days_range", least=fmt_number(one.least), most=fmt_number(one.most)) for one in spread.itertuples()],
        short=[fmt_number(days, digits=1) for days in spread["median"]],
        room=float(spread["most"].max()) * 1.3,
        figure="closed",
    )
    pick = {"unit": "unit", "figure": "figure"}
    alt = telling(told, zip(rows["name"], rows["said"], strict=True))
    return Drawing(_spread_spec(language(), mode()), rows, alt=alt, height=ROW * len(rows) + 60, pick=pick)


@lru_cache(maxsize=8)
def _spread_spec(lang: str, scheme: str) -> Spec:
    colour = palette()
    y = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=190, labelFontSize=15, labelColor=colour["ink"]))
    days = alt.Axis(title=t("boards.days"), tickMinStep=1, tickCount=6, format="d")
    base = alt.Chart().encode(y=y)
    whole = base.mark_rule(color=colour["grey"], strokeWidth=2).encode(
        x=alt.X("least:Q", axis=days, scale=alt.Scale(zero=True)), x2="most:Q"
    )
    told = tips("name", "said", "range")
    half = base.mark_bar(color=colour["pale"], height=16, cornerRadius=3, aria=False, **told).encode(x="lower:Q", x2="upper:Q")
    middle = base.mark_tick(color=colour["found"], thickness=4, height=24, **told).encode(x="median:Q")
    room = alt.Chart().mark_point(opacity=0).encode(x="max(room):Q")
    text = base.mark_text(align="left", dx=10, fontSize=15, text=alt.ExprRef("width < 300 ? datum.short : datum.said")).encode(
        x="most:Q"
    )
    return spec_of(whole + half + middle + room + text)
