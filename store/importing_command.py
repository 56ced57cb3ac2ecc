"""``python -m store import FILE``: what a file would do, row by row, and then doing it; for whole old lists and for scripts."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial
from typing import Any

from store.commands import Desk, say, say_n
from store.exchange.importing.header import Header, find_header, likely_sheet
from store.exchange.importing.reading import read_book
from store.exchange.importing.rows import Source
from store.exchange.importing.sheets import LARGEST, Book, Sheet, unreadable
from store.import_plan import Plan
from store.imports import Tell
from store.model.errors import Fault, Invalid
from store.rules.importing import Line
from store.rules.planning import CHANGED, FAULTY, NEW, SAME
from store.setup import SYSTEM
from store.words import house_language, text, text_n

ACCEPTED: Mapping[str, tuple[str, ...]] = {"all": (NEW, CHANGED), "new": (NEW,), "changed": (CHANGED,)}
"""What ``--accept`` takes of a file."""


def import_list(desk: Desk) -> None:
    """Plan the file, say what each row would do, and write it unless only asked; faulty rows are named and end it with 1.

    Done in the office's place, as whoever has this machine's store in hand.
    """
    plan = desk.store.imports.plan(SYSTEM, _source(desk), tell=_bar("importing.planned"))
    for what in (NEW, CHANGED, SAME, FAULTY):
        print(text_n(house_language(), f"importing.cli_{what}", len(plan.of(what))), file=sys.stderr)
    faults = [fault for line in plan.of(FAULTY) for fault in _faults(line)]
    if not desk.given.dry_run:
        faults += _write(desk, plan)
    if faults:
        raise Invalid(faults)


def _source(desk: Desk) -> Source:
    if desk.given.file.stat().st_size > LARGEST:
        raise unreadable("import_too_large", most=LARGEST // 1_000_000)
    book = read_book(desk.given.file.name, desk.given.file.read_bytes())
    sheet = _sheet(book, desk.given.sheet)
    header = find_header(sheet)
    if header is None:
        raise unreadable("import_no_header")
    known = desk.store.imports.remembered(SYSTEM, header)
    supposed = desk.store.imports.supposed(SYSTEM) | known.get("supposed", {})
    return Source(book, sheet, _as_before(header, known), known.get("explained", {}), supposed)


def _as_before(header: Header, known: Mapping[str, Any]) -> Header:
    """The columns as somebody matched them the last time."""
    return header.with_fields(dict(enumerate(known["columns"]))) if known else header


def _sheet(book: Book, name: str) -> Sheet:
    if not name:
        return likely_sheet(book)
    found = next((sheet for sheet in book.sheets if sheet.name == name), None)
    if found is None:
        raise unreadable("import_no_such_sheet", name=name, sheets=[sheet.name for sheet in book.sheets])
    return found


def _write(desk: Desk, plan: Plan) -> list[Fault]:
    chosen = {line.number for what in ACCEPTED[desk.given.accept] for line in plan.of(what)}
    done = desk.store.imports.accept(SYSTEM, plan, chosen, _bar("importing.written"))
    say_n("importing.done", len(done.issues))
    if done.batch:
        say("importing.cli_batch", number=done.batch.number)
    return [Fault(f"{row}", "import_refused", {"code": error.code}) for row, error in done.refused.items()]


def _faults(line: Line) -> list[Fault]:
    """Each fault of a row, its field as the row and the column."""
    row = partial(text, house_language(), "importing.cli_cell", number=line.number)
    named = [Fault(row(column=one.field), one.code, one.params) for one in line.faults]
    return named or [Fault(str(line.number), "import_refused", {"code": line.refused.code if line.refused else ""})]


def _bar(key: str) -> Tell:
    """Progress on a terminal; nothing where nobody watches."""

    def tell(done: int, of: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done == of else ""
            print("\r" + text(house_language(), key, done=done, of=of), end=end, file=sys.stderr, flush=True)

    return tell
