"""What an engine promises about files: bytes kept under their own hash, beside the documents that refer to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Protocol

from store.model.errors import Fault, NotFound, Unusable

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Blobs(Protocol):
    """Contents by their SHA-256 in hex; what is the same is kept once. Safe for threads and processes.

    A content is put before the transaction that refers to it: whatever happens in between, there is at most a content that
    nobody refers to, never a reference without its content.
    """

    def put(self, content: bytes) -> str:
        """Keep ``content``; it is durable when this returns its digest. Mends a damaged copy of the same. Raises Unusable."""
        ...

    def get(self, digest: str) -> bytes:
        """The content, checked against its digest. Raises NotFound, or Unusable ``blob_damaged``."""
        ...

    def size(self, digest: str) -> int | None:
        """How many bytes are kept under ``digest``, None when nothing is."""
        ...

    def digests(self) -> Iterator[str]:
        """Everything that is kept."""
        ...

    def discard(self, digest: str) -> None:
        """Forget a content that nothing refers to; of one that is not there nothing is said."""
        ...


def is_digest(text: str) -> bool:
    """Whether ``text`` can be the name of a content."""
    return _DIGEST.fullmatch(text) is not None


def damaged(blobs: Blobs) -> list[Fault]:
    """Every content that is not what its name says, every byte read; empty when all is well."""
    found = []
    for digest in blobs.digests():
        try:
            blobs.get(digest)
        except Unusable:
            found.append(Fault(f"files.{digest}", "blob_damaged"))
        except NotFound:
            continue  # discarded since it was listed
    return found


def copy(source: Blobs, target: Blobs, progress: Callable[[int, int], None] | None = None) -> list[Fault]:
    """Put into ``target`` what it lacks of ``source``; what is damaged stays behind and is told."""
    faults, digests = [], list(source.digests())
    for number, digest in enumerate(digests, 1):
        if progress:
            progress(number, len(digests))
        if target.size(digest) is None:
            try:
                target.put(source.get(digest))
            except Unusable as error:
                if error.code != "blob_damaged":
                    raise
                faults.append(Fault(f"files.{digest}", "blob_damaged"))
    return faults
