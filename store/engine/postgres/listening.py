"""Hears at once when another server commits; only quickens what looking now and then finds anyway."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from store.engine.postgres.connections import Connection, connect
from store.engine.postgres.followed import Followed
from store.engine.postgres.server import Server

CHANNEL = "xiaohao"
PAUSE = 2.0
"""Seconds before listening is tried again."""
GLANCE = 1.0
"""Seconds after which a listener looks whether it is to end."""


class Listener:
    """A thread with a connection of its own. A database without NOTIFY, or a pooler before it, leaves it idle."""

    def __init__(self, server: Server, pool: ConnectionPool[Connection], followed: Followed) -> None:
        self._server = server
        self._pool = pool
        self._followed = followed
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"xiaohao-listener-{server.team}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End at once: a word on its own channel wakes it."""
        self._ended.set()
        with suppress(psycopg.Error, PoolTimeout), self._pool.connection(GLANCE) as connection:
            tell(connection, self._server)
        self._thread.join(GLANCE)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                with connect(self._server) as connection:
                    connection.execute(f"LISTEN {CHANNEL}".encode())
                    self._hear(connection)
            except psycopg.errors.FeatureNotSupported:
                return
            except psycopg.Error:
                self._followed.is_told = False
                self._followed.doubt()  # the connection broke: whoever looks next finds out whether the database is away
                self._ended.wait(PAUSE)
        self._followed.is_told = False

    def _hear(self, connection: Connection) -> None:
        """From the first answer on it is known that commits are told; what came before is looked up once."""
        self._followed.is_told = True
        self._followed.doubt()
        while not self._ended.is_set():
            for notice in connection.notifies(timeout=GLANCE, stop_after=1):
                if notice.payload == self._server.team:
                    self._followed.nudge()


def tell(connection: Connection, server: Server) -> None:
    """In a transaction about to commit: let the listeners of all servers know, once it is committed."""
    arguments: tuple[Any, ...] = (CHANNEL, server.team)
    connection.execute("SELECT pg_notify(%s, %s)", arguments)
