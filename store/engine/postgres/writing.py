"""One transaction at a time, over all servers: begun under the lock on the version, buffered in memory, written at its end.

Nothing is sent before the end but reads, so that a commit whose connection broke can be looked up and, if it did not arrive, be
made again: what was acknowledged is there once, what was refused is not there at all.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial

import psycopg
from psycopg_pool import ConnectionPool

from store.engine._pending import Pending
from store.engine._turn import Turn
from store.engine.postgres import rows
from store.engine.postgres.connections import Connection
from store.engine.postgres.followed import Followed
from store.engine.postgres.listening import tell
from store.engine.postgres.server import Server
from store.engine.postgres.told import AGAIN, GONE, told
from store.model.errors import Unusable

_PAUSE = 0.1
AWAY = 1.0
"""Seconds to wait for a server that is known to be away: whoever types must not be kept waiting at every pause."""


class Writer:
    """The transactions of this process; ``patience`` is how long one waits for its turn, and for a server that went away."""

    def __init__(
        self, server: Server, pool: ConnectionPool[Connection], followed: Followed, patience: float, tells: bool
    ) -> None:
        self._server = server
        self._pool = pool
        self._followed = followed
        self._patience = patience
        self._tells = tells
        self._turn = Turn(server, patience)
        self._pending: Pending | None = None
        self._connection: Connection | None = None
        self._thread: int | None = None

    @contextmanager
    def transaction(self) -> Iterator[Pending]:
        """Everything written inside is committed together, or not at all when the block raises."""
        with self._turn.taken():
            if self._pending is not None:
                with self._pending.undone_on_error():
                    yield self._pending
                return
            try:
                pending = self._begin()
                yield pending
                if not pending.is_empty():
                    self._commit(pending)
            finally:
                self._end()
            if not pending.is_empty():
                self._followed.take(pending.version, pending.hot())

    def mine(self) -> Pending | None:
        """What this thread has written in a transaction that is still going on; None outside one."""
        return self._pending if self._thread == threading.get_ident() else None

    def connection(self) -> Connection:
        """The connection of the transaction, for reads of what is not in memory."""
        assert self._connection is not None
        return self._connection

    def _begin(self) -> Pending:
        """Take everybody's lock; a server that is just coming back is waited for."""
        deadline = time.monotonic() + (AWAY if self._followed.trouble else self._patience)
        while True:
            try:
                version = self._locked(deadline)
                break
            except (*GONE, *AGAIN) as error:
                self._let_go()
                if isinstance(error, psycopg.errors.LockNotAvailable) or time.monotonic() > deadline:
                    self._tell_of(error)
                time.sleep(_PAUSE)
        self._thread = threading.get_ident()
        counter = partial(self._counter)
        self._pending = Pending(version + 1, self._followed.standing, counter)
        return self._pending

    def _locked(self, deadline: float) -> int:
        """A connection in a transaction that holds the lock on the version, with everything committed in memory."""
        left = max(0.2, deadline - time.monotonic())
        connection = self._connection = self._pool.getconn(left)
        connection.execute("BEGIN")
        connection.execute(f"SET LOCAL lock_timeout = {int(left * 1000)}".encode())
        version = rows.locked_head(connection, self._server.team)
        self._followed.catch_up(connection, version)
        return version

    def _counter(self, name: str) -> int:
        with told(self._server):
            return rows.counter(self.connection(), self._server.team, name)

    def _commit(self, pending: Pending) -> None:
        token = uuid.uuid4().hex
        try:
            self._write(pending, token)
        except (*GONE, *AGAIN) as error:
            self._settle(pending, token, error)
        except psycopg.Error as error:
            self._tell_of(error)

    def _write(self, pending: Pending, token: str) -> None:
        connection = self.connection()
        rows.write(connection, self._server.team, pending, token)
        if self._tells:
            tell(connection, self._server)
        connection.execute("COMMIT")

    def _settle(self, pending: Pending, token: str, error: Exception) -> None:
        """Find out whether an interrupted commit arrived; if nobody committed since it began, make it again."""
        deadline = time.monotonic() + self._patience
        while time.monotonic() < deadline:
            self._let_go()
            time.sleep(_PAUSE)
            try:
                version = self._locked(deadline)
                if version >= pending.version:
                    arrived = rows.token_of(self.connection(), self._server.team, pending.version) == token
                    if arrived:
                        return
                    break  # somebody else was quicker, and what was read before the verb is no longer true
                self._write(pending, token)
                return
            except (*GONE, *AGAIN) as another:
                error = another
        self._tell_of(error)

    def _tell_of(self, error: Exception) -> None:
        try:
            with told(self._server):
                raise error
        except Unusable as trouble:
            if trouble.code == "store_unreachable":
                self._followed.lost(trouble)
            raise

    def _end(self) -> None:
        self._pending = self._thread = None
        self._let_go()

    def _let_go(self) -> None:
        """Give the connection back, undone if it is in a transaction; a broken one is replaced by the pool."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        with suppress(psycopg.Error):
            if not connection.closed and connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
                connection.execute("ROLLBACK")
        self._pool.putconn(connection)
