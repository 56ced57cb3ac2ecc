"""The columns of the list of rectification, as one table: heading, group above it, width, look, and how a cell is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from store.exchange.chosen import Chosen, Doc, Light
from store.exchange.csv import COLUMNS as CSV
from store.exchange.csv import measures_said
from store.exchange.sheets.cells import cleaned
from store.model.enums import Status
from store.said import light_said
from store.words import label, text, text_n

NOTES = 2
"""Reports of progress in a cell: the list says how things stand, the CSV and the problem's own sheet have them all."""


class Teller:
    """The words of one workbook for codes; asked again and again for the same few."""

    def __init__(self, chosen: Chosen) -> None:
        self.lang = chosen.lang
        self.lights = chosen.lights()
        campaign = chosen.campaign
        self.names: Mapping[str, Mapping[str, str]] = {
            "unit": {unit.code: unit.name for unit in chosen.units},
            "category": {one.code: label(one.short, self.lang) or label(one.name, self.lang) for one in campaign.categories},
        }

    def name(self, column: str, code: str) -> str:
        return self.names[column].get(code, code)

    def word(self, area: str, code: str | None) -> str:
        return text(self.lang, f"{area}.{code}") if code else ""


Read = Callable[[Doc, Teller], Any]


@dataclass(frozen=True)
class Column:
    """``code`` is that of the CSV, whose heading it has; ``group`` stands above several of them, ``""`` above none."""

    code: str
    group: str
    width: float
    look: str
    read: Read


def _field(name: str) -> Read:
    return lambda doc, teller: doc.get(name) or ""


def _day(name: str) -> Read:
    return lambda doc, teller: date.fromisoformat(doc[name]) if doc.get(name) else None


def light_of(doc: Doc, teller: Teller) -> Light:
    """Light, reason and number of one issue."""
    return teller.lights[doc["id"]]


def _light(doc: Doc, teller: Teller) -> str:
    light, reason, days = light_of(doc, teller)
    return light_said(teller.lang, light, reason, days)


def _progress(doc: Doc, teller: Teller) -> str:
    """The latest reports, the newest first, and how many came before."""
    noted = [note for note in reversed(doc["progress"]) if note["text"]]
    earlier = len(noted) - NOTES
    lines = [f"{note['at'][:10]} {note['text']}" for note in noted[:NOTES]]
    return "\n".join([*lines, *([text_n(teller.lang, "sheets.earlier_notes", earlier)] if earlier > 0 else [])])


def _remarks(doc: Doc, teller: Teller) -> str:
    return "\n".join(_remarked(doc, teller))


def _remarked(doc: Doc, teller: Teller) -> Iterator[str]:
    """What else to know: restricted, found by whom, looked at when, put off, sent back, gone elsewhere, come back."""
    lang = teller.lang
    if doc.get("confidential"):
        yield text(lang, "issue.restricted")
    if doc["leader_led"]:
        yield text(lang, "csv.leader_led")
    if doc["status"] == Status.ONGOING and doc["next_review"]:
        yield text(lang, "sheets.next_review", day=date.fromisoformat(doc["next_review"]))
    if extended := CSV["extended"](doc):
        first = date.fromisoformat(doc["original_due"]) if doc["original_due"] else None
        yield text_n(lang, "urging.extended_since", extended, day=first)
    if returned := CSV["returned"](doc):
        yield text(lang, "issue.returned", n=returned)
    if doc["referred_to"]:
        yield text(lang, "issue.referred_to", to=doc["referred_to"])
    if doc["recurrence_of"]:
        yield text(lang, "sheets.recurs", ref=doc["recurrence_of"])


COLUMNS = (
    Column("ref_no", "", 8.6, "centred", _field("ref_no")),
    Column("unit", "", 9, "centred", lambda doc, teller: teller.name("unit", doc["unit"])),
    Column("category", "problem", 8.6, "centred", lambda doc, teller: teller.name("category", doc["category"])),
    Column("title", "problem", 13, "text", _field("title")),
    Column("finding", "problem", 25, "text", _field("finding")),
    Column("cause", "", 17, "text", _field("cause")),
    Column("measures", "measures", 29, "text", lambda doc, teller: measures_said(doc)),
    Column("owner", "measures", 7, "centred", _field("owner")),
    Column("lead", "measures", 7, "centred", _field("lead")),
    Column("due", "measures", 10.4, "day", _day("due")),
    Column("status", "progress", 7, "centred", lambda doc, teller: teller.word("status", doc["status"])),
    Column("light", "progress", 8.6, "light", _light),
    Column("progress", "progress", 21, "text", _progress),
    Column("closed_on", "closing", 10.4, "day", _day("closed_on")),
    Column("outcome", "closing", 7, "centred", lambda doc, teller: teller.word("outcome", CSV["outcome"](doc))),
    Column("remarks", "", 8.6, "text", _remarks),
)
"""After the running number; all of it one page wide."""

NUMBER_WIDTH = 4.2


def heading(column: Column, lang: str) -> str:
    """That of the CSV in words, by which the import knows it again."""
    return text(lang, "sheets.remarks" if column.code == "remarks" else f"csv.{column.code}")


def cell(column: Column, doc: Doc, teller: Teller) -> Any:
    """What stands in a cell: a text that a workbook may hold, a day, or nothing."""
    value = column.read(doc, teller)
    return cleaned(value) if isinstance(value, str) else value
