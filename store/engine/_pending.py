"""What a transaction has written and not yet committed; all in memory, so that undoing it is forgetting it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from store.engine._json import copied
from store.engine._layer import Layer
from store.engine._memory import Row
from store.engine.repository import Document

_ABSENT: Any = object()

Key = tuple[str, int]
"""Kind and id of a document."""

VERSION = "version"
"""The counter that every committed transaction moves on by one."""


def id_counter(kind: str) -> str:
    """The name of the counter that gives a kind its ids."""
    return f"id/{kind}"


class Pending:
    """Hot documents in layers over the committed ones, cold documents to append, counters moved on.

    ``standing`` gives the committed documents of a kind and ``counter`` the committed value of a counter; neither can change
    while the transaction holds the write lock.
    """

    def __init__(self, version: int, standing: Callable[[str], Mapping[int, Document]], counter: Callable[[str], int]) -> None:
        self.version = version
        self.cold: dict[Key, Document | None] = {}
        self.cleared: dict[str, bool] = {}
        self.counters: dict[str, int] = {}
        self._layers: dict[str, Layer] = {}
        self._standing = standing
        self._counter = counter
        self._journal: list[tuple[dict[Any, Any], Any, Any]] = []

    def layer(self, kind: str) -> Layer:
        """The documents of a kind as this transaction sees them."""
        if kind not in self._layers:
            self._layers[kind] = Layer(self._standing(kind))
        return self._layers[kind]

    def put(self, kind: str, doc_id: int, document: Mapping[str, Any] | None) -> None:
        """Write a hot document, or None to delete it."""
        self._set(self.layer(kind).own, doc_id, None if document is None else copied(document))

    def append(self, kind: str, doc_id: int, document: Mapping[str, Any]) -> None:
        """Write a cold document."""
        self._set(self.cold, (kind, doc_id), copied(document))

    def clear_cold(self, kind: str) -> None:
        """Forget what was appended of a cold kind, here and before."""
        for key in [key for key in self.cold if key[0] == kind]:
            self._set(self.cold, key, None)
        self._set(self.cleared, kind, True)

    def next_id(self, kind: str) -> int:
        """An id that no document of this kind has had."""
        return self.count(id_counter(kind))

    def take_id(self, kind: str, doc_id: int) -> None:
        """Keep an id that was given from outside from being given again."""
        self.count_from(id_counter(kind), doc_id)

    def count(self, name: str) -> int:
        """The next number of a counter."""
        number = self._at(name) + 1
        self._set(self.counters, name, number)
        return number

    def count_from(self, name: str, number: int) -> None:
        """Let a counter give nothing up to this number any more."""
        if number > self._at(name):
            self._set(self.counters, name, number)

    def kinds(self) -> set[str]:
        """The hot kinds that were looked at or written."""
        return set(self._layers)

    def hot(self) -> list[Row]:
        """The hot documents that are to be written."""
        return [(kind, doc_id, document) for kind, layer in self._layers.items() for doc_id, document in layer.changes()]

    def appended(self) -> list[Row]:
        """The cold documents that are to be written; None is one that was taken back."""
        return [(kind, doc_id, document) for (kind, doc_id), document in self.cold.items()]

    def moved(self) -> dict[str, int]:
        """Where the counters stand that moved, the version among them."""
        return {**self.counters, VERSION: self.version}

    def is_empty(self) -> bool:
        """Whether there is nothing to commit."""
        return not self._journal

    @contextmanager
    def undone_on_error(self) -> Iterator[None]:
        """Take back what was written inside when it raises: what a joined transaction does, whoever catches the error."""
        mark = len(self._journal)
        try:
            yield
        except BaseException:
            self._undo_to(mark)
            raise

    def _at(self, name: str) -> int:
        return self.counters[name] if name in self.counters else self._counter(name)

    def _set(self, values: dict[Any, Any], key: Any, value: Any) -> None:
        self._journal.append((values, key, values.get(key, _ABSENT)))
        values[key] = value

    def _undo_to(self, mark: int) -> None:
        while len(self._journal) > mark:
            values, key, before = self._journal.pop()
            if before is _ABSENT:
                del values[key]
            else:
                values[key] = before
