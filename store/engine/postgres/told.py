"""Which of a database's errors a person can do something about, and the code they are told under."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import orjson
import psycopg
from psycopg import errors
from psycopg_pool import PoolClosed, PoolTimeout, TooManyRequests

from store.engine.postgres.server import Server
from store.model.errors import Unusable

GONE = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout, PoolClosed)
"""The server does not answer, or no longer: worth another try."""
AGAIN = (errors.SerializationFailure, errors.DeadlockDetected)
"""SQLSTATE 40001 and 40P01: the same once more may well succeed."""

_CODES: dict[type[Exception], str] = {
    errors.LockNotAvailable: "store_busy",
    TooManyRequests: "store_busy",
    errors.TooManyConnections: "store_busy",
    errors.DiskFull: "disk_full",
    errors.InsufficientPrivilege: "store_no_permission",
    errors.ReadOnlySqlTransaction: "store_no_permission",
}


@contextmanager
def told(server: Server) -> Iterator[None]:
    """Raise Unusable for what the surroundings did; any other error of the database is a bug of ours and stays a traceback."""
    try:
        yield
    except orjson.JSONDecodeError as error:
        raise Unusable("store_unreadable", path=str(server), told=str(error)) from error
    except (psycopg.Error, PoolTimeout, PoolClosed, TooManyRequests) as error:
        code = next((code for kind, code in _CODES.items() if isinstance(error, kind)), None)
        if code is None and isinstance(error, GONE):
            raise as_trouble(server, error) from error
        if code is None:
            raise
        raise Unusable(code, path=str(server), told=first_line(error)) from error


def as_trouble(server: Server, error: Exception) -> Unusable:
    """The error of a server that does not answer, as it is told."""
    return Unusable("store_unreachable", path=str(server), told=first_line(error))


def first_line(error: Exception) -> str:
    """What the database says of it, without the statement."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
