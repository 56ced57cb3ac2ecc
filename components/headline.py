"""What an overview says first: the state in one sentence, and the six figures with their changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import streamlit as st

from components.cards import Figure
from components.i18n import fmt_date, fmt_number, fmt_percent, t, tn
from components.reckoning import Overview
from components.session import chosen_day
from components.vocabulary import SHAPES
from store.rules import trend
from store.rules.trend import BACK, RATES

ROWS_OF = {"rate": "closed", "on_time_rate": "on_time"}
"""Which rows a rate opens: those above the line of the fraction."""

FEELING = {"found": "off", "closed": "normal", "rate": "normal", "on_time_rate": "normal", "yellow": "inverse", "red": "inverse"}
"""Whether more of it is good (normal), bad (inverse) or neither (off)."""

COLOUR = {"yellow": "orange", "red": "red"}

SHAPE = {"yellow": "bar", "red": "bar", "found": "area", "closed": "area"}


def sentence(told: Overview) -> None:
    """The state in one sentence of prose."""
    now, week = told.now, told.past[chosen_day() - timedelta(days=7)]
    parts = [
        tn("sentence.found", now.found, closed=fmt_number(now.closed), rate=fmt_percent(now.rate)),
        _lights(now.red, now.yellow),
        t("sentence.week", found=fmt_number(max(0, now.found - week.found)), closed=fmt_number(max(0, now.closed - week.closed))),
        _forecast(told),
    ]
    st.subheader(t("sentence.said", said=t("sentence.joined").join(part for part in parts if part)), anchor=False)


def _lights(red: int, yellow: int) -> str:
    if not red and not yellow:
        return t("sentence.calm")
    said = [f":red[**{SHAPES['red']} {tn('sentence.red', red)}**]"] * bool(red)
    said += [f":orange[**{SHAPES['yellow']} {tn('sentence.yellow', yellow)}**]"] * bool(yellow)
    return t("sentence.lights", said=t("sentence.list").join(said))


def _forecast(told: Overview) -> str:
    """When the ledger will be empty at the present rate of closing."""
    if told.now.found and not told.now.unsettled:
        return t("sentence.empty")
    day = trend.empty_on(told.now, told.past[chosen_day() - timedelta(days=trend.PACE_DAYS)], trend.PACE_DAYS, chosen_day())
    return t("sentence.forecast", day=fmt_date(day, form="day" if day.year == chosen_day().year else "full")) if day else ""


def six_figures(told: Overview) -> list[Figure]:
    """Found, closed, rate, on time, due soon, overdue."""
    return [_figure(told, name) for name in trend.FIGURES]


def _figure(told: Overview, name: str) -> Figure:
    rows, value = ROWS_OF.get(name, name), getattr(told.now, name)
    nothing = name in RATES and not (told.now.found if name == "rate" else told.now.closed)
    grown = [trend.change(told.now, told.past[chosen_day() - timedelta(days=days)], name) for days in BACK]
    shape = f":{COLOUR[name]}[{SHAPES[name]}] " if name in SHAPES else ""
    return Figure(
        name,
        shape + t(f"figure.{name}"),
        fmt_percent(None if nothing else value) if name in RATES else fmt_number(value),
        getattr(told.now, rows),
        {"figure": rows},
        t(f"figure.{name}"),
        _grown(grown[0], name),
        t("figure.month", change=_signed(grown[1], name)),
        FEELING[name],
        told.trend(name),
        SHAPE.get(name, "line"),
    )


def _grown(change: float, name: str) -> Any:
    """The change of a week as the metric shows it: a number 0 is drawn without an arrow."""
    return 0 if not _rounded(change, name) else _signed(change, name).replace("+", "")


def _rounded(change: float, name: str) -> float:
    return round(change * 100, 1) if name in RATES else change


def _signed(change: float, name: str) -> str:
    number = _rounded(change, name)
    said = fmt_number(abs(number), digits=1)
    sign = "" if not number else "+" if number > 0 else "-"
    return t("figure.points", change=sign + said) if name in RATES and number else sign + said
