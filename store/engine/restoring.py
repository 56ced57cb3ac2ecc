"""Bringing a backup back: checked before, put in the place of a store that nobody has open, and whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from store.engine import _care, _rows
from store.engine._file import connect
from store.engine._place import Machine, refuse_place
from store.engine._schema import APPLICATION_ID, STEPS, refuse_stranger
from store.engine._told import told
from store.engine.blobs import copy, damaged
from store.engine.folder import FolderBlobs, beside
from store.model.errors import Fault, Invalid, NotFound, Refused, Unusable

PATIENCE = 0.5
"""Seconds to wait for somebody who is just closing the store."""


def restore(file: Path, path: Path, *, replace: bool, progress: Callable[[int, int], None] | None = None) -> Path | None:
    """Make the store at ``path`` what the backup ``file`` holds, its files too; returns where the former store is kept.

    Raises NotFound or Unusable for a file that is no backup of ours, Invalid with everything that is wrong with it, Refused
    ``store_in_use`` while anybody has the store open, ``store_not_empty`` without ``replace``. Then nothing was changed.
    """
    file, path = Path(file).resolve(), Path(path).resolve()
    if file == path:
        raise Refused("restore_from_itself", path=str(path))
    refuse_place(path, Machine())
    with looked_at(file) as source, told(path), _alone(path) as target:
        former = _kept(target, path) if _has_documents(target, path, replace) else None
        # The files first: whatever happens in between, no document refers to one that is not there.
        _raise(copy(FolderBlobs(beside(file)), FolderBlobs(beside(path)), progress))
        _care.pour(source, target, progress)
        _raise(list(_care.faults(target)))
    return former


@contextmanager
def looked_at(file: Path) -> Iterator[sqlite3.Connection]:
    """The backup, opened for reading only, when every row and every byte of it is in order."""
    if not file.is_file():
        raise NotFound("file", str(file))
    with told(file), closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, isolation_level=None)) as source:
        if source.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise Unusable("store_foreign", path=str(file))
        refuse_stranger(source, file, len(STEPS))
        _raise([*_care.faults(source), *damaged(FolderBlobs(beside(file)))])
        yield source


@contextmanager
def _alone(path: Path) -> Iterator[sqlite3.Connection]:
    """The store at ``path`` (made if there is none) for us alone. Raises Refused ``store_in_use``."""
    with closing(connect(path, PATIENCE)) as target:
        refuse_stranger(target, path, len(STEPS))
        try:
            target.execute("PRAGMA locking_mode = EXCLUSIVE")
            # A log can only be given up by the last who has the store open: that is how we know to be alone.
            mode = target.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
            target.execute("BEGIN EXCLUSIVE")
            target.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            mode = ""
        if mode != "delete":
            raise Refused("store_in_use", path=str(path))
        yield target


def _has_documents(target: sqlite3.Connection, path: Path, replace: bool) -> bool:
    """Whether there is anything to lose. Raises Refused ``store_not_empty`` when there is and nobody said ``replace``."""
    is_new = target.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    found = not is_new and not _rows.is_empty(target)
    if found and not replace:
        raise Refused("store_not_empty", path=str(path))
    return found


def _kept(target: sqlite3.Connection, path: Path) -> Path:
    """A copy of the store that is about to be replaced, beside it under a name that is not taken."""
    number = 1
    while (former := path.with_name(f"{path.name}.replaced-{number}")).exists():
        number += 1
    with closing(connect(former, PATIENCE)) as copied:
        _care.pour(target, copied, None)
        copied.execute("PRAGMA journal_mode = DELETE")
    return former


def _raise(faults: list[Fault]) -> None:
    if faults:
        raise Invalid(faults)
