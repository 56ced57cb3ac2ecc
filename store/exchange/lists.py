"""The lists of units and accounts as CSV: written in the reader's words, read back in any of ours, from any spreadsheet.

UTF-8 with or without BOM, UTF-16 and GB18030 are read, with commas, semicolons or tabs between the cells. A heading, a role or
a yes may be our code or the word for it in any language; what is not a column of ours is named and left unread.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from store.exchange.csv import neutral, restored
from store.exchange.decoding import decoded, unreadable
from store.model.enums import Role
from store.words import LANGUAGES, text

COLUMNS: dict[str, tuple[str, ...]] = {
    "units": ("code", "name", "short_name", "leader", "contact", "active"),
    "accounts": ("name", "display_name", "role", "unit", "email", "active"),
}
"""By list; the first column says which unit or account a row is about."""
TYPED_ONLY = {"units": (), "accounts": ("password",)}
"""Columns that a file may have and that we never write."""
LARGEST, MOST_ROWS = 2_000_000, 5000
_DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Row:
    """One row of a file: its number as a spreadsheet counts, and by column what its cells mean (a text that is none stays)."""

    number: int
    cells: Mapping[str, Any]
    surplus: bool = False


@dataclass(frozen=True)
class Table:
    """What a file says: its rows, and the headings that are none of ours."""

    rows: tuple[Row, ...]
    unread: tuple[str, ...] = ()


def written(kind: str, documents: Iterable[Mapping[str, Any]], lang: str, *, template: bool = False) -> bytes:
    """The list in the words of ``lang``; ``template`` is the heading alone, with every column that a file may have."""
    columns = (*COLUMNS[kind], *(TYPED_ONLY[kind] if template else ()))
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([heading(kind, column, lang) for column in columns])
    writer.writerows([neutral(_worded(column, document[column], lang)) for column in columns] for document in documents)
    return file.getvalue().encode("utf-8-sig")


def heading(kind: str, column: str, lang: str) -> str:
    """What a column is called."""
    return text(lang, f"lists.{kind}_{column}")


def read(kind: str, content: bytes) -> Table:
    """The rows of a file. Raises Invalid with a fault of the field ``file`` when it cannot be read as such a list."""
    if len(content) > LARGEST:
        raise unreadable("list_too_large", most=LARGEST // 1_000_000)
    said = decoded(content)
    first = said.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(said, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise unreadable("file_broken") from None
    filled = [(number, [cell.strip() for cell in line]) for number, line in enumerate(lines, 1) if any(map(str.strip, line))]
    if not filled:
        raise unreadable("list_empty")
    if len(filled) > MOST_ROWS + 1:
        raise unreadable("file_too_long", most=MOST_ROWS)
    columns, unread = _columns(kind, filled[0][1])
    return Table(tuple(_row(number, cells, columns) for number, cells in filled[1:]), unread)


def _columns(kind: str, headings: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """The column of each heading (empty for what is none of ours), and those headings."""
    ours = (*COLUMNS[kind], *TYPED_ONLY[kind])
    meant = {heading(kind, column, lang).casefold(): column for column in ours for lang in LANGUAGES}
    meant |= {column: column for column in ours}
    columns = [meant.get(restored(one).casefold(), "") for one in headings]
    if COLUMNS[kind][0] not in columns:
        raise unreadable("file_without_key", wanted=[heading(kind, COLUMNS[kind][0], lang) for lang in LANGUAGES])
    twice = [one for one, column in zip(headings, columns, strict=True) if column and columns.count(column) > 1]
    if twice:
        raise unreadable("file_column_twice", value=twice[0])
    return columns, tuple(one for one, column in zip(headings, columns, strict=True) if one and not column)


def _row(number: int, cells: Sequence[str], columns: Sequence[str]) -> Row:
    padded = [*cells, *[""] * (len(columns) - len(cells))]
    said = {column: restored(cell) for column, cell in zip(columns, padded, strict=False) if column}
    return Row(number, {column: _meant(column, cell) for column, cell in said.items()}, any(cells[len(columns) :]))


def _worded(column: str, value: Any, lang: str) -> str:
    if isinstance(value, bool):
        return text(lang, f"csv.{str(value).lower()}")
    return text(lang, f"role.{value}") if column == "role" else str(value)


def _meant(column: str, cell: str) -> Any:
    """The value behind a cell: a role or a yes from its word, anything else as it is."""
    if column == "role":
        return _role().get(cell.casefold(), cell)
    return _yes().get(cell.casefold(), cell) if column == "active" else cell


def _role() -> dict[str, str]:
    return {text(lang, f"role.{role.value}").casefold(): role.value for lang in LANGUAGES for role in Role} | _codes(Role)


def _codes(kind: type[StrEnum]) -> dict[str, str]:
    return {member.value: member.value for member in kind}


def _yes() -> dict[str, bool]:
    words = {text(lang, f"{area}.{said}").casefold(): value for lang in LANGUAGES for area, said, value in _SAID}
    return words | {"true": True, "false": False, "1": True, "0": False}


_SAID = (
    ("csv", "true", True),
    ("csv", "false", False),
    ("value", "yes", True),
    ("value", "no", False),
    ("cli", "active", True),
    ("cli", "inactive", False),
)
