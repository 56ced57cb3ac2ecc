"""Where a store is: a file of this machine or a database on a server, and which engine opens it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from store.engine.embedded import open_embedded
from store.engine.postgres.repository import open_postgres
from store.engine.postgres.server import Server, is_server, read_server
from store.engine.repository import Repository


def read_place(address: str) -> Path | Server:
    """``postgresql://…`` is a database, anything else the path of a file. Raises Unusable ``bad_address``."""
    return read_server(address) if is_server(address) else Path(address)


def open_place(place: Path | Server, **options: Any) -> Repository:
    """Open the store there, made if there is none. Raises Unusable."""
    return open_postgres(place, **options) if isinstance(place, Server) else open_embedded(place, **options)
