"""What waits for somebody, heap by heap: each problem with its light, its reason and the next step, a click away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from components.cards import panel, plain
from components.choice import ISSUE, REVIEW, page_at
from components.forms.urge_many import urge_many
from components.i18n import fmt_date, fmt_number, t, tn
from components.rows import Key, key_of_now, own_rows
from components.session import campaign, today, who
from components.slip_words import answer_said
from components.vocabulary import light_said, words
from store.model.documents import Actor
from store.model.enums import Role, Status
from store.rules.waiting import Waiting, number_waiting, waiting

SHOWN = 5
"""Rows of a heap in view at first."""
STEP_PAGES = {"review": REVIEW}
"""Where a step is done, unless it is done on the problem's own page."""
READ = ("ref_no", "title", "unit", "owner", "status", "light", "reason", "days", "extended", "step", "measures", "measures_done")
MORE = ("closed_on", "check_on", "urges_open", "answer_due")
"""What is read of a row, beside the day of its heap."""
COLOURS = {"red": "red", "yellow": "orange", "green": "green", "grey": "gray"}

AT_ONCE: dict[str, Callable[[Sequence[str]], None]] = {"urge": urge_many}
"""What may be done with a whole heap, by the numbers of its problems."""


def waiting_here() -> list[Waiting]:
    """What waits for this person, reckoned once an edition of the ledger."""
    return _waiting((*key_of_now(), who().name), who())


@st.cache_resource(max_entries=64, show_spinner=False)
def _waiting(key: Key, _actor: Actor) -> list[Waiting]:
    return waiting(own_rows(), _actor, today(), campaign())


def number_here() -> int:
    """How many problems wait for this person; asked for on every page, so reckoned once an edition and without the heaps."""
    return _number((*key_of_now(), who().name), who())


@st.cache_resource(max_entries=256, show_spinner=False)
def _number(key: Key, _actor: Actor) -> int:
    return number_waiting(own_rows(), _actor, today(), campaign())


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
        if heap.task in AT_ONCE and st.button(t(f"urging.all_{heap.task}"), key=f"all-{heap.task}", icon=":material/campaign:"):
            AT_ONCE[heap.task](list(heap.rows["ref_no"]))
        rows = heap.rows[list(dict.fromkeys((*READ, *MORE, heap.day)))]
        rows = rows if st.session_state.get(key) else rows.head(SHOWN)
        issue, names = page_at(ISSUE), words("unit")
        pages = {step: page_at(path) for step, path in STEP_PAGES.items() if step in set(rows["step"])}
        for row in rows.assign(day=rows[heap.day]).itertuples():
            _row(row, issue, pages.get(row.step, issue), _told(row, heap.day, names))
        if len(rows) < len(heap.rows):
            st.button(tn("waiting.all", len(heap.rows)), key=f"show-{key}", type="tertiary", on_click=_show_all, args=(key,))


def _show_all(key: str) -> None:
    st.session_state[key] = True


def _row(row: Any, issue: st.Page, doing: st.Page, told: str) -> None:
    to = {"ref": row.ref_no}
    light, title, more, step = st.columns([3, 10, 7, 3], vertical_alignment="center", gap="small")
    light.badge(light_said(row.light, row.reason, row.days, row.extended), color=COLOURS[row.light])
    title.page_link(issue, label=f"{row.ref_no} &ensp; **{plain(row.title)}**", query_params=to)
    more.markdown(f":gray[:small[{told}]]")
    step.page_link(doing, label=t(f"step.{row.step}"), icon=":material/arrow_forward:", query_params=to)


def _told(row: Any, by: str, names: Mapping[str, str]) -> str:
    """Unit (for whoever sees several), owner, and of what is closed the check, else the day of reckoning and measures done."""
    unit = "" if who().role is Role.UNIT else plain(names.get(row.unit, row.unit))
    parts = [unit, plain(row.owner), *(_of_closed(row) if row.status == Status.CLOSED else _of_unsettled(row, by))]
    return " · ".join(part for part in parts if part)


def _of_unsettled(row: Any, by: str) -> list[str]:
    done, every = fmt_number(row.measures_done), fmt_number(row.measures)
    return [
        t(f"waiting.by_{by}", day=fmt_date(row.day.date(), form="day")) if row.day == row.day else "",
        t("issue.measures_done", done=done, all=every) if row.measures else "",
        answer_said(row.answer_due.date()) if row.urges_open and by != "answer_due" else "",
    ]


def _of_closed(row: Any) -> list[str]:
    closed = t("review.closed_on", day=fmt_date(row.closed_on.date(), form="day"))
    planned = t("review.check_planned", day=fmt_date(row.check_on.date(), form="day")) if row.check_on == row.check_on else ""
    return [closed, planned]
