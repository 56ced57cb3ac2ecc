"""Whether a path is a place where a store can live: a file of ours to write, on a disk of this machine."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from store.model.errors import Unusable

# SQLite's locks and shared memory do not reach across these; two servers on one share would corrupt the store.
_NETWORK = re.compile(
    r"nfs\d?|cifs|smb(fs|\d)?|ncpfs|afs|coda|ceph|glusterfs|lustre|gpfs|beegfs|orangefs|davfs\d?"
    r"|fuse\.(sshfs|glusterfs|ceph(fs)?|davfs\d?|rclone|s3fs|curlftpfs|smbnetfs|nfs)"
)


def _mounts() -> str:
    """Linux's list of mounted filesystems; empty elsewhere, and then nothing is refused for being on a network."""
    try:
        return Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


@dataclass(frozen=True)
class Machine:
    """What is asked of the machine before a store is opened; a test hands in its own answers."""

    mounts: str = field(default_factory=_mounts)
    may_write: Callable[[Path], bool] = _may_write


def refuse_place(path: Path, machine: Machine) -> None:
    """Raise Unusable when a store cannot live at this path; makes the missing folders above it."""
    _refuse_network(path, machine.mounts)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_folder, exists = path.is_dir(), path.exists()
    except OSError as error:
        raise Unusable("store_no_permission", path=str(path), what="folder", told=str(error)) from error
    if is_folder:
        raise Unusable("store_no_permission", path=str(path), what="is_folder")
    # The write-ahead log lives beside the file, so the folder must be writable even when the file is there.
    if not machine.may_write(path.parent):
        raise Unusable("store_no_permission", path=str(path), what="folder")
    if exists and not machine.may_write(path):
        raise Unusable("store_no_permission", path=str(path), what="file")


def _refuse_network(path: Path, mounts: str) -> None:
    found = filesystem_of(path, mounts)
    if _NETWORK.fullmatch(found):
        raise Unusable("store_network", path=str(path), filesystem=found)


def filesystem_of(path: Path, mounts: str) -> str:
    """The type of the filesystem that holds the path: the deepest mount point above it, the latest of equals."""
    best_depth, best = -1, ""
    for point, filesystem in _mount_points(mounts):
        if path.is_relative_to(point) and len(point.parts) >= best_depth:
            best_depth, best = len(point.parts), filesystem
    return best


def _mount_points(mounts: str) -> Iterator[tuple[Path, str]]:
    """Each line of mountinfo: its fifth word is the mount point, the first after the lone dash the filesystem."""
    for line in mounts.splitlines():
        before, dash, after = line.partition(" - ")
        words, types = before.split(), after.split()
        if dash and len(words) > 4 and types:
            yield Path(_unescaped(words[4])), types[0]


def _unescaped(word: str) -> str:
    """Mountinfo writes a space in a name as ``\\040``."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), word)
