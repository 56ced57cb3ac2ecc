"""What waits for somebody, heap by heap: each problem with its light, its reason and the next step, a click away."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from components.cards import panel, plain
from components.choice import ISSUE
from components.i18n import fmt_date, fmt_number, t, tn
from components.rows import Key, key
from components.session import campaign, store, today, who
from components.vocabulary import light_said, words
from store.model.documents import Actor
from store.model.enums import Role, Status
from store.rules.waiting import Waiting, waiting

SHOWN = 8
"""Rows of a heap in view at first."""
COLOURS = {"red": "red", "yellow": "orange", "green": "green", "grey": "gray"}


def waiting_here() -> list[Waiting]:
    """What waits for this person, reckoned once an edition of the ledger."""
    return _waiting((*key(), who().name), who())


@st.cache_resource(max_entries=64, show_spinner=False)
def _waiting(key: Key, _actor: Actor) -> list[Waiting]:
    rows = store().ledger.rows(_actor, today(), campaign=campaign().code)
    return waiting(rows, _actor, own_drafts(rows))


def own_drafts(rows: pd.DataFrame) -> set[int]:
    """The drafts that this person began."""
    drafts = rows[rows["status"] == Status.DRAFT.value]
    return {int(row.id) for row in drafts.itertuples() if store().ledger.issue(who(), row.ref_no).created_by == who().name}


def desk(heaps: list[Waiting]) -> None:
    """Every heap, most urgent first, after one sentence that counts them."""
    if not heaps:
        _all_done()
        return
    told = [tn(f"waiting.count_{heap.task}", len(heap.rows)) for heap in heaps]
    st.markdown(t("waiting.sentence", heaps=t("list.comma").join(told)))
    for heap in heaps:
        _heap(heap)


def _all_done() -> None:
    with st.container(border=True, key="nothing_waits", horizontal_alignment="center"):
        st.subheader(t("waiting.nothing"), anchor=False, text_alignment="center")
        st.markdown(t("waiting.nothing_do"), text_alignment="center")


def _heap(heap: Waiting) -> None:
    with panel(t(f"waiting.{heap.task}"), key=f"waiting-{heap.task}", height="content", note=fmt_number(len(heap.rows))):
        key = f"all-of-{heap.task}"
        rows = heap.rows if st.session_state.get(key) else heap.rows.head(SHOWN)
        for row in rows.itertuples():
            _row(row)
        if len(rows) < len(heap.rows):
            st.button(tn("waiting.all", len(heap.rows)), key=f"show-{key}", type="tertiary", on_click=_show_all, args=(key,))


def _show_all(key: str) -> None:
    st.session_state[key] = True


def _row(row: Any) -> None:
    to = {"ref": row.ref_no}
    light, title, told, step = st.columns([3, 10, 7, 3], vertical_alignment="center", gap="small")
    light.badge(light_said(row.light, row.reason, row.days), color=COLOURS[row.light])
    title.page_link(ISSUE, label=f"{row.ref_no} &ensp; **{plain(row.title)}**", query_params=to)
    told.markdown(f":gray[:small[{_told(row)}]]")
    step.page_link(ISSUE, label=t(f"step.{row.step}"), icon=":material/arrow_forward:", query_params=to)


def _told(row: Any) -> str:
    """Unit (for whoever sees several), owner, day of reckoning, measures done."""
    day = fmt_date(row.deadline.date(), form="day") if row.deadline == row.deadline else ""
    parts = [
        "" if who().role is Role.UNIT else plain(words("unit").get(row.unit, row.unit)),
        plain(row.owner),
        t("issue.until", day=day) if day else "",
        t("issue.measures_done", done=fmt_number(row.measures_done), all=fmt_number(row.measures)) if row.measures else "",
    ]
    return " · ".join(part for part in parts if part)
