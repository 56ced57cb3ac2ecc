"""The table of changes: problem by problem and cell by cell, what stood there struck through before what stands there now."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from components.cards import LOOK, plain
from components.comparing import PAGE, Compared, openable
from components.i18n import fmt_date, fmt_number, t, tn
from components.vocabulary import words
from components.wording import value_words
from store.exchange.returning import DAYS, TRUTHS
from store.rules.fields import Wrong, day
from store.rules.movement import NUMBER, Change, Row
from store.words import NOTHING

AT_ONCE = 40
"""Problems on one screen."""
BRIEF = ("status", "light", "due", "owner", "finding")
"""What is told of a row that only one side has."""
SHORT, AROUND = 80, 16
"""Texts longer than this are shown from a little before their first difference to a little after the last."""
LONGEST = 240


def change_table(told: Compared, numbers: Sequence[str]) -> None:
    """One screen of the problems of these ``numbers``."""
    page, last = _page(len(numbers))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="compare_screens"):
        cells = sum(len(told.changes[number]) for number in numbers)
        st.markdown(f"**{tn('compare.count', len(numbers), cells=fmt_number(cells))}**", width="content")
        if last:
            with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="xsmall"):
                _turn(page, last)
    here = openable()
    lines = [line for number in numbers[page * AT_ONCE : (page + 1) * AT_ONCE] for line in _lines(told, number, number in here)]
    st.html(LOOK)
    with st.container(key="compare_list"):
        st.markdown("\n".join([*_head(), *lines]))


def _page(count: int) -> tuple[int, int]:
    last = max(0, (count - 1) // AT_ONCE)
    asked = st.query_params.get(PAGE, "1")
    return min(int(asked) - 1 if asked.isascii() and asked.isdecimal() and int(asked) else 0, last), last


def _turn(page: int, last: int) -> None:
    _to("newer", "left", page, page == 0)
    st.markdown(t("history.page", page=fmt_number(page + 1), last=fmt_number(last + 1)), width="content")
    _to("older", "right", page + 2, page == last)


def _to(name: str, side: str, number: int, here: bool) -> None:
    icon, key = f":material/chevron_{side}:", f"compare_{name}"
    st.button(t(f"compare.{name}"), key=key, icon=icon, disabled=here, on_click=_go, args=(number,))


def _go(number: int) -> None:
    st.query_params[PAGE] = str(number)


def _head() -> list[str]:
    names = [t(f"compare.{name}") for name in ("problem", "kind", "cell", "changed")]
    return [f"| {' | '.join(names)} |", f"|{' --- |' * len(names)}"]


def _lines(told: Compared, number: str, opens: bool) -> list[str]:
    """The lines of one problem; the first of them says which, and how it has moved."""
    row = told.after.rows.get(number) or told.before.rows[number]
    kinds = t("list.comma").join(t(f"moved_kind.{kind}") for kind in told.kinds.get(number, ()))
    first = [_problem(number, row, opens), f"**{kinds}**" if kinds else " "]
    lines = []
    for change in told.changes[number]:
        cell, changed = _row_told(change, row) if change.column == NUMBER else (t(f"csv.{change.column}"), _cell_told(change))
        lines.append(f"| {' | '.join([*first, cell, changed])} |")
        first = [" ", " "]
    return lines


def _problem(number: str, row: Row, opens: bool) -> str:
    named = f"[{plain(number)}](/issue?{urlencode({'ref': number})})" if opens else f"{plain(number)} :gray[{t('compare.gone')}]"
    return f"{named} {plain(row.get('title', ''))} :gray[{plain(cell_words('unit', row.get('unit', '')))}]"


def _row_told(change: Change, row: Row) -> tuple[str, str]:
    """A row that only one side has, in a few cells."""
    said = [(t(f"csv.{column}"), cell_words(column, row[column])) for column in BRIEF if row.get(column)]
    whole = t("list.semicolon").join(f"{name} {_dressed(shortened(cell), change)}" for name, cell in said)
    return t("compare.row_new" if change.new else "compare.row_gone"), whole


def _dressed(cell: str, change: Change) -> str:
    return plain(cell) if change.new else f"~~{plain(cell)}~~"


def _cell_told(change: Change) -> str:
    old, new = around(*(cell_words(change.column, cell) for cell in (change.old, change.new)))
    return f"{_struck(old)} &ensp; **{plain(new)}**" if new != NOTHING else f"{_struck(old)} &ensp; {NOTHING}"


def _struck(old: str) -> str:
    return old if old == NOTHING else f"~~{plain(old)}~~"


def cell_words(column: str, cell: str) -> str:
    """A cell as this reader reads it: codes by their words, days written out, nothing as a dash."""
    if not cell:
        return NOTHING
    if column in TRUTHS:
        return t(f"csv.{cell}") if cell in ("true", "false") else cell
    if column in DAYS:
        return _day(cell)
    return value_words(column, cell) if column == "outcome" and cell in ("full", "mostly") else words(column).get(cell, cell)


def _day(cell: str) -> str:
    try:
        return fmt_date(day(cell))
    except Wrong:
        return cell


def around(old: str, new: str) -> tuple[str, str]:
    """Two texts from a little before their first difference to a little after their last, as far as they are long."""
    if max(len(old), len(new)) <= SHORT:
        return old, new
    shorter = min(len(old), len(new))
    begin = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    end = next((at for at in range(shorter - begin) if old[-1 - at] != new[-1 - at]), shorter - begin)
    first, rest = max(0, begin - AROUND), max(0, end - AROUND)
    return _cut(old, first, rest), _cut(new, first, rest)


def _cut(text: str, first: int, rest: int) -> str:
    return ("…" if first else "") + shortened(text[first : len(text) - rest]) + ("…" if rest else "")


def shortened(text: str) -> str:
    """A text of bearable length."""
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
