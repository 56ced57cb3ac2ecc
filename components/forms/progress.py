"""How far a measure is, in two clicks: the new share, then save; a note and the day are there for whoever wants to say more."""

from __future__ import annotations

import streamlit as st

from components.forms import inputs
from components.forms.form import Form
from components.forms.keyboard import typing_help
from components.i18n import fmt_percent, t
from components.session import store, today, who
from store.model.issue import Issue, Measure

STEPS = (25, 50, 75, 100)


def progress_form(ref_no: str, measure: int) -> Form:
    """The form of one measure's progress."""
    blank = {"values": {"percent": "", "note": "", "done_on": ""}, "measures": []}
    return Form(f"progress:{ref_no}:{measure}", ("percent", "note", "done_on"), blank)


def progress_editor(issue: Issue, measure: Measure) -> None:
    """The shares to choose from, and once one is chosen what else may be said."""
    form = progress_form(issue.ref_no, measure.id)
    if measure.done and not st.session_state.get(form.key("correct")) and form.value("percent") == "":
        st.button(t("issue.correct_progress"), key=form.key("again"), type="tertiary", on_click=_correct, args=(form,))
        return
    steps = [step for step in STEPS if step != measure.percent]
    st.segmented_control(
        t("issue.set_progress"),
        steps,
        key=form.key("step"),
        format_func=lambda step: t("issue.finished") if step == 100 else fmt_percent(step / 100, digits=0),
        label_visibility="collapsed",
        on_change=_chosen,
        args=(form,),
    )
    if form.value("percent") != "":
        with st.container(border=True, key=f"typing-{form.key('more')}", gap="small"):
            _more(form, issue, measure)


def _correct(form: Form) -> None:
    """What was marked as done is not: the shares come back."""
    st.session_state[form.key("correct")] = True


def _chosen(form: Form) -> None:
    step = st.session_state.get(form.key("step"))  # not there: the form was given up in the same message
    if step is None:
        form.close()
        return
    st.session_state[form.key("percent")] = step
    form.changed("percent")


def _more(form: Form, issue: Issue, measure: Measure) -> None:
    with st.grid(2, min_column_width=150, gap="small"):
        with st.container(gap="small"):
            key = form.seed("percent", int(form.value("percent")))
            st.number_input(t("field.percent"), 0, 100, key=key, step=5, on_change=form.changed, args=("percent",))
            inputs.faults(form, "percent")
        if form.value("percent") == 100:
            with st.container(gap="small"):
                form.memory["values"]["done_on"] = form.memory["values"]["done_on"] or today().isoformat()
                inputs.day(form, "done_on")
    inputs.line(form, "note", called="report_progress_note")
    typing_help(form.key("help"), form)
    if form.memory["told"]:
        st.error(form.memory["told"], icon=":material/block:")
    with st.container(horizontal=True):
        args = (form, issue.ref_no, issue.revision, measure.id)
        st.button(t("entry.save"), key=form.key("save"), type="primary", icon=":material/save:", on_click=_save, args=args)
        st.button(t("entry.cancel"), key=form.key("cancel"), type="tertiary", on_click=form.close)


def _save(form: Form, ref_no: str, revision: int, measure: int) -> None:
    if form.value("percent") == "":
        return
    typed = form.values()
    done_on = typed["done_on"] if typed["percent"] == 100 else ""
    inputs_of_verb = {"measure": measure, "percent": int(typed["percent"]), "note": typed["note"], "done_on": done_on}
    if form.attempt(lambda: store().ledger.do(who(), "report_progress", ref_no, revision, **inputs_of_verb)):
        form.close()
        st.toast(t("done.report_progress"))
