"""The shape of the tables: made at the first start, brought up step by step, refused when a later version made them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import psycopg
from psycopg import errors

from store.engine.postgres.server import Server
from store.model.errors import Unusable

Connection = psycopg.Connection[Any]
Step = Callable[[Connection], None]
_TRIES, _PAUSE = 20, 0.1

# Only what CockroachDB, YugabyteDB and Citus run as well: no advisory locks, no generated columns, no sequences, no triggers; the
# team leads every key, so that a distributed table can be spread by it. A document is TEXT: jsonb would reorder its keys, write
# its numbers otherwise and refuse \u0000, so that a ledger would not come back byte by byte (``doc::jsonb`` to look inside).
# COLLATE "C": days and subjects are compared as the bytes they are, as everywhere else.
_FIRST = (
    "CREATE TABLE documents(team text NOT NULL, kind text NOT NULL, id bigint NOT NULL, seq bigint NOT NULL, doc text,"
    " PRIMARY KEY(team, kind, id))",
    "CREATE INDEX documents_by_seq ON documents(team, seq)",
    "CREATE TABLE cold(team text NOT NULL, kind text NOT NULL, id bigint NOT NULL,"
    ' subject text COLLATE "C" NOT NULL, at text COLLATE "C" NOT NULL, doc text NOT NULL, PRIMARY KEY(team, kind, id))',
    "CREATE INDEX cold_by_subject ON cold(team, kind, subject)",
    "CREATE INDEX cold_by_at ON cold(team, kind, at)",
    "CREATE TABLE counters(team text NOT NULL, name text NOT NULL, value bigint NOT NULL, PRIMARY KEY(team, name))",
    "CREATE TABLE commits(team text NOT NULL, version bigint NOT NULL, token text NOT NULL, PRIMARY KEY(team, version))",
    "CREATE TABLE blobs(team text NOT NULL, digest text NOT NULL, part int NOT NULL, content bytea NOT NULL,"
    " PRIMARY KEY(team, digest, part))",
)


def _first_shape(connection: Connection) -> None:
    """Hot documents with tombstones, cold documents, counters, who committed which version, files in parts."""
    for statement in _FIRST:
        connection.execute(statement.encode())


STEPS: tuple[Step, ...] = (_first_shape,)
"""Step n brings the tables from version n to version n + 1. Steps are only ever added at the end."""


def bring_up(connection: Connection, server: Server, steps: Sequence[Step] = STEPS) -> None:
    """Make or migrate the tables, and the store of this team in them; several servers may start at once.

    Raises Unusable ``store_newer`` for tables of a later version.
    """
    for attempt in range(_TRIES):
        try:
            with connection.transaction():
                _bring_up(connection, server, steps)
            return
        except (errors.UniqueViolation, errors.DuplicateTable, errors.DuplicateObject, errors.SerializationFailure):
            # Another server makes the same tables at this moment; IF NOT EXISTS does not wait for it.
            if attempt == _TRIES - 1:
                raise
            time.sleep(_PAUSE)


def _bring_up(connection: Connection, server: Server, steps: Sequence[Step]) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS xiaohao(name text PRIMARY KEY, value bigint NOT NULL)")
    connection.execute("INSERT INTO xiaohao(name, value) VALUES('schema', 0) ON CONFLICT(name) DO NOTHING")
    row = connection.execute("SELECT value FROM xiaohao WHERE name = 'schema' FOR UPDATE").fetchone()
    found = int(row[0]) if row else 0
    if found > len(steps):
        raise Unusable("store_newer", path=str(server), found=found, known=len(steps))
    for step in steps[found:]:
        step(connection)
    if found < len(steps):
        connection.execute("UPDATE xiaohao SET value = %s WHERE name = 'schema'", (len(steps),))
    connection.execute(
        "INSERT INTO counters(team, name, value) VALUES(%s, 'version', 0) ON CONFLICT(team, name) DO NOTHING", (server.team,)
    )
