"""Which of SQLite's errors a person can do something about, and the code they are told under."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson

from store.model.errors import Unusable

_CODES = {
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_BUSY: "store_busy",
    sqlite3.SQLITE_LOCKED: "store_busy",
    sqlite3.SQLITE_PERM: "store_no_permission",
    sqlite3.SQLITE_READONLY: "store_no_permission",
    sqlite3.SQLITE_CANTOPEN: "store_no_permission",
    sqlite3.SQLITE_CORRUPT: "store_unreadable",
    sqlite3.SQLITE_NOTADB: "store_unreadable",
    sqlite3.SQLITE_IOERR: "store_unreadable",
}
# A full disk shows up here too: a quota is used up, or the index of the write-ahead log could not be given its room.
_EXTENDED_CODES = {sqlite3.SQLITE_IOERR_WRITE: "disk_full", sqlite3.SQLITE_IOERR_SHMSIZE: "disk_full"}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raise Unusable for what the surroundings did; any other error of SQLite is a bug of ours and stays a traceback."""
    try:
        yield
    except orjson.JSONDecodeError as error:
        raise Unusable("store_unreadable", path=str(path), told=str(error)) from error
    except sqlite3.Error as error:
        number: int = getattr(error, "sqlite_errorcode", 0)
        code = _EXTENDED_CODES.get(number) or _CODES.get(number & 0xFF)
        if code is None:
            raise
        raise Unusable(code, path=str(path), told=str(error)) from error
