"""Taking back a piece of evidence, at the piece: the reason is asked for, and stays on record with it."""

from __future__ import annotations

import streamlit as st

from components.forms import inputs
from components.forms.form import Form
from components.forms.keyboard import typing_help
from components.i18n import t
from components.said import say
from components.session import store, who
from store.model.evidence import Evidence
from store.model.issue import Issue

VERB = "remove_evidence"


def removal_form(ref_no: str, piece: int) -> Form:
    """The form of taking back one piece."""
    return Form(f"{VERB}:{ref_no}:{piece}", ("reason",), {"values": {"reason": ""}, "measures": []})


def removal_button(issue: Issue, piece: Evidence) -> None:
    """Opens the form, and closes it again."""
    form = removal_form(issue.ref_no, piece.id)
    label, key = f":gray[:small[{t(f'verb.{VERB}')}]]", f"do-{VERB}-{piece.id}"
    st.button(label, key=key, type="tertiary", on_click=_toggle, args=(form,))


def removal(issue: Issue, piece: Evidence) -> None:
    """The reason, while the form is open."""
    form = removal_form(issue.ref_no, piece.id)
    if not st.session_state.get(form.key("open")):
        return
    with st.container(key=f"typing-{form.key('form')}", border=True, gap="small"):
        inputs.area(form, "reason", called=f"{VERB}_reason", required=True)
        if form.memory["told"]:
            st.error(form.memory["told"], icon=":material/block:")
        with st.container(horizontal=True):
            args = (form, issue, piece.id)
            st.button(t(f"verb.{VERB}"), key=f"save-{VERB}-{piece.id}", type="primary", on_click=_remove, args=args)
            st.button(t("entry.cancel"), key=f"cancel-{VERB}-{piece.id}", type="tertiary", on_click=form.close)
    typing_help(form.key("help"), form, form.memory.get("focus", ["", 0]))


def _toggle(form: Form) -> None:
    if st.session_state.get(form.key("open")):
        form.close()
    else:
        st.session_state[form.key("open")] = True
        form.focus("reason")


def _remove(form: Form, issue: Issue, piece: int) -> None:
    typed = {name: value for name, value in form.values().items() if value}
    if form.attempt(lambda: store().ledger.do(who(), VERB, issue.ref_no, issue.revision, piece=piece, **typed)):
        form.close()
        say(t(f"done.{VERB}"))
