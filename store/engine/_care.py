"""Looking after a whole store in a file: backup, check, and the trip to a plain TinyDB file and back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from store.engine import _rows, _tables
from store.engine._file import connect
from store.engine._place import Machine, refuse_place
from store.engine._storage import SQLiteStorage
from store.engine._table import LedgerDB
from store.engine._told import told
from store.model.errors import Fault, Refused

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
    late = _tables.late_counters(_rows.highest(connection), partial(_rows.counter, connection))
    return [*_damage(connection), *_tables.bad_rows(_rows.bodies(connection)), *late]


def _damage(connection: sqlite3.Connection) -> Iterator[Fault]:
    for (line,) in connection.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield Fault("file", "file_damaged", {"told": line})


def exported(connection: sqlite3.Connection) -> _tables.Tables:
    """Every document and counter in the shape of a TinyDB file."""
    return _tables.exported(_rows.bodies(connection), _rows.counters(connection))


def load(db: LedgerDB, tables: Mapping[str, Mapping[str, Any]]) -> None:
    """Fill an empty store from an export or from any TinyDB file; ids and revisions stay. Raises Invalid or Refused."""
    _tables.refuse_misfits(tables)
    with db.storage.transaction() as pending:
        if not db.storage.is_empty():
            raise Refused("store_not_empty", path=str(db.storage.path))
        _tables.fill(pending, tables)
