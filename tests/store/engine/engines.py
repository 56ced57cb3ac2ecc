"""The engines under test: how to make a new, empty store of each and how any process opens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from store.engine.embedded import open_embedded
from store.engine.repository import Repository


@dataclass(frozen=True)
class Place:
    """Where one store lives; ``address`` means the same store to every process."""

    address: str

    def open(self) -> Repository:
        """A handle on the store, made if there is none."""
        return opened(self.address)


def opened(address: str) -> Repository:
    """What an address stands for; another engine adds its own form of address here."""
    return open_embedded(Path(address))


def embedded(folder: Path) -> Callable[[], Place]:
    """New places for embedded stores."""
    numbers = count(1)
    return lambda: Place(str(folder / f"{next(numbers)}.db"))


ENGINES = {"embedded": embedded}
"""Each engine by name: given a folder of the test, something that names a new empty store on every call."""
