"""The minutes to take away: as Word and as a table, made when a button is pressed."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components.i18n import fmt_date, language, t
from components.session import store, who
from store.exchange.minutes import minutes_csv
from store.exchange.minutes_docx import minutes_docx
from store.model.documents import Actor
from store.model.meeting import Meeting
from store.opening import Store

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = {"docx": (minutes_docx, DOCX, "description"), "csv": (minutes_csv, "text/csv", "table")}
"""Each form of the minutes: what makes it, its type, its sign."""


def minutes_buttons(meeting: Meeting, at: str) -> None:
    """A button for each form; ``at`` tells the places apart."""
    for ending, (_, mime, icon) in FILES.items():
        st.download_button(
            t(f"meeting.minutes_{ending}"),
            partial(_file, store(), who(), ending, meeting.id, language()),
            f"{t('meeting.file', name=meeting.name, day=fmt_date(meeting.day))}.{ending}",
            mime,
            key=f"minutes_{ending}_{at}",
            icon=f":material/{icon}:",
            on_click="ignore",
        )


def _file(opened: Store, actor: Actor, ending: str, id: int, lang: str) -> bytes:
    return FILES[ending][0](opened, actor, id, lang)
