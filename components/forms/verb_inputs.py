"""How each input of a verb is asked for: its widget, its name, its usual answer; the table of inputs is the store's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from components.forms import inputs
from components.forms.form import Form
from components.session import today
from components.wording import value_words
from store.model.enums import Decision, Outcome, UrgeLevel
from store.model.issue import Issue
from store.rules.verbs import VERBS
from store.words import has

LEFT_OUT = {"report_progress": ("measure", "percent", "done_on")}
"""Inputs that have a better place than the verb's form: a measure's progress stands at the measure."""

Draw = Callable[[Form, str, str, bool, Issue], None]


def _area(form: Form, field: str, called: str, required: bool, issue: Issue) -> None:
    inputs.area(form, field, called=called, required=required)


def _line(form: Form, field: str, called: str, required: bool, issue: Issue) -> None:
    inputs.line(form, field, called=called, required=required)


def _day(form: Form, field: str, called: str, required: bool, issue: Issue) -> None:
    inputs.day(form, field, called=called, required=required)


def _member(kind: type) -> Draw:
    def draw(form: Form, field: str, called: str, required: bool, issue: Issue) -> None:
        codes = [one.value for one in kind]  # type: ignore[attr-defined]
        inputs.choose(form, field, codes, lambda code: value_words(field, code), called=called, required=False)

    return draw


def _slip(form: Form, field: str, called: str, required: bool, issue: Issue) -> None:
    unanswered = {slip.number: slip.text for slip in issue.urges if not slip.answer}
    inputs.pick(
        form, field, list(unanswered), lambda number: f"{number} {unanswered.get(number, '')}", called=called, required=required
    )


def _measure(form: Form, field: str, called: str, required: bool, issue: Issue) -> None:
    texts = {measure.id: f"{number}. {measure.text}" for number, measure in enumerate(issue.measures, 1)}
    inputs.pick(form, field, list(texts), lambda number: texts.get(number, str(number)), called=called, required=required)


DRAWN: dict[str, Draw] = {
    **dict.fromkeys(("note", "opinion", "missing", "reason", "text", "answer", "result"), _area),
    **dict.fromkeys(("title", "recipient"), _line),
    **dict.fromkeys(("dated", "check_on", "next_review", "due", "new_due", "answer_by"), _day),
    "outcome": _member(Outcome),
    "decision": _member(Decision),
    "level": _member(UrgeLevel),
    "number": _slip,
    "measure": _measure,
}
"""How each input of a verb is asked for."""

PRESET: dict[str, Callable[[Issue], Any]] = {
    "dated": lambda issue: today().isoformat(),
    "answer_by": lambda issue: (today() + timedelta(days=7)).isoformat(),
    "level": lambda issue: list(UrgeLevel)[min(len(issue.urges), 2)].value,
    "outcome": lambda issue: Outcome.FULL.value,
    "number": lambda issue: next((slip.number for slip in issue.urges if not slip.answer), ""),
}
"""What the usual answer is; the person may say otherwise."""


def verb_fields(verb: str) -> tuple[str, ...]:
    """The inputs that the verb's form asks for."""
    return tuple(name for name in VERBS[verb].inputs if name not in LEFT_OUT.get(verb, ()))


def called(verb: str, field: str) -> str:
    """What an input is called in this verb, where that is more than its name."""
    return f"{verb}_{field}" if has("en", f"field.{verb}_{field}") else field
