"""The charts of the overview at the size of a projector: the same data and specs, with letters for the back row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.charts.base import Drawing, config

SMALLEST = 24
"""Pixels of the smallest letters on a screen of 1080 lines."""
LARGER = 1.8
LETTERS = frozenset({"fontSize", "labelFontSize", "titleFontSize"})
ROOM = frozenset({"labelLimit", "right", "symbolSize", "dx", "labelPadding", "columnPadding", "rowPadding"})
"""Sizes that have to grow with the letters: room for a name, room at the end of a bar, the marks of a legend."""

ABREAST = 6
"""Words of a legend side by side."""


def enlarged(spec: Any) -> Any:
    """``spec`` with every letter and the room for it as a projector needs it."""
    if isinstance(spec, Mapping):
        return {name: _grown(name, value) for name, value in spec.items()}
    return [enlarged(one) for one in spec] if isinstance(spec, list) else spec


def _grown(name: str, value: Any) -> Any:
    if name == "columns":
        return ABREAST
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if name in LETTERS:
            return max(SMALLEST, round(value * LARGER))
        return round(value * LARGER) if name in ROOM else value
    return enlarged(value)


def draw_large(drawn: Drawing, *, key: str, height: Any = "stretch") -> None:
    """Draw it without an ear for clicks: on a projector nothing is opened."""
    usual = config()
    large = {**enlarged(drawn.spec), "config": enlarged(usual) | {"legend": _legend(usual)}}
    st.vega_lite_chart(drawn.data, large, key=key, alt=drawn.alt, height=height, theme=None)


def _legend(usual: Mapping[str, Any]) -> dict[str, Any]:
    return enlarged(usual["legend"]) | {"symbolSize": 500, "columns": ABREAST, "labelLimit": 400, "columnPadding": 40}
