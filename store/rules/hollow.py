"""Signs that a rectification exists on paper only 空转: each check of the table gives reasons for a second look, none blocks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rapidfuzz import fuzz

from store.model.documents import Campaign
from store.model.enums import MeasureKind
from store.model.issue import Issue, Measure
from store.rules.copies import Copies, Passage
from store.rules.likeness import normal, size

SHORT_MEASURE = 12
"""Characters: who does what, where and how often does not fit into fewer."""
SHORT_NOTE = 15
"""Characters: what was done and how it was verified does not fit into fewer."""
MEASURES_A_PIECE = 2
"""Measures that one piece of evidence may answer for: a paper often proves two, hardly three."""
COPIED_FROM_FINDING = 80
"""Percent of a measure that stands in the finding. Measures that say what to do stay below 50 (measured)."""


@dataclass(frozen=True)
class Suspicion:
    """One reason to look again: its code, its parameters, the numbers of the measures (from 1) and of the other problems."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    measures: tuple[int, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ground:
    """What an issue is held against: its campaign, and the texts of the others as far as the person asking may see them."""

    campaign: Campaign
    copies: Copies
    seen: Collection[int]

    def others(self, issue: Issue, passage: Passage) -> tuple[str, ...]:
        """The problems of other units in which the same text stands."""
        holders = self.copies.of(passage)
        return tuple(sorted(one.ref_no for one in holders if one.unit != issue.unit and one.key in self.seen))


Found = Iterator[Suspicion]


def _numbers(issue: Issue, test: Callable[[Measure], bool]) -> tuple[int, ...]:
    return tuple(number for number, measure in enumerate(issue.measures, 1) if test(measure))


def _told(code: str, measures: tuple[int, ...], **params: Any) -> Found:
    """A suspicion about measures, if there are any."""
    if measures:
        yield Suspicion(code, params, measures)


def _short_measures(issue: Issue, ground: Ground) -> Found:
    return _told("measure_too_short", _numbers(issue, lambda one: size(one.text) < SHORT_MEASURE))


def _without_owner(issue: Issue, ground: Ground) -> Found:
    return _told("measure_without_owner", _numbers(issue, lambda one: not one.owner))


def _from_finding(issue: Issue, ground: Ground) -> Found:
    finding = normal(issue.title + issue.finding)

    def copied(measure: Measure) -> bool:
        text = normal(measure.text)
        return SHORT_MEASURE <= len(text) <= len(finding) and fuzz.partial_ratio(text, finding) >= COPIED_FROM_FINDING

    return _told("measure_copies_finding", _numbers(issue, copied))


def _no_preventive(issue: Issue, ground: Ground) -> Found:
    institutional = {kind.code for kind in ground.campaign.cause_kinds if kind.institutional}
    if issue.measures and issue.cause_kind in institutional:
        kinds = {measure.kind for measure in issue.measures}
        if MeasureKind.PREVENTIVE not in kinds:
            yield Suspicion("only_containment" if kinds == {MeasureKind.CONTAINMENT} else "no_preventive")


def _copied_measures(issue: Issue, ground: Ground) -> Found:
    """A measure that the campaign prescribes to every unit is the same everywhere by design."""
    category = ground.campaign.category(issue.category)
    prescribed = {normal(text) for one in (category.standing_measures if category else ()) for text in one.text.values()}
    found: dict[tuple[str, ...], list[int]] = {}
    for number, measure in enumerate(issue.measures, 1):
        if normal(measure.text) not in prescribed and (others := ground.others(issue, Passage("measure", measure.text))):
            found.setdefault(others, []).append(number)
    for others, numbers in found.items():
        yield Suspicion("measure_copied", {}, tuple(numbers), others)


def _copied_cause(issue: Issue, ground: Ground) -> Found:
    if others := ground.others(issue, Passage("cause", issue.cause)):
        yield Suspicion("cause_copied", others=others)


def _copied_note(issue: Issue, ground: Ground) -> Found:
    if issue.closures and (others := ground.others(issue, Passage("note", issue.closures[-1].note))):
        yield Suspicion("note_copied", others=others)


def _short_note(issue: Issue, ground: Ground) -> Found:
    if issue.closures and size(issue.closures[-1].note) < SHORT_NOTE:
        yield Suspicion("note_too_short")


def _all_done(issue: Issue) -> bool:
    return bool(issue.measures) and all(measure.done for measure in issue.measures)


def _little_evidence(issue: Issue, ground: Ground) -> Found:
    """Only once everything is said to be done: before that there need not be any."""
    if _all_done(issue) and not issue.standing_evidence:
        yield Suspicion("evidence_missing")
    elif _all_done(issue) and len(issue.standing_evidence) * MEASURES_A_PIECE < len(issue.measures):
        yield Suspicion("evidence_few", {"pieces": len(issue.standing_evidence), "all": len(issue.measures)})


def _misdated_evidence(issue: Issue, ground: Ground) -> Found:
    dated = [one.dated for one in issue.standing_evidence if one.dated]
    before = [day for day in dated if issue.found_on and day < issue.found_on]
    asked = _asked_on(issue)
    after = [day for day in dated if asked and day > asked]
    if before:
        yield Suspicion("evidence_before_found", {"day": min(before), "found_on": issue.found_on})
    if after:
        yield Suspicion("evidence_after_request", {"day": max(after), "asked_on": asked})


def _asked_on(issue: Issue) -> date | None:
    """The day of the last request for close-out."""
    return date.fromisoformat(issue.closures[-1].requested_at[:10]) if issue.closures else None


def _in_one_day(issue: Issue, ground: Ground) -> Found:
    """Entered and asked to be struck off on the same day."""
    asked = _asked_on(issue)
    if asked and asked.isoformat() == issue.created_at[:10]:
        yield Suspicion("asked_on_first_day", {"day": asked})


def _done_at_once(issue: Issue, ground: Ground) -> Found:
    days = {measure.done_on for measure in issue.measures}
    day = next(iter(days), None)
    if len(issue.measures) >= 2 and len(days) == 1 and day:
        yield Suspicion("done_on_request_day" if day == _asked_on(issue) else "done_on_one_day", {"day": day})


CHECKS: dict[str, Callable[[Issue, Ground], Found]] = {
    "copied_measures": _copied_measures,
    "copied_cause": _copied_cause,
    "copied_note": _copied_note,
    "short_measures": _short_measures,
    "from_finding": _from_finding,
    "without_owner": _without_owner,
    "no_preventive": _no_preventive,
    "in_one_day": _in_one_day,
    "done_at_once": _done_at_once,
    "little_evidence": _little_evidence,
    "misdated_evidence": _misdated_evidence,
    "short_note": _short_note,
}
"""Every check by its name, in the order in which a reviewer should read what they find."""


def suspicions(issue: Issue, ground: Ground) -> tuple[Suspicion, ...]:
    """Every reason to look at ``issue`` again, the weightiest first; empty when there is none."""
    return tuple(found for check in CHECKS.values() for found in check(issue, ground))
