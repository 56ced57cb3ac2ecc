"""Until when: a date, a milestone of the campaign, or ongoing with a review date; the mode of rectification goes with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import streamlit as st

from components.forms import inputs
from components.forms.form import Form
from components.i18n import label, t
from components.session import campaign
from store.model.documents import Campaign
from store.model.enums import Mode

DEADLINES = {"date": "due", "milestone": "milestone", "ongoing": "next_review"}
"""The three ways to say until when, and the field each asks for."""


@contextmanager
def pair() -> Iterator[tuple[Any, Any]]:
    """Two columns that become one on a phone."""
    first, second = st.columns(2, gap="small")
    yield first, second


def deadline_fields(form: Form, fixed: Collection[str]) -> None:
    """The mode, the way of the deadline, and the field that way asks for."""
    with pair() as (first, second):
        with first:
            st.segmented_control(
                t("field.mode"),
                [one.value for one in Mode],
                key=form.seed("mode", form.value("mode") or Mode.PHASED.value),
                format_func=lambda code: t(f"mode.{code}"),
                help=t("help.mode"),
                required=True,
                wrap=True,
                on_change=_mode_changed,
                args=(form, "due" in fixed),
            )
        with second:
            inputs.choose(form, "deadline", list(DEADLINES), lambda way: t(f"deadline.{way}"), disabled="due" in fixed)
    way = form.value("deadline")
    _DEADLINE_WIDGETS[way](form, fixed)
    for other in [field for kind, field in DEADLINES.items() if kind != way]:
        inputs.faults(form, other)


def _milestone(form: Form, fixed: Collection[str]) -> None:
    known = {one.code: t("entry.milestone", name=label(one.name), day=one.day) for one in campaign().milestones}
    inputs.pick(form, "milestone", list(known), lambda code: known.get(code, code), required=True, disabled="milestone" in fixed)


_DEADLINE_WIDGETS = {
    "date": lambda form, fixed: inputs.day(form, "due", required=True, disabled="due" in fixed),
    "milestone": _milestone,
    "ongoing": lambda form, fixed: inputs.day(form, "next_review", required=True, disabled="next_review" in fixed),
}


def _mode_changed(form: Form, fixed: bool) -> None:
    """What is put right for good has a review date rather than an end: the form follows.

    Asked of the form, not of the widget: a saving that came along in the same message may have put the widget away already.
    """
    ongoing = form.value("mode") == Mode.ONGOING
    if not fixed and ongoing != (form.value("deadline") == "ongoing"):
        st.session_state[form.key("deadline")] = "ongoing" if ongoing else "date"
    form.changed("mode")


def chosen_deadline(values: Mapping[str, Any], known: Campaign, fixed: Collection[str]) -> dict[str, Any]:
    """The deadline as the ledger takes it."""
    way = values["deadline"]
    if way == "ongoing":
        wanted = {"due": "", "milestone": "", "next_review": values["next_review"]}
    elif way == "milestone":
        day = next((one.day.isoformat() for one in known.milestones if one.code == values["milestone"]), "")
        wanted = {"due": day, "milestone": values["milestone"]}
    else:
        wanted = {"due": values["due"], "milestone": ""}
    return {name: value for name, value in wanted.items() if name not in fixed}
