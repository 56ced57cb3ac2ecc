"""Since the last meeting: what has moved, as a sentence on the screen, and at the desk with numbers that open their rows."""

from __future__ import annotations

import streamlit as st

from components.choice import IGNORED, open_rows
from components.i18n import language, t
from components.meeting.matter import since_last
from components.session import campaign
from store import moved as words_of
from store.meetings import LASTING
from store.model.meeting import Meeting
from store.rules.filters import KEYS, Filters
from store.rules.numbers import spelled


def since_said(meeting: Meeting) -> str:
    """What has moved, in one sentence; nothing when there was no meeting before."""
    found = since_last(meeting)
    if found is None:
        return ""
    before, moved = found
    return words_of.sentence(language(), _since(before), moved)


def since_to_open(filters: Filters) -> None:
    """The same up to now, for the rows chosen; each number opens its problems, and what was deleted has none to open."""
    found = since_last(Meeting(campaign=campaign().code, filters=dict(filters.chosen)))
    if found is None:
        return
    before, moved = found
    st.session_state[IGNORED] = tuple(key for key in KEYS if key not in ("campaign", *LASTING))
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", key="moved_sentence"):
        for kind, words in words_of.pieces(language(), _since(before), moved):
            numbers = moved.of(kind) if kind and kind != "deleted" else ()
            if not numbers:
                st.markdown(words, width="content")
            elif st.button(words, key=f"moved_{kind}", type="tertiary", help=t(f"moved_means.{kind}")):
                open_rows({"refs": spelled(numbers)})


def _since(before: Meeting) -> str:
    return t("meeting.since", name=before.name, day=before.day)
