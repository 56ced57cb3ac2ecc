"""The hot documents in memory, as last committed by any process; what readers see."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from store.engine import _rows
from store.engine._file import reading
from store.engine._memory import Memory, Row, undisturbed
from store.engine._pending import VERSION
from store.engine._told import told
from store.engine.repository import Document


class Committed:
    """The documents of one file; every look first takes in what other processes committed."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        self._lock = threading.Lock()
        self._memory = Memory()
        self._seen = -1
        with told(path), undisturbed(), reading(connection):
            self._memory.put(_rows.counter(connection, VERSION), _rows.living(connection))
            self._seen = self._data_version()
        self._memory.settle()

    @property
    def version(self) -> int:
        """The version of what is committed now, by whichever process; it is in memory when this returns."""
        with self._present() as memory:
            return memory.version

    def kinds(self) -> set[str]:
        """The kinds of which there is a document."""
        with self._present() as memory:
            return memory.kinds()

    def one(self, kind: str, doc_id: int) -> Document | None:
        """The shared document, or None."""
        with self._present() as memory:
            return memory.standing(kind).get(doc_id)

    def listed(self, kind: str) -> tuple[int, list[Document]]:
        """The version and the shared documents of a kind at that version."""
        with self._present() as memory:
            return memory.version, list(memory.standing(kind).values())

    def all(self, kind: str) -> dict[int, Document]:
        """The shared documents of a kind, in a dict of the caller's own."""
        with self._present() as memory:
            return memory.standing(kind).copy()

    def standing(self, kind: str) -> dict[int, Document]:
        """The documents themselves, without a copy: only for whoever holds the write lock, so that nothing can change."""
        return self._memory.standing(kind)

    def take(self, version: int, changes: Iterable[Row]) -> None:
        """Take in what this process just committed, unless a reader was quicker and read it from the file."""
        with self._lock:
            if version > self._memory.version:
                self._memory.put(version, changes)

    @contextmanager
    def _present(self) -> Iterator[Memory]:
        """Hold the lock with everything taken in. SQLite's ``data_version`` differs when anybody has committed."""
        with self._lock, told(self._path):
            seen = self._data_version()
            if seen != self._seen:
                self._catch_up()
                self._seen = seen
            yield self._memory

    def _data_version(self) -> int:
        value: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return value

    def _catch_up(self) -> None:
        if _rows.counter(self._connection, VERSION) == self._memory.version:
            return
        with reading(self._connection):
            version = _rows.counter(self._connection, VERSION)
            changes = list(_rows.changed(self._connection, self._memory.version))
        self._memory.put(version, changes)
