"""What a comparison says: one sentence whose every number opens its rows, and the choice of what the table shows."""

from __future__ import annotations

import streamlit as st

from components.choice import IGNORED, open_rows
from components.comparing import KIND, Compared, choose, openable, since
from components.i18n import fmt_number, language, t
from components.vocabulary import SHAPES
from store import moved as words_of
from store.rules.filters import KEYS
from store.rules.movement import KINDS, OTHER
from store.rules.numbers import spelled


def ignore_choice() -> None:
    """A comparison is of the whole ledger: what was chosen on other pages does not narrow what its numbers open."""
    st.session_state[IGNORED] = tuple(key for key in KEYS if key != "campaign")


def sentence(told: Compared) -> None:
    """The sentence; a number that is none opens nothing."""
    here = openable()
    said = words_of.pieces(language(), since(told.before.code, told.after.code), told.moved)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", key="moved_sentence"):
        for kind, words in said:
            numbers = told.moved.of(kind) if kind else ()
            if numbers:
                _number(kind, _coloured(kind, words), [number for number in numbers if number in here])
            else:
                st.markdown(words, width="content")


def _coloured(kind: str, words: str) -> str:
    """What is late speaks in colour and shape, as everywhere."""
    return f":red[{SHAPES['red']} {words}]" if kind == "turned_red" else words


def _number(kind: str, words: str, numbers: list[str]) -> None:
    """Opens its rows; what has left the ledger has none, so the table below shows it instead."""
    if numbers:
        clicked = st.button(words, key=f"moved_{kind}", type="tertiary", help=t(f"moved_means.{kind}"))
        if clicked:
            open_rows({"refs": spelled(numbers)})
        return
    st.button(words, key=f"moved_{kind}", type="tertiary", help=t("compare.gone_shown"), on_click=choose, kwargs={KIND: kind})


def kinds_chosen(told: Compared) -> list[str]:
    """Draw the choice of the kinds that the table shows; returns those in force, none for all."""
    counts = {kind: len(told.moved.of(kind)) for kind in KINDS} | {OTHER: len(told.others)}
    offered = [kind for kind, count in counts.items() if count]
    asked = [kind for kind in st.query_params.get(KIND, "").split(",") if kind in offered]
    st.session_state["compare_kinds"] = asked
    st.pills(
        t("compare.kinds"),
        offered,
        selection_mode="multi",
        key="compare_kinds",
        format_func=lambda kind: t("compare.kind_and_count", kind=t(f"moved_kind.{kind}"), n=fmt_number(counts[kind])),
        label_visibility="collapsed",
        wrap=True,
        on_change=_take_kinds,
    )
    return asked


def _take_kinds() -> None:
    choose(**{KIND: ",".join(st.session_state.get("compare_kinds") or ())})
