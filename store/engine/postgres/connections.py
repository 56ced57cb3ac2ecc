"""The connections of this process to one database: a pool that comes back by itself, and one of its own that listens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool

from store.engine.postgres.server import Server

Connection = psycopg.Connection[Any]
MOST = 10
CONNECT_SECONDS = 5

_KEPT_ALIVE = {"keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}
"""A server whose machine is gone says nothing: after half a minute of silence it counts as gone."""

_IDLE = "10min"
"""A process that hangs in the middle of a transaction holds everybody's turn; after this long the server takes it away."""


def connect(server: Server, **more: Any) -> Connection:
    """A connection outside the pool, committing each statement by itself."""
    return psycopg.connect(server.conninfo, autocommit=True, **_options(), **more)


def make_pool(server: Server, patience: float) -> ConnectionPool[Connection]:
    """A pool whose connections are made when they are needed; lost ones are replaced as soon as the server is back."""
    pool: ConnectionPool[Connection] = ConnectionPool(
        server.conninfo,
        kwargs={"autocommit": True, **_options()},
        min_size=1,
        max_size=MOST,
        timeout=patience,
        reconnect_timeout=patience,
        max_idle=300,
        open=False,
        name=f"xiaohao-{server.team}",
    )
    pool.open(wait=False)
    return pool


def _options() -> dict[str, Any]:
    """Without prepared statements: a pooler between us and the server need not know them."""
    options = f"-c idle_in_transaction_session_timeout={_IDLE} -c TimeZone=UTC"
    return {
        "connect_timeout": CONNECT_SECONDS,
        "prepare_threshold": None,
        "application_name": "xiaohao",
        "options": options,
        **_KEPT_ALIVE,
    }


@contextmanager
def of_one_moment(connection: Connection) -> Iterator[None]:
    """Everything read inside is of one version."""
    connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    try:
        yield
    finally:
        if not connection.closed and connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            connection.execute("ROLLBACK")
