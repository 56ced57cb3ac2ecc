"""The engines under test: how to make a new, empty store of each and how any process opens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from pathlib import Path

from store.engine.embedded import open_embedded
from store.engine.postgres.repository import open_postgres
from store.engine.postgres.server import is_server, read_server
from store.engine.repository import Repository


@dataclass(frozen=True)
class Place:
    """Where one store lives; ``address`` means the same store to every process."""

    address: str

    def open(self) -> Repository:
        """A handle on the store, made if there is none."""
        return opened(self.address)


def opened(address: str) -> Repository:
    """What an address stands for."""
    return open_postgres(read_server(address)) if is_server(address) else open_embedded(Path(address))


def embedded(folder: Path, database: Callable[[], str]) -> Callable[[], Place]:
    """New places for embedded stores."""
    numbers = count(1)
    return lambda: Place(str(folder / f"{next(numbers)}.db"))


def postgres(folder: Path, database: Callable[[], str]) -> Callable[[], Place]:
    """New places in one database: each store is a team of its own there."""
    url, numbers = database(), count(1)
    return lambda: Place(f"{url}?team={sha256(str(folder).encode()).hexdigest()[:12]}-{next(numbers)}")


ENGINES = {"embedded": embedded, "postgres": postgres}
"""Each engine by name: given a folder of the test and how to get at a database, something that names a new empty store."""
