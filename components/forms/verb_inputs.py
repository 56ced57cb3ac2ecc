"""How each input of a verb is asked for: its widget, its name, its usual answer; the table of inputs is the store's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from components.forms import inputs
from components.forms.form import Form
from components.forms.uploader import uploader
from components.forms.urging import first_level, level_field, slip_text, usual_day
from components.session import today
from components.vocabulary import offered, words
from components.wording import value_words
from store.model.enums import CheckVerdict, Decision, Outcome
from store.model.issue import Issue
from store.rules.verbs import VERBS
from store.words import has

LEFT_OUT = {"report_progress": ("measure", "percent", "done_on"), "remove_evidence": ("piece",)}
"""Inputs that have a better place than the verb's form: a measure's progress stands at the measure."""
AT_ITS_PLACE = frozenset({"remove_evidence"})
"""Verbs whose button stands at the part they change, not among the next steps."""
FILES = frozenset({"files"})
"""Inputs that no draft holds."""

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


def _next_check(form: Form, field: str, called: str, required: bool, issue: Issue) -> None:
    """What does not hold is reopened; only what holds may be looked at once more."""
    if form.value("check_verdict") != CheckVerdict.FAILED:
        _day(form, field, called, required, issue)


def _slip(form: Form, field: str, called: str, required: bool, issue: Issue) -> None:
    unanswered = {slip.number: slip.text for slip in issue.urges if not slip.answer}
    inputs.pick(
        form, field, list(unanswered), lambda number: f"{number} {unanswered.get(number, '')}", called=called, required=required
    )


def _measure(form: Form, field: str, called: str, required: bool, issue: Issue) -> None:
    texts = {measure.id: f"{number}. {measure.text}" for number, measure in enumerate(issue.measures, 1)}
    inputs.pick(form, field, list(texts), lambda number: texts.get(number, str(number)), called=called, required=required)


def _category(form: Form, field: str, called: str, required: bool, issue: Issue) -> None:
    known = words("category")
    others = [code for code in offered("category") if code != issue.category]
    inputs.pick(form, field, others, lambda code: known.get(code, code), called=called, required=required)


DRAWN: dict[str, Draw] = {
    **dict.fromkeys(("note", "opinion", "missing", "reason", "text", "answer", "result"), _area),
    **dict.fromkeys(("title", "recipient"), _line),
    **dict.fromkeys(("dated", "check_on", "next_review", "due", "new_due", "granted_due", "answer_by"), _day),
    "next_check": _next_check,
    "outcome": _member(Outcome),
    "check_verdict": _member(CheckVerdict),
    "decision": _member(Decision),
    "level": lambda form, field, called, required, issue: level_field(form, field, issue),
    "number": _slip,
    "measure": _measure,
    "files": uploader,
    "category": _category,
}
"""How each input of a verb is asked for."""

CHECK_AFTER = 30
"""Days from the close-out to the effectiveness check, unless the reviewer says otherwise."""

PRESET: dict[str, Callable[[Issue], Any]] = {
    "close_check_on": lambda issue: (today() + timedelta(days=CHECK_AFTER)).isoformat(),
    "reopen_reason": lambda issue: issue.failed_check.result if issue.failed_check else "",
    "dated": lambda issue: today().isoformat(),
    "level": lambda issue: first_level(issue).value,
    "text": lambda issue: slip_text(issue, first_level(issue)),
    "answer_by": lambda issue: usual_day(first_level(issue)).isoformat(),
    "granted_due": lambda issue: issue.pending_extension.new_due.isoformat() if issue.pending_extension else "",
    "outcome": lambda issue: Outcome.FULL.value,
    "number": lambda issue: next((slip.number for slip in issue.urges if not slip.answer), ""),
}
"""What the usual answer is, to an input of one verb or of any; the person may say otherwise."""


def verb_fields(verb: str) -> tuple[str, ...]:
    """The inputs that the verb's form asks for."""
    return tuple(name for name in VERBS[verb].inputs if name not in LEFT_OUT.get(verb, ()))


def preset(verb: str, field: str, issue: Issue) -> Any:
    """What an input of the verb holds at first."""
    usual = PRESET.get(f"{verb}_{field}") or PRESET.get(field)
    return usual(issue) if usual else ""


def called(verb: str, field: str) -> str:
    """What an input is called in this verb, where that is more than its name."""
    return f"{verb}_{field}" if has("en", f"field.{verb}_{field}") else field
