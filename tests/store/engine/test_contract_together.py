"""What every engine promises to many at once: threads and processes on one store, nothing lost, nothing stale."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from store.engine.repository import Document, Repository
from store.model.errors import Conflict
from tests.store.engine.engines import Place
from tests.store.engine.hammer import THREADS, finish, raise_counts, start
from tests.store.engine.verbs import add, change, standing


def counted(repository: Repository, times: int) -> None:
    """Every acknowledged step is there: the count, the revision, and one event for each."""
    (document,) = standing(repository)
    assert (document["n"], document["revision"]) == (times, times + 1)
    assert sorted(event["n"] for event in repository.select("event", subject="count")) == list(range(1, times + 1))


def test_eight_threads_lose_nothing(repository: Repository):
    add(repository, n=0)
    raise_counts(repository, 25)
    counted(repository, THREADS * 25)


def test_eight_threads_in_each_of_two_processes_lose_nothing(place: Place, repository: Repository):
    add(repository, n=0)
    finish(start(place.address, "raise", 15), start(place.address, "raise", 15))
    counted(repository, 2 * THREADS * 15)


def test_many_processes_may_make_the_store_at_once(place: Place):
    told = finish(*[start(place.address, "add", 3) for _ in range(4)])
    assert sorted(map(int, told)) == list(range(1, 13))
    repository = place.open()
    assert len(standing(repository)) == 12
    repository.close()


def test_of_many_who_save_over_one_revision_one_gets_through(repository: Repository):
    document = add(repository)

    def save(by: int) -> bool:
        try:
            return bool(change(repository, document, by=by))
        except Conflict:
            return False

    with ThreadPoolExecutor(THREADS) as pool:
        assert sum(pool.map(save, range(THREADS * 4))) == 1


def test_ids_and_numbers_of_many_threads_are_all_different(repository: Repository):
    def take(_: int) -> tuple[int, int]:
        with repository.transaction() as transaction:
            return transaction.insert("issue", {})["id"], transaction.next_number("n")

    with ThreadPoolExecutor(THREADS) as pool:
        ids, numbers = zip(*pool.map(take, range(80)), strict=True)
    assert sorted(ids) == sorted(numbers) == list(range(1, 81))


def test_what_another_process_did_is_seen_at_the_next_look(place: Place, repository: Repository):
    add(repository), add(repository)
    version = repository.version
    finish(start(place.address, "change", 1))
    assert repository.get("issue", 1)["by"] == "somebody else"
    finish(start(place.address, "remove", 2))
    finish(start(place.address, "add"))
    assert [document["id"] for document in standing(repository)] == [1, 3]
    changes = repository.changes_since(version)[1]
    assert {(change.id, change.deleted) for change in changes} == {(1, False), (2, True), (3, False)}


def test_who_began_before_another_process_saved_is_told_of_it(place: Place, repository: Repository):
    document = add(repository)
    finish(start(place.address, "change", 1))
    with repository.transaction() as transaction:
        assert transaction.get("issue", 1)["revision"] == 2
    with pytest.raises(Conflict) as told:
        change(repository, document)
    assert told.value.current["by"] == "somebody else"


def test_who_follows_the_changes_has_what_who_reads_everything_has(repository: Repository):
    add(repository, n=0)
    done = threading.Event()
    followed: dict[int, Document] = {}
    versions = [0]

    def follow() -> None:
        last_look = False
        while not last_look:
            last_look = done.is_set()
            version, changes = repository.changes_since(versions[-1])
            versions.append(version)
            followed.update({change.id: repository.get("issue", change.id) for change in changes if change.kind == "issue"})

    follower = threading.Thread(target=follow)
    follower.start()
    raise_counts(repository, 15)
    done.set()
    follower.join()
    assert list(followed.values()) == standing(repository)
    assert all(earlier <= later for earlier, later in pairwise(versions))


def test_a_snapshot_is_of_one_moment(repository: Repository):
    with repository.transaction() as transaction:
        pair = [transaction.insert("issue", {"n": 0}), transaction.insert("issue", {"n": 0})]
    done = threading.Event()

    def step(documents: list[Document]) -> None:
        for n in range(1, 40):
            with repository.transaction() as transaction:
                documents = [transaction.replace("issue", document | {"n": n}, document["revision"]) for document in documents]
        done.set()

    writer = threading.Thread(target=step, args=(pair,))
    writer.start()
    while not done.is_set():
        first, second = standing(repository)
        assert first["n"] == second["n"]
    writer.join()
