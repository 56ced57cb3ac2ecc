"""Deciding on the spot: one sheet beside the problem, four kinds of decision, each saved at once by the ledger's own verb."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from components.cards import plain
from components.faults import refusal
from components.forms import inputs
from components.forms.asides import ASIDES
from components.forms.conflict import overtaken_notice
from components.forms.form import Form
from components.forms.keyboard import typing_help
from components.forms.known_names import known_names
from components.forms.verb_inputs import DRAWN, called, verb_fields
from components.forms.verbs import verb_form
from components.i18n import t
from components.meeting.place import DECIDING
from components.said import say
from components.session import store, today, who
from store.model.errors import Refused
from store.model.issue import Issue
from store.model.meeting import Meeting
from store.rules.agenda import KINDS, check_decision
from store.rules.verbs import VERBS

KIND = "meeting_kind"
"""Session key of the kind of decision, kept from one problem to the next."""
MINUTES_ONLY = ("words", "answer_by")
"""What a form asks for that goes into the minutes and not into the verb."""


def _owner_form(issue: Issue) -> Form:
    values = {"owner": issue.owner, "words": "", "answer_by": ""}
    return Form(f"meeting-owner:{issue.ref_no}", tuple(values), {"values": values, "measures": []})


def _note_form(issue: Issue) -> Form:
    values = {"note": "", "answer_by": ""}
    return Form(f"meeting-note:{issue.ref_no}", tuple(values), {"values": values, "measures": []})


def _owner_fields(form: Form, issue: Issue) -> None:
    inputs.line(form, "owner", required=True)
    inputs.area(form, "words", called="meeting_words")
    inputs.day(form, "answer_by")


def _note_fields(form: Form, issue: Issue) -> None:
    inputs.area(form, "note", called="meeting_note", required=True)
    inputs.day(form, "answer_by")


OWN: dict[str, tuple[Callable[[Issue], Form], Callable[[Form, Issue], None]]] = {
    "owner": (_owner_form, _owner_fields),
    "note": (_note_form, _note_fields),
}
"""Kinds whose form is more than the inputs of their verb."""


def may_decide(meeting: Meeting, issue: Issue | None) -> bool:
    """Whether this person may decide on the problem in this meeting."""
    if issue is None or not meeting.id or not meeting.running:
        return False
    return store().meetings.may_hold(who())


def decision(meeting: Meeting, issue: Issue) -> None:
    """The sheet, as long as the session says that something is being decided about this problem."""
    with st.container(key="meeting_decision"):
        _sheet(meeting, issue)


@st.fragment
def _sheet(meeting: Meeting, issue: Issue) -> None:
    with st.container(key="typing-meeting", gap="small"):
        st.subheader(t("meeting.decide_on", ref=issue.ref_no), anchor=False)
        possible, locked = _sorted_out(issue)
        kind = _kind(issue, possible)
        if kind:
            form = _form(kind, issue)
            _fields(form, kind, issue)
            _told(form, issue)
        with st.container(horizontal=True):
            if kind:
                save = partial(_save, form, kind, issue, meeting)
                st.button(t("meeting.save"), key="meeting_save", type="primary", icon=":material/gavel:", on_click=save)
            st.button(t("meeting.close_sheet"), key="meeting_cancel", type="tertiary", on_click=_close)
        for why, kinds in locked.items():
            named = t("list.comma").join(t(f"meeting.kind_{kind}") for kind in kinds)
            st.markdown(f":gray[:material/lock: {plain(t('meeting.locked', kinds=named, why=why))}]")
    if kind:
        typing_help("meeting", form, form.memory.get("focus", ["", 0]), known_names(issue.unit))
    if st.session_state.get(DECIDING) != issue.ref_no:
        st.rerun()


def _sorted_out(issue: Issue) -> tuple[list[str], dict[str, list[str]]]:
    """The kinds that are possible, and the others by the reason that speaks against them."""
    possible: list[str] = []
    locked: dict[str, list[str]] = {}
    for kind in KINDS:
        try:
            check_decision(kind, issue, who(), today())
            possible.append(kind)
        except Refused as refused:
            locked.setdefault(refusal(refused), []).append(kind)
    return possible, locked


def _kind(issue: Issue, possible: list[str]) -> str:
    """The kind that is chosen among the possible ones; empty when none is."""
    if not possible:
        return ""
    if st.session_state.get(KIND) not in possible:
        st.session_state[KIND] = possible[0]
    return str(
        st.segmented_control(
            t("meeting.kind"),
            possible,
            key=KIND,
            format_func=lambda kind: t(f"meeting.kind_{kind}"),
            label_visibility="collapsed",
            required=True,
            on_change=_begin,
            args=(issue,),
        )
    )


def begin(issue: Issue) -> None:
    """A callback: open the sheet, with the cursor where something is to be written."""
    st.session_state[DECIDING] = issue.ref_no
    _begin(issue)


def _begin(issue: Issue) -> None:
    kind = st.session_state.get(KIND) or next(iter(KINDS))
    form = _form(kind, issue)
    form.focus(next((name for name in form.fields if form.value(name) == ""), form.fields[0]))


def _close() -> None:
    st.session_state.pop(DECIDING, None)


def _form(kind: str, issue: Issue) -> Form:
    return OWN[kind][0](issue) if kind in OWN else verb_form(KINDS[kind](issue), issue)


def _fields(form: Form, kind: str, issue: Issue) -> None:
    if kind in OWN:
        OWN[kind][1](form, issue)
        return
    verb = KINDS[kind](issue)
    if verb in ASIDES:
        ASIDES[verb](issue)
    for name in verb_fields(verb):
        DRAWN[name](form, name, called(verb, name), VERBS[verb].inputs[name].required, issue)


def _told(form: Form, issue: Issue) -> None:
    if form.memory.get("overtaken"):
        overtaken_notice(issue)
    if form.memory["told"]:
        st.error(form.memory["told"], icon=":material/block:")


def _save(form: Form, kind: str, issue: Issue, meeting: Meeting) -> None:
    if st.session_state.get(DECIDING) != issue.ref_no:
        return  # a second click that was on its way
    typed: dict[str, Any] = {name: value for name, value in form.values().items() if value != ""}
    minutes = {name: typed.pop(name, "") for name in MINUTES_ONLY} if kind in OWN else {}
    if kind == "owner":
        typed = {"owner": form.value("owner")}
    verb, overtaken = KINDS[kind](issue), form.memory.get("overtaken") or {}
    revision = max(issue.revision, overtaken.get("revision", 0))  # the person has since been shown what came in between
    decide = partial(store().meetings.decide, who(), meeting.id, verb, issue.ref_no, revision, typed, **minutes)
    if form.attempt(decide):
        form.close()
        _close()
        say(t("meeting.saved", ref=issue.ref_no), "gavel")
