"""What each row of a source would do to the ledger, found out with the ledger's own rules and without writing anything."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import fuzz

from store.exchange.importing.lexicon import CODES
from store.exchange.importing.rows import Source
from store.import_new import Newcomer, by_cell, texts
from store.ledger import Ledger
from store.model.codec import from_dict
from store.model.documents import Actor, Campaign
from store.model.enums import Status
from store.model.errors import Fault, Invalid, Refused
from store.model.issue import Issue
from store.rules.fields import FIELDS, Wrong
from store.rules.import_differences import (
    edited,
    later_due,
    left_as_is,
    measures_after,
    new_notes,
    percents,
    same_value,
    settled,
    verbs_for,
)
from store.rules.importing import Line, Read, Step, Supposed, identity
from store.rules.likeness import normal
from store.words import house_language, text

STILL_THE_SAME = 60
"""Percent from which a text under a remembered running number is still that problem; texts written apart stay below (0014)."""


@dataclass(frozen=True)
class Plan:
    """Every row of a source and what it would do; ``asides`` are the rows that hold no problem (sums, signatures)."""

    source: Source
    campaign: str
    lines: tuple[Line, ...]
    asides: tuple[int, ...] = ()

    def of(self, what: str) -> list[Line]:
        """The rows that would do that."""
        return [line for line in self.lines if line.what == what]


class Planner:
    """One plan in the making: what the ledger has that this person may see, and what earlier rows of the file were about."""

    def __init__(self, ledger: Ledger, actor: Actor, campaign: Campaign, source: Source, became: Mapping[str, str]) -> None:
        self._ledger = ledger
        self._actor = actor
        self._became = became
        name = source.book.name or text(house_language(), "importing.pasted")
        self._supposed = Supposed(source.supposed, text(house_language(), "importing.reason", file=name))
        visible = ledger.visible(actor)
        documents = [one for one in ledger.repository.snapshot("issue")[1] if one["id"] in visible]
        ours = [one for one in documents if one["campaign"] == campaign.code]
        self._by_number = {one["ref_no"]: one for one in ours}
        self._elsewhere = {one["ref_no"] for one in documents if one["campaign"] != campaign.code}
        self._by_text: dict[str, deque[str]] = {}
        for one in ours:
            key = identity(one["unit"], one["category"], one["finding"] or one["title"])
            self._by_text.setdefault(key, deque()).append(one["ref_no"])
        self._seen: dict[str, int] = {}
        self._newcomer = Newcomer(ledger, actor, campaign.code, self._supposed, self._by_number.keys())

    def line(self, read: Read) -> Line:
        """What one row would do."""
        ref_no, by_number, told = self._whose(read)
        if ref_no:
            line = self._existing(read, from_dict(Issue, self._by_number[ref_no]), by_number)
        elif str(read.get("ref_no")) in self._elsewhere:
            line = Line(read.number).blamed(Fault("ref_no", "import_other_campaign"))
        else:
            line = self._newcomer.line(read)
        line = replace(line, notices=(*read.notices, *told, *line.notices), sequence=str(read.get("sequence")))
        number = str(read.get("ref_no")).strip()
        twice = self._seen.setdefault(f"#{ref_no or number}" if ref_no or number else line.key, read.number)
        return line if twice == read.number else line.blamed(Fault("row", "import_row_twice", {"first": twice}))

    def _whose(self, read: Read) -> tuple[str, bool, list[Fault]]:
        """The problem a row is about: by our number, by what it says, by the running number it had when it came the last time."""
        number = str(read.get("ref_no")).strip()
        if number in self._by_number:
            return number, True, []
        told = [Fault("ref_no", "import_number_unknown", {"value": number[:40]})] if number else []
        unit = read.get("unit") or self._supposed.values.get("unit", "")
        finding = str(read.get("finding") or read.get("title"))
        category = read.get("category") or self._supposed.values.get("category", "")
        if found := self._free(identity(unit, category, finding), bool(number)):
            return found, False, told
        before = self._by_number.get(self._became.get(str(read.get("sequence")), ""))
        alike = before and before["unit"] == unit and fuzz.ratio(normal(before["finding"]), normal(finding)) >= STILL_THE_SAME
        return (str(before["ref_no"]), False, told) if before and alike else ("", False, told)

    def _free(self, key: str, numbered: bool) -> str:
        """A problem that says the same, best one that no earlier row is about; rows with numbers of their own share none."""
        alike = self._by_text.get(key, deque())
        while len(alike) > 1 and f"#{alike[0]}" in self._seen:
            alike.popleft()
        taken = bool(alike) and f"#{alike[0]}" in self._seen
        return "" if not alike or (taken and numbered) else alike[0]

    def _existing(self, read: Read, issue: Issue, by_number: bool) -> Line:
        changes, steps, notices = self._differences(read, issue, by_number)
        line = Line(
            read.number,
            issue.ref_no,
            issue.revision,
            issue.title,
            issue.unit,
            changes=changes,
            steps=tuple(steps),
            faults=read.faults,
            notices=tuple(notices),
        )
        if line.faults or not steps:
            return line
        if settled(issue):
            return line.blamed(*(Fault(name, "import_settled", {"status": issue.status.value}) for name in changes))
        return self._tried(line, issue)

    def _tried(self, line: Line, issue: Issue) -> Line:
        """The line, or why the ledger would refuse one of its steps."""
        try:
            for step in line.steps:
                issue = self._ledger.outcome(self._actor, step.verb, issue, step.inputs)
        except Invalid as invalid:
            return line.blamed(*by_cell(invalid.faults))
        except Refused as refused:
            if refused.code == "not_your_unit":
                return line.blamed(Fault("unit", "not_your_unit"))
            return replace(line, refused=refused)
        return line

    def _differences(
        self, read: Read, issue: Issue, by_number: bool
    ) -> tuple[dict[str, tuple[Any, Any]], list[Step], list[Fault]]:
        """Each changed cell before and after, the steps that make it so, and what is told besides."""
        notices, verbs = list(left_as_is(issue, read)), verbs_for(self._actor)
        raw, changes = {}, {}
        for name, value in edited(read, by_number).items():
            after = self._cleaned(name, value, issue)
            if not same_value(name, getattr(issue, name), after):
                raw[name], changes[name] = value, (getattr(issue, name), after)
        measures = measures_after(issue, read.get("measures") or ())
        if measures is not None:
            raw["measures"] = measures
            changes["measures"] = (texts(issue.measures), texts(measures))
        steps = [Step("edit", raw)] if raw else []
        category = read.get("category")
        if category and category != issue.category:
            changes["category"] = (issue.category, category)
            given = {"category": category}
            moved = issue.status is not Status.DRAFT and verbs["category"] == "recategorise"
            steps.append(Step("recategorise", {**given, "reason": self._supposed.reason}) if moved else Step("edit", given))
        steps += self._later(read, issue, verbs, changes, notices)
        if note := new_notes(issue, read):
            changes["progress"] = ("", note)
            steps.append(Step("report_progress", {"note": note}))
        if measures is None:
            told = list(percents(issue, read.get("measures") or ()))
            steps += told
            changes |= {"percent": (_percents(issue.measures), _percents(read.get("measures")))} if told else {}
        return changes, steps, notices

    def _later(
        self,
        read: Read,
        issue: Issue,
        verbs: Mapping[str, str],
        changes: dict[str, tuple[Any, Any]],
        notices: list[Fault],
    ) -> Iterator[Step]:
        day, told = later_due(issue, read)
        notices += [told] if told else []
        if day:
            changes["due"] = (issue.due, day)
            if issue.status is Status.DRAFT:
                yield Step("edit", {"due": day})
            else:
                yield Step(verbs["due"], {"new_due": day, "reason": self._supposed.reason})

    def _cleaned(self, name: str, value: Any, issue: Issue) -> Any:
        """The value as the ledger would keep it; one that it would refuse stays as it is, the verb then says why."""
        if value == "":
            return FIELDS[name].empty
        if name in CODES:
            return value
        try:
            return FIELDS[name].clean(value, None)
        except Wrong:
            return value


def _percents(measures: Sequence[Any]) -> str:
    told = [one["percent"] if isinstance(one, Mapping) else one.percent for one in measures]
    return " / ".join(f"{percent}%" for percent in told)
