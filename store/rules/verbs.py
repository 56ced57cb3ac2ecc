"""What each verb makes of an issue: pure functions and the table of their inputs.

Roles and the store are ledger.py's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from store.model.documents import Actor
from store.model.enums import Decision, Outcome, UrgeLevel, Verdict
from store.model.errors import Fault, Invalid, Refused
from store.model.issue import Closure, Evidence, Extension, Issue, Measure, ProgressNote, Urge
from store.rules.fields import Field, choice, day, percent, text, whole
from store.rules.lifecycle import MOVES, reasons_against


@dataclass(frozen=True)
class Act:
    """Who acts, at which moment (ISO with offset), on which day; ``serial`` gives the next number of a counter."""

    actor: Actor
    at: str
    today: date
    serial: Callable[[str], int]


def moved(issue: Issue, move: str, act: Act) -> Issue:
    """``issue`` in the move's target status. Raises Refused ``not_ready`` with every reason against it."""
    reasons = reasons_against(move, issue, act.actor)
    if reasons:
        raise Refused("not_ready", move=move, reasons=tuple(reasons))
    return replace(issue, status=MOVES[move].target)


def with_fields(issue: Issue, values: Mapping[str, Any]) -> Issue:
    """``issue`` with cleaned values (fields.py) laid over it; measures keep percent and done_on by their id."""
    plain = {name: value for name, value in values.items() if name != "measures"}
    changed = replace(issue, **plain)
    return _with_measures(changed, values["measures"]) if "measures" in values else changed


def _with_measures(issue: Issue, wanted: Iterable[Mapping[str, Any]]) -> Issue:
    present = {measure.id: measure for measure in issue.measures}
    measures: list[Measure] = []
    last = issue.last_part
    for values in wanted:
        known = present.pop(values.get("id") or 0, None)
        last += known is None
        fields = {name: value for name, value in values.items() if name != "id"}
        measures.append(replace(known, **fields) if known else Measure(id=last, **{"kind": "corrective", "text": "", **fields}))
    return replace(issue, measures=tuple(measures), last_part=last)


def registered(issue: Issue, act: Act) -> Issue:
    """On the books 待整改; a registered issue remembers its first date."""
    return replace(moved(issue, "register", act), original_due=issue.due)


def started(issue: Issue, act: Act) -> Issue:
    """Being put right 整改中."""
    return moved(issue, "start", act)


def progressed(
    issue: Issue, act: Act, note: str = "", measure: int | None = None, percent: int | None = None, done_on: date | None = None
) -> Issue:
    """A progress note on the issue, or on one measure with its new percentage.

    100 is done, today unless ``done_on`` says another day.
    """
    entry = ProgressNote(act.at, act.actor.name, note, measure, percent)
    if measure is None or percent is None:
        _needs("note", note)
        return replace(issue, progress=(*issue.progress, entry))
    if measure not in [one.id for one in issue.measures]:
        raise Invalid([Fault("measure", "unknown_code", {"value": measure})])
    if done_on and done_on > act.today:
        raise Invalid([Fault("done_on", "in_the_future", {"today": act.today})])
    finished = (done_on or act.today) if percent == 100 else None
    measures = tuple(replace(one, percent=percent, done_on=finished) if one.id == measure else one for one in issue.measures)
    return replace(issue, measures=measures, progress=(*issue.progress, entry))


def with_evidence(issue: Issue, act: Act, title: str, dated: date | None = None, measure: int | None = None) -> Issue:
    """A named piece of evidence."""
    evidence = Evidence(issue.last_part + 1, title, dated, act.at, act.actor.name, measure)
    return replace(issue, evidence=(*issue.evidence, evidence), last_part=evidence.id)


def close_requested(issue: Issue, act: Act, note: str) -> Issue:
    """A close-out round opened by the request."""
    return replace(moved(issue, "request_close", act), closures=(*issue.closures, Closure(act.at, act.actor.name, note)))


def _decided(issue: Issue, act: Act, verdict: Verdict, opinion: str, **more: Any) -> tuple[Closure, ...]:
    last = replace(issue.closures[-1], verdict=verdict, decided_at=act.at, decided_by=act.actor.name, opinion=opinion, **more)
    return (*issue.closures[:-1], last)


def closed(issue: Issue, act: Act, opinion: str, outcome: Outcome, check_on: date | None = None) -> Issue:
    """Struck off 销号: verdict, opinion, outcome, and the day of the effectiveness check 回头看 if one is planned."""
    after = moved(issue, "close", act)
    return replace(
        after, closed_on=act.today, closures=_decided(issue, act, Verdict.CLOSED, opinion, outcome=outcome, check_on=check_on)
    )


def returned(issue: Issue, act: Act, missing: str) -> Issue:
    """Sent back 退回 with what is still missing."""
    after = moved(issue, "return", act)
    return replace(after, closures=_decided(issue, act, Verdict.RETURNED, missing))


def kept_going(issue: Issue, act: Act, next_review: date) -> Issue:
    """Turned into an ongoing matter 转持续 with a review date."""
    _not_before("next_review", next_review, act.today)
    return replace(moved(issue, "keep_going", act), next_review=next_review)


def reopened(issue: Issue, act: Act, reason: str, due: date) -> Issue:
    """Back on the books 重新挂账 with a reason and a new date; the first date stays."""
    _not_before("due", due, act.today)
    return replace(moved(issue, "reopen", act), due=due, closed_on=None)


def referred(issue: Issue, act: Act, recipient: str, reason: str) -> Issue:
    """Handed over 移交 to ``recipient``; the reason goes into the event's note."""
    return replace(moved(issue, "refer", act), referred_to=recipient)


def dismissed(issue: Issue, act: Act, reason: str) -> Issue:
    """Found to be no problem 不予认定; the reason goes into the event's note."""
    return moved(issue, "dismiss", act)


def extension_requested(issue: Issue, act: Act, new_due: date, reason: str) -> Issue:
    """More time asked for, before the due date only (domain.md).

    Raises Refused ``too_late``, ``already_asked`` or ``no_due_date``.
    """
    if issue.due is None:
        raise Refused("no_due_date")
    if issue.pending_extension:
        raise Refused("already_asked")
    if act.today > issue.due:
        raise Refused("too_late", due=issue.due)
    if new_due <= issue.due:
        raise Invalid([Fault("new_due", "not_later", {"due": issue.due})])
    asked = Extension(act.at, act.actor.name, issue.due, new_due, reason)
    return replace(issue, extensions=(*issue.extensions, asked))


def extension_decided(issue: Issue, act: Act, decision: Decision, opinion: str = "") -> Issue:
    """More time granted or refused; the due date moves only when granted."""
    asked = issue.pending_extension
    if asked is None:
        raise Refused("nothing_asked")
    if decision is Decision.REFUSED:
        _needs("opinion", opinion)
    answer = replace(asked, decision=decision, decided_at=act.at, decided_by=act.actor.name, opinion=opinion)
    due = asked.new_due if decision is Decision.GRANTED else issue.due
    return replace(issue, due=due, extensions=(*issue.extensions[:-1], answer))


def urged(issue: Issue, act: Act, level: UrgeLevel, text: str, answer_by: date) -> Issue:
    """One more slip of the ladder 督办, numbered over the whole ledger, with a day to answer by."""
    _not_before("answer_by", answer_by, act.today)
    number = f"{act.today.year}-{act.serial(f'urge {act.today.year}'):03d}"
    slip = Urge(number, level, act.at, act.actor.name, text, answer_by)
    return replace(issue, urges=(*issue.urges, slip))


def urge_answered(issue: Issue, act: Act, number: str, answer: str) -> Issue:
    """The unit's answer to a slip, once."""
    if number not in [slip.number for slip in issue.urges if not slip.answer]:
        raise Refused("nothing_to_answer", number=number)
    urges = tuple(replace(slip, answer=answer, answered_at=act.at) if slip.number == number else slip for slip in issue.urges)
    return replace(issue, urges=urges)


def checked(issue: Issue, act: Act, result: str) -> Issue:
    """The effectiveness check 回头看 of the last close-out held; a failure is followed by :func:`reopened`."""
    last = replace(issue.closures[-1], checked_at=act.at, check_result=result)
    return replace(issue, closures=(*issue.closures[:-1], last))


def praised(issue: Issue, act: Act, note: str) -> Issue:
    """Marked as good practice 经验做法 worth passing on."""
    return replace(issue, good_practice=note)


def _needs(name: str, value: str) -> None:
    if not value:
        raise Invalid([Fault(name, "required")])


def _not_before(name: str, value: date, today: date) -> None:
    if value < today:
        raise Invalid([Fault(name, "in_the_past", {"today": today})])


@dataclass(frozen=True)
class Verb:
    """How a verb changes an issue, which inputs it takes (fields.py), and which of them is the event's note."""

    make: Callable[..., Issue]
    inputs: Mapping[str, Field] = field(default_factory=dict)
    note: str = ""


_NOTE = Field(text(4000), required=True)
_DAY = Field(day, None, required=True)
_OPTIONAL_DAY = Field(day, None)

VERBS: dict[str, Verb] = {
    "register": Verb(registered),
    "start": Verb(started),
    "report_progress": Verb(
        progressed,
        {"note": Field(text(4000)), "measure": Field(whole, None), "percent": Field(percent, None), "done_on": _OPTIONAL_DAY},
        "note",
    ),
    "add_evidence": Verb(
        with_evidence, {"title": Field(text(200), required=True), "dated": _OPTIONAL_DAY, "measure": Field(whole, None)}
    ),
    "request_close": Verb(close_requested, {"note": _NOTE}, "note"),
    "close": Verb(
        closed, {"opinion": _NOTE, "outcome": Field(choice(Outcome), None, required=True), "check_on": _OPTIONAL_DAY}, "opinion"
    ),
    "return": Verb(returned, {"missing": _NOTE}, "missing"),
    "keep_going": Verb(kept_going, {"next_review": _DAY}),
    "reopen": Verb(reopened, {"reason": _NOTE, "due": _DAY}, "reason"),
    "refer": Verb(referred, {"recipient": Field(text(80), required=True), "reason": _NOTE}, "reason"),
    "dismiss": Verb(dismissed, {"reason": _NOTE}, "reason"),
    "request_extension": Verb(extension_requested, {"new_due": _DAY, "reason": _NOTE}, "reason"),
    "decide_extension": Verb(
        extension_decided, {"decision": Field(choice(Decision), None, required=True), "opinion": Field(text(4000))}, "opinion"
    ),
    "urge": Verb(urged, {"level": Field(choice(UrgeLevel), None, required=True), "text": _NOTE, "answer_by": _DAY}, "text"),
    "answer_urge": Verb(urge_answered, {"number": Field(text(40), required=True), "answer": _NOTE}, "answer"),
    "record_check": Verb(checked, {"result": _NOTE}, "result"),
    "mark_good_practice": Verb(praised, {"note": _NOTE}, "note"),
}
"""Every verb on an existing issue but ``edit``, by the name its event carries; forms, API and tests are drawn from it."""
