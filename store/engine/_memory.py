"""The hot documents of an engine in memory, at one version: what readers see, and what changed since an earlier version."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from store.engine.repository import Document

_MANY = 10_000

Row = tuple[str, int, Document | None]
"""Kind, id and what the document is now: None when it is gone."""


class Memory:
    """Documents by kind and id, in id order. A document is never edited in place: a change puts another one there.

    Whoever shares it between threads holds a lock around each call.
    """

    def __init__(self) -> None:
        self.version = 0
        self._kinds: dict[str, dict[int, Document]] = {}

    def kinds(self) -> set[str]:
        """The kinds of which there is a document."""
        return {kind for kind, documents in self._kinds.items() if documents}

    def standing(self, kind: str) -> dict[int, Document]:
        """The documents of a kind themselves, without a copy."""
        return self._kinds.get(kind, {})

    def put(self, version: int, changes: Iterable[Row]) -> None:
        """Take in what is different at ``version``."""
        late = set()
        for kind, doc_id, document in changes:
            documents = self._kinds.setdefault(kind, {})
            if document is None:
                documents.pop(doc_id, None)
                continue
            if doc_id not in documents and documents and doc_id < next(reversed(documents)):
                late.add(kind)
            documents[doc_id] = document
        for kind in late:
            self._kinds[kind] = dict(sorted(self._kinds[kind].items()))
        self.version = version

    def settle(self) -> None:
        """Keep the garbage collector from walking a large store again and again; nothing in it can be part of a cycle."""
        if sum(map(len, self._kinds.values())) >= _MANY:
            gc.freeze()


@contextmanager
def undisturbed() -> Iterator[None]:
    """No garbage collection: while a hundred thousand documents are made it costs more than making them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
