"""Single steps for the tests: each is one transaction."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from store.engine.repository import Document, Repository, Transaction


class Stopped(Exception):
    """Raised by a test to undo a transaction."""


def add(repository: Repository, kind: str = "issue", **fields: Any) -> Document:
    """A new document."""
    with repository.transaction() as transaction:
        return transaction.insert(kind, fields)


def change(repository: Repository, document: Document, kind: str = "issue", **fields: Any) -> Document:
    """The document with other fields, saved by somebody who had read it at its revision."""
    with repository.transaction() as transaction:
        return transaction.replace(kind, document | fields, document["revision"])


def remove(repository: Repository, document: Document, kind: str = "issue") -> None:
    """The document deleted."""
    with repository.transaction() as transaction:
        transaction.delete(kind, document["id"], document["revision"])


def happen(repository: Repository, subject: str, at: str, **fields: Any) -> Document:
    """An event."""
    return add(repository, "event", subject=subject, at=at, **fields)


def number(repository: Repository, counter: str) -> int:
    """The next number of a counter."""
    with repository.transaction() as transaction:
        return transaction.next_number(counter)


def standing(repository: Repository, kind: str = "issue") -> list[Document]:
    """What is there now."""
    return repository.snapshot(kind)[1]


@contextlib.contextmanager
def undone(repository: Repository) -> Iterator[Transaction]:
    """A transaction that is undone at the end of the block."""
    with contextlib.suppress(Stopped), repository.transaction() as transaction:
        yield transaction
        raise Stopped
