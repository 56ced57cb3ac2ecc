"""Every SQL statement that reads or writes documents and counters."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping

from store.engine._json import packed, unpacked
from store.engine.repository import Change, Document

# The column ``doc`` is TEXT, so that a person can read a store with any tool for SQLite.
# Cast to a blob it comes out as the bytes that are parsed, without a detour through str.

Key = tuple[str, int]
"""Kind and id of a document."""

Row = tuple[str, int, Document | None]
"""Kind, id and what the document is now: None when it is gone."""

BY_SUBJECT = "subject = ?"
"""The condition of a read of one subject."""

VERSION = "version"
"""The counter that every committed transaction moves on by one."""


def id_counter(kind: str) -> str:
    """The name of the counter that gives a kind its ids."""
    return f"id/{kind}"


def counter(connection: sqlite3.Connection, name: str) -> int:
    """Where a counter stands; 0 before its first number."""
    row = connection.execute("SELECT value FROM counters WHERE name = ?", (name,)).fetchone()
    return row[0] if row else 0


def counters(connection: sqlite3.Connection) -> dict[str, int]:
    """Where every counter stands."""
    return dict(connection.execute("SELECT name, value FROM counters ORDER BY name"))


def write_counters(connection: sqlite3.Connection, values: Mapping[str, int]) -> None:
    """Move counters to where they stand now."""
    connection.executemany(
        "INSERT INTO counters(name, value) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
        list(values.items()),
    )


def living(connection: sqlite3.Connection) -> Iterator[Row]:
    """Every hot document there is, in no promised order."""
    for kind, doc_id, body in connection.execute("SELECT kind, id, CAST(doc AS BLOB) FROM documents WHERE doc IS NOT NULL"):
        yield kind, doc_id, unpacked(body)


def changed(connection: sqlite3.Connection, version: int) -> Iterator[Row]:
    """Each hot document written or deleted after the version, as it is now, in id order."""
    query = "SELECT kind, id, CAST(doc AS BLOB) FROM documents WHERE seq > ? ORDER BY kind, id"
    for kind, doc_id, body in connection.execute(query, (version,)):
        yield kind, doc_id, None if body is None else unpacked(body)


def changes(connection: sqlite3.Connection, version: int) -> list[Change]:
    """Which hot documents were written or deleted after the version, the latest last."""
    query = "SELECT kind, id, doc IS NULL FROM documents WHERE seq > ? ORDER BY seq, kind, id"
    return [Change(kind, doc_id, bool(deleted)) for kind, doc_id, deleted in connection.execute(query, (version,))]


def write_hot(connection: sqlite3.Connection, version: int, documents: Iterable[Row]) -> None:
    """Write hot documents; a deletion leaves a tombstone, by which other processes notice it."""
    connection.executemany(
        "INSERT INTO documents(kind, id, seq, doc) VALUES(?, ?, ?, ?)"
        " ON CONFLICT(kind, id) DO UPDATE SET seq = excluded.seq, doc = excluded.doc",
        [(kind, doc_id, version, None if document is None else _text(document)) for kind, doc_id, document in documents],
    )


def write_cold(connection: sqlite3.Connection, documents: Iterable[Row]) -> None:
    """Append cold documents; None is one that was taken back."""
    rows = [(kind, doc_id, doc["subject"], doc["at"], _text(doc)) for kind, doc_id, doc in documents if doc is not None]
    connection.executemany("INSERT INTO cold(kind, id, subject, at, doc) VALUES(?, ?, ?, ?, ?)", rows)


def clear_cold(connection: sqlite3.Connection, kinds: Iterable[str]) -> None:
    """Remove every cold document of these kinds."""
    connection.executemany("DELETE FROM cold WHERE kind = ?", [(kind,) for kind in kinds])


def cold_one(connection: sqlite3.Connection, kind: str, doc_id: int) -> Document | None:
    """One cold document, or None."""
    row = connection.execute("SELECT CAST(doc AS BLOB) FROM cold WHERE kind = ? AND id = ?", (kind, doc_id)).fetchone()
    return unpacked(row[0]) if row else None


def cold_bodies(
    connection: sqlite3.Connection, bounds: Mapping[str, str | int | None], newest_first: bool, limit: int | None, offset: int
) -> list[bytes]:
    """The JSON of cold documents by id; ``bounds`` are conditions with one place for a value, and count when it is given."""
    given = {condition: value for condition, value in bounds.items() if value is not None}
    query = cold_query(given, newest_first)
    return [body for (body,) in connection.execute(query, [*given.values(), -1 if limit is None else limit, offset])]


def cold_query(conditions: Collection[str], newest_first: bool) -> str:
    """The statement that reads them. Left to itself SQLite reads every document there is to find those of one subject."""
    by = " INDEXED BY cold_by_subject" if BY_SUBJECT in conditions else ""
    # Conditions and order are words of this program; what a person typed goes in as a value.
    return (
        f"SELECT CAST(doc AS BLOB) FROM cold{by} WHERE {' AND '.join(conditions)}"  # noqa: S608
        f" ORDER BY id {'DESC' if newest_first else 'ASC'} LIMIT ? OFFSET ?"
    )


def bodies(connection: sqlite3.Connection) -> Iterator[tuple[str, int, bytes]]:
    """The JSON of every document, hot and cold, by kind and id."""
    yield from connection.execute(
        "SELECT kind, id, CAST(doc AS BLOB) FROM documents WHERE doc IS NOT NULL"
        " UNION ALL SELECT kind, id, CAST(doc AS BLOB) FROM cold ORDER BY kind, id"
    )


def is_empty(connection: sqlite3.Connection) -> bool:
    """Whether the store holds no document."""
    query = "SELECT EXISTS(SELECT 1 FROM documents WHERE doc IS NOT NULL) OR EXISTS(SELECT 1 FROM cold)"
    return not connection.execute(query).fetchone()[0]


def highest(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """What each counter must have reached at least, by the rows that are there."""
    yield VERSION, connection.execute("SELECT coalesce(max(seq), 0) FROM documents").fetchone()[0]
    query = "SELECT kind, max(id) FROM (SELECT kind, id FROM documents UNION ALL SELECT kind, id FROM cold) GROUP BY kind"
    for kind, doc_id in connection.execute(query):
        yield id_counter(kind), doc_id


def _text(document: Document) -> str:
    return packed(document).decode()
