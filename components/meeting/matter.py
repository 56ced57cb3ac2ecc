"""What is on the screens of a meeting: its rows as this reader and the room may see them, its figures, its screens in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

import pandas as pd
import streamlit as st

from components.choice import in_force
from components.i18n import label
from components.meeting import place
from components.reckoning import Overview
from components.rows import Key, key_with
from components.session import campaign, store, today, who
from store.model.documents import Actor
from store.model.errors import NotFound
from store.model.meeting import Meeting
from store.rules import progress
from store.rules.agenda import BOARDS, agenda
from store.rules.filters import Filters
from store.rules.forecast import USUAL, Forecast, forecast
from store.rules.movement import Movement
from store.rules.trend import BACK

DECISIONS_A_SCREEN = 6
"""Decisions of a closing screen that can be read from the back row."""


@dataclass(frozen=True)
class Screen:
    """One screen: an opening board, a problem by its number, or a page (from 0) of the closing."""

    kind: str
    ref: str = ""
    page: int = 0


def meeting_shown() -> Meeting | None:
    """The meeting that the address names, or one made for showing only, which records nothing; None when there is none."""
    if key := place.meeting_id():
        try:
            return store().meetings.get(who(), key)
        except NotFound:
            return None
    filters = in_force()
    shown = Meeting(
        campaign=campaign().code, name=label(campaign().title), day=today(), filters=dict(filters.chosen), parts=place.parts()
    )
    return Meeting(**{**vars(shown), "agenda": tuple(agenda(rows(shown), shown.parts))})


def rows(meeting: Meeting) -> pd.DataFrame:
    """The rows that the meeting is about; shared by all sessions."""
    return _rows(key(meeting), meeting, who())


def key(meeting: Meeting) -> Key:
    """What everything drawn of a meeting's rows depends on."""
    return ("meeting", meeting.closed_door, meeting.campaign, *key_with(Filters(meeting.filters)))


@st.cache_resource(max_entries=16, show_spinner=False)
def _rows(key: Key, _meeting: Meeting, _actor: Actor) -> pd.DataFrame:
    return store().meetings.rows(_actor, _meeting)


def told(meeting: Meeting) -> Overview:
    """The figures of the opening screens, reckoned once a version of the ledger."""
    return _told(key(meeting), meeting, who())


@st.cache_resource(max_entries=16, show_spinner=False)
def _told(key: Key, _meeting: Meeting, _actor: Actor) -> Overview:
    now, nothing = store().meetings.rows(_actor, _meeting), pd.DataFrame()
    back = [today() - timedelta(days=days) for days in sorted(BACK, reverse=True)]
    return Overview(
        now=progress.summary(now),
        past={day: progress.summary(store().meetings.rows(_actor, _meeting, as_of=day)) for day in back},
        days=nothing,
        stages=progress.stages(now, "category"),
        categories=progress.by(now, "category", [one.code for one in campaign().categories]),
        units=progress.by(now, "unit"),
        weeks=nothing,
        urgent=nothing,
    )


def ahead(meeting: Meeting) -> Forecast:
    """When what the meeting is about will be done."""
    return _ahead(key(meeting), meeting, who())


@st.cache_resource(max_entries=16, show_spinner=False)
def _ahead(key: Key, _meeting: Meeting, _actor: Actor) -> Forecast:
    return forecast(store().meetings.rows(_actor, _meeting), today(), USUAL)


def since_last(meeting: Meeting) -> tuple[Meeting, Movement] | None:
    """The meeting before and what has moved since; parsed once, as files of a large ledger take a while."""
    return _since((meeting.id, store().meetings.newest(), *key(meeting)), meeting, who())


@st.cache_resource(max_entries=16, show_spinner=False)
def _since(key: Key, _meeting: Meeting, _actor: Actor) -> tuple[Meeting, Movement] | None:
    return store().meetings.since_last(_actor, _meeting)


def screens(meeting: Meeting) -> list[Screen]:
    """Every screen in its order: boards, problems, and the closing with as many pages as its decisions need."""
    boards = [Screen(board) for board in BOARDS if board in meeting.parts]
    pages = max(1, ceil(len(meeting.decisions) / DECISIONS_A_SCREEN))
    closing = [Screen("closing", page=page) for page in range(pages)]
    return [*boards, *(Screen("problem", ref) for ref in meeting.agenda), *closing]
