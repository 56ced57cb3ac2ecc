"""What every engine promises about reading: cold documents by subject and time, and what changed since a version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.engine.repository import Change, Repository
from store.model.errors import Conflict
from tests.store.engine.engines import Place
from tests.store.engine.verbs import Stopped, add, happen, number, remove, standing

DAYS = ("2026-01-01", "2026-01-02T08:00", "2026-01-02", "2026-01-03", "2026-01-01")


@pytest.fixture
def history(repository: Repository) -> Repository:
    """Five events in a row, of two issues in turn; not in the order of time, as after an import."""
    for place, day in enumerate(DAYS):
        happen(repository, f"issue/{place % 2 + 1}", day)
    return repository


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({}, [1, 2, 3, 4, 5]),
        ({"newest_first": True}, [5, 4, 3, 2, 1]),
        ({"subject": "issue/1"}, [1, 3, 5]),
        ({"subject": "issue/1", "newest_first": True}, [5, 3, 1]),
        ({"subject": "issue"}, []),
        ({"subject": ""}, []),
        ({"since": "2026-01-02"}, [2, 3, 4]),
        ({"until": "2026-01-02"}, [1, 5]),
        ({"since": "2026-01-02", "until": "2026-01-03"}, [2, 3]),
        ({"since": "2026-01-01", "until": "2026-01-01"}, []),
        ({"subject": "issue/2", "since": "2026-01-03"}, [4]),
        ({"limit": 2}, [1, 2]),
        ({"limit": 0}, []),
        ({"offset": 3}, [4, 5]),
        ({"limit": 2, "offset": 1, "newest_first": True}, [4, 3]),
        ({"subject": "issue/1", "until": "2026-01-02", "newest_first": True, "limit": 1, "offset": 1}, [1]),
        ({"subject": "issue/1' OR 1=1 --"}, []),
    ],
)
def test_events_are_selected_by_subject_and_time(history: Repository, asked: dict[str, Any], ids: list[int]):
    assert [event["id"] for event in history.select("event", **asked)] == ids


def test_no_event_is_skipped_or_shown_twice_when_leafing(history: Repository):
    pages = [history.select("event", limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [[event["id"] for event in page] for page in pages] == [[1, 2], [3, 4], [5], []]


def test_changes_are_told_once_each_with_the_present_version(repository: Repository):
    first, second = add(repository), add(repository)
    version = repository.version
    with repository.transaction() as transaction:
        transaction.replace("issue", first, 1)
        transaction.insert("unit", {})
        transaction.insert("event", {"subject": "issue/1", "at": "2026"})
    with repository.transaction() as transaction:
        transaction.replace("issue", first, 2)
    remove(repository, second)
    now, changes = repository.changes_since(version)
    assert now == repository.version
    assert len(changes) == 3
    assert set(changes) == {Change("issue", 1), Change("issue", 2, deleted=True), Change("unit", 1)}
    assert repository.changes_since(now) == (now, [])


def test_a_cleared_kind_is_told_as_so_many_deletions(repository: Repository):
    add(repository), add(repository)
    version = repository.version
    with repository.transaction() as transaction:
        transaction.clear("issue")
    assert set(repository.changes_since(version)[1]) == {Change("issue", 1, deleted=True), Change("issue", 2, deleted=True)}


@dataclass
class Model:
    """The plainest engine there could be: dicts, copied before each transaction."""

    documents: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    changed: dict[tuple[str, int], int] = field(default_factory=dict)
    events: list[tuple[str, str]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def copy(self) -> Model:
        return Model(dict(self.documents), dict(self.changed), list(self.events), dict(self.numbers))

    def check(self, repository: Repository, versions: list[int]) -> None:
        for kind in ("issue", "unit"):
            assert standing(repository, kind) == [self.documents[key] for key in sorted(self.documents) if key[0] == kind]
        assert [(event["subject"], event["at"]) for event in repository.select("event")] == self.events
        for version in versions:
            now, changes = repository.changes_since(version)
            expected = {Change(*key, key not in self.documents) for key, at in self.changed.items() if at > version}
            assert (now, len(changes), set(changes)) == (repository.version, len(expected), expected)


class Play:
    """The same random operations on an engine and on the model."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.repository = place.open()
        self.model = Model()
        self.versions = [self.repository.version]

    def transaction(self, operations: list[tuple[str, str, int]], fails: bool) -> None:
        model = self.model.copy()
        try:
            with self.repository.transaction() as transaction:
                touched = {self._operate(transaction, model, *operation) for operation in operations}
                if fails:
                    raise Stopped
        except Stopped:
            return
        version = self.repository.version
        lasting = self.model.documents.keys() | model.documents.keys()  # what came and went in one transaction never was
        model.changed |= {key: version for key in touched if key in lasting}
        self.model = model
        self.versions.append(version)

    def _operate(self, transaction: Any, model: Model, action: str, kind: str, pick: int) -> tuple[str, int] | None:
        ids = [key[1] for key in model.documents if key[0] == kind]
        if action == "number":
            model.numbers[kind] = transaction.next_number(kind)
            assert model.numbers[kind] > self.model.numbers.get(kind, 0)
        elif action == "event":
            transaction.insert("event", {"subject": kind, "at": str(pick)})
            model.events.append((kind, str(pick)))
        elif action == "insert" or not ids:
            document = transaction.insert(kind, {"pick": pick})
            assert (kind, document["id"]) not in self.model.changed
            model.documents[kind, document["id"]] = document
            return kind, document["id"]
        else:
            return self._change(transaction, model, action, kind, model.documents[kind, ids[pick % len(ids)]])
        return None

    def _change(self, transaction: Any, model: Model, action: str, kind: str, old: dict[str, Any]) -> tuple[str, int] | None:
        key = (kind, old["id"])
        if action == "late":
            with pytest.raises(Conflict) as told:
                transaction.replace(kind, old, old["revision"] - 1)
            assert told.value.current == old
            return None
        if action == "delete":
            transaction.delete(*key, old["revision"])
            del model.documents[key]
        else:
            model.documents[key] = transaction.replace(kind, old | {"again": True}, old["revision"])
            assert model.documents[key] == old | {"again": True, "revision": old["revision"] + 1}
        return key

    def reopen(self) -> None:
        self.repository.close()
        self.repository = self.place.open()


OPERATIONS = st.tuples(
    st.sampled_from(["insert", "replace", "replace", "delete", "late", "event", "number"]),
    st.sampled_from(["issue", "unit"]),
    st.integers(0, 20),
)
TRANSACTIONS = st.tuples(st.lists(OPERATIONS, min_size=1, max_size=6), st.booleans())


@given(transactions=st.lists(TRANSACTIONS, max_size=12), reopenings=st.sets(st.integers(0, 12), max_size=2))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_series_of_operations_ends_as_in_plain_dicts(
    new_place: Callable[[], Place], transactions: list[tuple[list[tuple[str, str, int]], bool]], reopenings: set[int]
):
    play = Play(new_place())
    for turn, (operations, fails) in enumerate(transactions):
        play.transaction(operations, fails)
        if turn in reopenings:
            play.reopen()
    play.model.check(play.repository, play.versions)
    assert {kind: number(play.repository, kind) - 1 for kind in play.model.numbers} == play.model.numbers
    play.repository.close()


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({"after_id": 3}, [4, 5]),
        ({"before_id": 3}, [1, 2]),
        ({"after_id": 1, "before_id": 5, "newest_first": True, "limit": 2}, [4, 3]),
        ({"after_id": 0, "subject": "issue/2"}, [2, 4]),
        ({"after_id": 1, "until": "2026-01-02"}, [5]),
    ],
)
def test_events_are_read_from_and_up_to_one_of_them(history: Repository, asked: dict[str, Any], ids: list[int]):
    assert [event["id"] for event in history.select("event", **asked)] == ids
