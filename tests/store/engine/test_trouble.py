"""What goes wrong while an embedded store is open: it is told by its code, and neither file nor memory is half changed."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store.engine.embedded import EmbeddedRepository, open_embedded
from store.model.errors import Unusable
from tests.store.engine.verbs import add, change, happen, standing


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store is."""
    return tmp_path / "store.db"


def test_a_store_that_another_process_is_writing_for_too_long_is_busy(path: Path):
    repository = open_embedded(path, patience=0.05)
    document = add(repository)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unusable, match="store_busy"):
            add(repository)
        assert standing(repository) == [document]
        other.execute("ROLLBACK")
    assert add(repository)["id"] == 2
    repository.close()


def test_a_store_that_another_thread_is_writing_for_too_long_is_busy(path: Path):
    repository = open_embedded(path, patience=0.05)
    told: list[BaseException] = []

    def write() -> None:
        try:
            add(repository)
        except Unusable as error:
            told.append(error)

    with repository.transaction():
        writer = threading.Thread(target=write)
        writer.start()
        writer.join()
    assert [getattr(error, "code", None) for error in told] == ["store_busy"]
    repository.close()


@pytest.fixture
def cramped(path: Path) -> Iterator[EmbeddedRepository]:
    """A store on a disk that is full after the next few pages, as far as SQLite can tell."""
    repository = open_embedded(path)
    add(repository, text="")
    happen(repository, "issue/1", "2026")
    limit_pages(repository, repository.db.storage._writer.execute("PRAGMA page_count").fetchone()[0] + 2)
    yield repository
    repository.close()


def limit_pages(repository: EmbeddedRepository, pages: int) -> None:
    repository.db.storage._writer.execute(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_undoes_the_transaction_and_is_told(cramped: EmbeddedRepository, path: Path):
    before, version = standing(cramped), cramped.version
    with pytest.raises(Unusable, match="disk_full") as told:
        change(cramped, before[0], text="字" * 100_000)
    assert isinstance(told.value.__cause__, sqlite3.OperationalError)
    assert told.value.__cause__.sqlite_errorcode == sqlite3.SQLITE_FULL
    assert (standing(cramped), cramped.version, cramped.changes_since(version)[1]) == (before, version, [])
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT count(*), max(length(doc)) < 100 FROM documents").fetchone() == (1, 1)


def test_a_store_goes_on_when_there_is_room_again(cramped: EmbeddedRepository):
    with pytest.raises(Unusable, match="disk_full"):
        happen(cramped, "issue/1", "2027", text="字" * 100_000)
    limit_pages(cramped, 1_000_000)
    assert happen(cramped, "issue/1", "2028")["id"] == 2
    assert cramped.verify() == []


def test_a_commit_that_fails_at_the_last_moment_is_undone_in_memory_too(path: Path):
    resource = pytest.importorskip("resource", reason="only Unix can limit the size of files")
    repository = open_embedded(path)
    document = add(repository, n=1)
    version = repository.version
    allowed = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.with_name(path.name + "-wal").stat().st_size + 1000, allowed[1]))
    try:
        with pytest.raises(Unusable, match="disk_full"):
            change(repository, document, n=2)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, allowed)
    assert (standing(repository), repository.version) == ([document], version)
    assert change(repository, document, n=3)["revision"] == 2
    repository.close()


def test_a_commit_waits_until_the_disk_has_it(path: Path):
    repository = open_embedded(path)
    pragmas = {"journal_mode": "wal", "synchronous": 2, "fullfsync": 1}
    asked = {name: repository.db.storage._writer.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas}
    repository.close()
    assert asked == pragmas


def test_a_transaction_is_of_no_use_after_its_end_or_to_another_thread(path: Path):
    repository = open_embedded(path)
    with repository.transaction() as transaction:
        told: list[BaseException] = []

        def write() -> None:
            try:
                transaction.insert("issue", {})
            except RuntimeError as error:
                told.append(error)

        writer = threading.Thread(target=write)
        writer.start()
        writer.join()
        assert len(told) == 1
    for late in (lambda: transaction.insert("issue", {}), lambda: transaction.get("issue", 1), lambda: transaction.all("issue")):
        with pytest.raises(RuntimeError):
            late()
    assert standing(repository) == []
    repository.close()
