"""TinyDB over our storage: tables whose documents are private copies, whose writes are transactions, whose ids never return."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Document, Table
from tinydb.utils import LRUCache

from store.engine._json import copied
from store.engine._storage import SQLiteStorage
from store.engine.repository import COLD_KINDS


class _NoQueryCache(LRUCache[QueryLike, list[Document]]):
    """Remembers nothing: a remembered answer is wrong once another process has written."""

    def set(self, key: QueryLike, value: list[Document]) -> None:
        """Forget it."""


class _Rows(Mapping[str, Any]):
    """A table as ``Table._read_table`` promises it, keyed by strings; one document is found without listing them all."""

    def __init__(self, storage: SQLiteStorage, kind: str) -> None:
        self._storage = storage
        self._kind = kind

    def __getitem__(self, key: str) -> Any:
        document = self._storage.one(self._kind, int(key)) if key.lstrip("-").isdecimal() else None
        if document is None:
            raise KeyError(key)
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(map(str, self._storage.all(self._kind)))

    def __len__(self) -> int:
        return len(self._storage.all(self._kind))

    def items(self) -> ItemsView[str, Any]:
        """All of them at once; Mapping would look each one up."""
        return {str(doc_id): document for doc_id, document in self._storage.all(self._kind).items()}.items()


class LedgerTable(Table):
    """TinyDB's Table, with its documented behaviour. Different on purpose: an id is never given twice, not after a removal,
    a truncation or a reopening; nothing handed out is shared with the store; an empty table has no name in ``tables()``."""

    query_cache_class = _NoQueryCache  # type: ignore[assignment]
    _storage: SQLiteStorage

    def search(self, cond: QueryLike) -> list[Document]:
        """Documents that match; the query runs over the shared documents, only hits are copied."""
        return [_private(hit) for hit in super().search(cond)]

    def get(self, cond: QueryLike | None = None, doc_id: int | None = None, doc_ids: list[int] | None = None) -> Any:
        """One document, or None; a list when ``doc_ids`` is given."""
        found: Any = super().get(cond, doc_id, doc_ids)  # type: ignore[arg-type]
        if found is None:
            return None
        return [_private(hit) for hit in found] if isinstance(found, list) else _private(found)

    def __iter__(self) -> Iterator[Document]:
        return map(_private, super().__iter__())

    def insert(self, document: Mapping[str, Any]) -> int:
        """Store a new document; returns its id."""
        with self._storage.transaction():
            return super().insert(document)

    def update(
        self,
        fields: Mapping[str, Any] | Callable[[Any], None],
        cond: QueryLike | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        """Change the documents that match. Hits are found first: TinyDB's own loop would copy every document to ask it."""
        with self._storage.transaction():
            if doc_ids is None and cond is not None:
                return super().update(fields, doc_ids=self._hits(cond))
            return super().update(fields, cond, doc_ids)

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """Change the documents that match or insert this one, with nobody in between."""
        with self._storage.transaction():
            return super().upsert(document, cond)

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Remove the documents that match."""
        with self._storage.transaction():
            if doc_ids is None and cond is not None:
                return super().remove(doc_ids=self._hits(cond))
            return super().remove(cond, doc_ids)

    def put(self, doc_id: int, document: Mapping[str, Any]) -> None:
        """Let this be the whole document of this id: what TinyDB's ``update``, which merges fields, cannot say."""
        self._update_table(lambda table: table.__setitem__(doc_id, document))

    def _hits(self, cond: QueryLike) -> list[int]:
        return [doc_id for doc_id, document in self._storage.all(self.name).items() if cond(document)]

    def _get_next_id(self) -> int:
        return self._storage.next_id(self.name)

    def _read_table(self) -> Mapping[str, Any]:  # type: ignore[override]
        return _Rows(self._storage, self.name)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        self._storage.edit(self.name, updater)


class LedgerDB(TinyDB):
    """TinyDB whose documents live in memory and, one row each, in SQLite; ``with db.transaction():`` spans several tables."""

    table_class = LedgerTable
    default_storage_class = SQLiteStorage  # type: ignore[assignment]
    _storage: SQLiteStorage

    @property
    def storage(self) -> SQLiteStorage:
        """The storage of this database."""
        return self._storage

    def transaction(self) -> AbstractContextManager[object]:
        """Everything the tables write inside is committed together, or not at all when the block raises."""
        return self._storage.transaction()

    def table(self, name: str, **kwargs: Any) -> LedgerTable:
        """The table of a hot kind; a cold kind is not in memory and has none."""
        if name in COLD_KINDS:
            raise ValueError(f"{name} is kept on disk: read it with select()")
        table = super().table(name, **kwargs)
        assert isinstance(table, LedgerTable)
        return table

    def tables(self) -> set[str]:
        """The names of the tables that hold something."""
        return self._storage.kinds()

    def drop_table(self, name: str) -> None:
        """Remove a table's documents."""
        self.table(name).truncate()

    def drop_tables(self) -> None:
        """Remove the documents of every table, in one transaction."""
        with self._storage.transaction():
            super().drop_tables()


def _private(document: Document) -> Document:
    return Document(copied(document), document.doc_id)
