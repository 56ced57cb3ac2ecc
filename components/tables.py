"""Tables of problems: codes in words, the light as colour, shape and word; a click opens a problem, a tick picks it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from components import picking
from components.charts.style import mode, palette
from components.choice import open_issue
from components.i18n import language, t
from components.rows import Key
from components.session import past_day
from components.vocabulary import light_word, reason_word, words

SHORT = ("light", "why", "ref_no", "title", "unit", "owner")
"""The columns of a table that stands beside charts."""

USUAL = ("light", "why", "ref_no", "title", "unit", "category", "status", "owner", "deadline", "done", "found_on")
"""The columns of the ledger until the reader chooses others."""

MATCHED = "matched"
"""The column that says where a search found its words; there as long as somebody searches."""

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
    "why": _text(188),
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
    "answer_due": _day,
    "answers_late": _number,
    "requested_on": _day,
    "closed_on": _day,
    "recurrence_of": _text(92),
}
"""Every column that a reader can choose, in the order in which they are offered."""


_MAKE = COLUMNS | {MATCHED: _text(300)}


def issue_table(rows: pd.DataFrame, columns: Sequence[str], *, key: str, alt: str, made_of: Key, height: Any = "content") -> None:
    """Draw ``rows``; a click on a row, right of its first cell, opens its problem.

    ``made_of`` is what the rows depend on (:func:`components.rows.key_with`).
    """
    event = _table(rows, columns, f"{key}_{_opened(key)}", made_of, alt=alt, height=height, selection_mode="single-cell")
    _open_clicked(event, rows, columns, key)


def picking_table(
    rows: pd.DataFrame, columns: Sequence[str], *, key: str, alt: str, made_of: Key, height: Any = "content"
) -> list[str]:
    """The same with a box before each row; returns the numbers of those that are ticked, in their order."""
    numbers = rows["ref_no"].tolist()
    place = picking.place_of(numbers)
    default = picking.positions(numbers)
    event = _table(
        rows,
        columns,
        f"{key}_{_opened(key)}_{place}",
        made_of,
        alt=alt,
        height=height,
        selection_mode=["multi-row", "single-cell"],
        selection_default={"selection": {"rows": default}} if default else None,
    )
    ticked = picking.keep([numbers[at] for at in sorted(event["selection"]["rows"])])
    _open_clicked(event, rows, columns, key)
    return ticked


def ledger_table(rows: pd.DataFrame, columns: Sequence[str], *, key: str, alt: str, made_of: Key, height: Any) -> list[str]:
    """The table of the ledger; returns what is ticked. Looking back there is nothing to act on, so there are no boxes."""
    if past_day():
        issue_table(rows, columns, key=key, alt=alt, made_of=made_of, height=height)
        return []
    return picking_table(rows, columns, key=key, alt=alt, made_of=made_of, height=height)


def _opened(key: str) -> int:
    return int(st.session_state.setdefault(f"{key}:opened", 0))


def _table(rows: pd.DataFrame, columns: Sequence[str], key: str, made_of: Key, **how: Any) -> Any:
    return st.dataframe(
        worded((made_of, mode()), rows, tuple(columns), language()),
        key=key,
        hide_index=True,
        column_order=list(columns),
        column_config={name: _MAKE[name](t(f"column.{name}")) for name in columns},
        on_select="rerun",
        placeholder="",
        row_height=ROW,
        **how,
    )


def _open_clicked(event: Any, rows: pd.DataFrame, columns: Sequence[str], key: str) -> None:
    cells = event["selection"]["cells"]
    if cells and cells[0][1] != columns[0]:  # the grid itself selects its first cell when it gets the focus, e.g. for sorting
        # a new table the next time, because a second click on the same cell of this one would take the selection away
        st.session_state[f"{key}:opened"] += 1
        open_issue(str(rows["ref_no"].iloc[cells[0][0]]))


@st.cache_resource(max_entries=12, show_spinner=False)
def worded(key: Key, _rows: pd.DataFrame, columns: tuple[str, ...], lang: str) -> pd.DataFrame:
    """The cells of ``columns`` as they are shown."""
    return pd.DataFrame({name: _CELLS.get(name, _in_words)(_rows, name) for name in columns}).reset_index(drop=True)


def _in_words(rows: pd.DataFrame, name: str) -> Any:
    known = words(name)
    return rows[name].map(lambda code: known.get(code, code)) if known else rows[name]


def _why(rows: pd.DataFrame, name: str) -> Any:
    told = list(zip(rows["reason"], rows["days"], rows["extended"] > 0, strict=True))
    said = {one: reason_word(*one) for one in set(told)}
    return [said[one] for one in told]


def _chip(rows: pd.DataFrame, name: str) -> Any:
    chips = {light: [word] for light, word in words("light").items()}
    draft = [_draft()]
    return [draft if reason == "draft" else chips[light] for light, reason in zip(rows["light"], rows["reason"], strict=True)]


def _draft() -> str:
    """What is not on the books is not settled either."""
    return f"– {t('status.draft')}"


def _titles(rows: pd.DataFrame, name: str) -> Any:
    marked = rows["title"].map(lambda title: t("issue.restricted_title", title=title))
    return rows["title"].where(~rows["confidential"], marked)


_CELLS: dict[str, Callable[[pd.DataFrame, str], Any]] = {
    "light": _chip,
    "why": _why,
    "title": _titles,
    "done": lambda rows, name: rows["percent"],
}


def fitting(rows: int, most: int = 20) -> int:
    """The height at which a table of ``rows`` shows all of them, up to ``most``; beyond that it scrolls in itself."""
    return ROW * (min(rows, most) + 1)
