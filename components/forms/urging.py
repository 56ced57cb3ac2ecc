"""The level of an urging slip in its form; while text and day are still the proposed ones, they go along with it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from components.cards import plain
from components.faults import fault_words
from components.forms import inputs
from components.forms.form import Form
from components.i18n import t
from components.session import campaign, today
from components.slip_words import ask, opening
from store.model.enums import UrgeLevel
from store.model.issue import Issue
from store.rules.ladder import LADDER, against, answer_day, possible, suggested


def first_level(issue: Issue) -> UrgeLevel:
    """The rung that the form begins with: the suggested one, else the highest that may be used, which steps up."""
    return suggested(issue, today()) or next(reversed(possible(issue, today())), LADDER[0])


def slip_text(issue: Issue, level: UrgeLevel) -> str:
    """The proposed text of a slip in official wording."""
    return f"{opening(issue)}\n{ask(level)}"


def usual_day(level: UrgeLevel) -> date:
    """The proposed day to answer by: so many working days of the campaign's country."""
    return answer_day(level, today(), campaign().country)


def level_field(form: Form, field: str, issue: Issue) -> None:
    """The three rungs; what speaks against the chosen one is said at once."""
    chosen = form.value(field) or first_level(issue).value
    st.segmented_control(
        inputs.label_of(field),
        [level.value for level in LADDER],
        key=form.seed(field, chosen),
        format_func=lambda level: t(f"urge_level.{level}"),
        required=True,
        on_change=_follow,
        args=(form, field, issue),
    )
    told = [plain(fault_words(fault)) for fault in against(UrgeLevel(form.value(field) or chosen), issue, today())]
    if told:
        st.markdown(f":orange[:material/info: {told[0]}]")


def _follow(form: Form, field: str, issue: Issue) -> None:
    """Another level was chosen: what the person has not written themselves is proposed anew."""
    before = UrgeLevel(form.memory["values"].get(field) or first_level(issue))
    if not form.value(field):  # the Escape key takes the choice away in the browser
        st.session_state[form.key(field)] = before.value
    now = UrgeLevel(form.value(field))
    if form.value("text") in ("", slip_text(issue, before)):
        st.session_state[form.key("text")] = slip_text(issue, now)
    if form.value("answer_by") in ("", usual_day(before).isoformat()):
        st.session_state[form.key("answer_by")] = usual_day(now)
    form.changed(field)
