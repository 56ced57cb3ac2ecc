"""History brought in from an older list: a problem that was struck off before it came into this ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from store.model.closure import Closure
from store.model.enums import Outcome, Status, Verdict
from store.model.errors import Fault, Invalid
from store.model.issue import Issue, ProgressNote
from store.rules.acts.base import Act
from store.rules.fields import Field, choice, day, text

CLOSED_BEFORE = {
    "closed_on": Field(day, None, required=True),
    "outcome": Field(choice(Outcome), Outcome.FULL),
    "opinion": Field(text(4000)),
    "note": Field(text(4000)),
}
"""What an older list tells of a close-out."""


def struck_off_before(
    issue: Issue, act: Act, closed_on: date, outcome: Outcome = Outcome.FULL, opinion: str = "", note: str = ""
) -> Issue:
    """``issue`` as struck off on that day: every measure done by then, the course of things as one note.

    Nobody's four eyes are claimed: whoever brings it in stands in the close-out as the one who asked and the one who decided,
    and the event says that it was imported.
    """
    if closed_on > act.today:
        raise Invalid([Fault("closed_on", "in_the_future", {"today": act.today})])
    if issue.found_on and closed_on < issue.found_on:
        raise Invalid([Fault("closed_on", "before_found", {"found_on": issue.found_on})])
    by = act.actor.name
    asked = Closure(act.at, by, note, Verdict.CLOSED, extra={"imported": True})
    return replace(
        issue,
        status=Status.CLOSED,
        closed_on=closed_on,
        measures=tuple(replace(one, percent=100, done_on=closed_on) for one in issue.measures),
        progress=(*issue.progress, ProgressNote(act.at, by, note)) if note else issue.progress,
        closures=(replace(asked, decided_at=act.at, decided_by=by, opinion=opinion, outcome=outcome),),
    )
