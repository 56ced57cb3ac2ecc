"""Editing a problem in place, with the form it was entered with; two people's changes are brought together, never lost."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.forms import inputs
from components.forms.conflict import choose_sides
from components.forms.form import Form, stored
from components.forms.issue_form import ENTERED, issue_fields, raw_issue
from components.forms.keyboard import typing_help
from components.forms.known_names import known_names
from components.forms.verbs import doing_key
from components.i18n import t
from components.said import say
from components.session import store, who
from store.ledger import fixed_for, to_values
from store.model.codec import from_dict
from store.model.enums import Status
from store.model.issue import Issue
from store.rules.permissions import may


def form_values(issue: Issue) -> dict[str, Any]:
    """An issue as the form holds it: JSON-shaped fields, the way its deadline is given, its measures."""
    values = to_values(issue)
    measures = [{name: stored(value) for name, value in measure.items()} for measure in values.pop("measures")]
    fields = {name: stored(values[name]) for name in ENTERED if name in values}
    return fields | {"deadline": _way(issue), "measures": measures}


def _way(issue: Issue) -> str:
    if issue.status is Status.ONGOING or (issue.next_review and not issue.due):
        return "ongoing"
    return "milestone" if issue.milestone else "date"


def edit_form(issue: Issue) -> Form:
    """The form over the problem as it stands; ``base`` and ``revision`` are what the person saw when they began."""
    base = form_values(issue)
    measures = [{**measure, "row": row} for row, measure in enumerate(base["measures"], 1)]
    values = {name: value for name, value in base.items() if name != "measures"}
    return Form(
        f"issue:{issue.ref_no}", ENTERED, {"values": values, "measures": measures, "base": base, "revision": issue.revision}
    )


def fixed_fields(issue: Issue) -> tuple[str, ...]:
    """What this person does not change by editing."""
    return tuple(fixed_for(issue, who()))


def unsaved_notice(issue: Issue) -> None:
    """Somebody typed changes here and left without saving: go on, or let them go."""
    if st.session_state.get(doing_key(issue)) != "edit" and may("edit", who(), issue) and edit_form(issue).memory["restored"]:
        with st.container(horizontal=True, vertical_alignment="center", key="issue-unsaved"):
            st.markdown(t("entry.unsaved"), width="content")
            st.button(t("entry.go_on"), key="issue-go-on", type="primary", on_click=_go_on, args=(issue,))
            st.button(t("entry.discard"), key="issue-discard", type="tertiary", on_click=edit_form(issue).close)


def _go_on(issue: Issue) -> None:
    st.session_state[doing_key(issue)] = "edit"


@st.fragment
def edit_in_place(issue: Issue) -> None:
    """The form in place of the facts, until it is saved or left."""
    form = edit_form(issue)
    memory = form.memory
    if "focus" not in memory:
        form.focus("title")
    with st.container(key="typing-edit"):
        if memory.get("overtaken"):
            theirs = form_values(from_dict(Issue, memory["overtaken"]))
            choose_sides(form, issue.ref_no, theirs, lambda chosen: _save_chosen(form, issue, chosen, theirs))
        issue_fields(form, fixed_fields(issue), issue.ref_no)
        _buttons(form, issue)
    typing_help("edit", form, memory.get("focus", ["", 0]), known_names(issue.unit))
    if st.session_state.get(doing_key(issue)) != "edit":
        st.rerun()


def _buttons(form: Form, issue: Issue) -> None:
    inputs.told(form)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            t("entry.save"),
            key="edit-save",
            type="primary",
            icon=":material/save:",
            shortcut="Ctrl+S",
            on_click=_save,
            args=(form, issue),
        )
        st.button(t("entry.leave_edit"), key="edit-leave", on_click=_leave, args=(issue,))
        st.button(t("entry.discard"), key="edit-discard", type="tertiary", on_click=_discard, args=(form, issue))
        st.caption(t("entry.kept"), width="content")


def _save(form: Form, issue: Issue) -> None:
    key = doing_key(issue)
    if st.session_state.get(key) != "edit":
        return  # a second click that was on its way
    raw, revision = raw_issue(form, fixed_fields(issue)), form.memory["revision"]
    if form.attempt(lambda: store().ledger.edit(who(), issue.ref_no, revision, raw)):
        form.close()
        st.session_state.pop(key, None)
        say(t("done.edit"))


def _save_chosen(form: Form, issue: Issue, chosen: dict[str, Any], theirs: dict[str, Any]) -> None:
    """The mixture becomes what is typed, over what now stands there; a third person in between is shown the same way."""
    revision = form.memory["overtaken"]["revision"]
    values = {name: value for name, value in chosen.items() if name != "measures"}
    form.refill(values, chosen["measures"], base=theirs, revision=revision)
    _save(form, issue)


def _leave(issue: Issue) -> None:
    """Back to reading; what was typed stays as a draft."""
    edit_form(issue).memory["restored"] = True
    st.session_state.pop(doing_key(issue), None)


def _discard(form: Form, issue: Issue) -> None:
    form.close()
    st.session_state.pop(doing_key(issue), None)
