"""A row that is about no problem of the ledger yet: what would be entered, and how far towards the state that the row says."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from store.ledger import Ledger
from store.model.documents import Actor
from store.model.enums import Role, Status
from store.model.errors import Fault, Invalid, Refused
from store.model.issue import Issue
from store.rules.import_differences import percents
from store.rules.importing import (
    NOT_BROUGHT,
    Line,
    Read,
    Step,
    Supposed,
    identity,
    new_fields,
    notes_of,
    wished_status,
)
from store.rules.lifecycle import reasons_against


@dataclass(frozen=True)
class Newcomer:
    """Who brings rows into which campaign, what is supposed for them, and the numbers that they may name."""

    ledger: Ledger
    actor: Actor
    campaign: str
    supposed: Supposed
    known: Collection[str]

    def line(self, read: Read) -> Line:
        """What the row would enter, or why the ledger would not take it."""
        raw, notices = new_fields(read, self.supposed), []
        if raw.get("recurrence_of") and raw["recurrence_of"] not in self.known:
            notices.append(Fault("recurrence_of", "import_left_out", {"value": str(raw.pop("recurrence_of"))[:40]}))
        if isinstance(read.get("due"), Mapping) and read.get("due").get("ongoing") and not read.get("next_review"):
            notices.append(Fault("due", "import_review_proposed", {"day": as_day(raw["next_review"])}))
        unit, title = str(raw.get("unit", "")), str(raw.get("title", ""))
        line = Line(
            read.number,
            title=title,
            unit=unit,
            key=identity(unit, str(raw.get("category", "")), str(raw.get("finding") or title)),
            changes=_entered(raw),
            faults=read.faults,
            notices=tuple(notices),
        )
        return self._tried(line, read, raw)

    def _tried(self, line: Line, read: Read, raw: Mapping[str, Any]) -> Line:
        wished, named_already = wished_status(read), {fault.field for fault in read.faults}
        try:
            return self._begun(line, read, raw, wished)
        except Invalid as invalid:
            return line.blamed(*(one for one in by_cell(invalid.faults) if one.field not in named_already))
        except Refused as refused:
            if refused.code == "not_your_unit":
                return line.blamed(Fault("unit", "not_your_unit"))
            if wished == Status.CLOSED:
                return line.blamed(Fault("status" if read.get("status") else "closed", "import_closed_by_office"))
            return replace(line, refused=refused)

    def _begun(self, line: Line, read: Read, raw: Mapping[str, Any], wished: str) -> Line:
        """The steps of a new problem up to the state that the row says, as far as the ledger's guards go."""
        if wished in NOT_BROUGHT:
            return line.blamed(Fault("status", "import_status_not_brought", {"status": wished}))
        if wished == Status.CLOSED:
            return self._closed(line, read, raw)
        draft = wished == Status.DRAFT
        issue = self.ledger.drafted(self.actor, self.campaign, raw, Status.DRAFT if draft else Status.OPEN)
        steps, note = [Step("save_draft" if draft else "register", raw)], "\n".join(notes_of(read))
        if draft:
            return replace(line, steps=tuple(steps))
        if note:
            steps.append(Step("report_progress", {"note": note}))
            line = replace(line, changes={**line.changes, "progress": ("", note)})
        steps += percents(issue, read.get("measures") or ())
        return self._onward(line, issue, steps, wished)

    def _closed(self, line: Line, read: Read, raw: Mapping[str, Any]) -> Line:
        closing = {
            "closed_on": read.get("closed_on"),
            "opinion": read.get("opinion") or read.get("result") or "",
            "note": "\n".join(notes_of(read)),
            **({"outcome": read.get("outcome")} if read.get("outcome") else {}),
        }
        self.ledger.imported_closed(self.actor, self.campaign, raw, **closing)
        told = {"status": ("", Status.CLOSED.value), "closed_on": ("", closing["closed_on"])}
        step = Step("import_closed", {"raw": raw, "closing": closing})
        named = Fault("closed", "import_as_closed", {"day": as_day(closing["closed_on"])})
        return replace(line, steps=(step,), changes={**line.changes, **told}, notices=(*line.notices, named))

    def _onward(self, line: Line, issue: Issue, steps: list[Step], wished: str) -> Line:
        """Begun, and kept going, where the row says so and nothing speaks against it; what is not reached is told."""
        if wished not in (Status.IN_PROGRESS, Status.PENDING, Status.ONGOING):
            return replace(line, steps=tuple(steps))
        if against := reasons_against("start", issue, self.actor):
            return replace(line, steps=tuple(steps), notices=(*line.notices, Fault("status", "import_stays_open"), *against))
        steps.append(Step("start", {}))
        notices = list(line.notices)
        if wished == Status.PENDING:
            notices.append(Fault("status", "import_ask_again"))
        if wished == Status.ONGOING:
            if self.actor.role is Role.OFFICE and issue.next_review and issue.next_review >= self.ledger.today():
                steps.append(Step("keep_going", {"next_review": issue.next_review}))
            else:
                notices.append(Fault("status", "import_not_ongoing"))
        return replace(line, steps=tuple(steps), notices=tuple(notices))


def _entered(raw: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Each field of a new problem as a change from nothing."""
    told = {name: ("", value) for name, value in raw.items() if name != "measures" and value not in ("", False, None)}
    return told | ({"measures": ("", texts(raw["measures"]))} if raw.get("measures") else {})


def as_day(said: Any) -> Any:
    """A raw day as a day, for a sentence; anything else as it is."""
    try:
        return date.fromisoformat(said)
    except (TypeError, ValueError):
        return said


def by_cell(faults: Sequence[Fault]) -> list[Fault]:
    """The faults under the names of columns, one a column: a measure that has its day from the row is no fault of its own."""
    names = {"new_due": "due", "note": "progress"}
    whole = {names.get(fault.field, fault.field) for fault in faults if "." not in fault.field}
    found: dict[str, Fault] = {}
    for fault in faults:
        column, _, part = fault.field.partition(".")
        if part.rpartition(".")[2] not in whole:
            name = names.get(column, column)
            found.setdefault(name, replace(fault, field=name))
    return list(found.values())


def texts(measures: Sequence[Any]) -> str:
    """Measures to read, numbered."""
    told = [one["text"] if isinstance(one, Mapping) else one.text for one in measures]
    return "\n".join(f"{number}. {words}" for number, words in enumerate(told, 1))
