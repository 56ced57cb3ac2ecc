"""The stage: one screen of the run-down and nothing else, a quiet foot to turn it by, and the sheet to decide on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from components.charts.style import palette
from components.i18n import fmt_number, t
from components.meeting import boards, place
from components.meeting.decision import begin, decision, may_decide
from components.meeting.keys import keys
from components.meeting.matter import Screen, meeting_shown, screens
from components.meeting.minutes import minutes_buttons
from components.meeting.slide import problem
from components.session import store, who
from store.model.issue import Issue
from store.model.meeting import Meeting

LOOK = Path(__file__).with_name("stage.css")
DRAWN: dict[str, Callable[[Meeting, Screen], None]] = {
    "figures": boards.figures,
    "categories": boards.categories,
    "units": boards.units,
    "closing": boards.closing,
}
"""The screens that are no problem."""


def stage() -> None:
    """The screen that the address names."""
    st.html(LOOK)
    st.html(_colours())
    meeting = meeting_shown()
    if meeting is None:
        with st.container(key="stage"):
            st.title(t("meeting.no_such"), anchor=False)
            st.button(t("meeting.leave"), key="meeting_leave", on_click=place.leave)
        return
    order = screens(meeting)
    number = place.screen_number(len(order))
    screen = order[number - 1]
    with st.container(key="stage", gap="small"):
        with st.container(key="stage_body", gap="small"):
            issue = _drawn(meeting, screen)
        open_one = issue if issue and may_decide(meeting, issue) else None
        deciding = open_one is not None and st.session_state.get(place.DECIDING) == open_one.ref_no
        _foot(meeting, screen, (number, len(order)), open_one, deciding=deciding)
    if open_one and deciding:
        decision(meeting, open_one)


def _colours() -> str:
    """The colours of the theme in force by the names that the style sheet knows them by."""
    known = palette()
    named = {"sheet": "paper", "light-red": "red_text", "light-yellow": "yellow_text", "light-green": "green_text"}
    said = {name: known[colour] for name, colour in (named | {"decided": "found"}).items()}
    return f"<style>:root {{ {' '.join(f'--{name}: {colour};' for name, colour in said.items())} }}</style>"


def _drawn(meeting: Meeting, screen: Screen) -> Issue | None:
    if screen.kind == "problem":
        return problem(meeting, screen.ref)
    DRAWN[screen.kind](meeting, screen)
    return None


def _foot(meeting: Meeting, screen: Screen, at: tuple[int, int], issue: Issue | None, *, deciding: bool) -> None:
    number, last = at
    with st.container(key="stage_foot", horizontal=True, vertical_alignment="center", gap="small"):
        _turn("before", "chevron_left", number - 1, off=number == 1)
        st.markdown(t("meeting.page", page=fmt_number(number), last=fmt_number(last)), width="content")
        _turn("after", "chevron_right", number + 1, off=number == last)
        keys(number, last, issue, deciding=deciding)
        if issue:
            st.button(t("meeting.decide"), key="meeting_decide", icon=":material/gavel:", on_click=begin, args=(issue,))
        if screen.kind == "closing" and meeting.id:
            minutes_buttons(meeting, "closing")
            if meeting.running and store().meetings.may_hold(who()):
                st.button(t("meeting.end"), key="meeting_end", icon=":material/flag:", on_click=_end, args=(meeting,))
        st.space("stretch")
        st.button(t("meeting.leave"), key="meeting_leave", icon=":material/close:", type="tertiary", on_click=place.leave)


def _turn(name: str, icon: str, to: int, *, off: bool) -> None:
    st.button(
        t(f"meeting.{name}"),
        key=f"meeting_{name}",
        icon=f":material/{icon}:",
        type="tertiary",
        disabled=off,
        on_click=place.go,
        args=(to,),
    )


def _end(meeting: Meeting) -> None:
    store().meetings.end(who(), meeting.id)
