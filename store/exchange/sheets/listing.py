"""A sheet of the list: title, merged head, one row an issue as high as its text needs, filters, and the head stays in view."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from xlsxwriter.worksheet import Worksheet

from store.exchange.chosen import Chosen, Doc
from store.exchange.sheets.cells import HIGHEST, lines
from store.exchange.sheets.columns import COLUMNS, NUMBER_WIDTH, Teller, cell, heading, light_of
from store.exchange.sheets.looks import Looks
from store.exchange.sheets.paper import line, merged, paper, top
from store.words import text

HEAD = (2, 3)
FIRST = 4
"""The row of the first issue."""
LAST = len(COLUMNS)
FROZEN = 3
"""Columns that stay in view: the running number, the number and the unit."""
SIZES = ((10.0, 13.5, 1.0), (8.0, 10.8, 1.25), (6.0, 8.1, 1.67))
"""Size of the letters, height of a line, how many times as many fit into it: a row that would be too high is written smaller."""
_WIDE = [(place, column.width) for place, column in enumerate(COLUMNS) if column.look != "day"]


def listing(sheet: Worksheet, looks: Looks, chosen: Chosen, teller: Teller, documents: Sequence[Doc]) -> None:
    """Fill ``sheet`` with ``documents`` in their order."""
    paper(sheet, chosen, HEAD)
    sheet.set_column(0, 0, NUMBER_WIDTH)
    for place, column in enumerate(COLUMNS, 1):
        sheet.set_column(place, place, column.width)
    title = text(teller.lang, "sheets.title", campaign=chosen.campaign.title)
    top(sheet, looks, title, line(chosen, (doc["unit"] for doc in documents), len(documents)), LAST)
    _head(sheet, looks, teller.lang)
    for number, doc in enumerate(documents, 1):
        _row(sheet, looks, teller, number, doc)
    end = FIRST + len(documents) - 1
    sheet.autofilter(HEAD[-1], 0, max(HEAD[-1], end), LAST)
    sheet.print_area(0, 0, max(HEAD[-1], end), LAST)
    sheet.freeze_panes(FIRST, FROZEN)


def _head(sheet: Worksheet, looks: Looks, lang: str) -> None:
    """Two rows: groups above their columns; what belongs to no group reaches over both."""
    look, (upper, lower) = looks("head"), HEAD
    sheet.set_row(upper, 18)
    sheet.set_row(lower, 42)
    headings = [(text(lang, "sheets.number"), ""), *((heading(column, lang), column.group) for column in COLUMNS)]
    for place, (said, group) in enumerate(headings):
        if group:
            sheet.write_string(lower, place, said, look)
        else:
            merged(sheet, (upper, place, lower, place), said, look)
    for group, several in groupby(range(len(headings)), key=lambda place: headings[place][1]):
        if group:
            first, *_, last = several
            merged(sheet, (upper, first, upper, last), text(lang, f"sheets.group_{group}"), look)


def _row(sheet: Worksheet, looks: Looks, teller: Teller, number: int, doc: Doc) -> None:
    values = [cell(column, doc, teller) for column in COLUMNS]
    height, size = _fitting(values)
    row = FIRST + number - 1
    sheet.set_row(row, height)
    sheet.write_number(row, 0, number, looks("number", size))
    for place, (column, value) in enumerate(zip(COLUMNS, values, strict=True), 1):
        look = looks(light_of(doc, teller)[0] if column.look == "light" else column.look, size)
        if isinstance(value, date):
            sheet.write_datetime(row, place, value, look)
        elif value:
            sheet.write_string(row, place, value, look)
        else:
            sheet.write_blank(row, place, None, look)


def _fitting(values: Sequence[Any]) -> tuple[float, float]:
    """Height of the row and size of its letters, so that the longest text is seen to its end."""
    heights = ((step * _lines(values, more) + 5, size) for size, step, more in SIZES)
    smallest = SIZES[-1][0]
    return next(((height, size) for height, size in heights if height <= HIGHEST), (HIGHEST, smallest))


def _lines(values: Sequence[Any], more: float) -> int:
    return max(lines(values[place], width * more) for place, width in _WIDE)
