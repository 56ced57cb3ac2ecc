"""Tables of problems: codes in words, the light as colour, shape and word; a click on a cell opens the problem."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from components.charts.style import mode, palette
from components.choice import open_issue
from components.i18n import language, t
from components.rows import Key
from components.vocabulary import light_word, reason_word, words

SHORT = ("light", "why", "ref_no", "title", "unit", "owner")
"""The columns of a table that stands beside charts."""

USUAL = ("light", "why", "ref_no", "title", "unit", "category", "status", "owner", "deadline", "done", "found_on")
"""The columns of the ledger until the reader chooses others."""

ROW = 38
"""Pixels: a row that can be read from the back of a room."""

Make = Callable[[str], Any]
"""From a heading to the configuration of a column."""


def _text(width: int | None = None, pinned: bool = False) -> Make:
    return lambda heading: st.column_config.TextColumn(heading, width=width, pinned=pinned)


def _day(heading: str) -> Any:
    return st.column_config.DateColumn(heading, format=t("format.table_day"), width=118)


def _number(heading: str) -> Any:
    return st.column_config.NumberColumn(heading, format="%d", width=84)


def _lights(heading: str) -> Any:
    colour = palette()
    shades = {light_word(light): colour[f"{light}_chip"] for light in ("red", "yellow", "green", "grey")}
    shades[_draft()] = colour["grey_chip"]
    return st.column_config.MultiselectColumn(heading, options=list(shades), color=list(shades.values()), width=96, pinned=True)


def _done(heading: str) -> Any:
    return st.column_config.ProgressColumn(heading, min_value=0, max_value=100, format="%d%%", width=110)


COLUMNS: dict[str, Make] = {
    "light": _lights,
    "why": _text(128),
    "ref_no": _text(92),
    "title": _text(340),
    "unit": _text(110),
    "category": _text(124),
    "status": _text(92),
    "owner": _text(92),
    "deadline": _day,
    "done": _done,
    "found_on": _day,
    "lead": _text(92),
    "source": _text(124),
    "severity": _text(78),
    "mode": _text(104),
    "cause_kind": _text(124),
    "cause": _text(300),
    "finding": _text(340),
    "measures": _number,
    "measures_done": _number,
    "original_due": _day,
    "extended": _number,
    "returned": _number,
    "urged": _number,
    "requested_on": _day,
    "closed_on": _day,
    "recurrence_of": _text(92),
}
"""Every column that a table can show, in the order in which they are offered."""


def issue_table(rows: pd.DataFrame, columns: Sequence[str], *, key: str, alt: str, made_of: Key, height: Any = "content") -> None:
    """Draw ``rows``; a click on a row, right of its first cell, opens its problem.

    ``made_of`` is what the rows depend on (:func:`components.rows.key_with`).
    """
    shown = worded((made_of, mode()), rows, tuple(columns), language())
    told = {name: COLUMNS[name](t(f"column.{name}")) for name in columns}
    opened = st.session_state.setdefault(f"{key}:opened", 0)
    event = st.dataframe(
        shown,
        key=f"{key}_{opened}",
        alt=alt,
        height=height,
        hide_index=True,
        column_order=list(columns),
        column_config=told,
        on_select="rerun",
        selection_mode="single-cell",
        placeholder="",
        row_height=ROW,
    )
    cells = event["selection"]["cells"]
    if cells and cells[0][1] != columns[0]:  # the grid itself selects its first cell when it gets the focus, e.g. for sorting
        # a new table the next time, because a second click on the same cell of this one would take the selection away
        st.session_state[f"{key}:opened"] = opened + 1
        open_issue(str(rows["ref_no"].iloc[cells[0][0]]))


@st.cache_resource(max_entries=12, show_spinner=False)
def worded(key: Key, _rows: pd.DataFrame, columns: tuple[str, ...], lang: str) -> pd.DataFrame:
    """The cells of ``columns`` as they are shown."""
    return pd.DataFrame({name: _CELLS.get(name, _in_words)(_rows, name) for name in columns}).reset_index(drop=True)


def _in_words(rows: pd.DataFrame, name: str) -> Any:
    known = words(name)
    return rows[name].map(lambda code: known.get(code, code)) if known else rows[name]


def _why(rows: pd.DataFrame, name: str) -> Any:
    said = {pair: reason_word(*pair) for pair in set(zip(rows["reason"], rows["days"], strict=True))}
    return [said[pair] for pair in zip(rows["reason"], rows["days"], strict=True)]


def _chip(rows: pd.DataFrame, name: str) -> Any:
    chips = {light: [word] for light, word in words("light").items()}
    draft = [_draft()]
    return [draft if reason == "draft" else chips[light] for light, reason in zip(rows["light"], rows["reason"], strict=True)]


def _draft() -> str:
    """What is not on the books is not settled either."""
    return f"– {t('status.draft')}"


_CELLS: dict[str, Callable[[pd.DataFrame, str], Any]] = {
    "light": _chip,
    "why": _why,
    "done": lambda rows, name: rows["percent"],
}


def fitting(rows: int, most: int = 20) -> int:
    """The height at which a table of ``rows`` shows all of them, up to ``most``; beyond that it scrolls in itself."""
    return ROW * (min(rows, most) + 1)
