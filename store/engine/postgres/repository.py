"""The Repository protocol over PostgreSQL: hot documents in memory, cold ones and files in the database, one version for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

import psycopg

from store.engine._json import copied
from store.engine._pending import Pending
from store.engine._tables import Tables
from store.engine.blobs import damaged
from store.engine.postgres import care, rows
from store.engine.postgres.blobs import DatabaseBlobs
from store.engine.postgres.connections import Connection, connect, make_pool, of_one_moment
from store.engine.postgres.followed import Followed
from store.engine.postgres.listening import Listener, tell
from store.engine.postgres.schema import bring_up
from store.engine.postgres.server import Server
from store.engine.postgres.told import told
from store.engine.postgres.writing import Writer
from store.engine.repository import COLD_KINDS, Change, Document, Repository, cold, hot
from store.model.errors import Conflict, Fault, NotFound, Unusable

PATIENCE = 10.0
"""Seconds to wait for whoever is writing, and for a server that went away, before it is told."""


def open_postgres(server: Server, *, patience: float = PATIENCE) -> PostgresRepository:
    """Open the store at this server, made or migrated if need be. Raises Unusable."""
    return PostgresRepository(server, patience)


class PostgresTransaction:
    """The verbs of one transaction, for the thread that began it."""

    def __init__(self, writer: Writer, pending: Pending, server: Server) -> None:
        self._writer = writer
        self._pending = pending
        self._server = server

    def get(self, kind: str, id: int) -> Document:
        """A private copy of the document, with what this transaction has done to it. Raises NotFound."""
        pending = self._still_open()
        found = self._cold_one(kind, id) if kind in COLD_KINDS else pending.layer(kind).get(id)
        if found is None:
            raise NotFound(kind, id)
        return copied(found)

    def all(self, kind: str) -> list[Document]:
        """Every document of a hot kind in id order, shared and never to be edited."""
        return list(self._still_open().layer(hot(kind)).merged().values())

    def insert(self, kind: str, document: Mapping[str, Any]) -> Document:
        """Store a new document; returns it with its ``id`` and ``revision`` 1."""
        pending = self._still_open()
        doc_id = pending.next_id(kind)
        keep = pending.append if kind in COLD_KINDS else pending.put
        keep(kind, doc_id, {**document, "id": doc_id, "revision": 1})
        return self.get(kind, doc_id)

    def replace(self, kind: str, document: Mapping[str, Any], expected_revision: int) -> Document:
        """Compare-and-set: this is now the whole document, one revision later. Raises Conflict or NotFound."""
        doc_id = document["id"]
        self._check(kind, doc_id, expected_revision)
        self._pending.put(kind, doc_id, {**document, "revision": expected_revision + 1})
        return self.get(kind, doc_id)

    def delete(self, kind: str, id: int, expected_revision: int) -> None:
        """Remove a document of a hot kind. Raises Conflict or NotFound."""
        self._check(kind, id, expected_revision)
        self._pending.put(kind, id, None)

    def clear(self, kind: str) -> None:
        """Remove every document of a kind, hot or cold; ids and counters go on."""
        pending = self._still_open()
        if kind in COLD_KINDS:
            pending.clear_cold(kind)
            return
        for doc_id in pending.layer(kind).merged():
            pending.put(kind, doc_id, None)

    def next_number(self, counter: str) -> int:
        """The next number (from 1) of a named counter."""
        return self._still_open().count(f"number/{counter}")

    def _check(self, kind: str, id: int, expected_revision: int) -> None:
        present = self._still_open().layer(hot(kind)).get(id)
        if present is None:
            raise NotFound(kind, id)
        if present.get("revision", 0) != expected_revision:
            raise Conflict(copied(present))

    def _cold_one(self, kind: str, id: int) -> Document | None:
        if (kind, id) in self._pending.cold or kind in self._pending.cleared:
            return self._pending.cold.get((kind, id))
        with told(self._server):
            return rows.cold_one(self._writer.connection(), self._server.team, kind, id)

    def _still_open(self) -> Pending:
        if self._writer.mine() is not self._pending:
            raise RuntimeError("this transaction has ended, or belongs to another thread")
        return self._pending


class PostgresRepository:
    """A handle on the store of one team of one database; see ``Repository`` for what it promises."""

    def __init__(self, server: Server, patience: float) -> None:
        self.server = server
        self._stack = ExitStack()
        self._closed = False
        with told(server), ExitStack() as undo:
            with connect(server) as connection:
                bring_up(connection, server)
                tells = _can_tell(connection, server)
            self._pool = make_pool(server, patience)
            undo.callback(self._pool.close)
            self._followed = Followed(server, self._pool)
            self._writer = Writer(server, self._pool, self._followed, patience, tells)
            self.blobs = DatabaseBlobs(server, self._pool)
            if tells:
                undo.callback(Listener(server, self._pool, self._followed).close)
            self._stack = undo.pop_all()

    @property
    def address(self) -> str:
        """The database and the team, without password."""
        return str(self.server)

    @property
    def version(self) -> int:
        """Grows with every committed transaction of any thread or process on this store."""
        self._refuse_closed()
        with self._followed.present() as memory:
            return memory.version

    @property
    def trouble(self) -> Unusable | None:
        """Why the database cannot be reached just now, None while it can; what is shown then is what was last known."""
        return self._followed.trouble

    def probe(self) -> None:
        """Raise Unusable unless the store can be reached and written just now; writes nothing."""
        with self._lent() as connection:
            rows.probe(connection)

    def get(self, kind: str, id: int) -> Document:
        """A private copy of the document as last committed. Raises NotFound."""
        found = self._cold_one(kind, id) if kind in COLD_KINDS else self._hot_one(kind, id)
        if found is None:
            raise NotFound(kind, id)
        return copied(found)

    def snapshot(self, kind: str) -> tuple[int, list[Document]]:
        """The version and every document of a hot kind at that version, in id order; shared and never to be edited."""
        self._refuse_closed()
        with self._followed.present() as memory:
            return memory.version, list(memory.standing(hot(kind)).values())

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
        bounds = {"subject": subject, "since": since, "until": until, "after_id": after_id, "before_id": before_id}
        with self._lent() as connection:
            return rows.select_cold(connection, self.server.team, cold(kind), bounds, newest_first, limit, offset)

    def changes_since(self, version: int) -> tuple[int, list[Change]]:
        """The present version and each hot document written or deleted after ``version``, once each."""
        self._refuse_closed()
        return self._followed.changes(version)

    @contextmanager
    def transaction(self) -> Iterator[PostgresTransaction]:
        """Begin; commit when the block ends, undo when it raises. A nested call joins the outer transaction."""
        self._refuse_closed()
        with self._writer.transaction() as pending:
            yield PostgresTransaction(self._writer, pending, self.server)

    def on_commit(self, listener: Callable[[], None]) -> AbstractContextManager[None]:
        """In the block ``listener`` is called after each commit, also of other servers where the database tells of them."""
        self._refuse_closed()
        return self._followed.listeners.joined(listener)

    def close(self) -> None:
        """Give every connection back. Further calls raise Unusable."""
        self._closed = True
        self._stack.close()

    def verify(self) -> list[Fault]:
        """What is wrong with the rows and the files, all of them read; empty when all is well."""
        with self._lent() as connection, of_one_moment(connection):
            found = care.faults(connection, self.server.team)
        return [*found, *damaged(self.blobs)]

    def dump(self) -> Tables:
        """Everything at one version in the shape of a TinyDB file, as the embedded engine's."""
        with self._lent() as connection, of_one_moment(connection):
            return care.exported(connection, self.server.team)

    def load(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        """Fill an empty store from a dump or from any TinyDB file, ids and revisions kept. Raises Invalid or Refused."""
        self._refuse_closed()
        with self._writer.transaction() as pending:
            care.load(self._writer.connection(), self.server, pending, tables)

    @contextmanager
    def _lent(self) -> Iterator[Connection]:
        self._refuse_closed()
        with told(self.server), self._pool.connection() as connection:
            yield connection

    def _hot_one(self, kind: str, id: int) -> Document | None:
        self._refuse_closed()
        with self._followed.present() as memory:
            return memory.standing(kind).get(id)

    def _cold_one(self, kind: str, id: int) -> Document | None:
        with self._lent() as connection:
            return rows.cold_one(connection, self.server.team, kind, id)

    def _refuse_closed(self) -> None:
        if self._closed:
            raise Unusable("store_closed", path=str(self.server))


_kept_promise: type[Repository] = PostgresRepository  # mypy looks here whether the protocol is satisfied


def _can_tell(connection: Connection, server: Server) -> bool:
    """Whether this database passes a word from one connection to another."""
    try:
        tell(connection, server)
    except (psycopg.errors.FeatureNotSupported, psycopg.errors.UndefinedFunction):
        return False
    return True
