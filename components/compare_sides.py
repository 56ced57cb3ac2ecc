"""Choosing what to compare: a snapshot, a day, now, or a file of ours that comes back; and the usual choices by one click."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from components.cards import plain
from components.comparing import FROM, HELD, TO, choose, day_said, days_ago, held, hold, snapshot_of
from components.forms.uploader import uploader_words
from components.i18n import t
from components.session import campaign, store, today
from store.comparisons import DAY, FILE, NOW, SNAPSHOT
from store.exchange.returning import LARGEST
from store.rules.workdays import FIRST

QUICK = {"week": 7, "month": 30}
"""The usual spans by their name."""
UPLOAD = "compare_upload"


def sides(before: str, after: str) -> None:
    """Draw both choices, what each still needs, and the usual ones."""
    with st.grid(2, min_column_width=300, gap="small", key="compare_sides"):
        for end, code in ((FROM, before), (TO, after)):
            with st.container(gap="xsmall"):
                _side(end, code)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="compare_quick"):
        _quick(before, after)


def _side(end: str, code: str) -> None:
    key, kind = f"compare_{end}", code.partition(":")[0]
    chosen = code if kind == SNAPSHOT else kind
    st.session_state[key] = chosen
    options = [NOW, *_snapshots(), DAY, FILE]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        st.selectbox(
            t(f"compare.{end}"),
            options if chosen in options else [*options, chosen],
            key=key,
            format_func=_option,
            on_change=_take,
            args=(end,),
            width="stretch",
        )
        if kind == DAY:
            _day(end, store().comparisons.day_of(code) or today())
    if kind == FILE:
        _file()


def _snapshots() -> list[str]:
    return [f"{SNAPSHOT}:{kept.id}" for kept in store().snapshots.all(campaign().code)]


def _option(code: str) -> str:
    if code.startswith(SNAPSHOT):
        kept = snapshot_of(code)
        return t("compare.option_snapshot", name=kept.name, day=day_said(kept.day))
    return t(f"compare.option_{code}", day=day_said(today()))


def _take(end: str) -> None:
    """A day begins a week ago on the left and today on the right."""
    chosen = st.session_state.get(f"compare_{end}")
    if chosen:
        choose(**{end: days_ago(7 if end == FROM else 0) if chosen == DAY else chosen})


def _day(end: str, day: date) -> None:
    """Its key names the day in force, so that a link and the way back show in it too."""
    key = f"compare_{end}_day:{day}"
    st.date_input(
        t("compare.day"),
        day,
        FIRST,
        max(today(), day),
        key=key,
        format="YYYY-MM-DD",
        on_change=_take_day,
        args=(end, key),
        width=150,
    )


def _take_day(end: str, key: str) -> None:
    day = st.session_state.get(key)
    if day:
        choose(**{end: f"{DAY}:{day.isoformat()}"})


def _file() -> None:
    """The file of this session by its name, or the place to hand one in."""
    file = held()
    if file is not None:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.markdown(f":material/description: {plain(file.name)}", width="content")
            st.button(t("compare.other_file"), key="compare_other_file", type="tertiary", on_click=_put_away)
        return
    uploader_words()
    st.file_uploader(t("compare.file"), key=UPLOAD, on_change=_handed_in, label_visibility="collapsed")
    st.caption(t("compare.file_means", most=LARGEST // 1_000_000))


def _handed_in() -> None:
    file = st.session_state.get(UPLOAD)
    if file is not None:
        hold(file.name, file.getvalue())


def _put_away() -> None:
    st.session_state.pop(HELD, None)


def _quick(before: str, after: str) -> None:
    snapshots = _snapshots()
    st.button(
        t("compare.since_snapshot"),
        key="compare_since_snapshot",
        icon=":material/photo_camera:",
        disabled=not snapshots,
        on_click=choose,
        kwargs={FROM: snapshots[0] if snapshots else "", TO: NOW},
    )
    for name, days in QUICK.items():
        st.button(
            t(f"compare.since_{name}", day=day_said(today() - timedelta(days=days))),
            key=f"compare_since_{name}",
            on_click=choose,
            kwargs={FROM: days_ago(days), TO: NOW},
        )
    st.button(
        t("compare.swap"), key="compare_swap", icon=":material/swap_horiz:", on_click=choose, kwargs={FROM: after, TO: before}
    )
