"""TinyDB's documented behaviour over our table and storage: the same tests on stock TinyDB in memory and on ours."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tinydb import Query, TinyDB, where
from tinydb import operations as change
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from store.engine._table import LedgerDB
from tests.store.engine.verbs import Stopped


def ours(folder: Path) -> TinyDB:
    return LedgerDB(folder / "store.db")


def stock(_: Path) -> TinyDB:
    return TinyDB(storage=MemoryStorage)


@pytest.fixture(params=[stock, ours])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TinyDB]:
    """Three documents in the default table."""
    db = request.param(tmp_path)
    db.insert_multiple({"int": 1, "char": char} for char in "abc")
    yield db
    db.close()


def ids(documents: list[Document]) -> list[int]:
    return [document.doc_id for document in documents]


def test_insert_returns_the_id_and_get_finds_it(db: TinyDB):
    assert db.insert({"int": 2}) == 4
    assert db.get(doc_id=4) == {"int": 2}
    assert db.get(doc_id=4).doc_id == 4  # type: ignore[union-attr]


def test_insert_takes_the_id_of_a_document_and_goes_on_above_it(db: TinyDB):
    assert db.insert(Document({}, doc_id=12)) == 12
    assert db.insert({}) == 13
    with pytest.raises(ValueError, match="already exists"):
        db.insert(Document({}, doc_id=12))


def test_insert_takes_mappings_only(db: TinyDB):
    with pytest.raises(ValueError, match="not a Mapping"):
        db.insert([1])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not a Mapping"):
        db.insert_multiple([{}, 1])  # type: ignore[list-item]


def test_insert_multiple_mixes_given_and_own_ids(db: TinyDB):
    assert db.insert_multiple([Document({}, doc_id=9), Document({}, doc_id=8)]) == [9, 8]
    assert set(ids(db.all())) == {1, 2, 3, 8, 9}


def test_all_and_iteration_and_length(db: TinyDB):
    assert db.all() == list(db) == [{"int": 1, "char": char} for char in "abc"]
    assert (ids(db.all()), len(db)) == ([1, 2, 3], 3)


def test_get_by_condition_by_id_and_by_several_ids(db: TinyDB):
    assert db.get(where("char") == "b") == {"int": 1, "char": "b"}
    assert db.get(where("char") == "z") is None
    assert db.get(doc_id=9) is None
    assert ids(db.get(doc_ids=[1, 3, 9])) == [1, 3]
    with pytest.raises(RuntimeError):
        db.get()


def test_search_and_count_and_contains(db: TinyDB):
    assert ids(db.search((where("char") == "a") | (where("char") == "c"))) == [1, 3]
    assert (db.count(where("int") == 1), db.count(where("int") == 2)) == (3, 0)
    assert [db.contains(where("char") == "a"), db.contains(doc_id=2)] == [True, True]
    assert [db.contains(where("char") == "z"), db.contains(doc_id=9)] == [False, False]


def test_queries_reach_into_documents(db: TinyDB):
    db.insert({"measures": [{"owner": "张三", "percent": 40}, {"owner": "李四", "percent": 100}], "unit": {"name": "办公室"}})
    measure = Query()
    assert ids(db.search(Query().measures.any(measure.owner == "李四"))) == [4]
    assert ids(db.search(Query().measures.all(measure.percent > 30))) == [4]
    assert ids(db.search(Query().unit.name.matches("办公"))) == [4]
    assert ids(db.search(Query().unit.exists())) == [4]
    assert ids(db.search(~Query().char.one_of(["a", "b"]) & Query().int.exists())) == [3]
    assert ids(db.search(Query().char.test(lambda char: char > "a"))) == [2, 3]
    assert ids(db.search(Query().fragment({"int": 1, "char": "c"}))) == [3]


def test_update_by_condition_by_ids_and_everywhere(db: TinyDB):
    assert db.update({"int": 2}, where("char") == "a") == [1]
    assert db.update({"int": 3}, doc_ids=[2, 3, 9]) == [2, 3]
    assert [document["int"] for document in db] == [2, 3, 3]
    assert db.update({"int": 4}) == [1, 2, 3]
    assert {document["int"] for document in db} == {4}
    assert db.update({"int": 5}, where("char") == "z") == []


def test_update_by_a_callable(db: TinyDB):
    db.update(lambda document: document.update(nested=[1]), where("char") == "a")
    db.update(lambda document: document["nested"].append(2), doc_ids=[1])
    db.update(change.increment("int"), where("char") == "b")
    db.update(change.delete("int"), where("char") == "c")
    assert db.all() == [{"int": 1, "char": "a", "nested": [1, 2]}, {"int": 2, "char": "b"}, {"char": "c"}]


def test_an_update_that_only_changes_a_type_is_one(db: TinyDB):
    db.update({"int": True}, doc_ids=[1])
    assert db.get(doc_id=1)["int"] is True  # type: ignore[index, call-overload]


def test_update_multiple_applies_each_in_turn(db: TinyDB):
    assert db.update_multiple([({"int": 2}, where("char") == "a"), (change.increment("int"), where("int") == 2)]) == [1, 1]
    assert [document["int"] for document in db] == [3, 1, 1]


def test_upsert_updates_or_inserts(db: TinyDB):
    assert db.upsert({"int": 7}, where("char") == "a") == [1]
    assert db.upsert({"char": "z"}, where("char") == "z") == [4]
    assert db.upsert(Document({"int": 8}, doc_id=2)) == [2]
    assert db.upsert(Document({"int": 9}, doc_id=40)) == [40]
    assert [document.get("int") for document in db] == [7, 8, 1, None, 9]
    with pytest.raises(ValueError, match="doc_id"):
        db.upsert({"char": "a"})


def test_remove_by_condition_and_by_ids(db: TinyDB):
    assert db.remove(where("char") == "b") == [2]
    assert db.remove(doc_ids=[3, 9]) == [3]
    assert ids(db.all()) == [1]
    with pytest.raises(RuntimeError):
        db.remove()


def test_truncate_and_drop_empty_a_table(db: TinyDB):
    for name in ("one", "two", "three"):
        db.table(name).insert({})
    db.table("one").truncate()
    db.drop_table("two")
    db.drop_table("never there")
    assert [len(db.table(name)) for name in ("one", "two", "three")] == [0, 0, 1]
    db.drop_tables()
    assert (db.tables(), len(db), len(db.table("three"))) == (set(), 0, 0)


def test_tables_keep_apart(db: TinyDB):
    db.table("unit").insert({"name": "办公室"})
    assert db.table("unit").all() == [{"name": "办公室"}]
    assert db.table("unit").get(doc_id=1) != db.get(doc_id=1)
    assert db.tables() == {"_default", "unit"}


def test_a_failing_update_leaves_every_document_alone_in_ours(tmp_path: Path):
    db = ours(tmp_path)
    db.insert_multiple([{"n": 1}, {"n": 2}, {}])
    with pytest.raises(KeyError):
        db.update(change.increment("n"))
    assert db.all() == [{"n": 1}, {"n": 2}, {}]
    db.close()


WAYS_TO_A_DOCUMENT: dict[str, Callable[[TinyDB], Any]] = {
    "all": lambda db: db.all()[0],
    "iteration": lambda db: next(iter(db)),
    "search": lambda db: db.search(where("list").exists())[0],
    "get by condition": lambda db: db.get(where("list").exists()),
    "get by id": lambda db: db.get(doc_id=1),
    "get by ids": lambda db: db.get(doc_ids=[1])[0],
    "storage": lambda db: db.storage.read()["_default"]["1"],  # type: ignore[index]
}


@pytest.mark.parametrize("way", WAYS_TO_A_DOCUMENT)
def test_what_our_table_hands_out_is_private(tmp_path: Path, way: str):
    db = ours(tmp_path)
    db.insert({"list": [1]})
    WAYS_TO_A_DOCUMENT[way](db)["list"].append(2)
    assert db.all() == [{"list": [1]}]
    db.close()


def test_our_ids_never_come_back(tmp_path: Path):
    db = ours(tmp_path)
    db.insert_multiple([{}, {}])
    db.remove(doc_ids=[2])
    assert db.insert({}) == 3
    db.truncate()
    assert db.insert_multiple([Document({}, doc_id=9), {}]) == [9, 10]
    db.close()
    again = ours(tmp_path)
    again.drop_tables()
    assert again.insert({}) == 11
    again.close()


def test_our_documents_come_in_the_order_of_their_ids_whenever_they_came(tmp_path: Path):
    db = ours(tmp_path)
    db.insert_multiple([Document({}, doc_id=9), Document({}, doc_id=4)])
    db.insert(Document({}, doc_id=7))
    assert ids(db.all()) == [4, 7, 9]
    db.close()


def test_a_transaction_of_our_database_spans_tables(tmp_path: Path):
    db = LedgerDB(tmp_path / "store.db")
    with contextlib.suppress(Stopped), db.transaction():
        db.table("issue").insert({})
        db.table("unit").upsert({}, where("code") == "U03")
        assert db.tables() == {"issue", "unit"}
        raise Stopped
    assert db.tables() == set()
    db.close()


def test_events_have_no_table(tmp_path: Path):
    db = LedgerDB(tmp_path / "store.db")
    with pytest.raises(ValueError, match="event"):
        db.table("event")
    db.close()


def test_our_storage_can_be_read_and_written_whole(tmp_path: Path):
    db = ours(tmp_path)
    assert db.storage.read() is None
    db.storage.write({"issue": {"1": {"n": 1}, "4": {"n": 4}}, "unit": {"1": {}}})
    db.storage.write({"issue": {"4": {"n": 5}, "2": {"n": 2}}})
    assert db.storage.read() == {"issue": {"2": {"n": 2}, "4": {"n": 5}}}
    assert db.table("issue").insert({}) == 5
    db.close()


FIELDS = st.fixed_dictionaries({}, optional={"a": st.integers(0, 2) | st.booleans(), "b": st.sampled_from(["", "x", None])})
CONDITIONS = st.sampled_from([where("a") == 1, where("b") == "x", where("a").exists(), ~where("b").exists()])
CALLS = st.one_of(
    st.tuples(st.just("insert"), FIELDS),
    st.tuples(st.just("insert_multiple"), st.lists(FIELDS, max_size=3)),
    st.tuples(st.just("update"), FIELDS, CONDITIONS),
    st.tuples(st.just("update"), FIELDS, st.none(), st.lists(st.integers(1, 6), max_size=3)),
    st.tuples(st.just("update_multiple"), st.lists(st.tuples(FIELDS, CONDITIONS), max_size=3)),
    st.tuples(st.just("upsert"), FIELDS, CONDITIONS),
    st.tuples(st.just("remove"), CONDITIONS),
    st.tuples(st.just("search"), CONDITIONS),
    st.tuples(st.just("count"), CONDITIONS),
)


@given(calls=st.lists(CALLS, max_size=15))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_series_of_calls_answers_as_stock_tinydb_does(tmp_path_factory: pytest.TempPathFactory, calls: list[tuple[Any, ...]]):
    theirs = stock(Path())
    mine = ours(tmp_path_factory.mktemp("store"))
    for name, *arguments in calls:
        assert getattr(mine, name)(*arguments) == getattr(theirs, name)(*arguments)
    assert repr(mine.all()) == repr(theirs.all())
    assert ids(mine.all()) == ids(theirs.all())
    mine.close()
