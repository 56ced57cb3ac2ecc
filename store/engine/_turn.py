"""One thread of this process at a time writes; who waits too long is told that the store is busy."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from store.model.errors import Unusable


class Turn:
    """The turn of one store, named ``address`` when it is told of; a thread that has it may take it again."""

    def __init__(self, address: object, patience: float) -> None:
        self._address = address
        self._patience = patience
        self._lock = threading.RLock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Have the turn in the block. Raises Unusable ``store_busy`` after ``patience`` seconds."""
        if not self._lock.acquire(timeout=self._patience):
            raise Unusable("store_busy", path=str(self._address), told="another thread is writing")
        try:
            yield
        finally:
            self._lock.release()
