"""Bars with their numbers written beside them: one a row with an optional line to stand against, and columns stacked by light."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import altair as alt
import pandas as pd

from components.charts.base import Drawing, Spec, mode, palette, spec_of
from components.i18n import fmt_number, language, t

ROW = 38
LIGHTS = ("red", "yellow", "green")
"""From the foot of a column upwards: what is late stands on the ground."""

UNMARKED = alt.Axis(labels=False, grid=False)
"""For values that stand beside their bars; said in every layer, as Vega cannot merge an axis with none."""


def tips(*fields: str) -> dict[str, alt.ExprRef]:
    """What a mark says when pointed at and to who cannot see it: the words in ``fields`` of its row."""
    told = alt.ExprRef(" + '  ' + ".join(f"datum.{field}" for field in fields))
    return {"tooltip": told, "description": told}


def telling(what: str, pairs: Iterable[tuple[str, str]]) -> str:
    """A chart in words, for who cannot see it: its title, and what it says of each name."""
    return t("boards.alt", what=what, said=t("chart.and").join(f"{name} {said}" for name, said in pairs))


def bar_list(rows: pd.DataFrame, *, told: str, pick: Mapping[str, str], tint: str = "found", room: int = 40) -> Drawing:
    """One bar a row of ``rows`` (``name, value, said`` and the codes of ``pick``), in their order; a click opens its rows.

    ``line``, a column with the same number in every row, draws a dashed line there and puts the words clear of it. ``room``: the
    pixels left for the words.
    """
    longest, lined = max(float(rows["value"].max()), 1e-9), "line" in rows
    drawn = rows.assign(length=rows["value"] / longest, edge=1.0 if lined else rows["value"] / longest)
    drawn = drawn.assign(line=rows["line"] / longest) if lined else drawn
    alt = telling(told, zip(rows["name"], rows["said"], strict=True))
    return Drawing(_bar_spec(language(), mode(), tint, lined, room), drawn, alt=alt, height=ROW * len(rows) + 12, pick=pick)


@lru_cache(maxsize=32)
def _bar_spec(lang: str, scheme: str, tint: str, lined: bool, room: int) -> Spec:
    colour = palette()
    names = alt.Axis(labelLimit=200, labelFontSize=15, labelColor=colour["ink"])
    base = alt.Chart().encode(y=alt.Y("name:N", sort=None, title=None, axis=names, scale=alt.Scale(paddingInner=0.35)))
    scale = alt.Scale(domainMin=0, domainMax=alt.ExprRef(f"width / max(1, width - {room})"))
    bar = base.mark_bar(color=colour[tint], **tips("name", "said")).encode(
        x=alt.X("length:Q", title=None, axis=UNMARKED, scale=scale)
    )
    text = base.mark_text(align="left", dx=8, fontSize=15).encode(x=alt.X("edge:Q", title=None, axis=UNMARKED), text="said:N")
    line = alt.Chart().mark_rule(color=colour["ink"], strokeDash=[5, 4], opacity=0.55)
    line = line.encode(x=alt.X("max(line):Q", title=None, axis=UNMARKED))
    return spec_of(alt.layer(bar, *([line] if lined else []), text))


def light_columns(table: pd.DataFrame, *, told: str, height: int, pick: Mapping[str, str]) -> Drawing:
    """Columns of ``table`` (``name, light, count, light_word`` and codes) in their order, stacked by light, their sums on top."""
    whole = table.groupby("name", sort=False)["count"].transform("sum")
    shown = table.assign(whole=whole)[(table["count"] > 0) | ((whole == 0) & ~table["name"].duplicated())]
    first = ~shown["name"].duplicated() & (shown["whole"] > 0)
    shown = shown.assign(
        top_said=shown["whole"].map(fmt_number).where(first, ""),
        place=shown["light"].map({light: place for place, light in enumerate(LIGHTS)}),
    )
    alt = telling(told, [(one.name, one.top_said) for one in shown[first].itertuples(index=False)])
    return Drawing(_column_spec(language(), mode()), shown, alt=alt, height=height, pick=pick)


@lru_cache(maxsize=16)
def _column_spec(lang: str, scheme: str) -> Spec:
    colour = palette()
    axis = alt.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=8, labelFontSize=14, labelColor=colour["ink"])
    base = alt.Chart().encode(x=alt.X("name:N", sort=None, title=None, axis=axis, scale=alt.Scale(paddingInner=0.28)))
    scale = alt.Scale(domain=list(LIGHTS), range=[colour["red"], colour["yellow"], colour["pale"]])
    column = base.mark_bar(cornerRadius=1, **tips("name", "light_word", "count")).encode(
        y=alt.Y("count:Q", stack="zero", title=None, axis=UNMARKED),
        color=alt.Color("light:N", scale=scale, legend=None),
        order=alt.Order("place:Q"),
    )
    number = base.mark_text(dy=-10, fontSize=17, fontWeight=600).encode(
        y=alt.Y("whole:Q", title=None, axis=UNMARKED), text="top_said:N"
    )
    return spec_of(column + number)
