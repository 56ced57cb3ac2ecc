"""The charts of the empty ledger: the gauge of what is closed, and the way there with its range."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from components.charts.bars import UNMARKED, tips
from components.charts.base import Drawing, Spec, mode, palette, spec_of
from components.charts.style import day_format
from components.i18n import fmt_date, fmt_number, fmt_percent, language, t, tn
from store.rules import forecast as rule
from store.rules.forecast import Forecast
from store.rules.progress import summary

GAUGE, COURSE = 60, 320
"""Pixels of height."""
WIDE = 0.14
"""A part of the gauge that is narrower has no room for words."""
NEAR = timedelta(days=120)
"""So far beyond the forecast the end of the campaign is still on the chart."""


def gauge(told: Forecast, rows: pd.DataFrame) -> Drawing:
    """One bar: what is closed fills it from the left, what is left is still empty; what was referred is neither."""
    whole = summary(rows)
    parts = {"closed": told.closed, "left": told.left, "referred": whole.found - told.closed - told.left}
    status = {"closed": "closed", "left": "open,in_progress,pending,ongoing", "referred": "referred"}
    named = {"closed": "open_closed", "left": "open_left", "referred": "referred"}
    data = pd.DataFrame(
        [
            {"part": part, "order": order, "count": count, "status": status[part], "said": tn(f"forecast.{named[part]}", count)}
            for order, (part, count) in enumerate(parts.items())
            if count
        ]
    )
    rate, wide = fmt_percent(whole.rate), data["count"] >= WIDE * data["count"].sum()
    inside = (data["said"] + data["part"].map({"closed": f"  {rate}"}).fillna("")).where(wide, "")
    data = data.assign(middle=data["count"].cumsum() - data["count"] / 2, inside=inside)
    closed, left = fmt_number(told.closed), fmt_number(told.left)
    return Drawing(
        _gauge_spec(language(), mode()),
        data,
        t("forecast.gauge_alt", closed=closed, left=left, rate=rate),
        GAUGE,
        {"status": "status"},
    )


@lru_cache(maxsize=4)
def _gauge_spec(lang: str, scheme: str) -> Spec:
    colour = palette()
    fill = alt.Scale(domain=["closed", "left", "referred"], range=[colour["closed"], colour["grey_chip"], colour["referred"]])
    x = alt.X("count:Q", title=None, axis=UNMARKED, stack="zero", scale=alt.Scale(nice=False))
    bars = alt.Chart().mark_bar(height=40, stroke=colour["paper"], strokeWidth=2, cornerRadius=4, **tips("said"))
    bars = bars.encode(x, alt.Color("part:N", scale=fill, legend=None), order=alt.Order("order:Q"))
    ink = alt.condition(alt.datum.part == "closed", alt.value(colour["paper"]), alt.value(colour["ink"]))
    inside = alt.Chart().mark_text(fontSize=alt.ExprRef("width < 400 ? 13 : 17"), fontWeight=600)
    inside = inside.encode(alt.X("middle:Q", title=None, axis=UNMARKED), alt.Text("inside:N"), color=ink)
    return spec_of(alt.layer(bars, inside).properties(padding={"left": 2, "right": 2, "top": 6, "bottom": 6}))


def course(told: Forecast, rows: pd.DataFrame, ends: date | None, said: str) -> Drawing:
    """How many were left week by week and how many were closed in each; then the line to the empty ledger with its range."""
    data = [*_weeks(told), *_past(told, rows), *_ahead(told), *_end(told, ends)]
    frame = pd.DataFrame(data, columns=["kind", "day", "until", "value", "high", "said", "tip", "first", "last", "figure"])
    frame = frame.assign(day=pd.to_datetime(frame["day"]), until=pd.to_datetime(frame["until"]))
    texts = {name: pd.array(frame[name].fillna("").tolist(), dtype="str") for name in ("said", "tip", "first", "last", "figure")}
    alt_text = t("forecast.course_alt", said=said.replace("  \n", " "))
    pick = {"first": "closed_from", "last": "closed_to", "figure": "figure"}
    return Drawing(_course_spec(language(), mode()), frame.assign(**texts), alt_text, COURSE, pick)


def _weeks(told: Forecast) -> list[dict[str, Any]]:
    """A column a week, a little narrower than its seven days."""
    made = []
    for number, count in enumerate(told.pace.closings):
        first = told.pace.first + timedelta(weeks=number)
        last = first + timedelta(days=6)
        edges = pd.Timestamp(first) - pd.Timedelta(hours=6), pd.Timestamp(last) + pd.Timedelta(hours=6)
        span = t("forecast.week", first=fmt_date(first, form="day"), last=fmt_date(last, form="day"))
        tip = f"{span}  {t('forecast.closed_in_week')} {fmt_number(count)}"
        made.append(
            {
                "kind": "week",
                "day": edges[0],
                "until": edges[1],
                "value": count,
                "said": fmt_number(count),
                "tip": tip,
                "first": first.isoformat(),
                "last": last.isoformat(),
                "figure": "closed",
            }
        )
    return made


def _past(told: Forecast, rows: pd.DataFrame) -> list[dict[str, Any]]:
    table = rule.course(rows, told.pace)
    made: list[dict[str, Any]] = [
        {"kind": "past", "day": day, "value": left, "tip": f"{fmt_date(day.date(), form='day')}  {_left(left)}"}
        for day, left in zip(table["day"], table["left"].tolist(), strict=True)
    ]
    return [*made, {"kind": "now", "day": told.pace.last, "value": told.left, "said": _left(told.left)}]


def _left(count: int) -> str:
    return t("forecast.left_now", n=fmt_number(count))


def _ahead(told: Forecast) -> list[dict[str, Any]]:
    """The dashed line to the day, and the fan between the earliest and the latest day of the range."""
    if not (told.day and told.earliest and told.latest):
        return []
    now, whole = told.pace.last, (told.latest - told.pace.last).days
    high = told.left * (told.latest - told.earliest).days / whole if whole else 0.0
    return [
        {"kind": "fan", "day": now, "value": told.left, "high": told.left},
        {"kind": "fan", "day": told.earliest, "value": 0, "high": high},
        {"kind": "fan", "day": told.latest, "value": 0, "high": 0},
        {"kind": "line", "day": now, "value": told.left},
        {"kind": "line", "day": told.day, "value": 0},
        {"kind": "empty", "day": told.day, "value": 0, "said": fmt_date(told.day, form="day")},
    ]


def _end(told: Forecast, ends: date | None) -> list[dict[str, Any]]:
    """The last day of the campaign, where it is near what is drawn."""
    latest = told.latest or told.pace.last
    if ends is None or not told.pace.first <= ends <= latest + NEAR:
        return []
    return [{"kind": "end", "day": ends, "said": t("forecast.ends", day=fmt_date(ends, form="day"))}]


@lru_cache(maxsize=4)
def _course_spec(lang: str, scheme: str) -> Spec:
    colour, kind = palette(), alt.datum.kind
    x = alt.X("day:T", title=None, axis=alt.Axis(format=day_format(), grid=False, labelOverlap=True, labelSeparation=10))
    y = alt.Y("value:Q", title=None, axis=alt.Axis(tickMinStep=1, format=",d", tickCount=4))
    base, upright = alt.Chart().encode(x, y), alt.Chart().encode(x)
    week, end = base.transform_filter(kind == "week"), upright.transform_filter(kind == "end")
    bars = week.mark_bar(color=colour["green"], **tips("tip")).encode(alt.X2("until:T"), y2=alt.datum(0))
    small = alt.ExprRef("width < 400 ? 11 : 14")
    counts = week.mark_text(dy=-9, fontSize=small, color=colour["green_text"]).encode(alt.Text("said:N"))
    counts = counts.transform_calculate(middle="(+datum.day + +datum.until) / 2").encode(alt.X("middle:T", title=None))
    fan = base.transform_filter(kind == "fan").mark_area(opacity=0.22, color=colour["found"]).encode(alt.Y2("high:Q"))
    past = base.transform_filter(kind == "past").mark_line(color=colour["found"], point={"size": 40, "color": colour["found"]})
    line = base.transform_filter(kind == "line").mark_line(color=colour["found"], strokeDash=[6, 5])
    now = base.transform_filter(kind == "now").mark_text(align="left", dx=10, dy=-8, fontSize=16, fontWeight=600)
    empty = base.transform_filter(kind == "empty").mark_point(shape="circle", size=110, color=colour["found"])
    name = base.transform_filter(kind == "empty").mark_text(align="left", dx=10, dy=-12, fontSize=16, fontWeight=600)
    rule_ = end.mark_rule(color=colour["ink"], strokeDash=[3, 4], opacity=0.6)
    ends = end.mark_text(align="right", dx=-6, baseline="top", color=colour["grey_text"], fontSize=14)
    layers = [bars, counts, fan, past.encode(tooltip=alt.Tooltip("tip:N", title=None)), line, empty]
    words = [mark.encode(alt.Text("said:N")) for mark in (now, name)]
    closing = [rule_, ends.encode(alt.Text("said:N"), y=alt.value(0))]
    return spec_of(alt.layer(*layers, *closing, *words).properties(padding={"right": 24, "top": 12, "left": 4, "bottom": 4}))
