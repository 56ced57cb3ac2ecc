"""Accepting: all that can be taken or what is ticked, with a bar; then what became of it, its one undo, and its rows."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import picking
from components.cards import plain
from components.choice import LEDGER
from components.faults import refusal
from components.i18n import fmt_number, t, tn
from components.importing.given import done_with
from components.importing.memory import Import, forget, memory
from components.session import store, who
from store.batches import Applied
from store.import_plan import Plan
from store.imports import MOST
from store.model.errors import XiaohaoError
from store.rules.bulk import reasons_of
from store.rules.importing import Line
from store.rules.numbers import spelled
from store.rules.planning import CHANGED, NEW

IN_A_LINK = 1500
"""Letters that the numbers of an import may take in an address; more are ticked instead."""
MOST_REASONS = 8


def accepting(known: Import, plan: Plan, ticked: Sequence[Line]) -> None:
    """The buttons: everything new and changed, or of the ticked rows those; none is going away again."""
    possible = [line.number for line in plan.lines if line.what in (NEW, CHANGED)]
    every, some = possible[:MOST], [line.number for line in ticked if line.what in (NEW, CHANGED)][:MOST]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="import-accept"):
        if ticked:
            _take(tn("importing.accept_ticked", len(some)) if some else t("importing.accept_none_ticked"), some, "ticked")
        elif every:
            _take(tn("importing.accept_all", len(every)), every, "all")
        else:
            st.markdown(t("importing.nothing_to_take"))
        st.button(t("importing.put_away"), key="import-away", type="tertiary", on_click=forget)
    if len(possible) > MOST:
        st.caption(tn("importing.accept_first", MOST))
    if every:
        st.caption(t("importing.accept_means"))


def _take(words: str, numbers: Sequence[int], which: str) -> None:
    st.button(
        words,
        key=f"import-accept-{which}",
        type="primary",
        icon=":material/check:",
        disabled=not numbers,
        on_click=_begin,
        args=(tuple(numbers),),
    )


def _begin(numbers: tuple[int, ...]) -> None:
    memory().wanted = numbers


def carry_out(known: Import) -> None:
    """Write what was accepted, if anything was; stands before the rest of the page, with a bar of its own."""
    if known.wanted is None or known.plan is None or known.source is None:
        return
    numbers, known.wanted = known.wanted, None
    bar = st.progress(0.0, t("importing.writing"))
    try:
        done = store().imports.accept(
            who(),
            known.plan[1],
            set(numbers),
            lambda at, of: bar.progress(at / max(of, 1), t("importing.written", done=fmt_number(at), of=fmt_number(of))) and None,
        )
        store().imports.remember(who(), known.source)
    except XiaohaoError as error:
        known.error = error
    else:
        done_with()
        known.done, known.book, known.plan, known.rows = done, None, None, None
    bar.empty()
    st.rerun()


def outcome(done: Applied) -> None:
    """What was written and what was not, with undo and the way to the rows."""
    refs = [issue.ref_no for issue in done.issues]
    with st.container(border=True, key="import-done", gap="small"):
        if refs:
            st.markdown(f"### :green[:material/check_circle:] {tn('importing.done', len(refs))}")
            st.markdown(plain(t("importing.numbers", refs=refs[:8])) + (" …" if len(refs) > 8 else ""))
        else:
            st.markdown(t("importing.nothing_done"))
        found = reasons_of(done.refused, refusal)
        for why, rows in list(found.items())[:MOST_REASONS]:
            st.markdown(f":red[:material/block: {plain(why)}] :gray[{plain(tn('importing.rows_refused', len(rows)))}]")
        with st.container(horizontal=True, gap="small"):
            if refs:
                words, icon = t("importing.open_rows"), ":material/table_rows:"
                st.button(words, key="import-open", type="primary", icon=icon, on_click=_open, args=(refs,))
            if done.batch:
                st.button(t("importing.undo"), key="import-undo", icon=":material/undo:", on_click=_undo, args=(done.batch.id,))
            st.button(t("importing.another"), key="import-another", type="tertiary", on_click=forget)
    if st.session_state.pop("import-open-rows", None):
        named = spelled(refs)
        st.switch_page(LEDGER, query_params={"refs": named} if len(named) <= IN_A_LINK else {})


def _open(refs: list[str]) -> None:
    """On the ledger page the rows are filtered; too many for an address are ticked instead."""
    if len(spelled(refs)) > IN_A_LINK:
        picking.pick(refs)
    st.session_state["import-open-rows"] = True


def _undo(batch: int) -> None:
    known = memory()
    try:
        undone = store().batches.undo(who(), batch)
    except XiaohaoError as error:
        known.error = error
        return
    forget()
    found = reasons_of(undone.refused, refusal)
    told = [t("many.not_undone", why=why, refs=list(map(plain, refs))) for why, refs in found.items()]
    st.session_state["import-undone"] = [tn("importing.undone", len(undone.issues)), *told]


def undone() -> None:
    """What an undo took back, said once."""
    for number, said in enumerate(st.session_state.pop("import-undone", ())):
        (st.warning if number else st.success)(said, icon=":material/info:" if number else ":material/undo:")
