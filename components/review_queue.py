"""The queue of requests for close-out: which there are, which one is chosen, and the way from one to the next."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from components.cards import plain
from components.desk import COLOURS
from components.faults import fault_words
from components.i18n import fmt_number, t, tn
from components.rows import Key, key
from components.session import campaign, store, today, who
from components.vocabulary import light_said, words
from components.wording import person
from store.model.documents import Actor
from store.model.errors import NotFound
from store.model.issue import Issue
from store.rules.lifecycle import reasons_against
from store.rules.reviewing import neighbours, queue

REF = "ref"
"""The name in the query string of the request that is chosen."""
SHOWN = 12
"""Requests in view at first."""


def requests() -> list[str]:
    """The numbers of all issues that wait for a decision, in the order of :func:`store.rules.reviewing.queue`."""
    return list(_queue(key(), who())["ref_no"])


@st.cache_resource(max_entries=16, show_spinner=False)
def _queue(key: Key, _actor: Actor) -> pd.DataFrame:
    return queue(store().ledger.rows(_actor, today(), campaign=campaign().code))


def chosen(refs: list[str]) -> Issue | None:
    """The issue that the URL names, by default the first of the queue; one that was decided meanwhile stays until left."""
    for ref in (st.query_params.get(REF, ""), *refs[:1]):
        try:
            issue = store().ledger.issue(who(), ref)
        except NotFound:
            continue
        st.query_params[REF] = ref
        return issue
    st.query_params.pop(REF, None)
    return None


def take(ref: str) -> None:
    """Choose another; for callbacks."""
    if ref:
        st.query_params[REF] = ref
    else:
        st.query_params.pop(REF, None)


def turning(refs: list[str], ref: str) -> None:
    """To the one before and the one after, by button or by keyboard, and how far one is."""
    before, after = neighbours(refs, ref)
    place = t("review.place", place=fmt_number(refs.index(ref) + 1), all=fmt_number(len(refs))) if ref in refs else ""
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"):
        st.markdown(f":gray[{place}]", width="content")
        for name, to, icon, keys in (
            ("before", before, "arrow_upward", "Alt+Up"),
            ("after", after, "arrow_downward", "Alt+Down"),
        ):
            st.button(
                t(f"review.{name}"),
                key=f"review-{name}",
                icon=f":material/{icon}:",
                shortcut=keys,
                disabled=not to,
                on_click=take,
                args=(to,),
            )


def queue_list(refs: list[str], ref: str) -> None:
    """Every request as a card: its light, what it is, who asked and when, and the lock where this person asked or owns it."""
    rows = _queue(key(), who())
    all_of_them = st.session_state.get("review-all") or (ref in refs and refs.index(ref) >= SHOWN)
    with st.container(key="review-queue", gap="small"):
        st.caption(t("review.order"))
        for row in (rows if all_of_them else rows.head(SHOWN)).itertuples():
            _card(row, store().ledger.issue(who(), str(row.ref_no)), here=row.ref_no == ref)
        if not all_of_them and len(rows) > SHOWN:
            st.button(tn("waiting.all", len(rows)), key="review-show-all", type="tertiary", on_click=_show_all)


def _show_all() -> None:
    st.session_state["review-all"] = True


def _card(row: pd.Series, issue: Issue, *, here: bool) -> None:
    name = "here-" if here else ""
    with st.container(key=f"queued-{name}{issue.ref_no}", border=True, gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
            st.badge(light_said(row.light, row.reason, row.days, row.extended), color=COLOURS[row.light])
            st.markdown(f":gray[:small[{issue.ref_no}]]", width="content")
        st.markdown(f"**{plain(issue.title)}**")
        st.markdown(f":gray[:small[{_told(issue)}]]")
        for fault in reasons_against("close", issue, who()):
            st.markdown(f":gray[:small[:material/lock: {plain(fault_words(fault))}]]")
        st.button(
            t("review.open", ref=issue.ref_no), key=f"take-{issue.ref_no}", type="tertiary", on_click=take, args=(issue.ref_no,)
        )


def _told(issue: Issue) -> str:
    """The unit, how long ago it was asked for, by whom, and for the how manieth time."""
    last = issue.closures[-1]
    parts = [words("unit").get(issue.unit, issue.unit), asked_ago(last.requested_at), person(last.requested_by)]
    if len(issue.closures) > 1:
        parts.append(t("review.round", number=fmt_number(len(issue.closures))))
    return t("list.middle_dot").join(plain(part) for part in parts)


def asked_ago(at: str) -> str:
    """``今天申请``, ``3 天前申请``."""
    days = (today() - date.fromisoformat(at[:10])).days
    return tn("review.asked_ago", days) if days > 0 else t("review.asked_today")


def nothing_asked() -> None:
    """Everything is decided."""
    with st.container(border=True, key="nothing_asked", horizontal_alignment="center"):
        st.subheader(t("review.nothing"), anchor=False, text_alignment="center")
        st.markdown(t("review.nothing_do"), text_alignment="center")
