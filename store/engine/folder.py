"""Contents in a folder beside the store: one file each, in ``ab/abcdef…``, whole or not there at all."""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from store.engine.blobs import Blobs, is_digest
from store.model.errors import NotFound, Unusable

_FULL = {errno.ENOSPC, errno.EDQUOT}


def beside(path: Path) -> Path:
    """The folder of the files of the store (or of the dump) at ``path``: ``xiaohao.db.files``."""
    return path.with_name(path.name + ".files")


class FolderBlobs:
    """See ``Blobs`` for what it promises. The folder is made with the first content."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Keep ``content``; durable when this returns."""
        digest = sha256(content).hexdigest()
        target = self._path(digest)
        with _told(target):
            if not target.parent.is_dir():
                target.parent.mkdir(parents=True, exist_ok=True)
                _flush(self.folder.parent, self.folder)
            if not _holds(target, content):
                _write(target, content)
            _flush(target.parent)  # also for one that another writer has just put there
        return digest

    def get(self, digest: str) -> bytes:
        """The content, checked against its digest."""
        path = self._path(digest)
        try:
            with _told(path):
                content = path.read_bytes()
        except FileNotFoundError:
            raise NotFound("file", digest) from None
        if sha256(content).hexdigest() != digest:
            raise Unusable("blob_damaged", path=str(path))
        return content

    def size(self, digest: str) -> int | None:
        """How many bytes are kept under ``digest``, None when nothing is."""
        try:
            return self._path(digest).stat().st_size
        except (FileNotFoundError, NotFound):
            return None

    def digests(self) -> Iterator[str]:
        """Everything that is kept; unfinished writes are not."""
        return (path.name for path in sorted(self.folder.glob("??/*")) if is_digest(path.name))

    def discard(self, digest: str) -> None:
        """Forget a content that nothing refers to."""
        path = self._path(digest)
        with _told(path):
            path.unlink(missing_ok=True)

    def _path(self, digest: str) -> Path:
        if not is_digest(digest):
            raise NotFound("file", digest)
        return self.folder / digest[:2] / digest


_kept_promise: type[Blobs] = FolderBlobs  # mypy looks here whether the protocol is satisfied


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except FileNotFoundError:
        return False


def _write(target: Path, content: bytes) -> None:
    """Under another name first, so that a reader, a crash or a second writer never meets half a file."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.{threading.get_ident()}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)


def _flush(*folders: Path) -> None:
    """Make new names in these folders survive a power cut."""
    if sys.platform == "win32":
        return  # there a folder cannot be opened, and NTFS keeps its own log of names
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Raise Unusable for what the surroundings did. That a file is not there is an answer, not a trouble."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        code = "disk_full" if error.errno in _FULL else "store_no_permission"
        raise Unusable(code, path=str(path), what="file", told=str(error)) from error
