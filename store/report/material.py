"""Gathers what a report is written from: the rows of its two days as somebody sees them, their figures, the documents behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from store.model.codec import from_dict
from store.model.documents import Actor, Campaign, Unit
from store.model.issue import Issue
from store.opening import Store
from store.report.blocks import Number
from store.report.pen import Pen
from store.rules import progress
from store.rules.movement import Movement, Side, movement
from store.rules.numbers import spelled
from store.rules.periods import Period
from store.rules.progress import SELECTIONS, Summary
from store.words import fmt_number, fmt_percent, label

Rows = pd.DataFrame
NOBODY = "-"
"""The number of no problem: an empty filter would open everything."""
WITHOUT = {"restricted": "without"}
"""The filter that leaves restricted matter out."""


@dataclass(frozen=True)
class Asked:
    """Which report: of which campaign, over which days, in which language, and whether restricted matter is in it."""

    campaign: str
    period: Period
    lang: str
    restricted: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Material:
    """Everything a report tells of. ``then`` is how the ledger stood when the period began.

    ``base`` is in the query of every number: what makes a link show the rows of this report to whoever follows it.
    """

    asked: Asked
    campaign: Campaign
    units: Mapping[str, Unit]
    rows: Rows
    earlier: Rows
    now: Summary
    then: Summary
    documents: Mapping[int, Issue]
    base: Mapping[str, str]
    restricted: int
    moved: Movement
    sides: tuple[Side, Side]
    words: Mapping[str, Mapping[str, str]]

    @cached_property
    def pen(self) -> Pen:
        """Writes in the report's language."""
        return Pen(self.asked.lang)

    @property
    def day(self) -> date:
        """The day the report is as of."""
        return self.asked.period.last

    def number(self, count: int, **query: str) -> Number:
        """A number of rows."""
        return Number(fmt_number(count, self.asked.lang), count, {**query, **self.base}, self.day)

    def figure(self, name: str, **query: str) -> Number:
        """A figure of the whole ledger."""
        return self.number(getattr(self.now, name), figure=name, **query)

    def earlier_figure(self, name: str) -> Number:
        """The same as it was when the period began; it opens the rows of that day."""
        count = getattr(self.then, name)
        return Number(fmt_number(count, self.asked.lang), count, {"figure": name, **self.base}, self.asked.period.before)

    def worded(self, words: str, count: int, **query: str) -> Number:
        """Any number in words that stands on ``count`` rows."""
        return Number(words, count, {**query, **self.base}, self.day)

    def these(self, refs: Sequence[str]) -> Number:
        """How many problems these are."""
        return self.number(len(refs), refs=spelled(refs) or NOBODY)

    def rate(self, ratio: float, part: int, query: Mapping[str, str]) -> Number:
        """A share, which opens the rows above the line of its fraction."""
        return self.worded(fmt_percent(ratio, self.asked.lang), part, **query)

    def behind(self, rows: Rows) -> list[Issue]:
        """The problems of rows in their order, as they stood on the day."""
        return [self.documents[key] for key in rows["id"].tolist()]

    def named(self, column: str, code: str) -> str:
        """The word for a code."""
        return self.words[column].get(code, code)


def gather(store: Store, actor: Actor, asked: Asked) -> Material:
    """What ``actor`` may read of it; restricted matter only when it was asked for. Raises NotFound for the campaign."""
    ledger, today, period = store.ledger, store.ledger.today(), asked.period
    campaign = ledger.campaign(asked.campaign)
    frames = [ledger.rows(actor, today, day, campaign.code) for day in (period.last, period.before)]
    restricted = int(sum(rows["confidential"].sum() for rows in frames))
    kept = frames if asked.restricted else [rows[~rows["confidential"]] for rows in frames]
    now, then = (progress.summary(rows) for rows in kept)
    newest = ledger.campaign().code == campaign.code
    sides = _sides(store, actor, campaign.code, period, set(kept[0]["ref_no"]))
    moved = movement(*sides)
    return Material(
        asked=asked,
        campaign=campaign,
        units={unit.code: unit for unit in ledger.units()},
        rows=kept[0],
        earlier=kept[1],
        now=now,
        then=then,
        documents=_documents(store, kept[0], period.last if period.last < today else None),
        base=({} if newest else {"campaign": campaign.code}) | (WITHOUT if restricted and not asked.restricted else {}),
        restricted=int(kept[0]["confidential"].sum()),
        moved=moved,
        sides=sides,
        words=_words(campaign, ledger.units(), asked.lang),
    )


def _documents(store: Store, rows: Rows, past: date | None) -> dict[int, Issue]:
    """The problems that the report quotes from: overdue or due soon, passed on as good practice, or with a rule made."""
    quoted = rows["light"].isin(("red", "yellow")) | rows["good_practice"] | (rows["preventive_done"] > 0)
    wanted = set(rows["id"][SELECTIONS["found"](rows) & quoted].tolist())
    if past and wanted:
        found: Iterable[dict[str, Any]] = store.ledger.frames.documents(past, wanted)
    else:
        found = (store.repository.get("issue", key) for key in sorted(wanted))
    return {issue.id: issue for issue in (from_dict(Issue, one) for one in found)}


def _sides(store: Store, actor: Actor, campaign: str, period: Period, told: set[str]) -> tuple[Side, Side]:
    """How the ledger stood before the period and at its end, of the problems that the report tells of."""
    now = "now" if period.last >= store.ledger.today() else f"day:{period.last.isoformat()}"
    before, after = store.comparisons.pair(actor, f"day:{period.before.isoformat()}", now, campaign)
    return _of(before, told), _of(after, told)


def _of(side: Side, told: set[str]) -> Side:
    return replace(side, rows={number: row for number, row in side.rows.items() if number in told})


def _words(campaign: Campaign, units: Iterable[Unit], lang: str) -> dict[str, dict[str, str]]:
    return {
        "unit": {unit.code: unit.short_name or unit.name for unit in units},
        "category": {one.code: label(one.short, lang) or label(one.name, lang) for one in campaign.categories},
        "cause_kind": {one.code: label(one.name, lang) for one in campaign.cause_kinds},
    }
