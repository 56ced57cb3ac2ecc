"""The table of verbs: what each makes of an issue, the inputs it takes and which of them is the event's note."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from store.model.enums import CheckVerdict, Decision, Outcome, UrgeLevel
from store.model.issue import Issue
from store.rules.acts import closing, content, course, more_time, papers, urging
from store.rules.fields import Field, choice, day, percent, text, whole
from store.rules.uploads import uploads


@dataclass(frozen=True)
class Verb:
    """How a verb changes an issue, which inputs it takes (fields.py), and which of them is the event's note."""

    make: Callable[..., Issue]
    inputs: Mapping[str, Field] = field(default_factory=dict)
    note: str = ""


_NOTE = Field(text(4000), required=True)
_DAY = Field(day, None, required=True)
_OPTIONAL_DAY = Field(day, None)
_FILES = Field(uploads, ())

VERBS: dict[str, Verb] = {
    "register": Verb(course.registered),
    "start": Verb(course.started),
    "report_progress": Verb(
        course.progressed,
        {"note": Field(text(4000)), "measure": Field(whole, None), "percent": Field(percent, None), "done_on": _OPTIONAL_DAY},
        "note",
    ),
    "add_evidence": Verb(
        papers.with_evidence,
        {"files": _FILES, "title": Field(text(200)), "dated": _OPTIONAL_DAY, "measure": Field(whole, None)},
    ),
    "remove_evidence": Verb(papers.without_evidence, {"piece": Field(whole, None, required=True), "reason": _NOTE}, "reason"),
    "request_close": Verb(closing.close_requested, {"note": _NOTE, "files": _FILES}, "note"),
    "close": Verb(
        closing.closed,
        {"opinion": _NOTE, "outcome": Field(choice(Outcome), None, required=True), "check_on": _OPTIONAL_DAY},
        "opinion",
    ),
    "return": Verb(closing.returned, {"missing": _NOTE}, "missing"),
    "keep_going": Verb(course.kept_going, {"next_review": _DAY}),
    "reopen": Verb(closing.reopened, {"reason": _NOTE, "due": _DAY}, "reason"),
    "refer": Verb(course.referred, {"recipient": Field(text(80), required=True), "reason": _NOTE}, "reason"),
    "dismiss": Verb(course.dismissed, {"reason": _NOTE}, "reason"),
    "request_extension": Verb(more_time.extension_requested, {"new_due": _DAY, "reason": _NOTE}, "reason"),
    "decide_extension": Verb(
        more_time.extension_decided,
        {
            "decision": Field(choice(Decision), None, required=True),
            "granted_due": _OPTIONAL_DAY,
            "opinion": Field(text(4000)),
        },
        "opinion",
    ),
    "grant_extension": Verb(more_time.extension_granted, {"new_due": _DAY, "reason": _NOTE}, "reason"),
    "recategorise": Verb(content.recategorised, {"category": Field(text(40), required=True), "reason": _NOTE}, "reason"),
    "urge": Verb(
        urging.urged, {"level": Field(choice(UrgeLevel), None, required=True), "text": _NOTE, "answer_by": _DAY}, "text"
    ),
    "answer_urge": Verb(urging.urge_answered, {"number": Field(text(40), required=True), "answer": _NOTE}, "answer"),
    "record_check": Verb(
        closing.checked,
        {"check_verdict": Field(choice(CheckVerdict), None, required=True), "result": _NOTE, "next_check": _OPTIONAL_DAY},
        "result",
    ),
    "mark_good_practice": Verb(course.praised, {"note": _NOTE}, "note"),
}
"""Every verb on an existing issue but ``edit``, by the name its event carries; forms, API and tests are drawn from it."""
