"""The SQLite file and the connections to it: one that writes, one that follows, and spare ones for reading."""

from __future__ import annotations

import queue
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from store.engine._schema import Step, bring_up, refuse_stranger
from store.model.errors import Unusable

_IDLE_READERS = 4
_PAUSE = 0.01


def connect(path: Path, patience: float) -> sqlite3.Connection:
    """A connection that waits ``patience`` seconds for a lock and whose commits are on the disk when they return."""
    # Usable from any thread: every connection is guarded by a lock or lent to one borrower at a time.
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
    try:
        # NORMAL would lose acknowledged commits on a power cut; fullfsync is what makes macOS really flush.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_writer(path: Path, patience: float, steps: Sequence[Step]) -> sqlite3.Connection:
    """The first connection to a store: refuses strangers before anything is written, then creates or migrates."""
    connection = connect(path, patience)
    try:
        refuse_stranger(connection, path, len(steps))
        _refuse_stump(connection, path)
        _log_ahead(connection, path, patience)
        bring_up(connection, path, steps)
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_stump(connection: sqlite3.Connection, path: Path) -> None:
    """Raise Unusable for a file that lost its end. SQLite notices missing pages by itself, but not half of the last one."""
    pages, page_size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        return  # the end may still stand in the log
    if path.stat().st_size < pages * page_size:
        raise Unusable("store_unreadable", path=str(path), told=f"the file is shorter than {pages} pages of {page_size} bytes")


def _log_ahead(connection: sqlite3.Connection, path: Path, patience: float) -> None:
    """Turn the write-ahead log on. SQLite does not wait for the lock in this one statement, so we do."""
    deadline = time.monotonic() + patience
    while True:
        try:
            mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            break
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(_PAUSE)
    if mode != "wal":
        # SQLite falls back in silence where memory cannot be shared between processes.
        raise Unusable("store_network", path=str(path), filesystem=f"journal_mode={mode}")


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything read inside is of one version."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("COMMIT")


class Readers:
    """Connections for reads that take their time; lent out, so that nobody waits for another's read."""

    def __init__(self, path: Path, patience: float) -> None:
        self._path = path
        self._patience = patience
        self._closed = False
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue(_IDLE_READERS)

    @contextmanager
    def lent(self) -> Iterator[sqlite3.Connection]:
        """A connection for one read; made when none is idle, closed when enough are."""
        connection = self._next()
        try:
            yield connection
        finally:
            self._take_back(connection)

    def _next(self) -> sqlite3.Connection:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            return connect(self._path, self._patience)

    def _take_back(self, connection: sqlite3.Connection) -> None:
        try:
            self._idle.put_nowait(connection)
        except queue.Full:
            connection.close()
        if self._closed:
            self.close()

    def close(self) -> None:
        """Close those that are idle, and those that are lent when they come back."""
        self._closed = True
        with suppress(queue.Empty):
            while True:
                self._idle.get_nowait().close()
