"""A digest in words: its heaps with their problems as lines, before any letter gives them a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from store.model.enums import Role
from store.opening import Store
from store.reminding.digests import Digest
from store.rules.waiting import Waiting
from store.said import light_said
from store.words import fmt_date, fmt_number, label, text, text_n

SHOWN = 15
"""Problems of a heap in a letter; of the others their number is told."""


@dataclass(frozen=True)
class Line:
    """One problem: which it is, how urgent, what is known of it and what to do next."""

    ref_no: str
    title: str
    light: str
    urgency: str
    facts: str
    step: str
    link: str


@dataclass(frozen=True)
class Heap:
    """A heap with its heading; ``more`` tells of the lines that are left out."""

    heading: str
    count: int
    lines: tuple[Line, ...]
    more: str


@dataclass(frozen=True)
class House:
    """What all letters of a day have in common; ``url`` is empty when nobody said where the app is."""

    today: date
    campaign: Mapping[str, str]
    units: Mapping[str, str]
    url: str

    @classmethod
    def of(cls, store: Store) -> House:
        """As the ledger stands."""
        units = {unit.code: unit.short_name or unit.name for unit in store.ledger.units()}
        return cls(store.ledger.today(), store.ledger.campaign().title, units, store.settings.outgoing.url)


def heaps_in_words(digest: Digest, house: House) -> list[Heap]:
    """Every heap of the digest. A mail may be read on its way, so of restricted matter it only says that there is something."""
    return [_heap(digest, heap, house) for heap in digest.heaps]


def counted(digest: Digest) -> str:
    """The heaps as the head of the page counts them."""
    said = [text_n(digest.lang, f"waiting.count_{heap.task}", len(heap.rows)) for heap in digest.heaps]
    return text(digest.lang, "list.comma").join(said)


def campaign_name(digest: Digest, house: House) -> str:
    """The campaign in the reader's language."""
    return one_line(label(house.campaign, digest.lang))


def one_line(words: str) -> str:
    """What a person typed, on one line and without characters that cannot be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())


def _heap(digest: Digest, heap: Waiting, house: House) -> Heap:
    left = len(heap.rows) - SHOWN
    return Heap(
        text(digest.lang, f"waiting.{heap.task}"),
        len(heap.rows),
        tuple(_lines(digest, heap, house)),
        text_n(digest.lang, "remind.more", left) if left > 0 else "",
    )


def _lines(digest: Digest, heap: Waiting, house: House) -> Iterator[Line]:
    records: list[Any] = heap.rows.head(SHOWN).to_dict("records")
    for row in records:
        yield Line(
            row["ref_no"],
            text(digest.lang, "remind.restricted") if row["confidential"] else one_line(row["title"]),
            row["light"],
            light_said(digest.lang, row["light"], row["reason"], row["days"], row["extended"]),
            " · ".join(part for part in _facts(digest, row, heap.day, house) if part),
            text(digest.lang, f"step.{row['step']}"),
            f"{house.url}/issue?ref={quote(row['ref_no'])}" if house.url else "",
        )


def _facts(digest: Digest, row: Mapping[str, Any], by: str, house: House) -> Iterator[str]:
    lang, day = digest.lang, row[by]
    if digest.actor.role is not Role.UNIT:
        yield one_line(house.units.get(row["unit"], row["unit"]))
    yield "" if row["confidential"] else one_line(row["owner"])
    if day == day:
        yield text(lang, f"waiting.by_{by}", day=fmt_date(day.date(), lang, "day"))
    if row["measures"]:
        done, whole = fmt_number(row["measures_done"], lang), fmt_number(row["measures"], lang)
        yield text(lang, "issue.measures_done", done=done, all=whole)
