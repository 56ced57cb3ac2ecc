"""What may be done with a problem now: a button for each verb, its form drawn from the table of inputs, what is against it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.cards import panel, plain
from components.faults import not_yet
from components.forms.conflict import overtaken_notice
from components.forms.form import Form
from components.forms.keyboard import typing_help
from components.forms.verb_inputs import DRAWN, PRESET, called, verb_fields
from components.i18n import t
from components.session import store, today, who
from store.model.errors import Fault
from store.model.issue import Issue
from store.rules.offers import offers
from store.rules.permissions import may
from store.rules.verbs import VERBS

ICONS = {
    "answer_urge": "reply",
    "register": "playlist_add_check",
    "start": "play_arrow",
    "request_close": "task_alt",
    "close": "verified",
    "return": "undo",
    "add_evidence": "attach_file",
    "report_progress": "chat",
    "request_extension": "more_time",
    "decide_extension": "gavel",
    "record_check": "fact_check",
    "mark_good_practice": "star",
    "urge": "notification_important",
    "keep_going": "all_inclusive",
    "reopen": "restart_alt",
    "refer": "forward",
    "dismiss": "block",
}


def verb_form(verb: str, issue: Issue) -> Form:
    """The form of one verb on one problem."""
    fields = verb_fields(verb)
    values = {name: PRESET[name](issue) if name in PRESET else "" for name in fields}
    return Form(f"{verb}:{issue.ref_no}", fields, {"values": values, "measures": []})


def next_steps(issue: Issue) -> None:
    """Every verb this person may use on the problem as it stands; the likely one first."""
    offered = offers(issue, who(), today())
    editable = may("edit", who(), issue)
    if not offered and not editable:
        return
    with panel(t("issue.next"), key="issue-next", height="content"):
        _buttons(issue, offered, editable)
        for verb, reasons in offered.items():
            if reasons:
                st.caption(f":material/lock: {plain(not_yet(verb, reasons))}")
        doing = st.session_state.get(doing_key(issue))
        if doing in offered and not offered[doing]:
            _form(issue, doing)


def doing_key(issue: Issue) -> str:
    """Session key of what the person is about to do with this problem."""
    return f"doing:{issue.ref_no}"


def _buttons(issue: Issue, offered: dict[str, list[Fault]], editable: bool) -> None:
    likely = next((verb for verb, reasons in offered.items() if not reasons), "")
    with st.container(horizontal=True, gap="small", key="issue-verbs"):
        for verb, reasons in offered.items():
            kind = "primary" if verb == likely else "secondary"
            key, icon = f"do-{verb}", f":material/{ICONS[verb]}:"
            st.button(
                t(f"verb.{verb}"), key=key, icon=icon, type=kind, disabled=bool(reasons), on_click=_choose, args=(verb, issue)
            )
        if editable:
            st.button(t("verb.edit"), key="do-edit", icon=":material/edit:", on_click=_choose, args=("edit", issue))


def _choose(verb: str, issue: Issue) -> None:
    """A verb without inputs is done at once; the others open their form, and a second click closes it."""
    key = doing_key(issue)
    if verb != "edit" and not verb_fields(verb):
        st.session_state[key] = verb
        _do(verb_form(verb, issue), verb, issue)
    elif st.session_state.get(key) == verb:
        st.session_state.pop(key)
    else:
        st.session_state[key] = verb
        if verb != "edit":
            form = verb_form(verb, issue)
            form.focus(next((name for name in form.fields if form.value(name) == ""), form.fields[0]))


@st.fragment
def _form(issue: Issue, verb: str) -> None:
    form = verb_form(verb, issue)
    with st.container(key=f"typing-{verb}", border=True, gap="small"):
        for name in verb_fields(verb):
            DRAWN[name](form, name, called(verb, name), VERBS[verb].inputs[name].required, issue)
        if form.memory.get("overtaken"):
            overtaken_notice(issue)
        if form.memory["told"]:
            st.error(form.memory["told"], icon=":material/block:")
        with st.container(horizontal=True):
            st.button(
                t(f"verb.{verb}"), key=f"save-{verb}", type="primary", shortcut="Ctrl+S", on_click=_do, args=(form, verb, issue)
            )
            st.button(t("entry.cancel"), key=f"cancel-{verb}", type="tertiary", on_click=_cancel, args=(form, issue))
    typing_help(verb, form.memory.get("focus", ["", 0]))
    if st.session_state.get(doing_key(issue)) != verb:
        st.rerun()


def _do(form: Form, verb: str, issue: Issue) -> None:
    if st.session_state.get(doing_key(issue)) != verb:
        return  # a second click that was on its way
    typed: dict[str, Any] = {name: value for name, value in form.values().items() if value != ""}
    overtaken = form.memory.get("overtaken") or {}
    revision = max(issue.revision, overtaken.get("revision", 0))  # the person has since been shown what came in between
    if form.attempt(lambda: store().ledger.do(who(), verb, issue.ref_no, revision, **typed)):
        form.close()
        st.session_state.pop(doing_key(issue), None)
        st.toast(t(f"done.{verb}"), icon=":material/check_circle:")


def _cancel(form: Form, issue: Issue) -> None:
    form.close()
    st.session_state.pop(doing_key(issue), None)
