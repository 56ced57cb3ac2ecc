"""How every chart looks: the colours of the theme in force, its fonts, and dates and numbers as the reader writes them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import streamlit as st
from babel.core import Locale

from components.i18n import language, t

FROM_THEME = {
    "found": "blueColor",
    "closed": "greenColor",
    "red": "redColor",
    "yellow": "yellowColor",
    "grey": "grayColor",
    "ink": "textColor",
    "line": "borderColor",
    "panel": "secondaryBackgroundColor",
    "paper": "backgroundColor",
    "red_text": "redTextColor",
    "yellow_text": "yellowTextColor",
    "green_text": "greenTextColor",
    "grey_text": "grayTextColor",
}
"""Our names for colours of .streamlit/config.toml; what only charts need stands in :data:`OWN`."""

OWN = {
    "light": {
        "green": "#A9CDBB",
        "pending": "#7FA9C6",
        "referred": "#B9BDC4",
        "highlight": "#B7791F",
        "pale": "#A3C2D6",
        "red_chip": "#B83A2B",
        "yellow_chip": "#E9C37A",
        "green_chip": "#DCEBE3",
        "grey_chip": "#E6E7EA",
    },
    "dark": {
        "green": "#3A6B5A",
        "pending": "#3F6F93",
        "referred": "#565E69",
        "highlight": "#E0AE4A",
        "pale": "#3D617B",
        "red_chip": "#A63C2F",
        "yellow_chip": "#8A6420",
        "green_chip": "#24453A",
        "grey_chip": "#343B45",
    },
}
STAGES = ("closed", "pending", "green", "yellow", "red", "referred")
"""The order in which a stacked bar shows how far issues are; also the names of their colours."""


def mode() -> str:
    """Whether this reader has the light or the dark sheet before them."""
    return st.context.theme.type or "light"


def palette() -> dict[str, str]:
    """The colours of the theme in force by the names of :data:`FROM_THEME` and :data:`OWN`."""
    return dict(_palette(mode()))


@lru_cache(maxsize=2)
def _palette(scheme: str) -> dict[str, str]:
    return {name: str(st.get_option(f"theme.{scheme}.{option}")) for name, option in FROM_THEME.items()} | OWN[scheme]


_AXIS = {"domain": False, "ticks": False, "labelPadding": 8, "titleFontWeight": 400, "labelLimit": 260}


def config() -> dict[str, Any]:
    """The ``config`` of every chart for this reader."""
    return _config(language(), mode())


@lru_cache(maxsize=8)
def _config(lang: str, scheme: str) -> dict[str, Any]:
    colour = _palette(scheme)
    words = {"labelColor": colour["grey_text"], "titleColor": colour["grey_text"], "labelFontSize": 14, "titleFontSize": 14}
    return {
        "font": str(st.get_option("theme.font")),
        "background": None,
        "locale": {"number": _numbers(lang), "time": _times(lang)},
        "axis": words | _AXIS | {"gridColor": colour["line"]},
        "legend": words | {"title": None, "orient": "bottom", "symbolType": "square"},
        "header": words,
        "text": {"color": colour["ink"], "fontSize": 15},
        "view": {"stroke": None},
        "scale": {"bandPaddingInner": 0.36, "bandPaddingOuter": 0.12},
        "bar": {"color": colour["found"]},
        "rect": {"color": colour["found"]},
        "line": {"color": colour["found"], "strokeWidth": 3},
        "area": {"color": colour["pale"]},
        "point": {"color": colour["found"], "size": 70, "filled": True},
        "rule": {"color": colour["grey"]},
    }


def _numbers(lang: str) -> dict[str, Any]:
    return {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["¥" if lang == "zh_CN" else "$", ""]}


def _times(lang: str) -> dict[str, Any]:
    """What d3 needs to write days in ``lang``: names of months and weekdays from the calendar data of Babel."""
    locale = Locale.parse(lang)
    months = {width: [locale.months["format"][width][number] for number in range(1, 13)] for width in ("wide", "abbreviated")}
    days = {width: [locale.days["format"][width][(number - 1) % 7] for number in range(7)] for width in ("wide", "abbreviated")}
    return {
        "dateTime": "%x %X",
        "date": "%Y-%m-%d",
        "time": "%H:%M:%S",
        "periods": [locale.day_periods["format"]["abbreviated"][half] for half in ("am", "pm")],
        "days": days["wide"],
        "shortDays": days["abbreviated"],
        "months": months["wide"],
        "shortMonths": months["abbreviated"],
    }


def day_format() -> str:
    """A day on an axis, in d3's notation."""
    return t("format.axis_day")
