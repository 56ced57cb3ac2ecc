"""Entering a new problem: the form, its buttons, the notice of a restored draft, and what is said after saving."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.choice import ISSUE
from components.forms import inputs
from components.forms.form import Form
from components.forms.issue_form import ENTERED, issue_fields, raw_issue
from components.forms.keyboard import typing_help
from components.forms.known_names import known_names
from components.i18n import t
from components.session import campaign, store, today, who
from store.model.enums import Mode, Role, Severity

KEPT_FOR_ANOTHER = (
    "category",
    "unit",
    "source",
    "found_on",
    "leader_led",
    "confidential",
    "severity",
    "mode",
    "deadline",
    "due",
    "milestone",
    "owner",
    "lead",
)
"""What "another like this" keeps; what is different about every problem begins empty."""

SAVE_KEY = "Ctrl+S"


def blank() -> dict[str, Any]:
    """What a new form begins with: the person's own unit and today; the rest is for them to say."""
    values: dict[str, Any] = dict.fromkeys(ENTERED, "")
    own = who().unit if who().role is Role.UNIT else ""
    preset = {"unit": own, "found_on": today().isoformat(), "leader_led": False, "confidential": False, "deadline": "date"}
    return {"values": values | preset | {"severity": Severity.MINOR.value, "mode": Mode.PHASED.value}, "measures": []}


def entry() -> Form:
    """The form of this person's next problem."""
    return Form("new", ENTERED, blank())


@st.fragment
def entry_form() -> None:
    """The form, or what became of it. Only this part runs anew while somebody types."""
    form = entry()
    memory = form.memory
    if memory.get("saved"):
        _saved(form, memory["saved"])
        return
    if "focus" not in memory:
        form.focus("category")
    _restored_notice(form)
    with st.container(key="typing-new"):
        issue_fields(form)
        _buttons(form)
    typing_help("new", form, memory["focus"], known_names(str(form.value("unit"))))


def _restored_notice(form: Form) -> None:
    if form.memory["restored"]:
        with st.container(horizontal=True, vertical_alignment="center", key="new-restored"):
            st.markdown(t("entry.restored"), width="content")
            st.button(
                t("entry.discard"), key="new-discard", icon=":material/delete_sweep:", type="tertiary", on_click=form.restart
            )


def _buttons(form: Form) -> None:
    inputs.told(form)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            t("entry.register"),
            key="new-save",
            type="primary",
            icon=":material/save:",
            shortcut=SAVE_KEY,
            on_click=_save,
            args=(form, "register"),
        )
        st.button(t("entry.save_draft"), key="new-draft", help=t("help.save_draft"), on_click=_save, args=(form, "save_draft"))
        st.caption(t("entry.kept"), width="content")


def _save(form: Form, verb: str) -> None:
    """Once: a second click that was on its way finds the form saved and does nothing."""
    if form.memory.get("saved"):
        return
    ledger = store().ledger
    write = ledger.register if verb == "register" else ledger.save_draft
    issue = form.attempt(lambda: write(who(), campaign().code, raw_issue(form)))
    if issue:
        values = form.memory["values"]
        form.restart()
        form.memory["saved"] = {"ref": issue.ref_no, "draft": verb == "save_draft", "values": values}


def _saved(form: Form, saved: dict[str, Any]) -> None:
    """The number, the way to the problem, and the next one."""
    key = "entry.saved_draft" if saved["draft"] else "entry.saved"
    st.success(t(key, ref=saved["ref"]), icon=":material/check_circle:")
    again = {name: saved["values"][name] for name in KEPT_FOR_ANOTHER}
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            t("entry.another_like"),
            key="new-like",
            type="primary",
            icon=":material/content_copy:",
            on_click=form.restart,
            kwargs=again,
        )
        st.button(t("entry.another"), key="new-another", icon=":material/add:", on_click=form.restart)
        st.page_link(
            ISSUE, label=t("entry.open", ref=saved["ref"]), icon=":material/article:", query_params={"ref": saved["ref"]}
        )
    typing_help("new", form, ["new-like", saved["ref"]])
