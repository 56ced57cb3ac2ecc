"""Moving a whole ledger from one store to another, whatever their engines, and knowing that it arrived whole."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from store.engine._care import Progress
from store.engine.blobs import copy
from store.engine.embedded import EmbeddedRepository, open_embedded
from store.engine.folder import beside
from store.engine.postgres.repository import open_postgres
from store.engine.postgres.server import Server
from store.engine.repository import Repository
from store.engine.restoring import looked_at, restore
from store.model.errors import Fault, Invalid


def checksum(tables: Mapping[str, Any]) -> str:
    """SHA-256 over every document and counter of a dump; the same ledger has the same on every engine."""
    return sha256(orjson.dumps(tables, option=orjson.OPT_SORT_KEYS)).hexdigest()


def move(source: Repository, target: Repository, progress: Progress | None = None) -> str:
    """Copy documents, history, counters and files into the empty ``target``; returns the checksum that both have now.

    Who goes on saving in ``source`` meanwhile is not in the copy. Raises Refused ``store_not_empty``, or Invalid when something
    is damaged here or did not arrive as it was.
    """
    tables = source.dump()
    target.load(tables)
    faults = copy(source.blobs, target.blobs, progress)
    wanted, arrived = checksum(tables), checksum(target.dump())
    if arrived != wanted:
        faults.append(Fault("checksum", "not_the_same", {"wanted": wanted, "found": arrived}))
    if faults:
        raise Invalid(faults)
    return wanted


def back_up(repository: Repository, path: Path, progress: Progress | None = None) -> None:
    """Write what is committed now into one file, itself a store, and its files beside it. Raises Unusable or Invalid."""
    if isinstance(repository, EmbeddedRepository):
        repository.backup_to(path, progress)
        return
    target = Path(path).resolve()
    unfinished = target.with_name(target.name + ".part")
    _forget(unfinished)
    try:
        file = open_embedded(unfinished)
        try:
            move(repository, file, progress)
            file.db.storage.settle_into_one_file()
        finally:
            file.close()
        _take_place(unfinished, target)
    finally:
        _forget(unfinished)


def bring_back(file: Path, place: Path | Server, *, replace: bool, progress: Progress | None = None) -> Path | None:
    """Make the store at ``place`` what the backup ``file`` holds; returns where the former store is kept, if there was one.

    Raises as :func:`store.engine.restoring.restore`. A database must be empty: what is in one is the database's to replace.
    """
    if isinstance(place, Path):
        return restore(file, place, replace=replace, progress=progress)
    with looked_at(file), closing(open_embedded(file)) as source, closing(open_postgres(place)) as target:
        move(source, target, progress)
    return None


def _take_place(unfinished: Path, target: Path) -> None:
    """The files first: contents never change under their names, so those of an earlier backup there stay true."""
    for content in beside(unfinished).glob("??/*"):
        place = beside(target) / content.parent.name / content.name
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(content, place)
    os.replace(unfinished, target)


def _forget(path: Path) -> None:
    for one in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        one.unlink(missing_ok=True)
    for content in beside(path).glob("??/*"):
        content.unlink()
    for folder in (*beside(path).glob("??"), beside(path)):
        if folder.is_dir():
            folder.rmdir()
