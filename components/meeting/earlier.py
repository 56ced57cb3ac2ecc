"""Earlier meetings: each with its day, who was there, what it decided, and its minutes to take away."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.cards import panel, plain
from components.choice import open_issue
from components.forms import inputs
from components.forms.form import Form
from components.i18n import fmt_date, language, t, tn
from components.meeting.minutes import minutes_buttons
from components.meeting.place import show
from components.said import say
from components.session import store, who
from components.wording import paragraphs
from store.exchange.minutes import lines
from store.model.meeting import Meeting

SHOWN = ("ref_no", "title", "decision", "responsible", "answer_by", "unit", "words")
"""Columns of the decisions in view; the file has them all."""


def earlier(held: list[Meeting]) -> None:
    """Every meeting, the newest first and open."""
    with panel(t("meeting.earlier"), key="meeting_earlier", height="content"):
        if not held:
            st.markdown(t("meeting.none_yet"))
        for number, meeting in enumerate(held):
            with st.expander(_head(meeting), expanded=number == 0, key=f"meeting_{meeting.id}"):
                _meeting(meeting)


def _head(meeting: Meeting) -> str:
    parts = [
        f"**{plain(meeting.name)}**",
        fmt_date(meeting.day),
        tn("meeting.decisions", len(meeting.decisions)),
        f":blue[{t('meeting.running')}]" if meeting.running else "",
    ]
    return " &ensp; ".join(part for part in parts if part)


def _meeting(meeting: Meeting) -> None:
    _present(meeting)
    if meeting.decisions:
        _table(meeting)
    else:
        st.markdown(t("meeting.decided_nothing"))
    with st.container(horizontal=True, gap="small"):
        minutes_buttons(meeting, str(meeting.id))
        again = {"key": f"meeting_again_{meeting.id}", "icon": ":material/slideshow:", "on_click": show, "args": (meeting.id,)}
        st.button(t("meeting.again"), **again)


def _table(meeting: Meeting) -> None:
    """What was decided; a click on a line opens its problem."""
    found = list(lines(store(), who(), meeting, language()))
    told = pd.DataFrame({name: [getattr(line, name) for line in found] for name in SHOWN})
    told["answer_by"] = pd.to_datetime(told["answer_by"])
    named = {name: t(f"minutes.{name}") for name in SHOWN}
    columns = {name: st.column_config.TextColumn(heading) for name, heading in named.items()}
    columns["answer_by"] = st.column_config.DateColumn(named["answer_by"], format=t("format.table_day"))
    key = f"meeting_decisions_{meeting.id}"
    heard = st.dataframe(
        told,
        key=key,
        column_config=columns,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        alt=t("meeting.decisions_alt", name=meeting.name),
    )
    if heard["selection"]["rows"]:
        del st.session_state[key]
        open_issue(found[heard["selection"]["rows"][0]].ref_no)


def _present(meeting: Meeting) -> None:
    """Who was there; the office puts it right here."""
    if not store().meetings.may_hold(who()):
        st.markdown(f":gray[{t('field.present')}] &ensp; {paragraphs(meeting.present)}")
        return
    values = {"present": meeting.present}
    form = Form(f"meeting:{meeting.id}", ("present",), {"values": values, "measures": [], "revision": meeting.revision})
    with st.container(key=f"typing-meeting-{meeting.id}", gap="small"):
        inputs.area(form, "present", height=80)
        if form.memory.get("overtaken"):
            st.warning(t("conflict.again"), icon=":material/sync_problem:")
        if form.value("present") != meeting.present:
            save = {"key": f"meeting_present_{meeting.id}", "on_click": _save_present, "args": (form, meeting)}
            st.button(t("entry.save"), **save)


def _save_present(form: Form, meeting: Meeting) -> None:
    overtaken = form.memory.get("overtaken") or {}
    revision = max(meeting.revision, overtaken.get("revision", 0))
    if form.attempt(lambda: store().meetings.change(who(), meeting.id, revision, {"present": form.value("present")})):
        form.close()
        say(t("meeting.present_saved"))
