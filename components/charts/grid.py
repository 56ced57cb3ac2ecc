"""Cells of a table in colour with their numbers written in, who by what: the darker the more, and nothing stays empty."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

import altair as alt
import pandas as pd

from components.charts.bars import telling, tips
from components.charts.base import Drawing, Spec, mode, palette, spec_of
from components.i18n import fmt_number, fmt_percent, language, t

ROW, HEAD, LINE = 38, 56, 17
"""Pixels of one row of cells, of the names above them, and of one line of those."""
WIDE = 0x2E80
"""From here on signs are as wide as they are high."""
NARROW = 95
"""In columns narrower than this a cell says what stands in ``short``."""
LATIN = 7
"""Pixels of a letter, about."""
STRONG = 0.55
"""From this weight on the number is written in the colour of the paper."""


@dataclass(frozen=True)
class Axis:
    """One side of a table: the column of its codes, and the codes to show in their order with their words."""

    column: str
    words: Mapping[str, str]


def crossed(table: pd.DataFrame, down: Axis, across: Axis, also: Mapping[str, str]) -> pd.DataFrame:
    """The cells of a long table of counts (progress.cross), empty ones too; ``also`` narrows what a cell opens."""
    counts = {(one[down.column], one[across.column]): int(one["count"]) for one in table.to_dict("records")}
    most = max(counts.values(), default=1)
    cells = []
    for row, row_word in down.words.items():
        for column, column_word in across.words.items():
            count = counts.get((row, column), 0)
            opens = (
                {down.column: row, across.column: column, **also}
                if count
                else dict.fromkeys((down.column, across.column, *also), "")
            )
            said = fmt_number(count) if count else ""
            cells.append({"down": row_word, "across": column_word, "said": said, "weight": count / most, **opens})
    return pd.DataFrame(cells)


def cell_grid(cells: pd.DataFrame, *, told: str, pick: Mapping[str, str], tint: str = "found") -> Drawing:
    """``cells``: ``down, across, said, weight`` 0–1, ``short`` for where it is narrow, and codes to open."""
    height = ROW * cells["down"].nunique() + HEAD
    cells = cells if "short" in cells else cells.assign(short=cells["said"])
    spec = _spec(language(), mode(), tint, _head_size(cells["across"].unique()))
    return Drawing(spec, cells, alt=telling(told, _largest(cells)), height=height, pick=pick)


def cross_grid(table: pd.DataFrame, down: Axis, across: Axis, also: Mapping[str, str], told: str, tint: str = "found") -> Drawing:
    """How many problems in each pair of codes; see :func:`crossed`."""
    pick = {name: name for name in (down.column, across.column, *also)}
    return cell_grid(crossed(table, down, across, also), told=told, tint=tint, pick=pick)


def count_said(count: int, share: float) -> str:
    """``3（12%）``; nothing for none."""
    return t("boards.count_and_share", count=fmt_number(count), rate=fmt_percent(share, digits=0)) if count else ""


def _head_size(names: Collection[str]) -> tuple[int, int, int]:
    """Of the names above the columns: the width in pixels of the longest and of the longest word, and the most words."""
    words = [name.split(" ") for name in names]
    return max(map(_px, names)), max(_px(word) for name in words for word in name), max(map(len, words))


def _px(text: str) -> int:
    return sum(15 if ord(sign) > WIDE else LATIN for sign in text)


@lru_cache(maxsize=64)
def _spec(lang: str, scheme: str, tint: str, head: tuple[int, int, int]) -> Spec:
    colour = palette()
    band = alt.Scale(paddingInner=0, paddingOuter=0)
    base = alt.Chart().encode(
        y=alt.Y(
            "down:N",
            sort=None,
            title=None,
            scale=band,
            axis=alt.Axis(
                labelLimit=alt.ExprRef("containerSize()[0] < 500 ? 112 : 190"), labelFontSize=15, labelColor=colour["ink"]
            ),
        ),
        x=alt.X("across:N", sort=None, title=None, scale=band, axis=_head_axis(*head)),
    )
    cell = base.mark_rect(stroke=colour["paper"], strokeWidth=3, cornerRadius=4, **tips("down", "across", "said")).encode(
        color=alt.Color(
            "weight:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=[colour["panel"], colour[tint]], interpolate="rgb")
        )
    )
    number = base.mark_text(
        text=alt.ExprRef(f"bandwidth('x') < {NARROW} ? datum.short : datum.said"), fontSize=16, fontWeight=600
    ).encode(color=alt.condition(f"datum.weight > {STRONG}", alt.value(colour["paper"]), alt.value(colour["ink"])))
    anew = alt.AutoSizeParams(type="fit", contains="padding", resize=True)
    return spec_of((cell + number).properties(autosize=anew))


def _head_axis(px: int, word: int, words: int) -> alt.Axis:
    """Names above columns; where a column is too narrow they stand in lines: words, or halves of a Chinese name.

    Vega lets lines grow downwards from the axis, so the padding lifts them by as many lines as there can be. Words of letters
    longer than their column stand upright.
    """
    column, name, half = "bandwidth('x')", "datum.label", "ceil(length(datum.label) / 2)"
    chinese = f"test(/[\\u2e80-\\uffff]/, {name})"
    fits = f"{column} >= {px} || length({name}) * ({chinese} ? 15 : {LATIN}) <= {column}"
    halves = f"{chinese} ? [slice({name}, 0, {half}), slice({name}, {half})] : {name}"
    upright = f"{column} < {word}" if language() == "en" else "false"
    return alt.Axis(
        orient="top",
        labelAngle=alt.ExprRef(f"{upright} ? -90 : 0"),
        labelAlign=alt.ExprRef(f"{upright} ? 'left' : 'center'"),
        labelBaseline=alt.ExprRef(f"{upright} ? 'middle' : 'bottom'"),
        labelExpr=f"{upright} || {fits} ? {name} : indexof({name}, ' ') > 0 ? split({name}, ' ') : {halves}",
        labelOverlap=False,
        labelFontSize=14,
        labelLineHeight=LINE,
        labelLimit=alt.ExprRef(f"{upright} ? 145 : 300"),
        labelPadding=alt.ExprRef(f"6 + {LINE} * ({upright} || {column} >= {px} ? 0 : {max(1, words - 1)})"),
    )


def _largest(cells: pd.DataFrame, most: int = 5) -> list[tuple[str, str]]:
    """The darkest cells, for who cannot see them."""
    told = cells[cells["said"] != ""].nlargest(most, "weight")
    return [(f"{one.down} {one.across}", one.said) for one in told.itertuples()]
