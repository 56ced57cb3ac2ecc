"""What may be done with a problem now: a button for each verb, its form drawn from the table of inputs, what is against it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from components.cards import panel, plain
from components.faults import not_yet
from components.forms.asides import ASIDES
from components.forms.conflict import overtaken_notice
from components.forms.form import Form
from components.forms.keyboard import typing_help
from components.forms.uploader import chosen
from components.forms.verb_inputs import AT_ITS_PLACE, DRAWN, FILES, called, preset, verb_fields
from components.i18n import t
from components.said import say
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
    "remove_evidence": "undo",
    "report_progress": "chat",
    "request_extension": "more_time",
    "decide_extension": "gavel",
    "grant_extension": "update",
    "recategorise": "category",
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
    fields = tuple(name for name in verb_fields(verb) if name not in FILES)
    values = {name: preset(verb, name, issue) for name in fields}
    return Form(f"{verb}:{issue.ref_no}", fields, {"values": values, "measures": []})


def next_steps(issue: Issue) -> None:
    """Every verb this person may use on the problem as it stands; the likely one first."""
    offered = {verb: against for verb, against in offers(issue, who(), today()).items() if verb not in AT_ITS_PLACE}
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
            verb_entry(issue, doing)


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


def begin(verb: str, issue: Issue, **values: str) -> None:
    """A callback: open the form of ``verb`` with ``values`` in it, from a button beside what it is about."""
    st.session_state[doing_key(issue)] = verb
    form = verb_form(verb, issue)
    form.refill(values, [])
    form.focus(next((name for name in form.fields if form.value(name) == ""), form.fields[0]))


def _choose(verb: str, issue: Issue) -> None:
    """A verb without inputs is done at once; the others open their form, and a second click closes it."""
    key = doing_key(issue)
    if verb != "edit" and not verb_fields(verb):
        st.session_state[key] = verb
        _do(verb_form(verb, issue), verb, issue, key, _done)
    elif st.session_state.get(key) == verb:
        st.session_state.pop(key)
    else:
        st.session_state[key] = verb
        if verb != "edit":
            form = verb_form(verb, issue)
            form.focus(next((name for name in form.fields if form.value(name) == ""), form.fields[0]))


Then = Callable[[Issue, str], None]
"""What happens after a verb was done: takes the issue as it now stands and the verb."""


@st.fragment
def verb_entry(issue: Issue, verb: str, place: str = "", then: Then | None = None) -> None:
    """The form of a verb, as long as the session key ``place`` (by default :func:`doing_key`) says so: until done or left.

    With ``then`` the form always stands where it is: it cannot be left, and what follows is the caller's.
    """
    place = place or doing_key(issue)
    form = verb_form(verb, issue)
    with st.container(key=f"typing-{verb}", border=then is None, gap="small"):
        if verb in ASIDES:
            ASIDES[verb](issue)
        for name in verb_fields(verb):
            DRAWN[name](form, name, called(verb, name), VERBS[verb].inputs[name].required, issue)
        if overtaken := form.memory.get("overtaken"):
            if then and overtaken["status"] != issue.status:
                st.rerun()  # the caller's page says what became of it
            overtaken_notice(issue)
        if form.memory["told"]:
            st.error(form.memory["told"], icon=":material/block:")
        with st.container(horizontal=True):
            st.button(
                t(f"verb.{verb}"),
                key=f"save-{verb}",
                type="primary",
                icon=f":material/{ICONS[verb]}:",
                shortcut="Ctrl+S",
                on_click=_do,
                args=(form, verb, issue, place, then or _done),
            )
            if then is None:
                st.button(t("entry.cancel"), key=f"cancel-{verb}", type="tertiary", on_click=_cancel, args=(form, issue))
    typing_help(verb, form, form.memory.get("focus", ["", 0]))
    if st.session_state.get(place) != verb:
        st.rerun()


def _do(form: Form, verb: str, issue: Issue, place: str, then: Then) -> None:
    if st.session_state.get(place) != verb:
        return  # a second click that was on its way
    typed: dict[str, Any] = {name: value for name, value in form.values().items() if value != ""}
    typed |= {name: files for name in FILES & set(VERBS[verb].inputs) if (files := chosen(form, name))}
    overtaken = form.memory.get("overtaken") or {}
    revision = max(issue.revision, overtaken.get("revision", 0))  # the person has since been shown what came in between
    after = form.attempt(lambda: store().ledger.do(who(), verb, issue.ref_no, revision, **typed))
    if after:
        form.close()
        st.session_state.pop(place, None)
        then(after, verb)


def _done(after: Issue, verb: str) -> None:
    """Say what was done; what was found back at a check is reopened next, with the finding as the reason."""
    if verb == "record_check" and after.failed_check:
        st.session_state[doing_key(after)] = "reopen"
        form = verb_form("reopen", after)
        if not form.value("reason"):
            form.restart()
        form.focus("due")
        say(t("review.check_then_reopen"), "replay")
        return
    say(t(f"done.{verb}"))


def _cancel(form: Form, issue: Issue) -> None:
    form.close()
    st.session_state.pop(doing_key(issue), None)
