"""Changes laid over documents without touching them: what a transaction has written, and what an updater of TinyDB touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

from store.engine._json import copied, packed
from store.engine.repository import Document


class Layer(Mapping[int, Document]):
    """Documents of one kind as a transaction sees them: ``own`` over ``base``; None in ``own`` hides a document."""

    def __init__(self, base: Mapping[int, Document]) -> None:
        self._base = base
        self.own: dict[int, Document | None] = {}

    def __getitem__(self, doc_id: int) -> Document:
        document = self.own[doc_id] if doc_id in self.own else self._base[doc_id]
        if document is None:
            raise KeyError(doc_id)
        return document

    def __contains__(self, doc_id: object) -> bool:
        if doc_id in self.own:
            return self.own[doc_id] is not None
        return doc_id in self._base

    def __iter__(self) -> Iterator[int]:
        return iter(self.merged())

    def __len__(self) -> int:
        return len(self.merged())

    def merged(self) -> dict[int, Document]:
        """Everything there is, in id order."""
        if not self.own:
            return dict(self._base)
        both = {**self._base, **self.own}
        return {doc_id: document for doc_id in sorted(both) if (document := both[doc_id]) is not None}

    def changes(self) -> Iterator[tuple[int, Document | None]]:
        """What is different from the base; a document that came and went again is not."""
        return ((doc_id, document) for doc_id, document in self.own.items() if document is not None or doc_id in self._base)


class Touched(MutableMapping[int, Any]):
    """What ``Table._update_table`` hands to an updater: each document is copied when it is first touched.

    TinyDB's updaters edit documents where they stand. Here they edit copies, so the shared documents stay as they are and
    what changed is known without comparing a whole table. ``on_new`` hears of each id that was not there.
    """

    def __init__(self, base: Mapping[int, Document], on_new: Callable[[int], None]) -> None:
        self._base = base
        self._on_new = on_new
        self._own: dict[int, Any] = {}
        self._gone: set[int] = set()

    def __getitem__(self, doc_id: int) -> Any:
        if doc_id not in self._own:
            if doc_id in self._gone:
                raise KeyError(doc_id)
            self._own[doc_id] = copied(self._base[doc_id])
        return self._own[doc_id]

    def __setitem__(self, doc_id: int, document: Any) -> None:
        if doc_id not in self:
            self._on_new(doc_id)
        self._gone.discard(doc_id)
        self._own[doc_id] = document

    def __delitem__(self, doc_id: int) -> None:
        if doc_id not in self:
            raise KeyError(doc_id)
        self._own.pop(doc_id, None)
        self._gone.add(doc_id)

    def __contains__(self, doc_id: object) -> bool:
        return doc_id in self._own or (doc_id in self._base and doc_id not in self._gone)

    def __iter__(self) -> Iterator[int]:
        yield from (doc_id for doc_id in self._base if doc_id not in self._gone)
        yield from (doc_id for doc_id in self._own if doc_id not in self._base)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Remove every document; MutableMapping would do it one ``popitem`` at a time, each from the start."""
        self._own.clear()
        self._gone.update(self._base)

    def changes(self) -> Iterator[tuple[int, Any]]:
        """The documents that are different now, None for those that are gone."""
        yield from ((doc_id, None) for doc_id in self._gone if doc_id in self._base)
        for doc_id, document in self._own.items():
            if doc_id not in self._base or _differ(document, self._base[doc_id]):
                yield doc_id, document


def _differ(one: Any, other: Document) -> bool:
    """Whether the JSON differs: to Python 1, 1.0 and True are equal, to a document they are not."""
    return bool(one != other) or packed(one) != packed(other)
