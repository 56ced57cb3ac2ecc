"""The form of a problem, the same for entering and for editing: its fields on two sheets, its measures below."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import streamlit as st

from components.cards import panel, plain
from components.forms import inputs
from components.forms.deadline import DEADLINES, chosen_deadline, deadline_fields, pair
from components.forms.form import Form
from components.forms.measures import add_measure, measures_editor, removed_notice
from components.forms.recurrence import recurrence_line
from components.i18n import label, t
from components.session import campaign, units, who
from components.vocabulary import offered, words
from store.model.enums import Role, Severity
from store.rules.fields import FIELDS

ENTERED = (
    "category",
    "unit",
    "title",
    "finding",
    "source",
    "found_on",
    "owner",
    "lead",
    "severity",
    "leader_led",
    "confidential",
    "cause_kind",
    "cause",
    "target",
    "closure_criteria",
    "mode",
    "deadline",
    "due",
    "milestone",
    "next_review",
    "recurrence_of",
)
"""The fields in the order of the eye; ``deadline`` says which of the three ways gives the date."""


def issue_fields(form: Form, fixed: Collection[str] = (), ref_no: str = "") -> None:
    """Everything but the buttons; ``fixed`` fields are shown and cannot be changed. ``ref_no``: the problem under edit."""
    left, right = st.columns(2, gap="medium")
    with left, panel(t("entry.part_problem"), key=form.key("problem"), note=t("entry.starred")):
        _problem(form, fixed, ref_no)
    with right:
        with panel(t("entry.part_cause"), key=form.key("why"), height="content"):
            _cause(form)
        with panel(t("entry.part_term"), key=form.key("until"), height="content"):
            deadline_fields(form, fixed)
    with panel(t("entry.part_measures"), key=form.key("measures"), height="content", note=t("entry.measures_note")):
        _standing_measures(form)
        measures_editor(form)
        removed_notice(form)


def _problem(form: Form, fixed: Collection[str], ref_no: str) -> None:
    names = {one.code: label(one.name) for one in campaign().categories}
    sources = words("source")
    with pair() as (first, second):
        with first:
            inputs.pick(
                form,
                "category",
                offered("category"),
                lambda code: names.get(code, code),
                required=True,
                disabled="category" in fixed,
            )
        with second:
            _unit(form, fixed)
    _meaning(form)
    inputs.line(form, "title", required=True, placeholder=t("entry.title_hint"))
    inputs.area(form, "finding", required=True, height=122, placeholder=t("entry.finding_hint"))
    recurrence_line(form, ref_no)
    with pair() as (first, second):
        with first:
            inputs.pick(form, "source", offered("source"), lambda code: sources.get(code, code), required=True)
        with second:
            inputs.day(form, "found_on", required=True, disabled="found_on" in fixed)
    with pair() as (first, second):
        with first:
            inputs.line(form, "owner", autocomplete="off")
        with second:
            inputs.line(form, "lead", autocomplete="off")
    with pair() as (first, second):
        with first:
            inputs.choose(form, "severity", [one.value for one in Severity], lambda code: t(f"severity.{code}"))
        with second, st.container(height="stretch", vertical_alignment="bottom", gap="xsmall"):
            inputs.toggle(form, "leader_led")
            inputs.toggle(form, "confidential", disabled="confidential" in fixed)


def _meaning(form: Form) -> None:
    """What belongs under the chosen category, in the campaign's words."""
    chosen = campaign().category(form.value("category"))
    if chosen and label(chosen.meaning):
        st.caption(plain(label(chosen.meaning)))


def _unit(form: Form, fixed: Collection[str]) -> None:
    known = units()
    own = who().role is Role.UNIT
    offered = [who().unit] if own else [code for code, unit in known.items() if unit.active]
    names = {code: unit.name for code, unit in known.items()}
    inputs.pick(form, "unit", offered, lambda code: names.get(code, code), required=True, disabled=own or "unit" in fixed)


def _cause(form: Form) -> None:
    kinds = words("cause_kind")
    inputs.pick(form, "cause_kind", offered("cause_kind"), lambda code: kinds.get(code, code))
    inputs.area(form, "cause", placeholder=t("entry.cause_hint"))
    with pair() as (first, second):
        with first:
            inputs.area(form, "target")
        with second:
            inputs.area(form, "closure_criteria")


def _standing_measures(form: Form) -> None:
    """What the campaign prescribes for this category, to be taken over or not."""
    chosen = campaign().category(form.value("category"))
    if chosen and chosen.standing_measures:
        with st.expander(t("entry.standing_measures"), icon=":material/checklist:"):
            for one in chosen.standing_measures:
                words_of_it = label(one.text)
                key = form.key(f"adopt-{one.code}")
                st.button(
                    plain(words_of_it),
                    key=key,
                    icon=":material/add:",
                    type="tertiary",
                    on_click=add_measure,
                    args=(form, words_of_it),
                    wrap=True,
                )


def raw_issue(form: Form, fixed: Collection[str] = ()) -> dict[str, Any]:
    """What stands in the form as the ledger takes it; of the three deadlines the chosen one."""
    values = form.values()
    measures = [{name: value for name, value in measure.items() if name != "row"} for measure in form.measures()]
    raw = {name: value for name, value in values.items() if name in FIELDS and name not in (*DEADLINES.values(), *fixed)}
    return raw | chosen_deadline(values, campaign(), fixed) | {"measures": measures}
