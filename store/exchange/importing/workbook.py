"""Excel workbooks (.xlsx): looked at from outside before they are opened, then read as values; nothing in them is run."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from store.exchange.importing.sheets import MOST_COLUMNS, MOST_ROWS, Book, Filling, Sheet, filled, unreadable
from store.model.errors import Fault

MOST_UNPACKED, MOST_RATIO, RATIO_FROM = 400_000_000, 150, 20_000_000
"""Bytes when unpacked, and how many times larger than packed a part of some size may be: real lists stay below thirty times."""
MOST_PARTS, MOST_SHEETS = 2000, 60
MOST_MERGED = 20_000
"""Cells that one merged range is spread over."""
EMPTY_IN_A_ROW = 5000
"""Empty rows after which nothing more is expected: a format may go down to the last row of the sheet."""
_OURS, _DOCTYPE = "xl/workbook.xml", re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_UNCALCULATED = re.compile(rb"(?:</f>|<f\b[^>]*/>)\s*(?:</c>|<v\s*/>|<v>\s*</v>)")


def read_workbook(name: str, content: bytes) -> Book:
    """Every sheet with something in it. Raises Invalid."""
    try:
        with ZipFile(io.BytesIO(content)) as package:
            _refuse_danger(package)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about styles, which are not read
                return Book(name, tuple(filled(_sheets(package, content))) or _nothing())
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise unreadable("import_damaged") from None
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError):  # what openpyxl raises for wrong parts
        raise unreadable("import_damaged") from None


def _nothing() -> tuple[Sheet, ...]:
    raise unreadable("import_empty")


def _refuse_danger(package: ZipFile) -> None:
    """Whatever would fill the memory or is no workbook, judged by the list of contents and the heads of the parts alone."""
    parts = package.infolist()
    names = {part.filename for part in parts}
    if _OURS not in names:
        raise unreadable("import_old_excel" if "xl/workbook.bin" in names else "import_wrong_type")
    if any(part.flag_bits & 1 for part in parts):
        raise unreadable("import_encrypted")
    swollen = [one for one in parts if one.file_size > RATIO_FROM and one.file_size > one.compress_size * MOST_RATIO]
    if swollen or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise unreadable("import_swollen")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")) and _DOCTYPE.search(_head(package, part)):
            raise unreadable("import_damaged")


def _head(package: ZipFile, part: zipfile.ZipInfo) -> bytes:
    with package.open(part) as file:
        return file.read(4096)


def _sheets(package: ZipFile, content: bytes) -> Iterator[Sheet]:
    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in workbook.worksheets[:MOST_SHEETS]:
            raw = _bytes(package, getattr(sheet, "_worksheet_path", ""))
            sheet.reset_dimensions()  # a file may claim to be as wide as Excel goes
            yield _sheet(sheet, raw)
    finally:
        workbook.close()


def _bytes(package: ZipFile, path: str) -> bytes:
    """The part as it is written: where cells are merged stands behind all rows, which a reader of rows does not tell."""
    found = [one for one in package.namelist() if one.lstrip("/") == path.lstrip("/")]
    return package.read(found[0]) if found else b""


def _sheet(sheet: Any, raw: bytes) -> Sheet:
    rows: dict[int, list[str]] = {}
    last = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        told = _trimmed([_text(cell) for cell in cells])
        if told:
            rows[number], last = told, number
            if len(rows) > MOST_ROWS:
                raise unreadable("import_too_long", most=MOST_ROWS, sheet=sheet.title)
        elif number - last > EMPTY_IN_A_ROW:
            break
    _spread(rows, [one.decode() for one in _MERGED.findall(raw)])
    filling = Filling(sheet.title)
    for number in sorted(rows):
        filling.add(number, rows[number])
    return filling.done([Fault("file", "import_uncalculated", {"sheet": sheet.title})] if _UNCALCULATED.search(raw) else [])


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at its end: one format far to the right makes a row of sixteen thousand."""
    last = next((at for at in range(len(cells), 0, -1) if cells[at - 1].strip()), 0)
    return cells[:last]


def _spread(rows: dict[int, list[str]], merged: Sequence[str]) -> None:
    """A merged cell's value stands in every cell that it covers."""
    for reference in merged:
        left, top, right, bottom = (int(one or 0) for one in range_boundaries(reference))
        value = rows[top][left - 1] if top in rows and left <= len(rows[top]) else ""
        right = min(right, MOST_COLUMNS)
        if not value or left > right or (right - left + 1) * (bottom - top + 1) > MOST_MERGED:
            continue
        for number in range(top, bottom + 1):
            row = rows.setdefault(number, [])
            row += [""] * (right - len(row))
            row[left - 1 : right] = [value] * (right - left + 1)


def _text(value: Any) -> str:
    """A cell as a person would type it: whole numbers without a point, days in ISO form."""
    if value is None or isinstance(value, (time, timedelta)):
        return "" if value is None else str(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
