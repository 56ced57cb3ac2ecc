"""The hot documents in memory, following what every server commits; goes on showing them while the database is away."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import psycopg
from psycopg_pool import ConnectionPool

from store.engine._listeners import Listeners
from store.engine._memory import Memory, Row, undisturbed
from store.engine.postgres import rows
from store.engine.postgres.connections import Connection, of_one_moment
from store.engine.postgres.server import Server
from store.engine.postgres.told import GONE, as_trouble, told
from store.engine.repository import Change, Document
from store.model.errors import Unusable

FRESH = 0.05
"""Seconds for which a look at the database is good for others too: a page asks fifty times while it is drawn."""
FRESH_TOLD = 1.0
"""The same while the database tells of every commit by itself."""
RETRY = 2.0
"""Seconds between two attempts while the database is away."""
GLANCE = 0.5
"""Seconds that a reader waits for a connection before what is in memory has to do."""


class Followed:
    """Documents as last committed by anybody. Its own process's commits are there at once, those of others within ``FRESH``."""

    def __init__(self, server: Server, pool: ConnectionPool[Connection]) -> None:
        self._server = server
        self._pool = pool
        self._lock = threading.Lock()
        self._memory = Memory()
        self._seqs: dict[tuple[str, int], tuple[int, bool]] = {}  # what changed when, the latest last
        self._good_until = 0.0
        self.is_told = False
        self.listeners = Listeners()
        self.trouble: Unusable | None = None
        with told(server), pool.connection() as connection, undisturbed(), of_one_moment(connection):
            self._take_in(connection, 0)
        self._memory.settle()

    @contextmanager
    def present(self) -> Iterator[Memory]:
        """Hold the lock with what others committed taken in, as far as the database can be reached."""
        with self._lock:
            if time.monotonic() >= self._good_until:
                self._look()
            yield self._memory

    def standing(self, kind: str) -> dict[int, Document]:
        """The documents themselves, without a copy: only for whoever holds the write lock, so that nothing can change."""
        return self._memory.standing(kind)

    def catch_up(self, connection: Connection, version: int) -> None:
        """Take in everything up to ``version``, which cannot move on: ``connection`` holds the lock on it."""
        with self._lock:
            if version != self._memory.version:
                self._put(version, rows.changed(connection, self._server.team, self._memory.version))
            self._reached()

    def take(self, version: int, changes: Iterable[Row]) -> None:
        """Take in what this process just committed, unless a reader was quicker and read it from the database."""
        with self._lock:
            if version > self._memory.version:
                self._put(version, [(version, *change) for change in changes])
        self.listeners.call()

    def changes(self, version: int) -> tuple[int, list[Change]]:
        """The present version and each hot document written or deleted after ``version``, once each."""
        with self.present() as memory:
            newest_first = []
            for (kind, doc_id), (seq, deleted) in reversed(self._seqs.items()):
                if seq <= version:
                    break
                newest_first.append(Change(kind, doc_id, deleted))
            return memory.version, newest_first[::-1]

    def doubt(self) -> None:
        """Somebody may have committed: the next look goes to the database."""
        self._good_until = 0.0

    def nudge(self) -> None:
        """Somebody committed: the next look goes to the database, and whoever listens is told."""
        self.doubt()
        self.listeners.call()

    def lost(self, trouble: Unusable) -> None:
        """The database cannot be reached; readers go on with what is in memory."""
        self.trouble = trouble
        self._good_until = time.monotonic() + RETRY

    def _look(self) -> None:
        try:
            try:
                self._take_in_what_is_new()
            except psycopg.OperationalError:  # a connection from before a restart: the pool looks through the others, once more
                self._pool.check()
                self._take_in_what_is_new()
        except GONE as error:
            self.lost(as_trouble(self._server, error))
        else:
            self._reached()

    def _take_in_what_is_new(self) -> None:
        with self._pool.connection(GLANCE) as connection:
            if rows.head(connection, self._server.team) != self._memory.version:
                with of_one_moment(connection):
                    self._take_in(connection, self._memory.version)

    def _reached(self) -> None:
        self.trouble = None
        self._good_until = time.monotonic() + (FRESH_TOLD if self.is_told else FRESH)

    def _take_in(self, connection: Connection, since: int) -> None:
        version = rows.head(connection, self._server.team)
        self._put(version, rows.changed(connection, self._server.team, since))

    def _put(self, version: int, changes: Iterable[rows.Changed]) -> None:
        self._memory.put(version, map(self._noted, changes))

    def _noted(self, change: rows.Changed) -> Row:
        seq, kind, doc_id, document = change
        self._seqs.pop((kind, doc_id), None)
        self._seqs[kind, doc_id] = (seq, document is None)
        return kind, doc_id, document
