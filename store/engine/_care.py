"""Looking after a whole store: backup, check, and the trip to a plain TinyDB file and back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson

from store.engine import _rows
from store.engine._file import connect
from store.engine._json import unpacked
from store.engine._place import Machine, refuse_place
from store.engine._storage import SQLiteStorage
from store.engine._table import LedgerDB
from store.engine._told import told
from store.engine.repository import COLD_KINDS, Document
from store.model.errors import Fault, Invalid, Refused

Tables = dict[str, dict[str, Document]]
"""What a file of TinyDB holds: tables of documents by the text of their id."""

COUNTERS = "_counters"
"""The table of an export that keeps numbers from being given again after an import; to TinyDB a table like any other."""

_NEEDED: dict[str, dict[str, type]] = {
    COUNTERS: {"name": str, "value": int},
    **{kind: {"subject": str, "at": str} for kind in COLD_KINDS},
}


Progress = Callable[[int, int], None]
"""Is told how much of how much is done."""
PAGES = 512
"""Pages copied between two tellings."""


def back_up(storage: SQLiteStorage, target: Path, meanwhile: Callable[[], None], progress: Progress | None = None) -> None:
    """Write the committed state into one file, itself a store; what was at ``target`` is replaced when all is on disk.

    ``meanwhile`` is done between the two.
    """
    if target == storage.path:
        raise Refused("backup_onto_itself", path=str(target))
    # A copy may well go to a network share: nobody works in it.
    refuse_place(target, Machine(mounts=""))
    unfinished = target.with_name(target.name + ".part")
    unfinished.unlink(missing_ok=True)
    try:
        with storage.reader() as source, told(target), closing(connect(unfinished, patience=0)) as copy:
            pour(source, copy, progress)
            # A lone file: a log beside it would be forgotten when somebody carries it away.
            copy.execute("PRAGMA journal_mode = DELETE")
        meanwhile()
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)


def pour(source: sqlite3.Connection, target: sqlite3.Connection, progress: Progress | None) -> None:
    """Make ``target`` what ``source`` is, in one transaction of its own."""
    if progress is None:
        source.backup(target)
    else:
        source.backup(target, pages=PAGES, progress=lambda _, left, whole: progress(whole - left, whole))


def faults(connection: sqlite3.Connection) -> list[Fault]:
    """What is wrong with the file; empty when all is well."""
    return [*_damage(connection), *_bad_rows(connection), *_late_counters(connection)]


def _damage(connection: sqlite3.Connection) -> Iterator[Fault]:
    for (line,) in connection.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield Fault("file", "file_damaged", {"told": line})


def _bad_rows(connection: sqlite3.Connection) -> Iterator[Fault]:
    for kind, doc_id, body in _rows.bodies(connection):
        document, why = _row(body)
        if not isinstance(document, dict):
            yield Fault(f"{kind}.{doc_id}", "row_unreadable", {"told": why})
        elif document.get("id", doc_id) != doc_id:
            yield Fault(f"{kind}.{doc_id}", "row_misplaced", {"found": document["id"]})


def _row(body: bytes) -> tuple[object, str]:
    """What a row holds, and if that is no document, what it is."""
    try:
        document: object = unpacked(body)
    except orjson.JSONDecodeError as error:
        return None, str(error)
    return document, type(document).__name__


def _late_counters(connection: sqlite3.Connection) -> Iterator[Fault]:
    for name, highest in _rows.highest(connection):
        value = _rows.counter(connection, name)
        if value < highest:
            yield Fault(name, "counter_behind", {"value": value, "highest": highest})


def exported(connection: sqlite3.Connection) -> Tables:
    """Every document and counter in the shape of a TinyDB file; ``json.dump`` makes a file that stock TinyDB opens."""
    tables: Tables = {}
    for kind, doc_id, body in _rows.bodies(connection):
        tables.setdefault(kind, {})[str(doc_id)] = unpacked(body)
    counters = [{"name": name, "value": value} for name, value in _rows.counters(connection).items() if name != _rows.VERSION]
    tables[COUNTERS] = {str(place): counter for place, counter in enumerate(counters, start=1)}
    return tables


def load(db: LedgerDB, tables: Mapping[str, Mapping[str, Any]]) -> None:
    """Fill an empty store from an export or from any TinyDB file; ids and revisions stay. Raises Invalid or Refused."""
    if found := list(_misfits(tables)):
        raise Invalid(found)
    with db.storage.transaction() as pending:
        if not db.storage.is_empty():
            raise Refused("store_not_empty", path=str(db.storage.path))
        for kind, documents in tables.items():
            if kind != COUNTERS:
                _fill(db, kind, {int(doc_id): document for doc_id, document in documents.items()})
        for counter in tables.get(COUNTERS, {}).values():
            pending.count_from(counter["name"], counter["value"])


def _fill(db: LedgerDB, kind: str, loaded: Mapping[int, Mapping[str, Any]]) -> None:
    documents = {doc_id: {"revision": 1, **document, "id": doc_id} for doc_id, document in loaded.items()}
    if kind not in COLD_KINDS:
        db.storage.edit(kind, lambda table: table.update(documents))
        return
    with db.storage.transaction() as pending:
        pending.take_id(kind, max(documents, default=0))
        for doc_id, document in documents.items():
            pending.append(kind, doc_id, document)


def _misfits(tables: Mapping[str, Any]) -> Iterator[Fault]:
    """Everything in a file that does not look like a table of documents, so that all of it is told at once."""
    for kind, documents in tables.items():
        if not isinstance(documents, Mapping):
            yield Fault(kind, "not_a_table")
            continue
        needed = _NEEDED.get(kind, {})
        for doc_id, document in documents.items():
            if not (doc_id.isdecimal() and isinstance(document, Mapping)):
                yield Fault(f"{kind}.{doc_id}", "not_a_document")
                continue
            for name, type_ in needed.items():
                if not isinstance(document.get(name), type_):
                    yield Fault(f"{kind}.{doc_id}.{name}", "missing")
