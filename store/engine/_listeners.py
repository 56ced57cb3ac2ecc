"""Who wants to be called as soon as something was committed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Listeners:
    """Called one after the other by the thread that knows of a commit, so each must be quick. Safe for threads."""

    def __init__(self) -> None:
        self._all: tuple[Callable[[], None], ...] = ()

    @contextmanager
    def joined(self, listener: Callable[[], None]) -> Iterator[None]:
        """In the block ``listener`` is called too."""
        self._all += (listener,)
        try:
            yield
        finally:
            self._all = tuple(one for one in self._all if one is not listener)

    def call(self) -> None:
        """Something was committed."""
        for listener in self._all:
            listener()
