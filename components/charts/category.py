"""The charts of the page category: how each heading moves, how well its work is done, and what lies behind its problems."""

from __future__ import annotations

from functools import lru_cache

import altair as alt
import pandas as pd
import streamlit as st

from components.cards import plain
from components.charts.bars import bar_list
from components.charts.base import Drawing, Spec, mode, palette, spec_of
from components.charts.grid import cell_grid
from components.charts.keep import draw_kept
from components.charts.style import day_format
from components.i18n import fmt_number, fmt_percent, label, language, t
from components.rows import Key
from store.model.documents import Category


def trend_chart(trend: pd.DataFrame, category: str, name: str) -> Drawing:
    """Found and closed so far in one category, on the scale that all share (:func:`store.rules.boards.trend`)."""
    own = trend[trend["category"] == category]
    end, last = own.iloc[-1], own.index == own.index[-1]
    words = {f"{line}_said": own[line].map(fmt_number).where(last, "") for line in ("found", "closed")}
    told = t("boards.category.trend_alt", name=name, found=fmt_number(end["found"]), closed=fmt_number(end["closed"]))
    data = own.assign(**words, top=int(trend["found"].max()))
    return Drawing(_trend_spec(language(), mode()), data, alt=told, height=170)


def trends(made_of: Key, trend: pd.DataFrame, names: dict[str, str]) -> None:
    """One small chart a category, side by side."""
    with st.grid(len(names), min_column_width=210, gap="small"):
        for code, name in names.items():
            with st.container(gap="xxsmall"):
                st.markdown(plain(name))
                draw_kept(f"trend_{code}", made_of, trend_chart, trend, code, name)


@lru_cache(maxsize=8)
def _trend_spec(lang: str, scheme: str) -> Spec:
    colour = palette()
    days = alt.Axis(
        format=day_format(), tickCount={"interval": "month", "step": 1}, grid=False, labelFontSize=13, labelBound=True
    )
    base = alt.Chart().encode(x=alt.X("day:T", title=None, axis=days), y=alt.Y("found:Q", axis=None))
    tooltip = [alt.Tooltip("day:T", title=t("chart.day"), format=day_format())]
    tooltip += [alt.Tooltip(f"{name}:Q", title=t(f"chart.{name}"), format=",d") for name in ("found", "closed")]
    gap = base.mark_area(color=colour["highlight"], opacity=0.14).encode(
        y=alt.Y("closed:Q", axis=None), y2="found:Q", tooltip=tooltip
    )
    lines = [base.mark_line(color=colour[name], strokeWidth=2.5).encode(y=f"{name}:Q") for name in ("found", "closed")]
    ends = [
        base.mark_text(align="left", dx=6, dy=dy, fontSize=16, fontWeight=600, color=colour[ink]).encode(
            y=f"{name}:Q", text=f"{name}_said:N"
        )
        for name, ink, dy in (("found", "found", -4), ("closed", "green_text", 4))
    ]
    room = base.mark_point(opacity=0).encode(y="top:Q")
    return spec_of(alt.layer(gap, *lines, room, *ends).properties(padding={"right": 34, "left": 2, "top": 6, "bottom": 2}))


def in_order(ranked: pd.DataFrame, names: dict[str, str]) -> dict[str, str]:
    """``names`` with the largest heading first, as the bars beside it stand."""
    largest = ranked.sort_values("found", ascending=False, kind="stable")["category"]
    return {code: names.get(code, code) for code in largest}


def work_grid(measures: pd.DataFrame, categories: pd.DataFrame, names: dict[str, str], told: str) -> Drawing:
    """How well the work goes in each category: closed on time, and the measures done of each kind."""
    closed = categories[categories["closed"] > 0]
    on_time = pd.DataFrame(
        {
            "category": closed["category"],
            "kind": "on_time",
            "done": closed["on_time"],
            "total": closed["closed"],
            "rate": closed["on_time_rate"],
        }
    )
    table = pd.concat([on_time, measures], ignore_index=True)
    kinds = {"on_time": t("boards.on_time")} | {
        kind: t(f"measure_kind.{kind}") for kind in ("containment", "corrective", "preventive")
    }
    said = {(one.category, one.kind): one for one in table.itertuples()}
    cells = [
        _work_cell(code, names.get(code, code), kind, word, said.get((code, kind)))
        for code in names
        for kind, word in kinds.items()
    ]
    return cell_grid(pd.DataFrame(cells), told=told, tint="closed", pick={"category": "category", "figure": "figure"})


def _work_cell(category: str, name: str, kind: str, word: str, one) -> dict[str, object]:
    """A share with its counts; a share of measures opens the problems that have such measures."""
    cell = {"down": name, "across": word, "said": "", "short": "", "weight": 0.0, "category": "", "figure": ""}
    if one is None:
        return cell
    said = t("boards.rate_of", rate=fmt_percent(one.rate, digits=0), part=fmt_number(one.done), whole=fmt_number(one.total))
    figure = {"on_time": "on_time" if one.done else ""}.get(kind, f"with_{kind}")
    opens = {"category": category, "figure": figure} if figure else {}
    return cell | {"said": said, "short": fmt_percent(one.rate, digits=0), "weight": one.rate} | opens


def cause_bars(pareto: pd.DataFrame, names: dict[str, str], category: str, told: str) -> Drawing | None:
    """What lies behind the problems of one category, most frequent first (:func:`store.rules.boards.pareto` over its rows)."""
    known = pareto[pareto["cause_kind"] != ""]
    if known.empty:
        return None
    rows = pd.DataFrame(
        {
            "name": [names.get(code, code) for code in known["cause_kind"]],
            "value": known["count"],
            "said": known["count"].map(fmt_number),
            "cause_kind": known["cause_kind"],
            "category": category,
            "figure": "found",
        }
    )
    pick = {"cause_kind": "cause_kind", "category": "category", "figure": "figure"}
    return bar_list(rows, told=told, pick=pick)


def standing(category: Category | None) -> None:
    """The measures that the campaign prescribes for a category, as text."""
    measures = category.standing_measures if category else ()
    for number, measure in enumerate(measures, 1):
        st.markdown(f"{number}. {plain(label(measure.text))}")
    if not measures:
        st.markdown(t("boards.category.no_standing"))
