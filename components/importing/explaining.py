"""What the file does not say and what it says in words that nobody knows: asked once, for every row and the next file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.cards import panel, plain
from components.forms.form import stored
from components.forms.inputs import DAY_FORMAT, day_of
from components.i18n import t, tn
from components.importing.memory import Import, memory
from components.importing.words import cell, column_word
from components.session import units, who
from components.vocabulary import offered, words
from store.exchange.importing.header import Header, read_from
from store.exchange.importing.lexicon import CODES, ENUMERATIONS
from store.import_plan import Plan
from store.model.enums import Role

DAYS = ("found_on", "next_review")


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
