"""Looking after a whole store in a database: check, and the trip to a plain TinyDB file and back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from store.engine import _tables
from store.engine._pending import Pending
from store.engine._tables import Tables
from store.engine.postgres import rows
from store.engine.postgres.connections import Connection
from store.engine.postgres.server import Server
from store.model.errors import Fault, Refused


def faults(connection: Connection, team: str) -> list[Fault]:
    """What is wrong with the rows; empty when all is well."""
    late = _tables.late_counters(rows.highest(connection, team), partial(rows.counter, connection, team))
    return [*_tables.bad_rows(rows.bodies(connection, team)), *late]


def exported(connection: Connection, team: str) -> Tables:
    """Every document and counter in the shape of a TinyDB file."""
    return _tables.exported(rows.bodies(connection, team), rows.counters(connection, team))


def load(connection: Connection, server: Server, pending: Pending, tables: Mapping[str, Mapping[str, Any]]) -> None:
    """Fill an empty store from an export or from any TinyDB file; ids and revisions stay. Raises Invalid or Refused."""
    _tables.refuse_misfits(tables)
    if not (pending.is_empty() and rows.is_empty(connection, server.team)):
        raise Refused("store_not_empty", path=str(server))
    _tables.fill(pending, tables)
