"""Contents in the database: cut into parts, so that no row is larger than any of its kind takes; whole or not there at all."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from psycopg_pool import ConnectionPool

from store.engine.blobs import Blobs, is_digest
from store.engine.postgres.connections import Connection
from store.engine.postgres.server import Server
from store.engine.postgres.told import told
from store.model.errors import NotFound, Unusable

PART = 512 * 1024


class DatabaseBlobs:
    """See ``Blobs`` for what it promises."""

    def __init__(self, server: Server, pool: ConnectionPool[Connection]) -> None:
        self._server = server
        self._pool = pool

    def put(self, content: bytes) -> str:
        """Keep ``content``; durable when this returns."""
        digest = sha256(content).hexdigest()
        with told(self._server), self._pool.connection() as connection, connection.transaction():
            if self._read(connection, digest) != content:
                self._write(connection, digest, content)
        return digest

    def get(self, digest: str) -> bytes:
        """The content, checked against its digest."""
        if not is_digest(digest):
            raise NotFound("file", digest)
        with told(self._server), self._pool.connection() as connection:
            content = self._read(connection, digest)
        if content is None:
            raise NotFound("file", digest)
        if sha256(content).hexdigest() != digest:
            raise Unusable("blob_damaged", path=digest)
        return content

    def size(self, digest: str) -> int | None:
        """How many bytes are kept under ``digest``, None when nothing is."""
        query = "SELECT sum(octet_length(content)) FROM blobs WHERE team = %s AND digest = %s"
        with told(self._server), self._pool.connection() as connection:
            row = connection.execute(query, (self._server.team, digest)).fetchone()
        return None if row is None or row[0] is None else int(row[0])

    def digests(self) -> Iterator[str]:
        """Everything that is kept."""
        query = "SELECT DISTINCT digest FROM blobs WHERE team = %s ORDER BY digest"
        with told(self._server), self._pool.connection() as connection:
            found = connection.execute(query, (self._server.team,)).fetchall()
        return (str(digest) for (digest,) in found)

    def discard(self, digest: str) -> None:
        """Forget a content that nothing refers to."""
        with told(self._server), self._pool.connection() as connection:
            self._forget(connection, digest)

    def _read(self, connection: Connection, digest: str) -> bytes | None:
        query = "SELECT content FROM blobs WHERE team = %s AND digest = %s ORDER BY part"
        parts = [bytes(part) for (part,) in connection.execute(query, (self._server.team, digest))]
        return b"".join(parts) if parts else None

    def _write(self, connection: Connection, digest: str, content: bytes) -> None:
        """Over whatever damaged copy is there; who puts the same at the same time writes the same."""
        self._forget(connection, digest)
        cut = [content[start : start + PART] for start in range(0, len(content), PART)] or [b""]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO blobs(team, digest, part, content) VALUES(%s, %s, %s, %s)"
                " ON CONFLICT(team, digest, part) DO UPDATE SET content = excluded.content",
                [(self._server.team, digest, number, part) for number, part in enumerate(cut)],
            )

    def _forget(self, connection: Connection, digest: str) -> None:
        connection.execute("DELETE FROM blobs WHERE team = %s AND digest = %s", (self._server.team, digest))


_kept_promise: type[Blobs] = DatabaseBlobs  # mypy looks here whether the protocol is satisfied
