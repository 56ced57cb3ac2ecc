"""A backup comes back whole, with its files, into the place of a store that nobody has open; otherwise nothing is touched."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from store.engine.embedded import EmbeddedRepository, open_embedded
from store.engine.folder import beside
from store.engine.restoring import restore
from store.model.errors import Invalid, NotFound, Refused, Unusable, XiaohaoError
from tests.source import ROOT
from tests.store.engine.verbs import add, change, happen, number, standing

PAPERS = (b"a paper", b"another paper" * 5000)


@pytest.fixture
def backup(tmp_path: Path) -> Iterator[Path]:
    """A backup of a store with issues, a unit, events, a counter and two files."""
    repository = open_embedded(tmp_path / "first.db")
    change(repository, add(repository, title="账实不符"), status="open")
    add(repository, "unit", code="U03")
    happen(repository, "issue/1", "2026-01-01", note="登记")
    number(repository, "督办")
    for paper in PAPERS:
        repository.blobs.put(paper)
    repository.backup_to(tmp_path / "backup.db")
    yield tmp_path / "backup.db"
    repository.close()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "place" / "xiaohao.db"


def everything(path: Path) -> object:
    repository = open_embedded(path)
    try:
        assert repository.verify() == []
        return _everything(repository)
    finally:
        repository.close()


def _everything(repository: EmbeddedRepository) -> object:
    files = {digest: repository.blobs.get(digest) for digest in repository.blobs.digests()}
    return standing(repository), standing(repository, "unit"), repository.select("event"), repository.dump(), files


def sums(folder: Path) -> dict[str, str]:
    """The checksum of each file in a folder."""
    return {str(one.relative_to(folder)): sha256(one.read_bytes()).hexdigest() for one in folder.rglob("*") if one.is_file()}


def test_a_backup_comes_back_with_every_row_and_every_file(backup: Path, target: Path):
    assert restore(backup, target, replace=False) is None
    assert everything(target) == everything(backup)
    kept = {sha256(paper).hexdigest() for paper in PAPERS}
    assert {Path(name).name for name in sums(beside(target))} == kept == set(sums(beside(target)).values())


def test_the_backup_itself_is_only_read(backup: Path, target: Path):
    before = sha256(backup.read_bytes()).hexdigest()
    restore(backup, target, replace=False)
    assert sha256(backup.read_bytes()).hexdigest() == before
    assert not list(backup.parent.glob("backup.db-*"))


def test_numbers_go_on_where_they_were(backup: Path, target: Path):
    restore(backup, target, replace=False)
    repository = open_embedded(target)
    assert (add(repository)["id"], number(repository, "督办")) == (2, 2)
    repository.close()


def test_a_backup_of_a_restored_store_holds_the_same(backup: Path, target: Path, tmp_path: Path):
    restore(backup, target, replace=False)
    repository = open_embedded(target)
    repository.backup_to(tmp_path / "again.db")
    repository.close()
    assert everything(tmp_path / "again.db") == everything(backup)


def occupied(target: Path) -> object:
    """A store that holds something else; returns what."""
    repository = open_embedded(target)
    add(repository, title="不能丢的")
    held = _everything(repository)
    repository.close()
    return held


def test_a_store_that_holds_something_is_not_replaced_by_mistake(backup: Path, target: Path):
    held = occupied(target)
    with pytest.raises(Refused, match="store_not_empty"):
        restore(backup, target, replace=False)
    assert everything(target) == held


def test_what_is_replaced_on_purpose_is_kept_beside_each_time(backup: Path, target: Path):
    held = occupied(target)
    first = restore(backup, target, replace=True)
    assert first is not None
    assert everything(first) == held
    assert everything(target) == everything(backup)
    second = restore(backup, target, replace=True)
    assert second is not None
    assert (first.name, second.name) == ("xiaohao.db.replaced-1", "xiaohao.db.replaced-2")


def test_an_empty_store_is_filled(backup: Path, target: Path):
    open_embedded(target).close()
    assert restore(backup, target, replace=False) is None
    assert everything(target) == everything(backup)


def test_a_store_that_this_process_has_open_is_left_alone(backup: Path, target: Path):
    repository = open_embedded(target)
    add(repository, title="不能丢的")
    with pytest.raises(Refused, match="store_in_use"):
        restore(backup, target, replace=True)
    assert add(repository)["id"] == 2
    repository.close()
    assert restore(backup, target, replace=True)


HOLD = """
import sys
from pathlib import Path
from store.engine.embedded import open_embedded
held = open_embedded(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


def test_a_store_that_another_process_has_open_is_left_alone(backup: Path, target: Path):
    held = occupied(target)
    holder = Popen([sys.executable, "-c", HOLD, str(target)], cwd=ROOT, stdin=PIPE, stdout=PIPE)
    assert holder.stdin
    assert holder.stdout
    try:
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(Refused, match="store_in_use"):
            restore(backup, target, replace=True)
    finally:
        holder.stdin.close()
        holder.wait(30)
        holder.stdout.close()
    assert everything(target) == held
    restore(backup, target, replace=True)
    assert everything(target) == everything(backup)


def test_a_store_left_by_a_server_that_was_killed_can_be_replaced(backup: Path, target: Path):
    holder = Popen([sys.executable, "-c", HOLD, str(target)], cwd=ROOT, stdin=PIPE, stdout=PIPE)
    assert holder.stdin
    assert holder.stdout
    assert holder.stdout.readline() == b"open\n"
    holder.kill()
    holder.wait(30)
    holder.stdin.close()
    holder.stdout.close()
    restore(backup, target, replace=True)
    assert everything(target) == everything(backup)


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE notes(text)")


def later(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA user_version = 99")


def unreadable_row(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE documents SET doc = 'nonsense' WHERE kind = 'unit'")


def bad_file(path: Path) -> None:
    next(one for one in beside(path).rglob("*") if one.is_file()).write_bytes(b"changed")


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (Path.unlink, NotFound),
        (half, (Unusable, Invalid)),
        (foreign, Unusable),
        (later, Unusable),
        (unreadable_row, Invalid),
        (bad_file, Invalid),
        (lambda path: path.write_bytes(b""), Unusable),
        (lambda path: path.write_text("no store" * 200), Unusable),
    ],
)
def test_a_bad_backup_never_replaces_a_good_store(backup: Path, target: Path, spoil, error: type[XiaohaoError]):
    held = occupied(target)
    spoil(backup)
    with pytest.raises(error):
        restore(backup, target, replace=True)
    assert everything(target) == held
    assert not list(target.parent.glob("*.replaced-*"))


def test_a_file_of_another_program_is_never_written_over(backup: Path, target: Path):
    target.parent.mkdir()
    foreign_file = target
    with closing(sqlite3.connect(foreign_file)) as connection, connection:
        connection.execute("CREATE TABLE notes(text)")
    before = foreign_file.read_bytes()
    with pytest.raises(Unusable, match="store_foreign"):
        restore(backup, target, replace=True)
    assert foreign_file.read_bytes() == before


def test_a_store_is_not_restored_from_itself(backup: Path):
    with pytest.raises(Refused, match="restore_from_itself"):
        restore(backup, backup, replace=True)


def test_how_far_it_has_got_is_told_to_the_end(backup: Path, target: Path, tmp_path: Path):
    told: list[tuple[int, int]] = []
    restore(backup, target, replace=False, progress=lambda done, whole: told.append((done, whole)))
    assert told[-1][0] == told[-1][1] > 0
    assert (2, 2) in told
    again: list[tuple[int, int]] = []
    repository = open_embedded(target)
    repository.backup_to(tmp_path / "told.db", lambda done, whole: again.append((done, whole)))
    repository.close()
    assert all(done <= whole for done, whole in again)
    assert everything(tmp_path / "told.db") == everything(target)
