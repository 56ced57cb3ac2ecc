"""One open store per real path in this process, counted, so that its documents are in memory once."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from store.engine._table import LedgerDB


@dataclass
class _Shared:
    db: LedgerDB
    process: int
    holders: int = 0


_open: dict[Path, _Shared] = {}
_lock = threading.Lock()


def borrow(path: Path, make: Callable[[], LedgerDB]) -> LedgerDB:
    """The open store of this real path, made if there is none; to be given back once."""
    with _lock:
        shared = _open.get(path)
        if shared is None:
            shared = _open[path] = _Shared(make(), os.getpid())
        refuse_fork(shared.process)
        shared.holders += 1
        return shared.db


def refuse_fork(process: int) -> None:
    """Raise RuntimeError in a child forked while the store was open: parent and child would both believe to hold its locks."""
    if process != os.getpid():
        raise RuntimeError("this process was forked while the store was open and cannot use it: spawn it instead")


def give_back(path: Path) -> None:
    """Close the store when its last holder gives it back."""
    with _lock:
        shared = _open[path]
        shared.holders -= 1
        if shared.holders == 0:
            del _open[path]
            shared.db.close()
