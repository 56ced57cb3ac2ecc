"""What people call our columns and values, in Chinese and English: the table words.json, our codes, and the catalogue's words."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from store.exchange.csv import ADDED, COLUMNS, COMPUTED
from store.model.enums import Mode, Outcome, Severity, Status
from store.words import LANGUAGES, has, text

TABLE: dict[str, Any] = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))
"""Data rather than code: a word that is missing is one more entry there."""

FIELDS: tuple[str, ...] = tuple(TABLE["columns"])
"""What a column of a file can be taken for, in the order in which a person is offered them."""
UNREAD: tuple[str, ...] = tuple(name for name in (*COLUMNS, *COMPUTED, *ADDED) if name not in FIELDS)
"""Columns of our own export that follow from others, or are made by a verb of their own: known, and left alone."""
ENUMERATIONS: dict[str, type[StrEnum]] = {"status": Status, "severity": Severity, "mode": Mode, "outcome": Outcome}
DAYS = ("found_on", "due", "next_review", "closed_on")
YES_OR_NO = ("leader_led", "confidential", "closed")
CODES = {"unit": "units", "category": "categories", "source": "sources", "cause_kind": "cause_kinds", "milestone": "milestones"}

_ASIDE = re.compile(r"[(\uff08\u3010\[].*?[)\uff09\u3011\]]")
_MARKS = re.compile(r"[\W_]+")


def plain(words: str) -> str:
    """A word as it is compared: width, case, spaces, punctuation and line ends make no difference."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", words).casefold()) or words.strip().casefold()


def heading(words: str) -> str:
    """The same of a heading, without what stands in brackets behind it."""
    short = _ASIDE.sub("", words)
    return plain(short if plain(short) else words)


@cache
def headings() -> dict[str, str]:
    """Column of ours by every name it goes under; the codes of columns that are left alone stand for themselves."""
    known = {heading(column): column for column in (*FIELDS, *UNREAD)}
    for column in (*FIELDS, *UNREAD):
        for name in (*_worded(column), *TABLE["columns"].get(column, ())):
            known.setdefault(heading(name), column)
    return known


def _worded(column: str) -> Iterator[str]:
    for lang in LANGUAGES:
        for area in ("csv", "field", "column"):
            if has(lang, f"{area}.{column}"):
                yield text(lang, f"{area}.{column}")


@cache
def of_measures() -> frozenset[str]:
    """The headings that only our file of measures has."""
    return frozenset(heading(name) for name in ("measure_text", *_worded("measure_text")))


@cache
def values(field: str) -> dict[str, str]:
    """Code by every word for a value of an enumeration."""
    known: dict[str, str] = {}
    for one in ENUMERATIONS[field]:
        said = (text(lang, f"{field}.{one.value}") for lang in LANGUAGES)
        for word in (one.value, *said, *TABLE["values"][field].get(one.value, ())):
            known.setdefault(plain(word), one.value)
    return known


@cache
def answers() -> dict[str, bool]:
    """Yes and no, as people write them."""
    said = {plain(word): answer for answer, name in ((True, "yes"), (False, "no")) for word in TABLE[name]}
    ours = {plain(text(lang, f"csv.{code}")): code == "true" for lang in LANGUAGES for code in ("true", "false")}
    return said | ours


@cache
def nothings() -> frozenset[str]:
    """What stands for an empty cell."""
    return frozenset(word.casefold() for word in TABLE["nothing"])


@cache
def for_good() -> frozenset[str]:
    """What says that something goes on for good instead of ending on a day."""
    return frozenset(map(plain, TABLE["ongoing"]))
