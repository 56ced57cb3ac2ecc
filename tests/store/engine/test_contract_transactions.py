"""What every engine promises about transactions: all or nothing, joined, and unseen before their end."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from store.engine.repository import Repository
from store.model.errors import Conflict, NotFound
from tests.store.engine.engines import Place
from tests.store.engine.verbs import Stopped, add, change, happen, number, standing, undone


def test_several_kinds_are_committed_together(repository: Repository):
    before = repository.version
    with repository.transaction() as transaction:
        issue = transaction.insert("issue", {})
        unit = transaction.insert("unit", {})
        event = transaction.insert("event", {"subject": "issue/1", "at": "2026"})
    assert (standing(repository), standing(repository, "unit"), repository.select("event")) == ([issue], [unit], [event])
    assert repository.version > before


@pytest.mark.parametrize("error", [Stopped, KeyboardInterrupt, SystemExit])
def test_an_exception_undoes_every_kind(repository: Repository, error: type[BaseException]):
    document, gone = add(repository, n=1), add(repository)
    before = repository.snapshot("issue")

    def write_and_fail() -> None:
        with repository.transaction() as transaction:
            transaction.replace("issue", document | {"n": 2}, 1)
            transaction.delete("issue", gone["id"], 1)
            transaction.insert("unit", {})
            transaction.insert("event", {"subject": "issue/1", "at": "2026"})
            raise error

    with pytest.raises(error):
        write_and_fail()
    assert (repository.snapshot("issue"), standing(repository, "unit"), repository.select("event")) == (before, [], [])


def test_what_was_undone_does_not_stand_in_the_way(repository: Repository):
    with undone(repository) as transaction:
        transaction.insert("issue", {"n": 1})
        transaction.insert("event", {"subject": "issue/1", "at": "2026"})
    assert add(repository, n=2)["n"] == standing(repository)[0]["n"] == 2
    happen(repository, "issue/1", "2027")
    assert [event["at"] for event in repository.select("event")] == ["2027"]


def test_a_transaction_sees_its_own_writes(repository: Repository):
    document, gone = add(repository, n=1), add(repository)
    with repository.transaction() as transaction:
        replaced = transaction.replace("issue", document | {"n": 2}, 1)
        transaction.delete("issue", gone["id"], 1)
        fresh = transaction.insert("issue", {})
        event = transaction.insert("event", {"subject": "issue/1", "at": "2026"})
        assert transaction.get("issue", 1) == replaced
        assert transaction.get("event", event["id"]) == event
        assert transaction.all("issue") == [replaced, fresh]
        with pytest.raises(NotFound):
            transaction.get("issue", gone["id"])
        with pytest.raises(Conflict):
            transaction.replace("issue", document, 1)
        assert transaction.replace("issue", replaced, 2)["revision"] == 3


def test_the_repository_shows_what_is_committed_even_to_the_one_who_is_writing(repository: Repository):
    document = add(repository, n=1)
    with repository.transaction() as transaction:
        before = repository.version
        transaction.replace("issue", document | {"n": 2}, 1)
        event = transaction.insert("event", {"subject": "issue/1", "at": "2026"})
        assert (repository.get("issue", 1), standing(repository), repository.select("event")) == (document, [document], [])
        with pytest.raises(NotFound):
            repository.get("event", event["id"])
        assert (repository.version, repository.changes_since(before)) == (before, (before, []))
    assert repository.get("issue", 1)["n"] == 2


def test_readers_are_neither_shown_nor_kept_waiting_by_a_transaction_in_progress(repository: Repository):
    document = add(repository, n=1)
    written, read = threading.Event(), threading.Event()
    seen = []

    def look() -> None:
        written.wait()
        seen.extend([repository.get("issue", 1)["n"], len(standing(repository, "unit")), len(repository.select("event"))])
        read.set()

    reader = threading.Thread(target=look)
    reader.start()
    with repository.transaction() as transaction:
        transaction.replace("issue", document | {"n": 2}, 1)
        transaction.insert("unit", {})
        transaction.insert("event", {"subject": "issue/1", "at": "2026"})
        written.set()
        assert read.wait(timeout=30)
    reader.join()
    assert seen == [1, 0, 0]


def test_a_nested_transaction_is_committed_with_the_outer_one(repository: Repository):
    with repository.transaction() as outer:
        outer.insert("issue", {})
        with repository.transaction() as inner:
            inner.insert("issue", {})
            assert len(inner.all("issue")) == 2
        assert len(outer.all("issue")) == 2
        assert standing(repository) == []
    assert len(standing(repository)) == 2


def test_a_nested_transaction_is_undone_with_the_outer_one(repository: Repository):
    with undone(repository):
        add(repository)
        happen(repository, "issue/1", "2026")
    assert (standing(repository), repository.select("event")) == ([], [])


def test_a_nested_transaction_that_fails_leaves_nothing_when_the_outer_one_goes_on(repository: Repository):
    document = add(repository, n=1)
    with repository.transaction() as outer:
        first = outer.replace("issue", document | {"n": 2}, 1)
        outer.insert("event", {"subject": "issue/1", "at": "kept"})
        with undone(repository) as inner:
            inner.replace("issue", first | {"n": 3}, 2)
            inner.insert("issue", {})
            inner.insert("event", {"subject": "issue/1", "at": "lost"})
            inner.clear("event")
            inner.next_number("n")
        assert outer.all("issue") == [first]
        assert outer.next_number("n") == 1
    assert standing(repository) == [first]
    assert [event["at"] for event in repository.select("event")] == ["kept"]


def test_an_error_of_the_nested_transaction_may_undo_the_outer_one(repository: Repository):
    document = add(repository)

    def add_and_fail() -> None:
        with repository.transaction() as outer:
            outer.insert("issue", {})
            change(repository, document | {"revision": 9})

    with pytest.raises(Conflict):
        add_and_fail()
    assert standing(repository) == [document]


def test_the_version_grows_with_what_is_committed_and_with_nothing_else(repository: Repository):
    versions = [repository.version]
    document = add(repository)
    versions.append(repository.version)
    happen(repository, "issue/1", "2026")
    versions.append(repository.version)
    change(repository, document)
    versions.append(repository.version)
    number(repository, "ref")
    versions.append(repository.version)
    assert versions == sorted(set(versions))
    with undone(repository) as transaction:
        transaction.insert("issue", {})
    assert repository.version == versions[-1]


def test_a_document_that_is_no_json_is_refused_and_nothing_is_written(repository: Repository):
    for bad in ({1, 2}, object(), {1: "a"}, b"bytes", date(2026, 1, 1)):
        with pytest.raises(TypeError):
            add(repository, value=bad)
        with pytest.raises(TypeError):
            happen(repository, "issue/1", "2026", value=bad)
    assert (standing(repository), repository.select("event")) == ([], [])


def test_who_listens_is_called_after_each_commit_and_can_read_it_and_after_nothing_else(place: Place, repository: Repository):
    same, heard = place.open(), []
    with repository.on_commit(lambda: heard.append(len(standing(same)))):
        add(same)
        with undone(repository) as transaction:
            transaction.insert("issue", {})
        with repository.transaction() as transaction, repository.transaction() as joined:
            transaction.insert("issue", {})
            joined.insert("issue", {})
    add(repository)
    assert heard == [1, 3]
    same.close()
