"""Which files the documents refer to: whether each is there, and which of them nobody refers to any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from store.engine.repository import Document, Repository
from store.model.errors import Fault


def references(issues: Iterable[Document], snapshots: Iterable[Document] = ()) -> Iterator[tuple[str, str, int]]:
    """Where a file is referred to (``XH-0007.evidence.3``, ``snapshot.12``), its digest and its size; documents as stored."""
    for issue in issues:
        for piece in issue["evidence"]:
            if piece.get("file"):
                yield f"{issue['ref_no']}.evidence.{piece['id']}", piece["file"]["sha256"], piece["file"]["size"]
    for kept in snapshots:
        yield f"snapshot.{kept['id']}", kept["sha256"], kept["size"]


def missing(repository: Repository) -> list[Fault]:
    """Every piece of evidence and every snapshot whose file is not kept, or not whole."""
    found = references(repository.snapshot("issue")[1], repository.snapshot("snapshot")[1])
    return [Fault(place, "file_missing") for place, digest, size in found if repository.blobs.size(digest) != size]


def forget(repository: Repository, digests: Iterable[str]) -> None:
    """Discard those of ``digests`` that no document refers to. Under the lock of a transaction, as references come with one."""
    with repository.transaction() as transaction:
        needed = {digest for _, digest, _ in references(transaction.all("issue"), transaction.all("snapshot"))}
        for digest in set(digests) - needed:
            repository.blobs.discard(digest)
