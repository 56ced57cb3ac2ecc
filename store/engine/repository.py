"""What an engine promises to the ledger: documents with revisions, transactions over several kinds, changes since a token."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from store.engine.blobs import Blobs

Document = dict[str, Any]
"""A JSON-shaped document. ``id`` (int, per kind, never reused) and ``revision`` (1, 2, …) are set by the engine."""

COLD_KINDS = frozenset({"event"})
"""Kinds that only grow and are read by subject or time: they stay on disk. They carry ``subject`` and ``at``, both strings."""


@dataclass(frozen=True)
class Change:
    """One document that is different since a token: written, or gone."""

    kind: str
    id: int
    deleted: bool = False


class Transaction(Protocol):
    """What a verb may do between begin and commit; an exception inside undoes all of it. Sees its own writes."""

    def get(self, kind: str, id: int) -> Document:
        """A private copy of the document. Raises NotFound."""
        ...

    def all(self, kind: str) -> list[Document]:
        """Every document of a hot kind in id order, shared and never to be edited."""
        ...

    def insert(self, kind: str, document: Mapping[str, Any]) -> Document:
        """Store a new document; returns it with its ``id`` and ``revision`` 1."""
        ...

    def replace(self, kind: str, document: Mapping[str, Any], expected_revision: int) -> Document:
        """Compare-and-set: this is now the whole of the hot document ``document['id']``, one revision later.

        Raises Conflict, carrying the present document, or NotFound.
        """
        ...

    def delete(self, kind: str, id: int, expected_revision: int) -> None:
        """Remove a document of a hot kind. Raises Conflict or NotFound. Its id never comes back."""
        ...

    def clear(self, kind: str) -> None:
        """Remove every document of a kind, hot or cold; ids and counters go on. For the sample ledger only (setup.py)."""
        ...

    def next_number(self, counter: str) -> int:
        """The next number (from 1) of a named counter: one that was committed is never given again, an undone one may be."""
        ...


class Repository(Protocol):
    """A store of documents, safe for threads and processes; every committed transaction is durable when it returns."""

    @property
    def version(self) -> int:
        """Grows with every committed transaction of any thread or process on this store."""
        ...

    @property
    def blobs(self) -> Blobs:
        """The files that documents refer to, by their hash; they take no part in transactions."""
        ...

    def get(self, kind: str, id: int) -> Document:
        """A private copy of the document as last committed. Raises NotFound."""
        ...

    def snapshot(self, kind: str) -> tuple[int, list[Document]]:
        """The version and every document of a hot kind at that version, in id order; shared and never to be edited."""
        ...

    def select(
        self,
        kind: str,
        *,
        subject: str | None = None,
        since: str | None = None,
        until: str | None = None,
        after_id: int | None = None,
        before_id: int | None = None,
        newest_first: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Document]:
        """Documents of a cold kind, in id order or newest first.

        By ``subject`` and/or ``since <= at < until`` (string order) and/or ``after_id < id < before_id``.
        """
        ...

    def changes_since(self, version: int) -> tuple[int, list[Change]]:
        """The present version and each hot document written or deleted after ``version``, once each."""
        ...

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Begin; commit when the block ends, undo when it raises. Reads of the repository go on seeing what is committed.

        A nested call of the same thread joins the outer transaction: nothing is committed before the outer block ends. When
        the nested block raises, what it wrote is undone, whether or not the outer block catches the error and goes on.
        """
        ...

    def close(self) -> None:
        """Release files and connections; further calls raise."""
        ...
