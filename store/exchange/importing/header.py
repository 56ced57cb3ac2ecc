"""Where the header of a sheet is, under titles and over one or two rows, and which column of it is which of ours."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from rapidfuzz import fuzz, process

from store.exchange.importing.lexicon import FIELDS, UNREAD, heading, headings
from store.exchange.importing.sheets import Book, Row, Sheet

LOOKED_AT = 40
"""Rows in which a header is looked for."""
ENOUGH = 2
"""Columns of ours that make a row a header."""
NEAR = 70
"""Percent from which two headings may mean the same; it is then only a proposal, marked as such."""
SURE, GUESSED, NONE = "sure", "guessed", ""


@dataclass(frozen=True)
class Column:
    """One column of a sheet: its place, its heading as it is written, what of ours it is taken for and how surely."""

    at: int
    heading: str
    field: str = ""
    how: str = NONE
    twin: bool = False
    """Another column before it is taken for the same."""


@dataclass(frozen=True)
class Header:
    """Which rows of a sheet (by their place among its filled rows) are its header, and the columns under it."""

    first: int
    depth: int
    columns: tuple[Column, ...]

    @property
    def fingerprint(self) -> str:
        """The same for files with the same headings: under it a choice of columns is remembered."""
        return hashlib.sha256("\x1f".join(heading(one.heading) for one in self.columns).encode()).hexdigest()[:32]

    @property
    def body(self) -> int:
        """Where the rows begin."""
        return self.first + self.depth

    @property
    def fields(self) -> dict[str, int]:
        """The place of each column of ours that is read."""
        return {one.field: one.at for one in self.columns if one.field in FIELDS}

    def with_fields(self, chosen: Mapping[int, str]) -> Header:
        """The same with some columns taken for something else by a person; that one is sure."""
        columns = [replace(one, field=chosen[one.at], how=SURE) if one.at in chosen else one for one in self.columns]
        return replace(self, columns=_once(columns))


def likely_sheet(book: Book) -> Sheet:
    """The sheet that looks most like a list of problems; the first of equals."""
    return max(book.sheets, key=lambda sheet: score(sheet, find_header(sheet)))


def score(sheet: Sheet, found: Header | None) -> int:
    """How many columns of ours a sheet surely has."""
    return sum(one.how == SURE for one in found.columns) if found else 0


def find_header(sheet: Sheet) -> Header | None:
    """The row with most columns of ours among the first, or None when no row has enough."""
    known = [len(_known(sheet, at)) for at in range(min(LOOKED_AT, len(sheet.rows)))]
    best = max(range(len(known)), key=lambda at: (known[at], -at), default=0)
    return header_at(sheet, best) if known and known[best] >= ENOUGH else None


def header_at(sheet: Sheet, first: int) -> Header:
    """The header that begins at this row, with a second row of it if there is one."""
    rows = sheet.rows
    depth = _depth(sheet, first)
    written = [_joined([rows[first + line][at] for line in range(depth)]) for at in range(len(rows[first]))]
    return Header(first, depth, _once([_matched(at, words) for at, words in enumerate(written)]))


def _known(sheet: Sheet, first: int) -> set[str]:
    """The columns of ours that a header beginning at this row names."""
    cells = chain.from_iterable(sheet.rows[first : first + _depth(sheet, first)])
    return {headings()[heading(cell)] for cell in cells if heading(cell) in headings()}


def _depth(sheet: Sheet, first: int) -> int:
    rows = sheet.rows[first : first + 2]
    return 2 if len(rows) == 2 and _goes_on(*rows) else 1


def _goes_on(upper: Row, lower: Row) -> bool:
    """Whether ``lower`` is the second row of a header: below headings, with nothing in it but headings or what is merged."""
    own = [cell for above, cell in zip(upper, lower, strict=True) if cell.strip() and cell != above]
    headed = any(heading(cell) in headings() for cell in upper)
    return headed and bool(own) and all(heading(cell) in headings() for cell in own)


def _joined(parts: Sequence[str]) -> str:
    """A heading over two rows: the lower one alone where it says enough."""
    told = list(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))
    if len(told) > 1 and heading(told[-1]) in headings():
        return told[-1]
    return " ".join(told)


def _matched(at: int, words: str) -> Column:
    key = heading(words)
    if not key:
        return Column(at, words)
    if key in headings():
        return Column(at, words, headings()[key], SURE)
    near = process.extractOne(key, list(headings()), scorer=fuzz.ratio, score_cutoff=NEAR)
    return Column(at, words, headings()[near[0]], GUESSED) if near else Column(at, words)


def _once(columns: Sequence[Column]) -> tuple[Column, ...]:
    """A column of ours is read once: from the surest, else the first; the others are marked.

    What we call the day of judgement others call the due date; a file that has no other means that.
    """
    if "due" not in {one.field for one in columns}:
        columns = [replace(one, field="due") if one.field == "deadline" else one for one in columns]
    taken: dict[str, int] = {}
    for one in sorted(columns, key=lambda column: column.how != SURE):
        if one.field in FIELDS:
            taken.setdefault(one.field, one.at)
    return tuple(replace(one, twin=one.field in taken and taken[one.field] != one.at) for one in columns)


def read_from(header: Header) -> dict[str, int]:
    """The place of each column of ours, twins left out."""
    return {one.field: one.at for one in header.columns if one.field in FIELDS and not one.twin}


def left_alone(header: Header) -> list[Column]:
    """The columns that are not read: those of our own export that follow from others, and those that are none of ours."""
    return [one for one in header.columns if one.heading and (one.field not in FIELDS or one.twin)]


def follows(column: Column) -> bool:
    """Whether a column is one of our own export that is reckoned and never read."""
    return column.field in UNREAD


@lru_cache(maxsize=4096)
def alike(words: str, options: tuple[str, ...], cutoff: int = 50) -> tuple[str, ...]:
    """The options most like ``words``, best first."""
    found = process.extract(words, options, scorer=fuzz.WRatio, score_cutoff=cutoff, limit=3)
    return tuple(option for option, _, _ in found)
