"""The lists of units and accounts as files: taken away, and a file read, shown row by row, and only then written."""

from __future__ import annotations

import csv
import io
from functools import partial
from typing import Any

import streamlit as st

from components.admin.editor import attempt, back
from components.admin.place import go
from components.cards import panel, plain
from components.faults import fault_words
from components.forms.uploader import uploader_words
from components.i18n import fmt_date, language, t, tn
from components.session import store, today, who
from components.wording import value_words
from store.exchange.csv import neutral
from store.exchange.lists import COLUMNS, TYPED_ONLY
from store.lists import Taken
from store.model.enums import Role
from store.model.errors import Fault, Invalid
from store.rules.planning import CHANGED, FAULTY, NEW, SAME, Line, Plan

ROUND, TAKEN = "admin-file-round", "admin-file-taken"
"""Session keys: the how manieth file (a new uploader each time), and what the last one did."""
SIGNS = {NEW: "+", CHANGED: "→", FAULTY: "✗"}


def list_buttons(kind: str, new: str) -> None:
    """Above a list: one more, a file in, the list out."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(new, key="admin-new", type="primary", icon=":material/add:", on_click=go, kwargs={"do": "new"})
        st.button(t("admin.import"), key="admin-import", icon=":material/upload_file:", on_click=go, kwargs={"do": "import"})
        _download(kind, "export")


def resting_told(number: int) -> str:
    """How many are not in use, if any."""
    return f" :gray[{tn('admin.resting', number)}]" if number else ""


def import_part(kind: str) -> None:
    """Reading a file: what it must look like, what it would do, and the button that does it."""
    back(t(f"admin.back_to_{kind}"))
    with panel(t(f"admin.import_{kind}"), key="admin-file", height="content"):
        st.markdown(t("admin.import_means"))
        st.caption(t("admin.import_columns", columns=_headings(kind)))
        if kind == "accounts":
            st.caption(t("admin.import_passwords"))
        _download(kind, "template")
        uploader_words()
        file = st.file_uploader(t("admin.file"), key=f"admin-file-{st.session_state.get(ROUND, 0)}", label_visibility="collapsed")
    if file is not None:
        st.session_state.pop(TAKEN, None)
        _file(kind, file.getvalue())
    elif TAKEN in st.session_state:
        _taken(st.session_state[TAKEN])


def _headings(kind: str) -> str:
    return t("list.comma").join(t(f"lists.{kind}_{column}") for column in (*COLUMNS[kind], *TYPED_ONLY[kind]))


def _download(kind: str, what: str) -> None:
    """The present list, or the heading alone."""
    make = store().lists.export if what == "export" else store().lists.template
    st.download_button(
        t(f"admin.{what}"),
        partial(make, who(), kind, language()),
        f"{t(f'admin.file_{kind}', day=fmt_date(today()))}.csv" if what == "export" else f"{t(f'admin.template_{kind}')}.csv",
        "text/csv",
        key=f"admin-{what}",
        icon=":material/download:",
        on_click="ignore",
    )


def _file(kind: str, content: bytes) -> None:
    try:
        plan = store().lists.plan(who(), kind, content)
    except Invalid as invalid:
        st.error(fault_words(invalid.faults[0]), icon=":material/block:")
        return
    if plan.unread:
        st.info(t("admin.unread", headings=[plain(one) for one in plan.unread]), icon=":material/visibility_off:")
    counts = {what: len(plan.of(what)) for what in (NEW, CHANGED, SAME, FAULTY)}
    st.markdown(f"**{t('list.comma').join(tn(f'admin.rows_{what}', number) for what, number in counts.items() if number)}**")
    _preview(kind, plan)
    writes = counts[NEW] + counts[CHANGED]
    if not writes:
        st.markdown(t("admin.nothing_to_write"))
        return
    left_out = tn("admin.left_out", counts[FAULTY]) if counts[FAULTY] else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            tn("admin.write_rows", writes),
            key="admin-take",
            type="primary",
            icon=":material/check:",
            on_click=_take,
            args=(kind, content, plan),
        )
        st.caption(left_out)


def _preview(kind: str, plan: Plan) -> None:
    """Every row that is not simply the same, faulty ones first, cell by cell."""
    shown = [line for what in (FAULTY, CHANGED, NEW) for line in plan.of(what)]
    rows = [{"number": line.number, "key": line.key, "what": _what(line), "told": _told(kind, line)} for line in shown]
    if rows:
        config = {
            "number": st.column_config.NumberColumn(t("admin.row_number"), width=70, format="%d"),
            "key": st.column_config.TextColumn(t(f"lists.{kind}_{COLUMNS[kind][0]}"), width=120),
            "what": st.column_config.TextColumn(t("admin.row_what"), width=96),
            "told": st.column_config.TextColumn(t("admin.row_told"), width="large"),
        }
        st.dataframe(rows, key="admin-preview", hide_index=True, column_config=config, alt=t("admin.preview_alt"), placeholder="")


def _what(line: Line) -> str:
    return f"{SIGNS[line.what]} {t(f'admin.row_{line.what}')}"


def _told(kind: str, line: Line) -> str:
    if line.faults:
        return t("list.semicolon").join(_fault(kind, fault) for fault in line.faults)
    if line.what == NEW:
        said = {column: getattr(line.after, column) for column in COLUMNS[kind][1:] if column != "active"}
        return t("list.comma").join(_cell(column, value) for column, value in said.items() if value)
    told = line.changes(COLUMNS[kind])
    return t("list.semicolon").join(
        t("history.change", name=t(f"lists.{kind}_{column}"), before=_cell(column, before), after=_cell(column, after))
        for column, (before, after) in told.items()
    )


def _fault(kind: str, fault: Fault) -> str:
    if fault.field == "row":
        return fault_words(fault)
    return t("fault.of_field", field=t(f"lists.{kind}_{fault.field}"), words=fault_words(fault))


def _cell(column: str, value: Any) -> str:
    return t(f"role.{value}") if isinstance(value, Role) else value_words(column, value)


def _take(kind: str, content: bytes, plan: Plan) -> None:
    taken = attempt(lambda: store().lists.take(who(), kind, content, plan), t("admin.saved"))
    if taken:
        st.session_state[TAKEN] = taken
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def _taken(taken: Taken) -> None:
    """What the file did, and once the passwords that were made."""
    st.success(t("admin.taken", new=taken.new, changed=taken.changed), icon=":material/check_circle:")
    if taken.passwords:
        with st.container(border=True, key="admin-passwords"):
            st.markdown(tn("admin.passwords_made", len(taken.passwords)))
            st.download_button(
                t("admin.passwords_download"),
                _passwords_file(taken.passwords),
                f"{t('admin.passwords_file')}.csv",
                "text/csv",
                key="admin-passwords-file",
                type="primary",
                icon=":material/download:",
                on_click="ignore",
            )
            st.button(t("admin.handed_over"), key="admin-passwords-done", on_click=_forget)


def _passwords_file(made: dict[str, str]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([t("lists.accounts_name"), t("lists.accounts_password")])
    writer.writerows([neutral(name), password] for name, password in made.items())
    return file.getvalue().encode("utf-8-sig")


def _forget() -> None:
    st.session_state.pop(TAKEN, None)
