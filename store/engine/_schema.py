"""The shape of the SQLite file: how we know it is ours, its version, and the step from each version to the next."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from store.model.errors import Unusable

APPLICATION_ID = int.from_bytes(b"XHAO", "big")
"""Written into the file's header, so that another program's SQLite file is never taken for a store."""

Step = Callable[[sqlite3.Connection], None]


def _first_shape(connection: sqlite3.Connection) -> None:
    """Hot documents, cold documents, counters. ``seq`` is the version that wrote the row; a tombstone has no ``doc``."""
    for statement in (
        "CREATE TABLE documents(kind TEXT NOT NULL, id INTEGER NOT NULL, seq INTEGER NOT NULL, doc TEXT, PRIMARY KEY(kind, id))",
        "CREATE INDEX documents_by_seq ON documents(seq)",
        "CREATE TABLE cold(kind TEXT NOT NULL, id INTEGER NOT NULL, subject TEXT NOT NULL, at TEXT NOT NULL, doc TEXT NOT NULL,"
        " PRIMARY KEY(kind, id)) WITHOUT ROWID",
        "CREATE INDEX cold_by_subject ON cold(kind, subject)",
        "CREATE INDEX cold_by_at ON cold(kind, at)",
        "CREATE TABLE counters(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    ):
        connection.execute(statement)


STEPS: tuple[Step, ...] = (_first_shape,)
"""Step n brings a store of version n to version n + 1; an empty file is version 0. Steps are only ever added at the end."""


def refuse_stranger(connection: sqlite3.Connection, path: Path, known: int) -> None:
    """Raise Unusable for another program's file and for a store written by a later version; reads only."""
    owner = _pragma(connection, "application_id")
    is_empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if owner != APPLICATION_ID and not (owner == 0 and is_empty):
        raise Unusable("store_foreign", path=str(path))
    found = _pragma(connection, "user_version")
    if found > known:
        raise Unusable("store_newer", path=str(path), found=found, known=known)


def bring_up(connection: sqlite3.Connection, path: Path, steps: Sequence[Step]) -> None:
    """Take the file through the steps it lacks, all in one transaction."""
    if _pragma(connection, "user_version") == len(steps):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Looked at again, now that nobody else can write: another process may have been here first.
        refuse_stranger(connection, path, len(steps))
        for step in steps[_pragma(connection, "user_version") :]:
            step(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(steps)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value
