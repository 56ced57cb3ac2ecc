"""The desk of meetings: begin one or only show the ledger, choose what it goes through, and read what earlier ones decided."""

from __future__ import annotations

import streamlit as st

from components.cards import nothing_here, panel, plain, title_row
from components.filters import filter_bar
from components.forms import inputs
from components.forms.form import Form
from components.forms.keyboard import typing_help
from components.i18n import fmt_date, fmt_number, t, tn
from components.meeting.earlier import earlier
from components.meeting.place import show
from components.meeting.since import since_to_open
from components.rows import all_rows
from components.session import AS_OF, campaign, open_page, store, today, who
from store.model.meeting import Meeting
from store.rules.agenda import PARTS, agenda, outdoor
from store.rules.filters import Filters
from store.rules.permissions import CONFIDENTIAL_FOR

CHOSEN = "meeting_parts"
"""Session key of the parts that are to be shown."""
LOBBY = 20
"""Seconds that a screen of a lobby stands."""


def desk() -> None:
    """Everything before a meeting begins."""
    rows = all_rows()
    with title_row():
        open_page("meeting")
        filters, chosen = filter_bar(rows, without=(AS_OF,))
    if rows.empty:
        nothing_here(empty=True)
        return
    held = store().meetings.all(who(), campaign().code)
    since_to_open(filters)
    left, right = st.columns([3, 4], gap="medium")
    with left:
        _running(held)
        _new(filters, chosen, held)
    with right:
        earlier(held)


def _running(held: list[Meeting]) -> None:
    """Meetings that have not ended: go on where they are."""
    for meeting in held:
        if meeting.running:
            with panel(t("meeting.running"), key=f"meeting_running_{meeting.id}", height="content"):
                st.markdown(f"**{plain(meeting.name)}** &ensp; {fmt_date(meeting.day)}")
                st.button(
                    t("meeting.go_on"),
                    key=f"meeting_go_on_{meeting.id}",
                    type="primary",
                    icon=":material/play_arrow:",
                    on_click=show,
                    args=(meeting.id,),
                )


def _new(filters: Filters, chosen, held: list[Meeting]) -> None:
    holds = store().meetings.may_hold(who())
    with panel(t("meeting.new" if holds else "meeting.present"), key="meeting_new", height="content"):
        parts = _parts()
        going = len(agenda(outdoor(chosen), parts))
        st.markdown(f"**{tn('meeting.problems', going)}**  \n:gray[{t('meeting.order')}]")
        if holds:
            _office(filters, parts, held)
        with st.container(horizontal=True, gap="small"):
            for name, icon, auto in (("just_present", "slideshow", 0), ("lobby", "autorenew", LOBBY)):
                st.button(
                    t(f"meeting.{name}"),
                    key=f"meeting_{name}",
                    icon=f":material/{icon}:",
                    help=t(f"meeting.{name}_means"),
                    on_click=show,
                    kwargs={"shown": parts, "auto": auto},
                )
        st.caption(t("meeting.keys"))


def _parts() -> tuple[str, ...]:
    st.session_state.setdefault(CHOSEN, list(PARTS))
    chosen = st.pills(
        t("meeting.parts"), PARTS, selection_mode="multi", key=CHOSEN, format_func=lambda part: t(f"meeting.part_{part}")
    )
    return tuple(part for part in PARTS if part in chosen) or PARTS


def _office(filters: Filters, parts: tuple[str, ...], held: list[Meeting]) -> None:
    """The form of a new meeting, with what it is most likely called."""
    form = new_form(held)
    with st.container(key="typing-meeting-new", gap="small"):
        inputs.line(form, "name", called="meeting_name", required=True)
        inputs.day(form, "day", required=True)
        inputs.area(form, "present", height=80)
        if who().role in CONFIDENTIAL_FOR:
            inputs.toggle(form, "closed_door")
        inputs.told(form)
        st.button(
            t("meeting.begin"),
            key="meeting_begin",
            type="primary",
            icon=":material/play_arrow:",
            on_click=_begin,
            args=(form, filters, parts),
        )
    typing_help("meeting-new", form, form.memory.get("focus", ["", 0]))


def new_form(held: list[Meeting]) -> Form:
    """A meeting that is to begin: the next number as its name, today, nobody present yet."""
    number = max((one.number for one in held), default=0) + 1
    values = {
        "name": t("meeting.usual_name", n=fmt_number(number)),
        "day": today().isoformat(),
        "present": "",
        "closed_door": False,
    }
    return Form("meeting:new", tuple(values), {"values": values, "measures": []})


def _begin(form: Form, filters: Filters, parts: tuple[str, ...]) -> None:
    typed = form.values()
    closed_door = bool(typed.pop("closed_door"))
    meeting = form.attempt(
        lambda: store().meetings.begin(
            who(), campaign().code, typed, filters=filters.chosen, parts=parts, closed_door=closed_door
        )
    )
    if meeting:
        form.close()
        show(meeting.id)
