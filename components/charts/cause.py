"""The charts of the page cause: which kinds of causes make up most of the problems, and where each kind occurs."""

from __future__ import annotations

from functools import lru_cache

import altair as alt
import pandas as pd

from components.boards import Causes, institutional
from components.cards import Figure
from components.charts.bars import ROW, UNMARKED, telling, tips
from components.charts.base import Drawing, Spec, mode, palette, spec_of
from components.charts.grid import Axis, count_said, cross_grid
from components.i18n import fmt_number, fmt_percent, language, t, tn
from components.vocabulary import words
from store.rules.boards import share

DEEP = "◆"
"""The shape that marks an institutional cause; colour is never alone."""

FOUND = {"figure": "found"}


def _kinds(pareto: pd.DataFrame, *, marked: bool = True) -> dict[str, str]:
    """The kinds that occur, the most frequent first, in words; ``marked``: the institutional ones with their shape."""
    known, deep = words("cause_kind"), set(institutional() if marked else ())
    return {
        code: f"{DEEP}\u2009{known.get(code, code)}" if code in deep else known.get(code, code)
        for code in pareto["cause_kind"]
        if code
    }


def category_grid(table: pd.DataFrame, pareto: pd.DataFrame, told: str) -> Drawing | None:
    """Kinds of causes down, categories across."""
    kinds = _kinds(pareto)
    return cross_grid(table, Axis("cause_kind", kinds), Axis("category", words("category")), FOUND, told) if kinds else None


def unit_grid(table: pd.DataFrame, pareto: pd.DataFrame, told: str) -> Drawing | None:
    """Units down, kinds of causes across."""
    kinds, names = _kinds(pareto, marked=False), words("unit")
    return cross_grid(table, Axis("unit", names), Axis("cause_kind", kinds), FOUND, told) if kinds else None


def cause_figures(told: Causes) -> list[Figure]:
    """Causes analysed, institutional ones, those without a rule, found by leaders."""
    now, kinds = told.now, ",".join(institutional())
    known = ",".join(code for code in told.pareto["cause_kind"] if code)
    return [
        _figure("known", len(told.known), now.found, {"figure": "found", "cause_kind": known}),
        _figure("deep", len(told.deep), len(told.known), {"figure": "found", "cause_kind": kinds}),
        Figure("bare", t("boards.cause.bare"), fmt_number(len(told.bare)), 0, {}),
        _figure("leader_led", now.leader_led, now.found, {"figure": "leader_led"}),
    ]


def _figure(name: str, part: int, whole: int, query: dict[str, str]) -> Figure:
    plainly = t(f"boards.cause.{name}")
    title = tn("boards.cause.with_count", part, name=plainly)
    return Figure(f"cause_{name}", title, fmt_percent(share(part, whole), digits=0), part, query, plainly)


def pareto_chart(pareto: pd.DataFrame, told: str) -> Drawing | None:
    """Causes by kind, the most frequent first: own share dark, all shares so far pale behind it, both with their numbers."""
    known = pareto[pareto["cause_kind"] != ""]
    if known.empty:
        return None
    rows = known.assign(
        name=list(_kinds(known).values()),
        said=[count_said(count, share) for count, share in zip(known["count"], known["share"], strict=True)],
        so_far=["", *(t("boards.so_far", rate=fmt_percent(part, digits=0)) for part in known["cumulative"].iloc[1:])],
        deep=known["cause_kind"].isin(institutional()),
        figure="found",
    )
    pick = {"cause_kind": "cause_kind", "figure": "figure"}
    return Drawing(
        _pareto_spec(language(), mode()),
        rows,
        alt=telling(told, zip(rows["name"], rows["said"], strict=True)),
        height=(ROW + 8) * len(rows) + 12,
        pick=pick,
    )


@lru_cache(maxsize=8)
def _pareto_spec(lang: str, scheme: str) -> Spec:
    colour = palette()
    names = alt.Axis(labelLimit=alt.ExprRef("containerSize()[0] < 500 ? 112 : 220"), labelFontSize=15, labelColor=colour["ink"])
    base = alt.Chart().encode(y=alt.Y("name:N", sort=None, title=None, axis=names, scale=alt.Scale(paddingInner=0.3)))
    part = alt.X(
        "share:Q", title=None, axis=UNMARKED, scale=alt.Scale(domainMin=0, domainMax=alt.ExprRef("width / max(1, width - 85)"))
    )
    tint = alt.condition("datum.deep", alt.value(colour["found"]), alt.value(colour["grey"]))
    whole = alt.X("cumulative:Q", title=None, axis=UNMARKED)
    behind = base.mark_bar(aria=False, **tips("name", "said", "so_far")).encode(x=whole, color=alt.value(colour["panel"]))
    own = base.mark_bar(**tips("name", "said", "so_far")).encode(x=part, color=tint)
    said = base.mark_text(align="left", dx=8, fontSize=15, fontWeight=600).encode(x=part, text="said:N")
    room = alt.ExprRef("(datum.cumulative - datum.share) * width < 95 ? '' : datum.so_far")
    so_far = base.mark_text(text=room, align="left", dx=6, fontSize=13, color=colour["grey_text"]).encode(x=whole)
    return spec_of(behind + own + said + so_far)
