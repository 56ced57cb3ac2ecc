"""The workbook: the list, the figures, and with ``per=unit`` one more list a unit; the same rows always give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from io import BytesIO
from operator import itemgetter

from xlsxwriter import Workbook

from store.exchange.chosen import Chosen, Doc
from store.exchange.csv import in_order
from store.exchange.sheets.columns import Teller
from store.exchange.sheets.figures import figures
from store.exchange.sheets.listing import listing
from store.exchange.sheets.looks import Looks
from store.words import text

PER = ("", "unit")
"""Whether there is a list for each unit besides."""
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Nothing that was typed becomes a formula or a link."""
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
LONGEST_NAME = 31


def issues_xlsx(chosen: Chosen) -> bytes:
    """The workbook of the chosen issues, in the order of their numbers."""
    told, documents, teller = BytesIO(), in_order(chosen.documents), Teller(chosen)
    with Workbook(told, SAFE) as book:
        book.set_properties({"created": datetime.combine(chosen.day, time())})
        looks, names = Looks(book, teller.lang), _Names()
        first = book.add_worksheet(names.free(text(teller.lang, "sheets.name_list")))
        listing(first, looks, chosen, teller, documents)
        figures(book.add_worksheet(names.free(text(teller.lang, "sheets.name_figures"))), looks, chosen, teller)
        for unit, some in _by_unit(documents) if chosen.query.get("per") == "unit" else ():
            listing(book.add_worksheet(names.free(_short(chosen, unit))), looks, chosen, teller, some)
    return told.getvalue()


def _by_unit(documents: Sequence[Doc]) -> Iterator[tuple[str, list[Doc]]]:
    """The issues of each unit that has some, in the order of the units."""
    units = sorted(set(map(itemgetter("unit"), documents)))
    return ((unit, [doc for doc in documents if doc["unit"] == unit]) for unit in units)


def _short(chosen: Chosen, code: str) -> str:
    return next((unit.short_name or unit.name for unit in chosen.units if unit.code == code), code)


class _Names:
    """Names of sheets: no sign that a spreadsheet forbids, short enough, and none twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, wanted: str) -> str:
        clean = _NOT_IN_A_NAME.sub(" ", wanted).strip(" '")[:LONGEST_NAME].strip(" '") or "-"
        name, number = clean, 2
        while name.casefold() in self._taken or name.casefold() == "history":
            ending = f" {number}"
            name, number = clean[: LONGEST_NAME - len(ending)] + ending, number + 1
        self._taken.add(name.casefold())
        return name
