"""Drawings that are kept: made once a version of the ledger, choice of rows, language and theme; a rerun costs a look-up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from components.charts.base import Drawing, mode, open_rows, show
from components.choice import open_issue
from components.rows import Key, key_with
from store.rules.filters import Filters

Make = Callable[..., Drawing | None]
"""From tables to a drawing, or to None when there is nothing to draw."""


def made_of(filters: Filters) -> Key:
    """What every drawing of a page depends on."""
    return (mode(), *key_with(filters))


def draw_kept(key: str, made_of: Key, make: Make, *tables: Any, empty: str = "") -> None:
    """Draw ``make(*tables)``, which depends on ``made_of`` only, or say ``empty``; a click opens rows or a problem."""
    drawn = _kept((key, *made_of), make, tables)
    if drawn is None:
        st.markdown(empty)
        return
    query = show(drawn.spec, drawn.data, key=key, alt=drawn.alt, height=drawn.height, pick=drawn.pick)
    if query and "ref" in query:
        open_issue(query["ref"])
    if query:
        open_rows(query)


@st.cache_resource(max_entries=256, show_spinner=False)
def _kept(key: Key, _make: Make, _tables: tuple[Any, ...]) -> Drawing | None:
    return _make(*_tables)
