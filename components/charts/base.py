"""Drawing a chart and hearing a click on it: each bar and cell opens the rows it counts.

A spec holds how a chart looks; it is made once a language and theme (``spec_of``, under a cache) and fed with data at every run,
because building a chart object costs twenty times what drawing its spec does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st
from altair import TopLevelMixin

from components.charts.style import STAGES, config, mode, palette
from components.choice import open_rows

__all__ = [
    "STAGES",
    "Drawing",
    "config",
    "draw",
    "mode",
    "open_rows",
    "palette",
    "show",
    "spec_of",
    "stage_queries",
    "words_for",
]

Spec = dict[str, Any]
PICK = "pick"
"""The name of the selection that a click makes."""

CLICKED = ("bar", "rect", "point", "circle", "arc", "square", "tick")
"""Marks a person would click; in a layered chart the first of them hears."""


def show(
    spec: Spec, data: pd.DataFrame, *, key: str, alt: str, height: int, pick: Mapping[str, str] | None = None
) -> dict[str, str] | None:
    """Draw ``spec`` over ``data``; returns the filter query of a bar or cell just clicked, once, else None.

    ``pick`` says which filter a field of the data stands for, e.g. ``{"unit": "unit", "light": "light"}``; such fields hold codes
    (several comma-separated, empty for none). Hand the answer to :func:`open_rows`.
    """
    drawn = {**spec, "config": config()}
    if not pick:
        st.vega_lite_chart(data, drawn, key=key, alt=alt, height=height, theme=None)
        return None
    drawn = _hearing(drawn, list(pick))
    heard = st.vega_lite_chart(data, drawn, key=key, alt=alt, height=height, theme=None, on_select="rerun", selection_mode=PICK)
    return _once(key, _query(heard, pick))


@dataclass(frozen=True)
class Drawing:
    """A chart ready to be drawn: what :func:`show` asks for. Kept by the ledger's version, it makes a rerun cheap."""

    spec: Spec
    data: pd.DataFrame
    alt: str
    height: int
    pick: Mapping[str, str] | None = None


def draw(drawn: Drawing, *, key: str) -> None:
    """Draw it; a click on a bar opens its rows."""
    query = show(drawn.spec, drawn.data, key=key, alt=drawn.alt, height=drawn.height, pick=drawn.pick)
    if query:
        open_rows(query)


def spec_of(chart: TopLevelMixin) -> Spec:
    """The spec of an Altair chart that was made without data; cache it by language and :func:`mode`, never by data."""
    return _dataless({name: value for name, value in chart.to_dict(validate=False).items() if name not in ("$schema", "config")})


def _dataless(spec: Spec) -> Spec:
    """``spec`` without the placeholders that Altair puts where data would stand, in its layers too."""
    rest = {name: value for name, value in spec.items() if name not in ("data", "datasets")}
    return rest | {"layer": [_dataless(layer) for layer in rest["layer"]]} if "layer" in rest else rest


def words_for(frame: pd.DataFrame, column: str, words: Mapping[str, str], into: str = "") -> pd.DataFrame:
    """``frame`` with a further column (``<column>_word``) that says the codes of ``column`` in words, or as they are without."""
    said = [words.get(code, code) for code in frame[column]]
    return frame.assign(**{into or f"{column}_word": pd.array(said, dtype="str")})


def stage_queries(frame: pd.DataFrame, column: str = "stage") -> pd.DataFrame:
    """``frame`` with the columns ``status`` and ``light``: the filters that open the rows of each stage (progress.stages)."""
    settled = frame[column].isin(("closed", "pending", "referred"))
    being_done = "open,in_progress,ongoing"
    return frame.assign(status=frame[column].where(settled, being_done), light=frame[column].where(~settled, ""))


def _hearing(spec: Spec, fields: list[str]) -> Spec:
    """``spec`` with a selection on the first mark that a person would click, and a hand as its cursor."""
    if "layer" in spec:
        layers = list(spec["layer"])
        place = next((number for number, layer in enumerate(layers) if _mark(layer) in CLICKED), 0)
        layers[place] = _hearing(layers[place], fields)
        return {**spec, "layer": layers}
    mark = spec["mark"] if isinstance(spec["mark"], dict) else {"type": spec["mark"]}
    picking = {"name": PICK, "select": {"type": "point", "fields": fields, "toggle": False}}
    return {**spec, "mark": {"cursor": "pointer", **mark}, "params": [*spec.get("params", []), picking]}


def _mark(layer: Spec) -> str:
    mark = layer.get("mark", "")
    return str(mark["type"] if isinstance(mark, dict) else mark)


def _query(heard: Any, pick: Mapping[str, str]) -> dict[str, str]:
    """The filters that the selected mark stands for; empty when nothing is selected."""
    selected = heard["selection"].get(PICK)
    first = selected[0] if isinstance(selected, list) and selected else {}
    return {pick[name]: str(value) for name, value in first.items() if name in pick and value not in ("", None)}


def _once(key: str, query: dict[str, str]) -> dict[str, str] | None:
    """``query`` in the run right after the click; a selection that still stands is no new click."""
    before = st.session_state.get(f"{key}:heard", {})
    st.session_state[f"{key}:heard"] = query
    return query if query and query != before else None
