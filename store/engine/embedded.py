"""The embedded engine: the Repository protocol over TinyDB tables in one SQLite file, shared by all who open it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tinydb.table import Document as TinyDocument

from store.engine import _care, _rows
from store.engine._json import copied, unpacked
from store.engine._pending import Pending
from store.engine._shared import borrow, give_back, refuse_fork
from store.engine._storage import SQLiteStorage
from store.engine._table import LedgerDB
from store.engine.blobs import copy, damaged
from store.engine.folder import FolderBlobs, beside
from store.engine.repository import COLD_KINDS, Change, Document, Repository
from store.model.errors import Conflict, Fault, Invalid, NotFound, Unusable


def open_embedded(path: Path, **options: Any) -> EmbeddedRepository:
    """Open the store at this path, made if there is none; ``options`` are those of ``SQLiteStorage``. Raises Unusable.

    Who opens a file that is already open in this process shares its memory, under the options of the first, and closes only
    the handle returned here.
    """
    return EmbeddedRepository(Path(path).resolve(), options)


class EmbeddedTransaction:
    """The verbs of one transaction, for the thread that began it."""

    def __init__(self, db: LedgerDB, pending: Pending) -> None:
        self._db = db
        self._pending = pending

    def get(self, kind: str, id: int) -> Document:
        """A private copy of the document, with what this transaction has done to it. Raises NotFound."""
        storage = self._still_open()
        found = storage.cold_one(kind, id) if kind in COLD_KINDS else storage.one(kind, id)
        if found is None:
            raise NotFound(kind, id)
        return copied(found)

    def all(self, kind: str) -> list[Document]:
        """Every document of a hot kind in id order, shared and never to be edited."""
        return list(self._still_open().all(_hot(kind)).values())

    def insert(self, kind: str, document: Mapping[str, Any]) -> Document:
        """Store a new document; returns it with its ``id`` and ``revision`` 1."""
        self._still_open()
        doc_id = self._pending.next_id(kind)
        stored = {**document, "id": doc_id, "revision": 1}
        if kind in COLD_KINDS:
            self._pending.append(kind, doc_id, stored)
        else:
            self._db.table(kind).insert(TinyDocument(stored, doc_id=doc_id))
        return self.get(kind, doc_id)

    def replace(self, kind: str, document: Mapping[str, Any], expected_revision: int) -> Document:
        """Compare-and-set: this is now the whole document, one revision later. Raises Conflict or NotFound."""
        doc_id = document["id"]
        self._check(kind, doc_id, expected_revision)
        self._db.table(kind).put(doc_id, {**document, "revision": expected_revision + 1})
        return self.get(kind, doc_id)

    def delete(self, kind: str, id: int, expected_revision: int) -> None:
        """Remove a document of a hot kind. Raises Conflict or NotFound."""
        self._check(kind, id, expected_revision)
        self._db.table(kind).remove(doc_ids=[id])

    def clear(self, kind: str) -> None:
        """Remove every document of a kind, hot or cold; ids and counters go on."""
        self._still_open()
        if kind in COLD_KINDS:
            self._pending.clear_cold(kind)
        else:
            self._db.table(kind).truncate()

    def next_number(self, counter: str) -> int:
        """The next number (from 1) of a named counter."""
        self._still_open()
        return self._pending.count(f"number/{counter}")

    def _check(self, kind: str, id: int, expected_revision: int) -> None:
        present = self._still_open().one(_hot(kind), id)
        if present is None:
            raise NotFound(kind, id)
        # A document that came in through a TinyDB table has no revision until its first replace.
        if present.get("revision", 0) != expected_revision:
            raise Conflict(copied(present))

    def _still_open(self) -> SQLiteStorage:
        if self._db.storage.mine() is not self._pending:
            raise RuntimeError("this transaction has ended, or belongs to another thread")
        return self._db.storage


class EmbeddedRepository:
    """A handle on the store of one path; see ``Repository`` for what it promises."""

    def __init__(self, path: Path, options: Mapping[str, Any]) -> None:
        self.path = path
        self.blobs = FolderBlobs(beside(path))
        self._process = os.getpid()
        self._db: LedgerDB | None = borrow(path, lambda: LedgerDB(path, **options))

    @property
    def db(self) -> LedgerDB:
        """The same documents as TinyDB tables: ``repository.db.table("issue").search(Query().unit == "U03")``.

        For looking and for scripts: what a table writes is durable and seen by everyone, but it knows nothing of revisions.
        """
        if self._db is None:
            raise Unusable("store_closed", path=str(self.path))
        refuse_fork(self._process)
        return self._db

    @property
    def version(self) -> int:
        """Grows with every committed transaction of any thread or process on this store."""
        return self.db.storage.committed.version

    def get(self, kind: str, id: int) -> Document:
        """A private copy of the document as last committed. Raises NotFound."""
        storage = self.db.storage
        found = storage.cold_committed(kind, id) if kind in COLD_KINDS else storage.committed.one(kind, id)
        if found is None:
            raise NotFound(kind, id)
        return copied(found)

    def snapshot(self, kind: str) -> tuple[int, list[Document]]:
        """The version and every document of a hot kind at that version, in id order; shared and never to be edited."""
        return self.db.storage.committed.listed(_hot(kind))

    def select(
        self,
        kind: str,
        *,
        subject: str | None = None,
        since: str | None = None,
        until: str | None = None,
        after_id: int | None = None,
        before_id: int | None = None,
        newest_first: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Document]:
        """Documents of a cold kind by ``subject``, moment (``since <= at < until``) and id, in id order or newest first."""
        moments = {"kind = ?": _cold(kind), _rows.BY_SUBJECT: subject, "at >= ?": since, "at < ?": until}
        bounds = {**moments, "id > ?": after_id, "id < ?": before_id}
        with self.db.storage.reader() as connection:
            bodies = _rows.cold_bodies(connection, bounds, newest_first, limit, offset)
        return [unpacked(body) for body in bodies]

    def changes_since(self, version: int) -> tuple[int, list[Change]]:
        """The present version and each hot document written or deleted after ``version``, once each."""
        present = self.version
        if present <= version:
            return present, []
        with self.db.storage.reader() as connection:
            return _rows.counter(connection, _rows.VERSION), _rows.changes(connection, version)

    @contextmanager
    def transaction(self) -> Iterator[EmbeddedTransaction]:
        """Begin; commit when the block ends, undo when it raises. A nested call joins the outer transaction."""
        db = self.db
        with db.storage.transaction() as pending:
            yield EmbeddedTransaction(db, pending)

    def close(self) -> None:
        """Give the store back; it is closed with its last handle. Further calls on this handle raise Unusable."""
        if self._db is not None:
            self._db = None
            give_back(self.path)

    def backup_to(self, path: Path) -> None:
        """Write what is committed now into one file, itself a store, and its files beside it; writers are not kept waiting.

        Raises Unusable, or after all is done Invalid naming the damaged files that were left behind.
        """
        target = Path(path).resolve()
        faults: list[Fault] = []
        # The files after the documents that refer to them were read, and before the finished copy takes its name.
        _care.back_up(self.db.storage, target, lambda: faults.extend(copy(self.blobs, FolderBlobs(beside(target)))))
        if faults:
            raise Invalid(faults)

    def verify(self) -> list[Fault]:
        """What is wrong with the file and with the files beside it, every row and byte read; empty when all is well."""
        with self.db.storage.reader() as connection:
            return [*_care.faults(connection), *damaged(self.blobs)]

    def dump(self) -> dict[str, dict[str, Document]]:
        """Everything at one version in the shape of a TinyDB file: ``json.dump`` it, and stock TinyDB opens the file."""
        with self.db.storage.reader() as connection:
            return _care.exported(connection)

    def load(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        """Fill an empty store from a dump or from any TinyDB file, ids and revisions kept. Raises Invalid or Refused."""
        _care.load(self.db, tables)


_kept_promise: type[Repository] = EmbeddedRepository  # mypy looks here whether the protocol is satisfied


def _hot(kind: str) -> str:
    if kind in COLD_KINDS:
        raise ValueError(f"{kind} only grows and is read by select()")
    return kind


def _cold(kind: str) -> str:
    if kind not in COLD_KINDS:
        raise ValueError(f"{kind} is in memory and is read by snapshot()")
    return kind
