"""Which files the documents refer to: whether each is there, and which of them nobody refers to any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from store.engine.repository import Document, Repository
from store.model.errors import Fault


def references(issues: Iterable[Document]) -> Iterator[tuple[str, str, int]]:
    """Where a file is referred to (``XH-0007.evidence.3``), its digest and its size; of issues as they are stored."""
    for issue in issues:
        for piece in issue["evidence"]:
            if piece.get("file"):
                yield f"{issue['ref_no']}.evidence.{piece['id']}", piece["file"]["sha256"], piece["file"]["size"]


def missing(repository: Repository) -> list[Fault]:
    """Every piece of evidence whose file is not kept, or not whole."""
    issues = repository.snapshot("issue")[1]
    return [Fault(place, "file_missing") for place, digest, size in references(issues) if repository.blobs.size(digest) != size]


def forget(repository: Repository, digests: Iterable[str]) -> None:
    """Discard those of ``digests`` that no document refers to. Under the lock of a transaction, as references come with one."""
    with repository.transaction() as transaction:
        needed = {digest for _, digest, _ in references(transaction.all("issue"))}
        for digest in set(digests) - needed:
            repository.blobs.discard(digest)
