"""A comparison as a file, CSV or XLSX: one row a changed cell, or a problem that one side lacks; safe against formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

from store.exchange.csv import neutral
from store.exchange.wording import CODES, Wording, wording
from store.model.documents import Campaign, Unit
from store.rules.movement import NUMBER, Change, Row, Side
from store.words import text

COLUMNS = ("ref_no", "unit", "category", "title", "moved", "column", "before", "after")
"""Fixed order. ``moved`` are the kinds of movement of the problem, ``column`` the column whose cell differs."""
_WIDTHS = (12, 18, 18, 34, 22, 16, 46, 46)


@dataclass(frozen=True)
class Difference:
    """What is to be written: both sides, the changes, and by number the kinds of movement."""

    before: Side
    after: Side
    changes: Sequence[Change]
    kinds: Mapping[str, Sequence[str]]


def lines(told: Difference, lang: str, campaign: Campaign, units: Sequence[Unit]) -> Iterator[list[str]]:
    """The heading and the rows, in the words of ``lang`` or, without one, in codes."""
    columns = {column for row in (*told.before.rows.values(), *told.after.rows.values()) for column in row}
    words = wording(lang, columns, campaign, units) if lang else CODES
    yield [_heading(column, lang) for column in COLUMNS]
    for change in told.changes:
        row = told.after.rows.get(change.ref_no) or told.before.rows[change.ref_no]
        kinds = [text(lang, f"moved_kind.{kind}") if lang else kind for kind in told.kinds.get(change.ref_no, ())]
        yield [*_problem(row, words), "; ".join(kinds), *_cell(change, row, words)]


def _heading(column: str, lang: str) -> str:
    if not lang:
        return column
    return text(lang, f"comparison.{column}" if column in ("moved", "column", "before", "after") else f"csv.{column}")


def _problem(row: Row, words: Wording) -> list[str]:
    return [_worded(column, row.get(column, ""), words) for column in COLUMNS[:4]]


def _cell(change: Change, row: Row, words: Wording) -> list[str]:
    """The changed cell; of a problem that one side lacks its number stands on the side that has it."""
    named = words.header.get(change.column, change.column)
    if change.column == NUMBER:
        return [named, change.old, change.new]
    return [named, *(_worded(change.column, cell, words) for cell in (change.old, change.new))]


def _worded(column: str, cell: str, words: Wording) -> str:
    return words.values.get(column, {}).get(cell, cell)


def comparison_csv(rows: Iterator[list[str]]) -> bytes:
    """UTF-8 with BOM, rows end in CRLF, as every CSV of ours."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def comparison_xlsx(rows: Iterator[list[str]]) -> bytes:
    """One sheet, its heading fixed and filtered, what stood before struck through. Every cell is text, never a formula."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "constant_memory": False}) as book:
        sheet, write = book.add_worksheet(), _Writer(book)
        for number, row in enumerate(rows):
            for at, cell in enumerate(row):
                sheet.write_string(number, at, cell[:32_767], write.format(number, COLUMNS[at]))
        for at, width in enumerate(_WIDTHS):
            sheet.set_column(at, at, width)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, write.last), len(COLUMNS) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return file.getvalue()


class _Writer:
    """The looks of cells, made once a workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        plain = {"valign": "top", "text_wrap": True}
        self._head = book.add_format({**plain, "bold": True, "bottom": 1})
        self._plain = book.add_format(plain)
        self._struck = book.add_format({**plain, "font_strikeout": True, "font_color": "#6B7280"})
        self.last = 0

    def format(self, number: int, column: str) -> object:
        self.last = number
        if not number:
            return self._head
        return self._struck if column == "before" else self._plain


FILES: dict[str, Callable[[Iterator[list[str]]], bytes]] = {"csv": comparison_csv, "xlsx": comparison_xlsx}
"""The files of a comparison by their ending."""
MEDIA_TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
