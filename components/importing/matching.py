"""What the file is: which sheet, which row is the header, what each column is taken for, and what unknown words mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.cards import panel, plain
from components.faults import fault_words
from components.forms.form import stored
from components.forms.inputs import DAY_FORMAT, day_of
from components.i18n import t, tn
from components.importing.memory import Import, forget, memory
from components.importing.words import cell, column_word
from components.session import units, who
from components.vocabulary import offered, words
from store.exchange.importing.header import GUESSED, Column, Header, follows, read_from
from store.exchange.importing.lexicon import CODES, ENUMERATIONS, FIELDS
from store.import_plan import Plan
from store.model.enums import Role

SAMPLES, LONGEST = 3, 40
"""Cells shown under a column, and their characters."""
HEADERS_OFFERED = 40
DAYS = ("found_on", "next_review")


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


def suppositions(known: Import, header: Header) -> None:
    """What stands for columns that the file does not have; only new problems need it."""
    there = read_from(header)
    wanted = [name for name in ("category", "unit", "source", "found_on", "next_review") if name not in there]
    if who().role is Role.UNIT:
        wanted = [name for name in wanted if name != "unit"]  # that is their own
    said = t("list.comma").join(f"{column_word(name)} {cell(name, known.supposed.get(name))}" for name in wanted)
    head = t("importing.supposed_so", said=plain(said))
    with st.expander(head, expanded=_unsaid(known, wanted), key=f"import-supposed-{known.round}"):
        st.caption(t("importing.supposed_means"))
        with st.grid(4, min_column_width=200, gap="small"):
            for name in wanted:
                (_day if name in DAYS else _pick)(known, name)


def _unsaid(known: Import, wanted: list[str]) -> bool:
    return any(not known.supposed.get(name) for name in wanted)


def _pick(known: Import, name: str) -> None:
    options = [code for code, unit in units().items() if unit.active] if name == "unit" else offered(name)
    key, said = f"import-supposed-{known.round}-{name}", known.supposed.get(name)
    st.selectbox(
        column_word(name),
        options,
        key=key,
        index=options.index(said) if said in options else None,
        format_func=lambda code: words(name).get(code, code),
        placeholder=t("entry.choose"),
        on_change=_suppose,
        args=(name, key),
    )


def _day(known: Import, name: str) -> None:
    key = f"import-supposed-{known.round}-{name}"
    value = day_of(known.supposed.get(name))
    st.date_input(column_word(name), value, key=key, format=DAY_FORMAT, on_change=_suppose, args=(name, key))


def _suppose(name: str, key: str) -> None:
    if key in st.session_state:
        memory().supposed[name] = stored(st.session_state.get(key))


def unknown_words(plan: Plan) -> dict[str, dict[str, Mapping[str, Any]]]:
    """Of each field the words that nobody knows, with what was said of each."""
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for line in plan.lines:
        for fault in line.faults:
            if fault.code in ("unknown_word", "several_units") and (fault.field in CODES or fault.field in ENUMERATIONS):
                found.setdefault(fault.field, {}).setdefault(str(fault.params["cell"]).strip(), fault.params)
    return found


def explaining(known: Import, plan: Plan) -> None:
    """A choice for each unknown word, the likeliest first; chosen once it holds for every row and the next file."""
    unknown = unknown_words(plan)
    if not unknown and not known.explained:
        return
    count = sum(map(len, unknown.values()))
    note = tn("importing.unknown", count) if count else ""
    near = [(name, word, params.get("near", ())) for name, said in unknown.items() for word, params in said.items()]
    meant: list[tuple[str, str, Any]] = [(name, word, ()) for name, said in known.explained.items() for word in said]
    sheet = panel(t("importing.explain"), key="import-explain", height="content", note=note)
    with sheet, st.grid(3, min_column_width=240, gap="small"):
        for name, word, codes in [*near, *meant]:
            _explain(known, name, word, codes)


def _explain(known: Import, name: str, word: str, near: Any) -> None:
    codes = [one.value for one in ENUMERATIONS[name]] if name in ENUMERATIONS else list(words(name))
    options = [*near, *(code for code in codes if code not in near)]
    said = known.explained.get(name, {}).get(word)
    key = f"import-explain-{known.round}-{name}-{word}"
    st.selectbox(
        t("importing.means", column=column_word(name), word=plain(word)),
        options,
        key=key,
        index=options.index(said) if said in options else None,
        format_func=lambda code: cell(name, code),
        placeholder=t("importing.perhaps", name=cell(name, near[0])) if near else t("entry.choose"),
        on_change=_take_word,
        args=(name, word, key),
    )


def _take_word(name: str, word: str, key: str) -> None:
    chosen = st.session_state.get(key)
    if chosen:
        memory().explained.setdefault(name, {})[word] = chosen
