"""The hot documents in memory, as last committed by any process; what readers see."""

from __future__ import annotations

import gc
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from store.engine import _rows
from store.engine._file import reading
from store.engine._told import told
from store.engine.repository import Document

_MANY = 10_000


class Committed:
    """Documents by kind and id, in id order. A document is never edited in place: a change puts another one there."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        self._lock = threading.Lock()
        self._kinds: dict[str, dict[int, Document]] = {}
        self._version = 0
        self._seen = -1
        with told(path), _undisturbed(), reading(connection):
            self._put(_rows.counter(connection, _rows.VERSION), _rows.living(connection))
            self._seen = self._data_version()
        self._settle()

    @property
    def version(self) -> int:
        """The version of what is committed now, by whichever process; it is in memory when this returns."""
        with self._present():
            return self._version

    def kinds(self) -> set[str]:
        """The kinds of which there is a document."""
        with self._present():
            return {kind for kind, documents in self._kinds.items() if documents}

    def one(self, kind: str, doc_id: int) -> Document | None:
        """The shared document, or None."""
        with self._present():
            return self._kinds.get(kind, {}).get(doc_id)

    def listed(self, kind: str) -> tuple[int, list[Document]]:
        """The version and the shared documents of a kind at that version."""
        with self._present():
            return self._version, list(self._kinds.get(kind, {}).values())

    def all(self, kind: str) -> dict[int, Document]:
        """The shared documents of a kind, in a dict of the caller's own."""
        with self._present():
            return self._kinds.get(kind, {}).copy()

    def standing(self, kind: str) -> dict[int, Document]:
        """The documents themselves, without a copy: only for whoever holds the write lock, so that nothing can change."""
        return self._kinds.get(kind, {})

    def take(self, version: int, changes: Iterable[_rows.Row]) -> None:
        """Take in what this process just committed, unless a reader was quicker and read it from the file."""
        with self._lock:
            if version > self._version:
                self._put(version, changes)

    @contextmanager
    def _present(self) -> Iterator[None]:
        """Hold the lock with everything taken in. SQLite's ``data_version`` differs when anybody has committed."""
        with self._lock, told(self._path):
            seen = self._data_version()
            if seen != self._seen:
                self._catch_up()
                self._seen = seen
            yield

    def _data_version(self) -> int:
        value: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return value

    def _catch_up(self) -> None:
        if _rows.counter(self._connection, _rows.VERSION) == self._version:
            return
        with reading(self._connection):
            version = _rows.counter(self._connection, _rows.VERSION)
            changes = list(_rows.changed(self._connection, self._version))
        self._put(version, changes)

    def _put(self, version: int, changes: Iterable[_rows.Row]) -> None:
        late = set()
        for kind, doc_id, document in changes:
            documents = self._kinds.setdefault(kind, {})
            if document is None:
                documents.pop(doc_id, None)
                continue
            if doc_id not in documents and documents and doc_id < next(reversed(documents)):
                late.add(kind)
            documents[doc_id] = document
        for kind in late:
            self._kinds[kind] = dict(sorted(self._kinds[kind].items()))
        self._version = version

    def _settle(self) -> None:
        """Keep the garbage collector from walking a large store again and again; nothing in it can be part of a cycle."""
        if sum(map(len, self._kinds.values())) >= _MANY:
            gc.freeze()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No garbage collection: while a hundred thousand documents are made it costs more than making them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
