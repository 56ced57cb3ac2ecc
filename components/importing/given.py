"""What is imported: a file, a block pasted from a spreadsheet, or rows typed into a table; typed matter is kept as a draft."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from components.cards import panel
from components.forms import inputs
from components.forms.form import Form
from components.forms.keyboard import typing_help
from components.forms.uploader import uploader_words
from components.i18n import t
from components.importing.memory import Import, give, memory
from components.importing.words import column_word, why
from components.session import store, who
from store.exchange.importing.reading import read_block, read_book
from store.exchange.importing.sheets import Book
from store.model.enums import Role
from store.model.errors import XiaohaoError

WAYS = ("file", "paste", "table")
WAY, TABLE = "import-way", "import-table"
TYPED = ("category", "finding", "cause", "measures", "unit", "owner", "due", "progress", "remark")
"""Columns of the table for typing; a unit's contact enters for the own unit."""
BLANK_ROWS = 5


def given() -> None:
    """The three ways in."""
    with panel(t("importing.given"), key="import-given", height="content"):
        way = st.segmented_control(
            t("importing.way"),
            WAYS,
            key=WAY,
            default=None if WAY in st.session_state else WAYS[0],
            persist_state="session",
            format_func=lambda one: t(f"importing.way_{one}"),
            label_visibility="collapsed",
            required=True,
        )
        _DRAWN[way or WAYS[0]]()
        if error := memory().error:
            st.error(why(error), icon=":material/block:")


def pasted() -> Form:
    """What is pasted, kept like everything typed."""
    return Form("import", ("pasted",), {"values": {"pasted": ""}, "measures": []})


def _file() -> None:
    st.markdown(t("importing.file_means"))
    uploader_words()
    key = f"import-file-{memory().round}"
    st.file_uploader(t("importing.file"), key=key, label_visibility="collapsed", on_change=_chosen, args=(key,))


def _chosen(key: str) -> None:
    file = st.session_state.get(key)
    if file is not None:
        _read(lambda: read_book(file.name, file.getvalue()))


def _paste() -> None:
    form = pasted()
    st.markdown(t("importing.paste_means"))
    with st.container(key="typing-import", gap="small"):
        inputs.area(form, "pasted", height=220, placeholder=t("importing.paste_here"))
    typing_help("import", form, form.memory.get("focus", ["", 0]), ())
    st.button(t("importing.read"), key="import-read", type="primary", icon=":material/table_view:", on_click=_read_pasted)


def _read_pasted() -> None:
    form = pasted()
    form.changed("pasted")
    _read(lambda: read_block(str(form.value("pasted"))))


def _read(read: Callable[[], Book]) -> None:
    try:
        give(read())
    except XiaohaoError as error:
        memory().error = error


def _table() -> None:
    st.markdown(t("importing.table_means"))
    base = _base()
    st.data_editor(
        base,
        key=TABLE,
        num_rows="dynamic",
        hide_index=True,
        column_config={name: st.column_config.TextColumn(column_word(name)) for name in base.columns},
        on_change=_typed,
        alt=t("importing.table_means"),
    )
    st.button(t("importing.read"), key="import-read-table", type="primary", icon=":material/table_view:", on_click=_read_table)


def _base() -> pd.DataFrame:
    """What the table begins with: what was typed before, else empty rows. Never what the table itself returned.

    A table that was put away has forgotten its changes, so the next one begins with the draft.
    """
    place = f"{TABLE}-base"
    owner, base = st.session_state.get(place, ("", None))
    if base is None or owner != str(who()) or TABLE not in st.session_state:
        rows = store().drafts.get(who(), TABLE).get("rows", [])
        columns = [name for name in TYPED if name != "unit" or who().role is not Role.UNIT]
        blank: list[dict[str, str]] = [{}] * max(BLANK_ROWS - len(rows), 1)
        base = pd.DataFrame([*rows, *blank], columns=columns, dtype="str").fillna("")
        st.session_state[place] = str(who()), base
    found: pd.DataFrame = base
    return found


def _standing() -> list[dict[str, str]]:
    """The rows as they stand in the table, empty ones left out."""
    base, edits = _base(), st.session_state.get(TABLE) or {}
    rows: list[dict[str, Any]] = base.to_dict("records")  # type: ignore[assignment]
    for at, changed in edits.get("edited_rows", {}).items():
        rows[int(at)] |= changed
    gone = set(edits.get("deleted_rows", []))
    rows = [row for at, row in enumerate(rows) if at not in gone] + list(edits.get("added_rows", []))
    told = ({name: str(value) for name, value in row.items() if name in base.columns and value} for row in rows)
    return [row for row in told if row]


def _typed() -> None:
    rows = _standing()
    if rows:
        store().drafts.keep(who(), TABLE, {"rows": rows})
    else:
        store().drafts.drop(who(), TABLE)


def _read_table() -> None:
    _typed()
    file = io.StringIO()
    writer = csv.DictWriter(file, list(_base().columns), delimiter="\t", lineterminator="\n")
    writer.writerow({name: column_word(name) for name in _base().columns})
    writer.writerows(_standing())
    _read(lambda: read_block(file.getvalue() if _standing() else ""))


def done_with() -> None:
    """What was typed is in the ledger: its draft is gone."""
    known: Import = memory()
    if known.book and not known.book.name:
        pasted().close()
        store().drafts.drop(who(), TABLE)
        for key in (TABLE, f"{TABLE}-base"):
            st.session_state.pop(key, None)


_DRAWN: dict[str, Callable[[], None]] = {"file": _file, "paste": _paste, "table": _table}
