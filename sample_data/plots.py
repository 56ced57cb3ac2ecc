"""How sample problems live: each plot is the planned series of verbs of one issue, from its finding to its end.

A plot is planned to its end; what would lie in the future is simply not played, so that open, nearly due, overdue and pending
issues arise as they do in life.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sample_data.bank import phrases
from store.model.documents import Actor
from store.model.enums import UrgeLevel
from store.rules.ladder import answer_day
from store.rules.workdays import after_working_days

Text = Mapping[str, Any]


@dataclass
class Step:
    """One verb to be played: when, by whom, and its inputs; an ``evidence`` or measure step names the measure by position."""

    at: datetime
    actor: Actor
    verb: str
    inputs: dict[str, Any] = field(default_factory=dict)


@dataclass
class Cast:
    """Who plays: the unit's contact, the people who own problems and measures, and two of the office."""

    contact: Actor
    owners: list[str]
    lead: str
    office: Actor
    reviewer: Actor


@dataclass
class Plot:
    """One problem's plan: its text, where and when it was found, its dates, and the steps so far."""

    text: Text
    cast: Cast
    rng: random.Random
    unit: str
    found: date
    due: date | None
    milestone: str = ""
    next_review: date | None = None
    recurrence_of: Plot | None = None
    check_on: date | None = None
    steps: list[Step] = field(default_factory=list)

    def moment(self, day: date, earliest: int = 8) -> datetime:
        """A minute of the working hours of ``day``, later on the same day than the step before it."""
        last = self.steps[-1].at if self.steps else None
        at = datetime.combine(
            day, time(self.rng.randint(earliest, 17), self.rng.randint(0, 59), self.rng.randint(0, 59))
        ).astimezone()
        return at if last is None or at > last else last + timedelta(minutes=self.rng.randint(3, 25))

    def later(self, working_days: float) -> date:
        """A working day after the last step, about ``working_days`` on."""
        base = self.steps[-1].at.date() if self.steps else self.found
        return max(base, after_working_days(base, max(0, round(self.rng.gauss(working_days, working_days / 4))), "CN"))

    def add(self, day: date, actor: Actor, verb: str, **inputs: Any) -> None:
        """Plan one more step."""
        self.steps.append(Step(self.moment(day), actor, verb, inputs))

    def phrase(self, *path: str) -> str:
        """One of the texts of a bank of phrases."""
        found: Any = phrases()
        for name in path:
            found = found[name]
        return str(self.rng.choice(found))


def fields(plot: Plot) -> dict[str, Any]:
    """What the unit enters."""
    text, rng = plot.text, plot.rng
    copied = (
        "category",
        "title",
        "finding",
        "cause_kind",
        "cause",
        "target",
        "closure_criteria",
        "severity",
        "mode",
        "source",
        "leader_led",
    )
    last = plot.due or plot.next_review or plot.found + timedelta(days=30)
    span = max(4, (last - plot.found).days)
    kinds = text["measures"]
    dues = [min(last, plot.found + timedelta(days=round(span * (number + 1) / len(kinds)))) for number in range(len(kinds))]
    return {
        **{name: text[name] for name in copied},
        "confidential": text.get("confidential", False),
        "unit": plot.unit,
        "found_on": plot.found,
        "due": plot.due,
        "milestone": plot.milestone,
        "next_review": plot.next_review,
        "owner": plot.cast.owners[0],
        "lead": plot.cast.lead,
        "measures": [
            {**measure, "owner": rng.choice(plot.cast.owners), "due": due} for measure, due in zip(kinds, dues, strict=True)
        ],
    }


def enter(plot: Plot, register: bool = True) -> None:
    """Found, entered a day or two later, and begun."""
    plot.add(plot.later(1), plot.cast.contact, "enter" if register else "save_draft")
    if register:
        plot.add(plot.later(2), plot.cast.contact, "start")


def work(plot: Plot, until: date, share: float = 1.0) -> None:
    """Progress on the measures one after the other until ``until``; ``share`` below 1 leaves the last ones unfinished."""
    measures, notes = plot.text["measures"], list(plot.text["progress"])
    start = plot.steps[-1].at.date()
    reports = [
        (number, percent) for number in range(len(measures)) for percent in ((100,) if plot.rng.random() < 0.45 else (50, 100))
    ]
    reports = reports[: max(1, round(len(reports) * share))] if share < 1 else reports
    days = max(1, (until - start).days)
    for index, (number, percent) in enumerate(reports):
        day = after_working_days(start + timedelta(days=round(days * (index + 1) / (len(reports) + 1))), 0, "CN")
        note = notes[min(len(notes) - 1, index * len(notes) // len(reports))]
        spoken = note if index == 0 or notes[min(len(notes) - 1, (index - 1) * len(notes) // len(reports))] != note else ""
        plot.add(day, plot.cast.contact, "report_progress", measure=number, percent=percent, note=spoken)


def papers(plot: Plot) -> None:
    """The evidence, named on the day of the last report."""
    for title in plot.text["evidence"]:
        plot.add(plot.later(0), plot.cast.contact, "add_evidence", title=title, dated=plot.steps[-1].at.date())


def ask(plot: Plot) -> None:
    """The close-out asked for."""
    plot.add(plot.later(1), plot.cast.contact, "request_close", note=plot.text["completion_note"])


def strike_off(plot: Plot) -> None:
    """Verified and closed by somebody else; looked at again a month later, now and then praised."""
    day = plot.later(2.5)
    outcome = "full" if plot.rng.random() < 0.85 else "mostly"
    opinion = plot.phrase("opinions" if outcome == "full" else "opinions_mostly")
    check = after_working_days(day, 20, "CN") if plot.rng.random() < 0.5 else None
    check = max(day, plot.check_on) if plot.check_on else check
    plot.add(day, plot.cast.reviewer, "close", opinion=opinion, outcome=outcome, check_on=check)
    if plot.rng.random() < 0.08:
        plot.add(plot.later(3), plot.cast.office, "mark_good_practice", note=plot.phrase("good_practice"))
    if check:
        look_again(plot, check)


def look_again(plot: Plot, day: date, verdict: str = "held") -> None:
    """The effectiveness check on the day it was planned for."""
    result = plot.phrase("effectiveness_results" if verdict == "held" else "effectiveness_failed")
    plot.add(day, plot.cast.office, "record_check", check_verdict=verdict, result=result)


def _finish(plot: Plot, until: date) -> None:
    work(plot, until)
    papers(plot)
    ask(plot)
    strike_off(plot)


def _target(plot: Plot) -> date:
    return plot.due or plot.next_review or plot.found + timedelta(days=45)


def done(plot: Plot) -> None:
    """Put right in good time."""
    enter(plot)
    span = (_target(plot) - plot.steps[-1].at.date()).days
    _finish(plot, plot.steps[-1].at.date() + timedelta(days=round(span * plot.rng.uniform(0.3, 0.6))))


def late(plot: Plot) -> None:
    """Put right, but after the date; reminded on the way."""
    enter(plot)
    work(plot, _target(plot) + timedelta(days=plot.rng.randint(2, 6)))
    plot.steps = sorted([*plot.steps, *reminders(plot, most=1)], key=lambda step: step.at)
    papers(plot)
    ask(plot)
    strike_off(plot)


def slow(plot: Plot) -> None:
    """Begun and not finished; urged once the date has passed."""
    enter(plot)
    work(plot, _target(plot) + timedelta(days=3), share=plot.rng.choice((0.4, 0.6, 0.75)))
    plot.steps = sorted([*plot.steps, *reminders(plot, most=plot.rng.choice((0, 0, 1, 2, 3)))], key=lambda step: step.at)


def stalled(plot: Plot) -> None:
    """Entered, and nobody began."""
    plot.add(plot.later(1), plot.cast.contact, "enter")
    plot.steps += reminders(plot, most=plot.rng.choice((0, 0, 1, 2, 3)))


def reminders(plot: Plot, most: int) -> list[Step]:
    """Slips of the ladder after the date: some answered in time, some late, some not."""
    steps: list[Step] = []
    for level, after in list(zip(UrgeLevel, (1, 7, 11), strict=True))[:most]:
        day = after_working_days(_target(plot), after, "CN")
        answer_by = answer_day(level, day, "CN")
        slip = {"level": level.value, "text": plot.phrase("urges", level.value), "answer_by": answer_by}
        urged_at = datetime.combine(day, time(plot.rng.randint(8, 11), plot.rng.randint(0, 59))).astimezone()
        steps.append(Step(urged_at, plot.cast.office, "urge", slip))
        if (answered := plot.rng.random()) < 0.65:
            in_time = answered < 0.4
            late = after_working_days(answer_by, plot.rng.randint(1, 2), "CN")
            at = urged_at + timedelta(days=0 if in_time else (late - day).days, hours=4)
            steps.append(Step(at, plot.cast.contact, "answer_urge", {"answer": plot.phrase("urge_answers")}))
    return steps


def extended(plot: Plot) -> None:
    """Asked for more time before the date, mostly granted, then put right."""
    enter(plot)
    due = _target(plot)
    plot.add(due - timedelta(days=plot.rng.randint(5, 9)), plot.cast.contact, "request_extension", **_more_time(plot, due))
    granted = plot.rng.random() < 0.75
    opinion = plot.phrase("extension_granted" if granted else "extension_refused")
    plot.add(plot.later(2), plot.cast.office, "decide_extension", decision="granted" if granted else "refused", opinion=opinion)
    _finish(plot, due + timedelta(days=plot.rng.randint(2, 9)))


def _more_time(plot: Plot, due: date) -> dict[str, Any]:
    return {"new_due": due + timedelta(days=plot.rng.choice((14, 20, 30))), "reason": plot.text["extension_reason"]}


def returned(plot: Plot) -> None:
    """Asked for close-out too early, sent back, put right properly."""
    enter(plot)
    work(plot, plot.steps[-1].at.date() + timedelta(days=round((_target(plot) - plot.found).days * 0.5)))
    papers(plot)
    ask(plot)
    _mend(plot)
    strike_off(plot)


def _mend(plot: Plot) -> None:
    """Sent back with what was missing, completed, and asked for once more."""
    plot.add(plot.later(2), plot.cast.reviewer, "return", missing=plot.text["return_reason"])
    plot.add(plot.later(4), plot.cast.contact, "report_progress", note=plot.text["progress"][-1])
    plot.add(plot.later(3), plot.cast.contact, "add_evidence", title=plot.text["evidence"][-1], dated=plot.steps[-1].at.date())
    ask(plot)


def waiting(plot: Plot) -> None:
    """Put right, asked for, and not verified yet."""
    enter(plot)
    work(plot, plot.steps[-1].at.date() + timedelta(days=round((_target(plot) - plot.found).days * 0.4)))
    papers(plot)
    ask(plot)


def asked_again(plot: Plot) -> None:
    """Sent back once, completed, asked for again, and not verified yet."""
    waiting(plot)
    _mend(plot)


def sent_back(plot: Plot) -> None:
    """Asked for, and sent back a few days ago."""
    waiting(plot)
    plot.add(plot.later(1), plot.cast.reviewer, "return", missing=plot.text["return_reason"])


def ongoing(plot: Plot) -> None:
    """Mostly put right and kept under review."""
    enter(plot)
    work(plot, plot.steps[-1].at.date() + timedelta(days=20))
    review = after_working_days(plot.later(5), plot.rng.choice((25, 40, 60)), "CN")
    plot.add(plot.later(3), plot.cast.office, "keep_going", next_review=review)
    for _ in range(4):
        plot.add(review - timedelta(days=3), plot.cast.contact, "report_progress", note=plot.phrase("ongoing_notes"))
        review = after_working_days(review, 20, "CN")
        plot.add(plot.later(1), plot.cast.office, "edit", next_review=review)


def referred(plot: Plot) -> None:
    """A matter for somebody else."""
    enter(plot)
    plot.add(
        plot.later(4),
        plot.cast.office,
        "refer",
        recipient=plot.phrase("referral_recipients"),
        reason=plot.phrase("referral_reasons"),
    )


def dismissed(plot: Plot) -> None:
    """No problem after all."""
    plot.add(plot.later(1), plot.cast.contact, "enter")
    plot.add(plot.later(3), plot.cast.office, "dismiss", reason=plot.phrase("dismissal_reasons"))


def drafted(plot: Plot) -> None:
    """Entered by a unit and not registered yet."""
    enter(plot, register=False)


def reopened(plot: Plot) -> None:
    """Closed, looked at again, and found not to hold."""
    _struck_off_only(plot)
    look_again(plot, plot.later(12), verdict="failed")
    day = plot.later(1)
    due = after_working_days(day, 15, "CN")
    plot.add(day, plot.cast.office, "reopen", reason=plot.phrase("reopen_reasons"), due=due)
    plot.add(plot.later(4), plot.cast.contact, "report_progress", note=plot.text["progress"][0])
    plot.add(plot.later(4), plot.cast.contact, "add_evidence", title=plot.text["evidence"][-1], dated=plot.steps[-1].at.date())
    ask(plot)
    strike_off(plot)


def to_check(plot: Plot) -> None:
    """Closed, and to be looked at again about now."""
    _struck_off_only(plot)


def rebound(plot: Plot) -> None:
    """Closed, found back when it was looked at again, and not reopened yet."""
    _struck_off_only(plot)
    look_again(plot, plot.check_on or plot.later(20), verdict="failed")


def _struck_off_only(plot: Plot) -> None:
    """Put right and closed, with nothing after that."""
    done(plot)
    plot.steps = [step for step in plot.steps if step.verb not in ("record_check", "mark_good_practice")]


PLOTS: dict[Callable[[Plot], None], float] = {
    done: 0.52,
    late: 0.07,
    slow: 0.08,
    stalled: 0.02,
    extended: 0.08,
    returned: 0.08,
    waiting: 0.03,
    asked_again: 0.012,
    sent_back: 0.015,
    ongoing: 0.03,
    referred: 0.015,
    dismissed: 0.02,
    drafted: 0.015,
    reopened: 0.02,
    to_check: 0.02,
    rebound: 0.006,
}
"""The plots and how often each is played."""
