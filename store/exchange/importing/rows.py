"""The rows of a sheet under its header, read one by one; sums, signatures and headers that come again are no problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from store.exchange.importing.cells import Meaning
from store.exchange.importing.header import Header, read_from
from store.exchange.importing.lexicon import heading, of_measures
from store.exchange.importing.sheets import Book, Row, Sheet
from store.model.errors import Fault, Invalid
from store.rules.importing import Read

TELLING = ("ref_no", "title", "finding")
"""Without one of these a row is about no problem."""
SO_MUCH = 3
"""Other cells from which a row without them is a mistake rather than a sum or a signature."""


@dataclass(frozen=True)
class Source:
    """What is imported: a sheet of a book under its header, and what a person said about it."""

    book: Book
    sheet: Sheet
    header: Header
    explained: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    supposed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Under it is remembered which row became which problem: the same headings in a sheet of the same name."""
        return f"{self.header.fingerprint}:{self.sheet.name}"


class Reader:
    """The rows of a source as they are read; which of them hold no problem."""

    def __init__(self, source: Source, meaning: Meaning) -> None:
        self.asides: list[int] = []
        self._source = source
        self._meaning = meaning

    def rows(self) -> list[Read]:
        """Every row under the header that holds a problem."""
        places = read_from(self._source.header)
        if not places.keys() & {"title", "finding"} and of_measures() & {
            heading(one.heading) for one in self._source.header.columns
        }:
            raise Invalid([Fault("file", "import_is_of_measures")])
        if not places.keys() & set(TELLING):
            raise Invalid([Fault("file", "import_no_problem_column")])
        headings = {name: self._source.header.columns[at].heading for name, at in places.items()}
        return [self._meaning.read(number, row, places, headings) for number, row in self._bodies(places)]

    def _bodies(self, places: Mapping[str, int]) -> Iterator[tuple[int, Row]]:
        sheet, header = self._source.sheet, self._source.header
        telling = [places[name] for name in TELLING if name in places]
        others = [at for name, at in places.items() if name != "sequence" and at not in telling]
        heads = sheet.rows[header.first : header.body]
        for number, row in zip(sheet.numbers[header.body :], sheet.rows[header.body :], strict=True):
            filled = sum(bool(row[at].strip()) for at in others)
            told = any(row[at].strip() for at in telling)
            if row in heads or (not told and filled < SO_MUCH) or len({cell for cell in row if cell.strip()}) == 1:
                self.asides.append(number)
            else:
                yield number, row
