"""Evidence 佐证: a named, dated paper that proves a measure, and the file of it if there is one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Upload:
    """A file as somebody hands it in: the name it had there and its bytes."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class File:
    """A file as it is kept: its cleaned name, size in bytes, media type as found in its content, and SHA-256 in hex.

    The hash is the key under which the engine keeps the bytes (store/engine/blobs.py).
    """

    name: str
    size: int
    media_type: str
    sha256: str
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Evidence:
    """Something that proves a measure 佐证: a named paper, with or without its file.

    ``dated`` is the day of the paper, ``added_at`` the moment it was entered. It belongs to the issue as a whole, to a measure
    (its id), or to a round of close-out (``closure``, from 1). A piece that was taken back stays, with who, when and why.
    """

    id: int
    title: str
    dated: date | None
    added_at: str
    added_by: str
    measure: int | None = None
    file: File | None = None
    closure: int | None = None
    removed_at: str = ""
    removed_by: str = ""
    removed_why: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def removed(self) -> bool:
        """Whether it was taken back, and so proves nothing any more."""
        return bool(self.removed_at)
