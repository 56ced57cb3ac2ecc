"""The snapshots on the screen: keeping one, and of each who took it when, what it holds, whether it is whole, and its file."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components.cards import plain
from components.faults import refusal
from components.i18n import fmt_date, t, tn
from components.said import say
from components.session import campaign, store, today, who
from components.wording import moment_words, person
from store.comparisons import NOW, SNAPSHOT
from store.model.documents import Actor, Snapshot
from store.model.errors import NotFound, Unusable, XiaohaoError
from store.opening import Store
from store.rules.permissions import PERMITS
from store.snapshots import Sight

AT_ONCE = 20
"""Snapshots on one screen."""
NAME, REFUSED, MORE = "snapshot_name", "snapshot_refused", "snapshots_shown"
SHORT = 12
"""Signs of a checksum in view; the whole of it is a touch away."""


def taking() -> None:
    """A name and the button, for whoever may keep one."""
    if who().role not in PERMITS["take_snapshot"]:
        return
    st.session_state.setdefault(NAME, t("snapshots.usual_name", day=fmt_date(today(), form="day")))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="snapshot_taking"):
        st.text_input(t("snapshots.name"), key=NAME, max_chars=80, width=360)
        st.button(t("snapshots.take"), key="snapshot_take", type="primary", icon=":material/photo_camera:", on_click=_take)
    if refused := st.session_state.get(REFUSED):
        st.error(refused, icon=":material/block:")


def _take() -> None:
    st.session_state.pop(REFUSED, None)
    try:
        kept = store().snapshots.take(who(), campaign().code, st.session_state.get(NAME, ""))
    except XiaohaoError as error:
        st.session_state[REFUSED] = refusal(error)
        return
    st.session_state.pop(NAME, None)
    say(tn("snapshots.taken", kept.rows, name=plain(kept.name)), "photo_camera")


def snapshot_list() -> None:
    """The latest first."""
    kept = store().snapshots.all(campaign().code)
    if not kept:
        st.info(t("snapshots.none"), icon=":material/photo_camera:")
        return
    shown = st.session_state.get(MORE, AT_ONCE)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{tn('snapshots.count', len(kept))}**", width="content")
        st.button(t("snapshots.verify"), key="snapshots_verify", icon=":material/verified_user:", on_click=_fault.clear)
    for one in kept[:shown]:
        _line(one)
    if len(kept) > shown:
        st.button(t("snapshots.more"), key="snapshots_more", type="tertiary", on_click=_more)
    st.caption(t("snapshots.for_ever"))


def _more() -> None:
    st.session_state[MORE] = st.session_state.get(MORE, AT_ONCE) + AT_ONCE


def _line(kept: Snapshot) -> None:
    fault, sight = _fault(kept.sha256, kept.id), _sight(kept)
    with (
        st.container(border=True, key=f"snapshot_{kept.id}"),
        st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"),
    ):
        with st.container(gap=None, width="content"):
            st.markdown(f"**{plain(kept.name)}**")
            st.caption(t("snapshots.told", at=plain(moment_words(kept.taken_at)), by=plain(person(kept.taken_by))))
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
            if sight is not None:
                st.markdown(tn("ledger.count", sight.rows), width="content")
                st.markdown(f"`{sight.sha256[:SHORT]}`", width="content", help=t("snapshots.checksum", sha256=sight.sha256))
            st.badge(t(f"snapshots.{fault or 'whole'}"), icon=f":material/{'error' if fault else 'check'}:", color=_colour(fault))
            _buttons(kept, sound=sight is not None and not fault)


def _colour(fault: str) -> str:
    return "red" if fault else "green"


def _buttons(kept: Snapshot, *, sound: bool) -> None:
    st.download_button(
        t("snapshots.download"),
        partial(_file, store(), who(), kept.id) if sound else b"",
        f"{t('snapshots.file', name=kept.name, day=fmt_date(kept.day))}.csv",
        "text/csv",
        key=f"snapshot_file_{kept.id}",
        icon=":material/download:",
        on_click="ignore",
        disabled=not sound,
    )
    st.link_button(
        t("ledger.link"), f"/snapshots/{kept.id}.csv", icon=":material/link:", help=t("snapshots.link_means"), disabled=not sound
    )
    query = {"from": f"{SNAPSHOT}:{kept.id}", "to": NOW}
    if "campaign" in st.query_params:
        query["campaign"] = kept.campaign
    if st.button(t("snapshots.compare"), key=f"snapshot_compare_{kept.id}", icon=":material/compare_arrows:", disabled=not sound):
        st.switch_page("../pages/compare.py", query_params=query)


def _file(opened: Store, actor: Actor, number: int) -> bytes:
    return opened.snapshots.content(actor, number)


def _sight(kept: Snapshot) -> Sight | None:
    """What this reader gets of it; None when its file cannot be read."""
    try:
        return store().snapshots.sight(who(), kept)
    except (NotFound, Unusable):
        return None


@st.cache_resource(ttl=600, max_entries=500, show_spinner=False)
def _fault(sha256: str, number: int) -> str:
    """What is wrong with the file, every byte read anew every ten minutes, or when somebody asks for it."""
    return store().snapshots.fault(store().snapshots.one(number))
