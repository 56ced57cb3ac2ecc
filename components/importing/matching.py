"""What the file is: which sheet, which row is the header, and what each column is taken for."""

from __future__ import annotations

import streamlit as st

from components.cards import panel, plain
from components.faults import fault_words
from components.i18n import t, tn
from components.importing.memory import Import, forget, memory
from components.importing.words import column_word
from store.exchange.importing.header import GUESSED, Column, Header, follows, read_from
from store.exchange.importing.lexicon import FIELDS

SAMPLES, LONGEST = 3, 40
"""Cells shown under a column, and their characters."""
HEADERS_OFFERED = 40


def matching(known: Import) -> None:
    """Sheet, header and columns; calm when everything was recognised, open where something is to be looked at."""
    book = known.book
    if book is None:
        return
    sheet = book.sheets[known.sheet]
    with panel(t("importing.matching"), key="import-matching", height="content", note=plain(book.name or t("importing.pasted"))):
        st.button(t("importing.other"), key="import-other", type="tertiary", icon=":material/swap_horiz:", on_click=forget)
        with st.grid(2, min_column_width=240, gap="small"):
            if len(book.sheets) > 1:
                _sheet(known)
            _header(known)
        for told in sheet.told:
            st.warning(fault_words(told), icon=":material/calculate:")
        header = known.header
        if header is None:
            st.warning(t("fault.import_no_header"), icon=":material/search_off:")
            return
        _columns(known, header)


def _sheet(known: Import) -> None:
    names = [sheet.name for sheet in known.book.sheets] if known.book else []
    st.selectbox(
        t("importing.sheet"),
        range(len(names)),
        key=f"import-sheet-{known.round}",
        index=known.sheet,
        format_func=lambda at: names[at],
        on_change=_take_sheet,
    )


def _take_sheet() -> None:
    known = memory()
    chosen = st.session_state.get(f"import-sheet-{known.round}")
    if chosen is not None:
        known.choose_sheet(chosen)


def _header(known: Import) -> None:
    sheet = known.book.sheets[known.sheet] if known.book else None
    rows = sheet.rows[:HEADERS_OFFERED] if sheet else ()
    numbers = sheet.numbers if sheet else ()
    st.selectbox(
        t("importing.header"),
        range(len(rows)),
        key=f"import-header-{known.round}-{known.sheet}",
        index=known.first,
        placeholder=t("entry.choose"),
        format_func=lambda at: t("importing.header_row", number=numbers[at], words=_excerpt(rows[at])),
        on_change=_take_header,
    )


def _excerpt(row: tuple[str, ...]) -> str:
    told = list(dict.fromkeys(" ".join(cell.split()) for cell in row if cell.strip()))
    return " | ".join(told)[:LONGEST]


def _take_header() -> None:
    known = memory()
    chosen = st.session_state.get(f"import-header-{known.round}-{known.sheet}")
    if chosen is not None:
        known.choose_header(chosen)


def _columns(known: Import, header: Header) -> None:
    named = [one for one in header.columns if one.heading]
    doubtful = [one for one in named if _doubtful(one)]
    read = len(read_from(header))
    told = [tn("importing.columns_read", read)]
    told += [tn("importing.columns_doubtful", len(doubtful))] if doubtful else []
    told += [t("importing.recalled")] if known.recalled else []
    st.markdown(t("list.semicolon").join(told))
    twins = [plain(one.heading) for one in named if one.twin]
    if twins:
        st.markdown(f":orange[:material/content_copy: {t('importing.twins', headings=twins)}]")
    sheet = st.expander(t("importing.adjust"), expanded=bool(doubtful), key=f"import-columns-{known.round}")
    with sheet, st.grid(4, min_column_width=220, gap="small"):
        for one in sorted(named, key=lambda column: not _doubtful(column)):
            _column(known, one)


def _doubtful(column: Column) -> bool:
    """Whether a person should look: taken for something by likeness, or for nothing."""
    return column.how == GUESSED or column.twin or (not column.field and not follows(column))


def _column(known: Import, column: Column) -> None:
    sign = "" if not _doubtful(column) else "❓ "
    key = f"import-column-{known.round}-{known.sheet}-{known.first}-{column.at}"
    options = ["", *FIELDS] if not follows(column) else ["", column.field, *FIELDS]
    st.selectbox(
        f"{sign}{plain(column.heading)}",
        options,
        key=key,
        index=options.index(column.field),
        format_func=lambda name: column_word(name) if name else t("importing.not_read"),
        help=_samples(known, column),
        on_change=_take_column,
        args=(key, column.at),
    )


def _samples(known: Import, column: Column) -> str | None:
    sheet, header = known.book.sheets[known.sheet] if known.book else None, known.header
    if sheet is None or header is None:
        return None
    cells = (plain(row[column.at])[:LONGEST] for row in sheet.rows[header.body : header.body + 50])
    found = list(dict.fromkeys(cell for cell in cells if cell))[:SAMPLES]
    return "\n\n".join(found) or None


def _take_column(key: str, at: int) -> None:
    known = memory()
    if key in st.session_state:
        known.fields[at] = st.session_state.get(key) or ""
