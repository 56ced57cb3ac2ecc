"""TinyDB's storage over SQLite: transactions, and documents as the thread that asks may see them."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from store.engine import _rows
from store.engine._committed import Committed
from store.engine._file import Readers, connect, connect_writer, reading
from store.engine._json import copied
from store.engine._layer import Touched
from store.engine._listeners import Listeners
from store.engine._pending import Pending
from store.engine._place import Machine, refuse_place
from store.engine._schema import STEPS, Step
from store.engine._told import told
from store.engine._turn import Turn
from store.engine.repository import Document

PATIENCE = 10.0
"""Seconds to wait for whoever is writing before the store is told to be busy."""


class SQLiteStorage(Storage):
    """One row a document, and only the rows that changed are written. Safe for threads and for processes."""

    def __init__(
        self, path: Path | str, *, patience: float = PATIENCE, steps: Sequence[Step] = STEPS, machine: Machine | None = None
    ) -> None:
        self.path = Path(path).resolve()
        self._turn = Turn(self.path, patience)
        self._pending: Pending | None = None
        self._writing_thread: int | None = None
        self._readers = Readers(self.path, patience)
        self.listeners = Listeners()
        refuse_place(self.path, machine or Machine())
        with told(self.path), ExitStack() as undo:
            self._writer = connect_writer(self.path, patience, steps)
            undo.callback(self._writer.close)
            self._follower = connect(self.path, patience)
            undo.callback(self._follower.close)
            self.committed = Committed(self.path, self._follower)
            undo.pop_all()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} path={str(self.path)!r}>"

    @contextmanager
    def transaction(self) -> Iterator[Pending]:
        """Hold the write lock of threads and of processes from the first read to the commit; undo all when the block raises."""
        with self._turn.taken():
            if self._pending is not None:
                with self._pending.undone_on_error():
                    yield self._pending
                return
            try:
                pending = self._begin()
                yield pending
                self._commit(pending)
            except BaseException:
                self._roll_back()
                raise
            finally:
                self._pending = self._writing_thread = None
            # Only now is it known to be on disk. Readers who looked in between have read it from there.
            if not pending.is_empty():
                self.committed.take(pending.version, pending.hot())
                self.listeners.call()

    def mine(self) -> Pending | None:
        """What this thread has written in a transaction that is still going on; None outside one."""
        return self._pending if self._writing_thread == threading.get_ident() else None

    def one(self, kind: str, doc_id: int) -> Document | None:
        """The shared document as this thread sees it, or None."""
        pending = self.mine()
        return self.committed.one(kind, doc_id) if pending is None else pending.layer(kind).get(doc_id)

    def all(self, kind: str) -> dict[int, Document]:
        """The shared documents of a kind as this thread sees them, in id order."""
        pending = self.mine()
        return self.committed.all(kind) if pending is None else pending.layer(kind).merged()

    def cold_one(self, kind: str, doc_id: int) -> Document | None:
        """The cold document as this thread sees it, or None."""
        pending = self.mine()
        if pending is not None and ((kind, doc_id) in pending.cold or kind in pending.cleared):
            return pending.cold.get((kind, doc_id))
        return self.cold_committed(kind, doc_id)

    def cold_committed(self, kind: str, doc_id: int) -> Document | None:
        """The cold document as last committed, or None."""
        with self.reader() as connection:
            return _rows.cold_one(connection, kind, doc_id)

    @contextmanager
    def reader(self) -> Iterator[sqlite3.Connection]:
        """A connection for one read, however long: all of one version, in nobody's way."""
        with told(self.path), self._readers.lent() as connection, reading(connection):
            yield connection

    def kinds(self) -> set[str]:
        """The hot kinds of which this thread sees a document."""
        pending = self.mine()
        kinds = self.committed.kinds()
        return kinds if pending is None else {kind for kind in kinds | pending.kinds() if pending.layer(kind).merged()}

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Everything, as TinyDB's Storage promises; copies, since who calls this may edit what comes back."""
        tables = {kind: self.all(kind) for kind in sorted(self.kinds())}
        return {
            kind: {str(doc_id): copied(document) for doc_id, document in table.items()} for kind, table in tables.items()
        } or None

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Make everything equal to this, as TinyDB's Storage promises. Tables do not come here: they know what changed."""
        with self.transaction():
            for kind in sorted(self.kinds() | set(data)):
                self.edit(kind, partial(_make_equal, data.get(kind, {})))

    def edit(self, kind: str, updater: Callable[[Touched], None]) -> None:
        """Let an updater of TinyDB edit the documents of a kind; only those that are different afterwards are written."""
        with self.transaction() as pending:
            touched = Touched(pending.layer(kind), partial(pending.take_id, kind))
            updater(touched)
            for doc_id, document in list(touched.changes()):
                pending.put(kind, doc_id, document)

    def next_id(self, kind: str) -> int:
        """An id that no document of this kind has had."""
        with self.transaction() as pending:
            return pending.next_id(kind)

    def is_empty(self) -> bool:
        """Whether there is no document, hot or cold, nor one about to be written."""
        with self.transaction() as pending:
            return pending.is_empty() and _rows.is_empty(self._writer)

    def settle_into_one_file(self) -> None:
        """Put the log into the file: one that is to be carried away would leave it behind."""
        with self._turn.taken(), told(self.path):
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every connection, once nobody is writing; the last one to close a file also tidies its log away."""
        with self._turn.taken():
            self._readers.close()
            self._follower.close()
            self._writer.close()

    def _begin(self) -> Pending:
        with told(self.path):
            self._writer.execute("BEGIN IMMEDIATE")
        # Nobody else can commit from here on, so what is in memory now stays true until the commit.
        version = self.committed.version
        self._writing_thread = threading.get_ident()
        self._pending = Pending(version + 1, self.committed.standing, partial(_rows.counter, self._writer))
        return self._pending

    def _commit(self, pending: Pending) -> None:
        with told(self.path):
            if not pending.is_empty():
                _rows.write(self._writer, pending)
            self._writer.execute("COMMIT")

    def _roll_back(self) -> None:
        """Undo what SQLite has not undone by itself, as it may when the disk is full; the error that led here is the one told."""
        with suppress(sqlite3.Error):
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")


def _make_equal(wanted: Mapping[str, Any], table: Touched) -> None:
    documents = {int(doc_id): document for doc_id, document in wanted.items()}
    for doc_id in set(table) - set(documents):
        del table[doc_id]
    table.update(documents)
