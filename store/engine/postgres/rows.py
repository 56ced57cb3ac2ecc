"""Every SQL statement that reads or writes documents and counters of one team."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from store.engine._json import packed, unpacked
from store.engine._memory import Row
from store.engine._pending import VERSION, Pending, id_counter
from store.engine.repository import Document

Connection = psycopg.Connection[Any]
Changed = tuple[int, str, int, Document | None]
"""The version that wrote it, kind, id and what the document is now: None when it is gone."""

COMMITS_KEPT = 1000
"""So many commits remember who made them: longer than anybody asks whether an interrupted one arrived."""


def head(connection: Connection, team: str) -> int:
    """The version of what is committed."""
    return counter(connection, team, VERSION)


def locked_head(connection: Connection, team: str) -> int:
    """The same, and nobody else commits until this transaction ends: commits are in the order of their versions."""
    row = connection.execute("SELECT value FROM counters WHERE team = %s AND name = %s FOR UPDATE", (team, VERSION)).fetchone()
    return int(row[0]) if row else 0


def counter(connection: Connection, team: str, name: str) -> int:
    """Where a counter stands; 0 before its first number."""
    row = connection.execute("SELECT value FROM counters WHERE team = %s AND name = %s", (team, name)).fetchone()
    return int(row[0]) if row else 0


def counters(connection: Connection, team: str) -> dict[str, int]:
    """Where every counter stands."""
    return dict(connection.execute('SELECT name, value FROM counters WHERE team = %s ORDER BY name COLLATE "C"', (team,)))


def changed(connection: Connection, team: str, version: int) -> Iterator[Changed]:
    """Each hot document written or deleted after the version, as it is now, the earliest first."""
    query = "SELECT seq, kind, id, doc FROM documents WHERE team = %s AND seq > %s ORDER BY seq, kind, id"
    for seq, kind, doc_id, body in connection.execute(query, (team, version)):
        yield seq, kind, doc_id, None if body is None else unpacked(body)


def write(connection: Connection, team: str, pending: Pending, token: str) -> None:
    """Write what a transaction has to commit; whoever calls commits."""
    with connection.cursor() as cursor:
        _write_hot(cursor, team, pending)
        for kind in pending.cleared:
            cursor.execute("DELETE FROM cold WHERE team = %s AND kind = %s", (team, kind))
        _write_cold(cursor, team, pending.appended())
        cursor.executemany(
            "INSERT INTO counters(team, name, value) VALUES(%s, %s, %s)"
            " ON CONFLICT(team, name) DO UPDATE SET value = excluded.value",
            [(team, name, value) for name, value in pending.moved().items()],
        )
        cursor.execute("INSERT INTO commits(team, version, token) VALUES(%s, %s, %s)", (team, pending.version, token))
        cursor.execute("DELETE FROM commits WHERE team = %s AND version < %s", (team, pending.version - COMMITS_KEPT))


def _write_hot(cursor: psycopg.Cursor[Any], team: str, pending: Pending) -> None:
    """A deletion leaves a tombstone, by which other servers notice it."""
    cursor.executemany(
        "INSERT INTO documents(team, kind, id, seq, doc) VALUES(%s, %s, %s, %s, %s)"
        " ON CONFLICT(team, kind, id) DO UPDATE SET seq = excluded.seq, doc = excluded.doc",
        [
            (team, kind, doc_id, pending.version, None if document is None else _text(document))
            for kind, doc_id, document in pending.hot()
        ],
    )


def _write_cold(cursor: psycopg.Cursor[Any], team: str, documents: Iterable[Row]) -> None:
    rows = [(team, kind, key, doc["subject"], doc["at"], _text(doc)) for kind, key, doc in documents if doc is not None]
    cursor.executemany("INSERT INTO cold(team, kind, id, subject, at, doc) VALUES(%s, %s, %s, %s, %s, %s)", rows)


def token_of(connection: Connection, team: str, version: int) -> str | None:
    """Who committed a version, None when that is not known."""
    query = "SELECT token FROM commits WHERE team = %s AND version = %s"
    row = connection.execute(query, (team, version)).fetchone()
    return str(row[0]) if row else None


def cold_one(connection: Connection, team: str, kind: str, doc_id: int) -> Document | None:
    """One cold document, or None."""
    query = "SELECT doc FROM cold WHERE team = %s AND kind = %s AND id = %s"
    row = connection.execute(query, (team, kind, doc_id)).fetchone()
    return unpacked(row[0]) if row else None


_BOUNDS: dict[str, LiteralString] = {
    "subject": "subject = %s",
    "since": "at >= %s",
    "until": "at < %s",
    "after_id": "id > %s",
    "before_id": "id < %s",
}


def select_cold(
    connection: Connection,
    team: str,
    kind: str,
    bounds: Mapping[str, str | int | None],
    newest_first: bool,
    limit: int | None,
    offset: int,
) -> list[Document]:
    """Cold documents by id; ``bounds`` are values by name of :data:`_BOUNDS` and count when they are given."""
    given = {name: value for name, value in bounds.items() if value is not None}
    conditions = [sql.SQL("team = %s AND kind = %s"), *(sql.SQL(_BOUNDS[name]) for name in given)]
    order = sql.SQL(" ORDER BY id DESC") if newest_first else sql.SQL(" ORDER BY id ASC")
    query = sql.SQL("SELECT doc FROM cold WHERE ") + sql.SQL(" AND ").join(conditions) + order + sql.SQL(" LIMIT %s OFFSET %s")
    values: list[str | int | None] = [team, kind, *given.values(), limit, offset]
    return [unpacked(body) for (body,) in connection.execute(query, values)]


def bodies(connection: Connection, team: str) -> Iterator[tuple[str, int, str]]:
    """The JSON of every document, hot and cold, by kind and id."""
    yield from connection.execute(
        "SELECT kind, id, doc FROM ("
        "SELECT kind, id, doc FROM documents WHERE team = %s AND doc IS NOT NULL"
        " UNION ALL SELECT kind, id, doc FROM cold WHERE team = %s"
        ') AS everything ORDER BY kind COLLATE "C", id',
        (team, team),
    )


def probe(connection: Connection) -> None:
    """Ask for the right to write, and write nothing; a standby and a full disk refuse."""
    with connection.transaction(force_rollback=True):
        connection.execute("UPDATE xiaohao SET value = value WHERE name = 'schema'")


def is_empty(connection: Connection, team: str) -> bool:
    """Whether the store holds no document."""
    query = (
        "SELECT EXISTS(SELECT 1 FROM documents WHERE team = %s AND doc IS NOT NULL) OR EXISTS(SELECT 1 FROM cold WHERE team = %s)"
    )
    row = connection.execute(query, (team, team)).fetchone()
    return not (row and row[0])


def highest(connection: Connection, team: str) -> Iterator[tuple[str, int]]:
    """What each counter must have reached at least, by the rows that are there."""
    row = connection.execute("SELECT coalesce(max(seq), 0) FROM documents WHERE team = %s", (team,)).fetchone()
    yield VERSION, int(row[0]) if row else 0
    query = (
        "SELECT kind, max(id) FROM (SELECT kind, id FROM documents WHERE team = %s"
        " UNION ALL SELECT kind, id FROM cold WHERE team = %s) AS everything GROUP BY kind"
    )
    for kind, doc_id in connection.execute(query, (team, team)):
        yield id_counter(kind), int(doc_id)


def _text(document: Document) -> str:
    return packed(document).decode()
