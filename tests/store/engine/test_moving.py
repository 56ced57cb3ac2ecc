"""A whole ledger from one store to another, between the engines either way, and into a file to be carried away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from store.engine.embedded import open_embedded
from store.engine.folder import beside
from store.engine.moving import back_up, bring_back, checksum, move
from store.engine.place import read_place
from store.engine.repository import Repository
from store.model.errors import Invalid, Refused
from tests.store.engine.engines import ENGINES, Place
from tests.store.engine.verbs import add, change, happen, number, remove, standing

PAPER = b"\x89PNG paper"


@pytest.fixture(params=ENGINES)
def other_place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty store of either engine."""
    return ENGINES[request.param](tmp_path / "other", lambda: request.getfixturevalue("cluster").url)()


def lived_in(repository: Repository) -> None:
    """A few documents with a past, a number given, an id that is gone, a file."""
    change(repository, add(repository, title="漏洞\0 🚧", half=0.5, whole=1.0, nested={"b": 1, "a": [None]}), more=True)
    remove(repository, add(repository))
    happen(repository, "issue/1", "2026-01-01", note="。")
    number(repository, "督办")
    repository.blobs.put(PAPER)


def test_a_ledger_is_the_same_wherever_it_is_moved(repository: Repository, other_place: Place):
    lived_in(repository)
    other = other_place.open()
    told = move(repository, other)
    assert told == checksum(repository.dump()) == checksum(other.dump())
    assert list(other.get("issue", 1)) == list(repository.get("issue", 1))
    assert other.blobs.get(next(other.blobs.digests())) == PAPER
    assert (add(other)["id"], number(other, "督办")) == (3, 2)
    assert other.verify() == []
    other.close()


def test_a_ledger_is_not_moved_over_another(repository: Repository, other_place: Place):
    other = other_place.open()
    add(other)
    with pytest.raises(Refused, match="store_not_empty"):
        move(repository, other)
    assert len(standing(other)) == 1
    other.close()


def test_what_is_different_on_arrival_is_told(repository: Repository, other_place: Place, monkeypatch: pytest.MonkeyPatch):
    lived_in(repository)
    other = other_place.open()
    load = other.load

    def lose_the_history(tables: dict[str, object]) -> None:
        load({kind: documents for kind, documents in tables.items() if kind != "event"})  # type: ignore[misc]

    monkeypatch.setattr(other, "load", lose_the_history)
    with pytest.raises(Invalid) as told:
        move(repository, other)
    assert [fault.code for fault in told.value.faults] == ["not_the_same"]
    other.close()


def test_a_backup_is_one_file_that_is_a_store_itself(repository: Repository, tmp_path: Path, new_place: Callable[[], Place]):
    lived_in(repository)
    back_up(repository, tmp_path / "backup.db")
    back_up(repository, tmp_path / "backup.db")
    beside = sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("backup"))
    assert beside == ["backup.db", "backup.db.files"]
    copy = open_embedded(tmp_path / "backup.db")
    assert checksum(copy.dump()) == checksum(repository.dump())
    assert [copy.blobs.get(digest) for digest in copy.blobs.digests()] == [PAPER]
    restored = new_place().open()
    move(copy, restored)
    assert checksum(restored.dump()) == checksum(repository.dump())
    restored.close()
    copy.close()


def test_a_backup_is_brought_back_into_either_kind_of_store_once(repository: Repository, other_place: Place, tmp_path: Path):
    lived_in(repository)
    back_up(repository, tmp_path / "backup.db")
    place = read_place(other_place.address)
    told: list[tuple[int, int]] = []
    assert (
        bring_back(tmp_path / "backup.db", place, replace=False, progress=lambda done, whole: told.append((done, whole))) is None
    )
    other = other_place.open()
    assert (checksum(other.dump()), other.verify()) == (checksum(repository.dump()), [])
    assert other.blobs.get(next(other.blobs.digests())) == PAPER
    other.close()
    assert told
    with pytest.raises(Refused, match="store_not_empty"):
        bring_back(tmp_path / "backup.db", place, replace=False)


def test_a_damaged_backup_is_brought_back_into_neither(repository: Repository, other_place: Place, tmp_path: Path):
    lived_in(repository)
    back_up(repository, tmp_path / "backup.db")
    next(one for one in beside(tmp_path / "backup.db").rglob("*") if one.is_file()).write_bytes(b"changed")
    with pytest.raises(Invalid, match="files"):
        bring_back(tmp_path / "backup.db", read_place(other_place.address), replace=True)
    other = other_place.open()
    assert standing(other) == []
    other.close()
