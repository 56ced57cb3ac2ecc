"""Acting on many problems at once: what may be done with those that are ticked, the preview of a change, and its one undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components import picking
from components.cards import plain
from components.faults import refusal
from components.forms.change_many import change_many
from components.forms.urge_many import urge_many
from components.i18n import fmt_number, t, tn
from components.session import store, today, who
from components.wording import moment_words
from store.batches import MOST
from store.imports import CHANGE as IMPORT
from store.model.documents import Actor, Batch
from store.model.errors import XiaohaoError
from store.rules.bulk import may, reasons_of
from store.rules.permissions import PERMITS

DOING = "doing_many"
"""Session key of the action whose dialog is open."""
DISMISSED = "undo_dismissed"
"""Session key of the batch whose undo the person does not want to see any more."""
TOLD = "many_told"
"""Session key of what became of the last action, in sentences."""

Chosen = Mapping[str, int]
"""Numbers of problems, each with the revision that the table showed."""


@dataclass(frozen=True)
class Action:
    """One thing to do with many problems: its sign, who may, and what opens; ``once``: it then stays open by itself."""

    icon: str
    may: Callable[[Actor], bool]
    open: Callable[[Chosen], None]
    once: bool = False


def _change(name: str, icon: str) -> Action:
    return Action(icon, lambda actor: may(name, actor), lambda chosen: change_many(name, chosen, _done))


ACTIONS: dict[str, Action] = {
    "owner": _change("owner", "person"),
    "lead": _change("lead", "supervisor_account"),
    "due": _change("due", "more_time"),
    "category": _change("category", "category"),
    "urge": Action("campaign", lambda actor: actor.role in PERMITS["urge"], lambda chosen: urge_many(list(chosen)), once=True),
}
"""By name, in the order of their buttons; words: ``many.<name>``."""


def bar(ticked: Sequence[str], rows: pd.DataFrame) -> None:
    """What may be done with the ``ticked`` of ``rows``; stands where the tools of the whole table stood: nothing moves."""
    too_many = len(ticked) > MOST
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(f"**{tn('many.picked', len(ticked))}**", width="content")
        for name, action in ACTIONS.items():
            if action.may(who()):
                icon, why = f":material/{action.icon}:", tn("many.too_many", MOST) if too_many else None
                st.button(
                    t(f"many.{name}"), key=f"many_{name}", icon=icon, disabled=too_many, help=why, on_click=_begin, args=(name,)
                )
        if len(ticked) < len(rows):
            everything = rows["ref_no"].tolist()
            told = tn("many.pick_all", len(rows))
            st.button(told, key="pick_all", type="tertiary", on_click=picking.pick, args=(everything,))
        st.button(t("many.pick_none"), key="pick_none", type="tertiary", on_click=picking.pick, args=((),))


def dialog(ticked: Sequence[str], rows: pd.DataFrame) -> None:
    """The dialog of the action that was begun, if any."""
    doing = st.session_state.get(DOING)
    if doing in ACTIONS and ticked:
        if ACTIONS[doing].once:
            st.session_state.pop(DOING)
        picked = rows[rows["ref_no"].isin(ticked)]
        ACTIONS[doing].open(dict(zip(picked["ref_no"].tolist(), picked["revision"].tolist(), strict=True)))


def undo_strip() -> None:
    """What became of the last action, and one button that takes the last change of today back while it can be."""
    for sentence in st.session_state.pop(TOLD, ()):
        st.warning(sentence, icon=":material/info:")
    batch = store().batches.last(who(), today())
    if batch is None or st.session_state.get(DISMISSED) == batch.id:
        return
    with st.container(key="undo_strip", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/history: {_batch_said(batch)}", width="content")
        st.button(t("many.undo"), key="many_undo", icon=":material/undo:", on_click=_undo, args=(batch,))
        st.button(
            "", key="undo_away", icon=":material/close:", type="tertiary", help=t("many.away"), on_click=_away, args=(batch,)
        )


def _batch_said(batch: Batch) -> str:
    """What a batch did, when, to how many."""
    number, said = len(batch.revisions), {"n": fmt_number(len(batch.revisions)), "at": moment_words(batch.at)}
    if batch.change == IMPORT:
        return tn("importing.batch", number, **said)
    return tn("many.changed", number, what=t(f"many.what_{batch.change}"), **said)


def _begin(name: str) -> None:
    st.session_state[DOING] = name


def _done(told: Sequence[str], *, finished: bool) -> None:
    """A dialog is over: nothing is begun any more; after a change nothing is ticked either."""
    st.session_state.pop(DOING, None)
    st.session_state[TOLD] = list(told)
    if finished:
        picking.pick(())


def _undo(batch: Batch) -> None:
    try:
        done = store().batches.undo(who(), batch.id)
    except XiaohaoError as error:
        st.session_state[TOLD] = [refusal(error)]
        return
    if done.issues:
        st.toast(tn("many.undone", len(done.issues)), icon=":material/undo:")
    found = reasons_of(done.refused, refusal)
    st.session_state[TOLD] = [t("many.not_undone", why=why, refs=list(map(plain, refs))) for why, refs in found.items()]


def _away(batch: Batch) -> None:
    st.session_state[DISMISSED] = batch.id
