"""Looking after a store: backup, check, migration, the trip to plain TinyDB and back, one copy a process."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from subprocess import run

import pytest
from tinydb import Query, TinyDB

from store.engine._schema import STEPS
from store.engine.embedded import EmbeddedRepository, open_embedded
from store.model.errors import Invalid, Refused, Unusable
from tests.source import ROOT
from tests.store.engine.verbs import add, change, happen, number, remove, standing


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store is."""
    return tmp_path / "store.db"


@pytest.fixture
def repository(path: Path) -> Iterator[EmbeddedRepository]:
    """A store that has seen something: a changed issue, a deleted one, a unit, two events, a counter at 2."""
    repository = open_embedded(path)
    change(repository, add(repository, title="账实不符"), status="open")
    remove(repository, add(repository))
    add(repository, "unit", code="U03", leader=None)
    happen(repository, "issue/1", "2026-01-01", note="登记 📌")
    happen(repository, "issue/1", "2026-01-02", percent=0.5)
    number(repository, "督办"), number(repository, "督办")
    yield repository
    repository.close()


def everything(repository: EmbeddedRepository) -> object:
    return standing(repository), standing(repository, "unit"), repository.select("event")


def damage(path: Path, statement: str) -> None:
    """What somebody with another tool might do."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def test_a_backup_is_a_store_of_one_file(repository: EmbeddedRepository, tmp_path: Path):
    target = tmp_path / "backups" / "today.db"
    repository.backup_to(target)
    assert [file.name for file in target.parent.iterdir()] == ["today.db"]
    copy = open_embedded(target)
    assert (everything(copy), copy.verify()) == (everything(repository), [])
    assert add(copy)["id"] == 3
    copy.close()


def test_a_backup_replaces_the_one_before_and_holds_only_what_is_committed(repository: EmbeddedRepository, tmp_path: Path):
    target = tmp_path / "backup.db"
    repository.backup_to(target)
    committed = add(repository)
    with repository.transaction() as transaction:
        transaction.insert("issue", {})
        repository.backup_to(target)
    copy = open_embedded(target)
    assert standing(copy)[-1] == committed
    copy.close()


def test_a_backup_onto_the_store_itself_is_refused(repository: EmbeddedRepository, path: Path):
    with pytest.raises(Refused, match="backup_onto_itself"):
        repository.backup_to(path)
    (path.parent / "link.db").symlink_to(path)
    with pytest.raises(Refused, match="backup_onto_itself"):
        repository.backup_to(path.parent / "link.db")


def test_a_backup_where_nothing_can_be_written_is_told(repository: EmbeddedRepository, tmp_path: Path):
    with pytest.raises(Unusable, match="store_no_permission"):
        repository.backup_to(tmp_path)


def test_a_sound_store_has_no_faults(repository: EmbeddedRepository):
    assert repository.verify() == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE documents SET doc = '{' WHERE kind = 'unit'", ("unit.1", "row_unreadable")),
        ("UPDATE documents SET doc = '[]' WHERE kind = 'unit'", ("unit.1", "row_unreadable")),
        ("UPDATE documents SET doc = '{\"id\": 5}' WHERE kind = 'unit'", ("unit.1", "row_misplaced")),
        ("UPDATE cold SET doc = 'x' WHERE id = 2", ("event.2", "row_unreadable")),
        ("UPDATE counters SET value = 1 WHERE name = 'id/issue'", ("id/issue", "counter_behind")),
        ("DELETE FROM counters WHERE name = 'id/event'", ("id/event", "counter_behind")),
        ("UPDATE counters SET value = 2 WHERE name = 'version'", ("version", "counter_behind")),
    ],
)
def test_what_is_wrong_with_a_store_is_found(repository: EmbeddedRepository, path: Path, statement: str, found: tuple[str, str]):
    damage(path, statement)
    assert [(fault.field, fault.code) for fault in repository.verify()] == [found]


def test_a_damaged_index_is_found(repository: EmbeddedRepository, path: Path):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = 'CREATE INDEX cold_by_at ON cold(subject)' WHERE name = 'cold_by_at'")
    assert "file_damaged" in {fault.code for fault in repository.verify()}


def test_stock_tinydb_opens_an_export(repository: EmbeddedRepository, tmp_path: Path):
    file = tmp_path / "export.json"
    file.write_text(json.dumps(repository.dump(), ensure_ascii=False), encoding="utf-8")
    with TinyDB(file, encoding="utf-8") as db:
        assert db.table("issue").all() == standing(repository)
        assert db.table("event").search(Query().note == "登记 📌")[0].doc_id == 1
        assert db.tables() == {"issue", "unit", "event", "_counters"}


def test_an_export_comes_back_whole_and_no_id_or_number_is_given_again(repository: EmbeddedRepository, tmp_path: Path):
    copy = open_embedded(tmp_path / "copy.db")
    copy.load(json.loads(json.dumps(repository.dump())))
    assert (everything(copy), copy.dump(), copy.verify()) == (everything(repository), repository.dump(), [])
    assert (add(copy)["id"], number(copy, "督办"), happen(copy, "issue/1", "2026")["id"]) == (3, 3, 3)
    copy.close()


def test_a_file_of_stock_tinydb_can_be_loaded(tmp_path: Path):
    file = tmp_path / "theirs.json"
    with TinyDB(file) as db:
        db.table("issue").insert_multiple([{"title": "a"}, {"title": "b"}])
    repository = open_embedded(tmp_path / "store.db")
    repository.load(json.loads(file.read_text()))
    assert standing(repository) == [{"title": "a", "id": 1, "revision": 1}, {"title": "b", "id": 2, "revision": 1}]
    assert change(repository, standing(repository)[0])["revision"] == 2
    repository.close()


def test_a_store_that_holds_something_is_not_loaded_into(repository: EmbeddedRepository):
    before = everything(repository)
    with pytest.raises(Refused, match="store_not_empty"):
        repository.load({"issue": {"9": {}}})
    assert everything(repository) == before


def test_a_file_that_is_no_export_is_told_with_all_its_faults(tmp_path: Path):
    repository = open_embedded(tmp_path / "store.db")
    tables = {"issue": {"x": {}, "1": [], "2": {}}, "unit": 3, "event": {"1": {"subject": "s"}}, "_counters": {"1": {}}}
    with pytest.raises(Invalid) as told:
        repository.load(tables)
    fields = {fault.field for fault in told.value.faults}
    assert fields == {"issue.x", "issue.1", "unit", "event.1.at", "_counters.1.name", "_counters.1.value"}
    assert repository.version == 0
    repository.close()


def add_series(connection: sqlite3.Connection) -> None:
    """A made-up step: every unit gets a series, and there is a new table."""
    connection.execute("CREATE TABLE notes(text)")
    connection.execute("UPDATE documents SET doc = json_set(doc, '$.series', 1) WHERE kind = 'unit' AND doc IS NOT NULL")


def fail(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE half_done(text)")
    raise ZeroDivisionError


def test_an_older_store_is_brought_up_once_and_then_newer_to_the_old_program(repository: EmbeddedRepository, path: Path):
    repository.close()
    for _ in range(2):
        newer = open_embedded(path, steps=(*STEPS, add_series))
        assert standing(newer, "unit") == [{"code": "U03", "leader": None, "id": 1, "revision": 1, "series": 1}]
        newer.close()
    with pytest.raises(Unusable, match="store_newer") as told:
        open_embedded(path)
    assert (told.value.params["found"], told.value.params["known"]) == (2, 1)


def test_a_migration_that_fails_half_way_leaves_the_store_as_it_was(repository: EmbeddedRepository, path: Path):
    before = repository.dump()
    repository.close()
    with pytest.raises(ZeroDivisionError):
        open_embedded(path, steps=(*STEPS, add_series, fail))
    again = open_embedded(path)
    assert again.dump() == before
    again.close()


def test_one_file_is_in_memory_once_however_its_path_is_written(repository: EmbeddedRepository, monkeypatch: pytest.MonkeyPatch):
    folder = repository.path.parent
    (folder / "link.db").symlink_to(repository.path)
    monkeypatch.chdir(folder)
    others = [open_embedded(path) for path in (Path("store.db"), folder / "link.db", folder / "x" / ".." / "store.db")]
    assert all(other.db is repository.db for other in others)
    for other in others:
        other.close()
    assert len(standing(repository)) == 1


def test_an_own_commit_that_comes_late_to_memory_does_not_hide_a_later_one(repository: EmbeddedRepository):
    committed = repository.db.storage.committed
    present = standing(repository)
    committed.take(repository.version - 1, [("issue", 1, {"id": 1, "title": "overtaken"})])
    assert standing(repository) == present


def test_the_last_to_close_leaves_one_file_behind(repository: EmbeddedRepository, path: Path):
    other = open_embedded(path)
    repository.close()
    assert len(list(path.parent.iterdir())) > 1
    other.close()
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_does_not_use_the_store_of_its_parent(path: Path):
    program = f"""if True:
        import os
        from pathlib import Path
        from store.engine.embedded import open_embedded
        repository = open_embedded(Path({str(path)!r}))
        if os.fork():
            os._exit(os.waitstatus_to_exitcode(os.wait()[1]))
        for use in (lambda: open_embedded(Path({str(path)!r})), lambda: repository.version):
            try:
                use()
                os._exit(1)
            except RuntimeError:
                pass
        os._exit(0)
    """
    run([sys.executable, "-c", program], cwd=ROOT, check=True)
