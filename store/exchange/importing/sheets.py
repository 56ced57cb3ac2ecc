"""A file or a pasted block as sheets of text cells, whatever it is written in; what cannot be read is refused in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from store.model.errors import Fault, Invalid

LARGEST = 100_000_000
"""Bytes of a file; the browser's form stops at 50 MB before."""
MOST_ROWS, MOST_COLUMNS = 20_000, 200
"""Filled rows and columns of one sheet."""

Row = tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet: its filled rows as text, each with its number as a spreadsheet counts; ``told`` are remarks about it."""

    name: str
    rows: tuple[Row, ...]
    numbers: tuple[int, ...]
    told: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Book:
    """A whole file: its name, the sheets with something in them, and whether its cells are ours to restore (csv.neutral)."""

    name: str
    sheets: tuple[Sheet, ...]
    neutral: bool = False


@dataclass
class Filling:
    """A sheet while its rows come in: empty ones are left out, too many are refused before they fill the memory."""

    name: str
    rows: list[Row] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def add(self, number: int, cells: Sequence[str]) -> None:
        """One more row. Raises Invalid."""
        last = next((at for at in range(len(cells), 0, -1) if cells[at - 1].strip()), 0)
        if not last:
            return
        if last > MOST_COLUMNS:
            raise unreadable("import_too_wide", most=MOST_COLUMNS, sheet=self.name)
        if len(self.rows) >= MOST_ROWS:
            raise unreadable("import_too_long", most=MOST_ROWS, sheet=self.name)
        self.rows.append(tuple(cells[:last]))
        self.numbers.append(number)

    def done(self, told: Iterable[Fault] = ()) -> Sheet:
        """The sheet, every row as wide as the widest."""
        width = max(map(len, self.rows), default=0)
        padded = tuple(row + ("",) * (width - len(row)) for row in self.rows)
        return Sheet(self.name, padded, tuple(self.numbers), tuple(told))


def unreadable(code: str, **params: Any) -> Invalid:
    """Why a file is not read."""
    return Invalid([Fault("file", code, params)])


def filled(sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """Those with anything in them."""
    return (sheet for sheet in sheets if sheet.rows)
