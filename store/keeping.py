"""What the command line does to a store as a whole: back up, restore, copy to another place, verify, dump and load."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

import orjson

from store.bar import bar
from store.commands import STAYS_HERE, Desk, say, write_out
from store.config import Settings
from store.engine.blobs import copy
from store.engine.folder import FolderBlobs, beside
from store.engine.moving import back_up, bring_back, move
from store.engine.place import open_place, read_place
from store.files import missing, references
from store.model.errors import Fault, Invalid, NotFound


def dump(desk: Desk) -> None:
    tables = {kind: documents for kind, documents in desk.repository.dump().items() if kind not in STAYS_HERE}
    write_out(desk.given.output, orjson.dumps(tables) + b"\n")
    documents = (tables.get(kind, {}).values() for kind in ("issue", "snapshot"))
    files = len({digest for _, digest, _ in references(*documents)})
    if not files:
        return
    if desk.given.output is None:
        say("cli.files_left_out", number=files)
        return
    folder = beside(desk.given.output)
    with bar("cli.copying_files") as told:
        faults = copy(desk.repository.blobs, FolderBlobs(folder), told)
    say("cli.files_written", folder=str(folder))
    _raise(faults)


def load(desk: Desk) -> None:
    try:
        tables = orjson.loads(desk.given.file.read_bytes())
    except orjson.JSONDecodeError:
        tables = None
    if not isinstance(tables, dict):
        raise Invalid([Fault(str(desk.given.file), "not_a_table")])
    desk.repository.load(tables)
    with bar("cli.copying_files") as told:
        faults = copy(FolderBlobs(beside(desk.given.file)), desk.repository.blobs, told)
    say("cli.loaded", file=str(desk.given.file), path=desk.repository.address)
    _raise(faults + missing(desk.repository))


def verify(desk: Desk) -> None:
    _raise(desk.repository.verify() + missing(desk.repository))
    say("cli.verified", path=desk.repository.address)


def backup(desk: Desk) -> None:
    with bar("cli.backing_up") as told:
        back_up(desk.repository, desk.given.file, told)
    say("cli.backed_up", file=str(desk.given.file))


def restore(settings: Settings, given: argparse.Namespace) -> None:
    """On the path of a store that nobody has open, or into a database that is empty; then all of it is looked at."""
    with bar("cli.restoring") as told:
        former = bring_back(given.file, settings.store, replace=given.replace, progress=told)
    repository = open_place(settings.store)
    try:
        _raise(repository.verify() + missing(repository))
        say("cli.restored", file=str(given.file), path=repository.address)
    finally:
        repository.close()
    if former:
        say("cli.former_kept", file=str(former))


def copy_store(settings: Settings, given: argparse.Namespace) -> None:
    """A whole ledger from one place to another that is empty, whatever the engines; told with the checksum both have."""
    wanted, place = read_place(given.source), read_place(given.target)
    if isinstance(wanted, Path) and not wanted.exists():
        raise NotFound("store", given.source)
    with bar("cli.copying") as told, closing(open_place(wanted)) as source, closing(open_place(place)) as target:
        checksum = move(source, target, told)
    say("cli.copied", source=str(wanted), target=str(place), checksum=checksum)


def _raise(faults: list[Fault]) -> None:
    if faults:
        raise Invalid(faults)
