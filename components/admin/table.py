"""A list of which a click opens one entry: the table all parts of the administrator's page share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from components.i18n import t
from components.tables import ROW, fitting

Column = Callable[[str], Any]
"""From a heading to the configuration of a column."""
Columns = Mapping[str, tuple[str, Column]]
"""By name the heading of a column and its kind."""


def text(width: int | None = None, *, pinned: bool = False) -> Column:
    """A column of words."""
    return lambda heading: st.column_config.TextColumn(heading, width=width, pinned=pinned)


def number(heading: str) -> Any:
    """A column of counts."""
    return st.column_config.NumberColumn(heading, format="%d", width=84)


def day(heading: str) -> Any:
    """A column of dates."""
    return st.column_config.DateColumn(heading, format=t("format.table_day"), width=118)


def opening_table(rows: Sequence[Mapping[str, Any]], columns: Columns, *, key: str, alt: str) -> int | None:
    """Draw ``rows`` with ``columns``; returns the place of the row that was clicked."""
    opened = st.session_state.setdefault(f"{key}:opened", 0)
    event = st.dataframe(
        [{name: row[name] for name in columns} for row in rows],
        key=f"{key}_{opened}",
        alt=alt,
        height=fitting(len(rows), 24),
        hide_index=True,
        column_order=list(columns),
        column_config={name: make(heading) for name, (heading, make) in columns.items()},
        on_select="rerun",
        selection_mode="single-cell",
        placeholder="",
        row_height=ROW,
    )
    cells = event["selection"]["cells"]
    if not cells or tuple(cells[0]) == (
        0,
        next(iter(columns)),
    ):  # which the grid selects by itself when it gets the focus
        return None
    st.session_state[f"{key}:opened"] = opened + 1  # a new table the next time, in which nothing is selected
    return int(cells[0][0])
