"""A chart as an image for paper: the same specification drawn without a browser, sharp at 300 dots an inch, asking nobody."""

from __future__ import annotations

import json
from typing import Any

import vl_convert
from babel.core import Locale

from store.report.blocks import Chart
from store.report.charts import PAPER, Ink, Spec, spec_of

WIDTH = 740
"""Pixels of the drawing, which fill a line of 156 mm: what is 15 pixels high there prints as 9 points."""
SCALE = 2.5
"""1,850 pixels on 156 mm: 301 dots an inch."""
FONT = "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', SimHei, sans-serif"


def png(chart: Chart, lang: str) -> bytes:
    """The image of a chart."""
    rows = json.loads(chart.data.to_json(orient="records", date_format="iso"))
    spec: Spec = {
        **spec_of(chart.name, lang, PAPER),
        "data": {"values": rows},
        "width": WIDTH,
        "height": chart.height,
        "autosize": {"type": "fit", "contains": "padding"},
        "config": config(PAPER, lang) | {"background": PAPER["paper"]},
    }
    made: bytes = vl_convert.vegalite_to_png(spec, scale=SCALE, allowed_base_urls=[])
    return made


def config(ink: Ink, lang: str) -> dict[str, Any]:
    """How every chart on paper looks."""
    words = {"labelColor": ink["soft"], "titleColor": ink["soft"], "labelFontSize": 14, "titleFontSize": 14}
    months = Locale.parse(lang).months["format"]
    names = {name: [months[width][number] for number in range(1, 13)] for name, width in MONTHS.items()}
    return {
        "font": FONT,
        "locale": {"time": {**TIMES, **names}},
        "axis": words | {"domain": False, "ticks": False, "labelPadding": 8, "gridColor": ink["line"]},
        "legend": words | {"title": None, "orient": "bottom", "symbolType": "square", "labelLimit": 0},
        "text": {"color": ink["ink"], "fontSize": 15},
        "view": {"stroke": None},
        "scale": {"bandPaddingInner": 0.32, "bandPaddingOuter": 0.12},
    }


MONTHS = {"months": "wide", "shortMonths": "abbreviated"}
_WEEK = ["1", "2", "3", "4", "5", "6", "7"]
TIMES: dict[str, Any] = {
    "dateTime": "%x %X",
    "date": "%Y-%m-%d",
    "time": "%H:%M:%S",
    "periods": ["AM", "PM"],
    "days": _WEEK,
    "shortDays": _WEEK,
}
"""What d3 wants to be told; axes say days and months only."""
