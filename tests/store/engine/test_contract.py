"""What every engine promises about documents, revisions and numbers, to one who works alone."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.engine.repository import Repository
from store.model.errors import Conflict, NotFound, Unusable
from tests.store.engine.engines import Place
from tests.store.engine.verbs import add, change, happen, number, remove, standing, undone

CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXT = st.text(CHARACTERS, max_size=20) | st.sampled_from(["销号", "🚧", ""])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def test_a_new_document_gets_an_id_and_the_first_revision(repository: Repository):
    assert add(repository, title="漏洞") == {"title": "漏洞", "id": 1, "revision": 1}
    assert add(repository, title="second")["id"] == 2


def test_each_kind_counts_its_own_ids(repository: Repository):
    assert [add(repository, kind)["id"] for kind in ("issue", "unit", "event", "issue") if kind != "event"] == [1, 1, 2]
    assert happen(repository, "issue/1", "2026-01-01")["id"] == 1


@given(value=VALUES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_value_comes_back_as_it_was(repository: Repository, value: object):
    stored = add(repository, value=value)
    event = happen(repository, "issue/1", "2026-01-01", value=value)
    assert stored["value"] == value
    assert repository.get("issue", stored["id"])["value"] == value
    assert repository.get("event", event["id"])["value"] == value


def test_a_value_keeps_its_type(repository: Repository):
    add(repository, flag=True, one=1, half=0.5, nothing=None, none_in=[None, {"a": None}], empty=["", [], {}])
    read = repository.get("issue", 1)
    assert read["flag"] is True
    assert type(read["one"]) is int
    assert read == {"id": 1, "revision": 1, "flag": True, "one": 1, "half": 0.5, "nothing": None, "none_in": [None, {"a": None}],
                    "empty": ["", [], {}]}  # fmt: skip


def test_true_replaced_by_one_is_a_change(repository: Repository):
    change(repository, add(repository, flag=True), flag=1)
    assert repository.get("issue", 1)["flag"] is not True


@pytest.mark.parametrize("kind", ["issue", "event"])
def test_what_is_not_there_is_not_found(repository: Repository, kind: str):
    with pytest.raises(NotFound):
        repository.get(kind, 1)
    with repository.transaction() as transaction, pytest.raises(NotFound):
        transaction.get(kind, 1)


def test_a_replaced_document_is_one_revision_later_and_keeps_no_old_field(repository: Repository):
    first = add(repository, old="gone", kept=1)
    with repository.transaction() as transaction:
        second = transaction.replace("issue", {"id": first["id"], "kept": 2}, 1)
    assert second == {"id": 1, "revision": 2, "kept": 2} == repository.get("issue", 1)


def test_a_replacement_counts_even_when_nothing_differs(repository: Repository):
    assert change(repository, add(repository))["revision"] == 2


def test_who_saves_over_a_later_revision_is_shown_the_present_document(repository: Repository):
    read = add(repository, by="nobody")
    change(repository, read, by="the first")
    with pytest.raises(Conflict) as told:
        change(repository, read, by="the second")
    assert told.value.current == {"id": 1, "revision": 2, "by": "the first"} == repository.get("issue", 1)


@pytest.mark.parametrize("revision", [0, 2, 3])
def test_only_the_present_revision_can_be_replaced_or_deleted(repository: Repository, revision: int):
    add(repository)
    with repository.transaction() as transaction:
        with pytest.raises(Conflict):
            transaction.replace("issue", {"id": 1}, revision)
        with pytest.raises(Conflict):
            transaction.delete("issue", 1, revision)
    assert repository.get("issue", 1)["revision"] == 1


def test_what_was_never_there_cannot_be_replaced_or_deleted(repository: Repository):
    with repository.transaction() as transaction:
        with pytest.raises(NotFound):
            transaction.replace("issue", {"id": 7}, 1)
        with pytest.raises(NotFound):
            transaction.delete("issue", 7, 1)
    assert standing(repository) == []


def test_a_deleted_document_is_gone(repository: Repository):
    first, second = add(repository), add(repository)
    remove(repository, first)
    assert standing(repository) == [second]
    with pytest.raises(NotFound):
        repository.get("issue", first["id"])


def test_an_id_of_a_deleted_document_never_comes_back(place: Place, repository: Repository):
    add(repository)
    remove(repository, add(repository))
    assert add(repository)["id"] == 3
    remove(repository, repository.get("issue", 3))
    repository.close()
    again = place.open()
    assert add(again)["id"] == 4
    again.close()


def test_editing_what_came_out_or_went_in_changes_nothing_in_the_store(repository: Repository):
    given = {"list": [1], "deep": {"list": [1]}}
    with repository.transaction() as transaction:
        stored = transaction.insert("issue", given)
        inside = transaction.get("issue", 1)
        event = transaction.insert("event", {"subject": "s", "at": "1", "list": [1]})
        for edited in (given, stored, inside, event):
            edited["list"].append(2)
        given["deep"]["list"].append(2)
    read = repository.get("issue", 1)
    read["deep"]["list"].append(3)
    repository.select("event")[0]["list"].append(3)
    assert repository.get("issue", 1) == {"id": 1, "revision": 1, "list": [1], "deep": {"list": [1]}}
    assert repository.get("event", 1)["list"] == [1]


def test_editing_the_document_of_a_conflict_changes_nothing_in_the_store(repository: Repository):
    add(repository, list=[1])
    with pytest.raises(Conflict) as told, repository.transaction() as transaction:
        transaction.replace("issue", {"id": 1}, 9)
    told.value.current["list"].append(2)
    assert repository.get("issue", 1)["list"] == [1]


def test_a_snapshot_stays_as_it_was_when_its_documents_change(repository: Repository):
    document = add(repository, list=[1])
    add(repository)
    version, before = repository.snapshot("issue")
    change(repository, document, list=[1, 2])
    remove(repository, repository.get("issue", 2))
    assert [(document["id"], document.get("list")) for document in before] == [(1, [1]), (2, None)]
    assert version < repository.version


def test_documents_come_in_the_order_of_their_ids(repository: Repository):
    for n in range(12):
        add(repository, n=n)
    change(repository, repository.get("issue", 3))
    remove(repository, repository.get("issue", 5))
    with repository.transaction() as transaction:
        transaction.insert("issue", {})
        transaction.replace("issue", transaction.get("issue", 1), 1)
        inside = [document["id"] for document in transaction.all("issue")]
    assert inside == [document["id"] for document in standing(repository)] == [1, 2, 3, 4, *range(6, 14)]


def test_numbers_of_a_counter_begin_at_one_and_never_return(place: Place, repository: Repository):
    assert [number(repository, "督办 2026"), number(repository, "督办 2026"), number(repository, "other")] == [1, 2, 1]
    with undone(repository) as transaction:
        assert transaction.next_number("督办 2026") == 3
    repository.close()
    again = place.open()
    assert number(again, "督办 2026") == 3
    again.close()


def test_a_counter_and_the_ids_of_a_kind_of_the_same_name_do_not_mix(repository: Repository):
    assert [number(repository, "issue"), add(repository)["id"], number(repository, "version")] == [1, 1, 1]


def test_clearing_a_kind_removes_all_of_it_and_its_ids_go_on(repository: Repository):
    for kind in ("issue", "issue", "unit"):
        add(repository, kind)
    happen(repository, "issue/1", "2026")
    with undone(repository) as transaction:
        transaction.clear("issue")
        transaction.clear("event")
        assert transaction.all("issue") == []
        with pytest.raises(NotFound):
            transaction.get("event", 1)
    assert (len(standing(repository)), len(repository.select("event"))) == (2, 1)
    with repository.transaction() as transaction:
        transaction.insert("event", {"subject": "issue/1", "at": "2027"})
        transaction.clear("issue")
        transaction.clear("event")
        kept = transaction.insert("event", {"subject": "issue/1", "at": "2028"})
        assert transaction.get("event", kept["id"]) == kept
        assert transaction.insert("issue", {})["id"] == 3
    assert [document["id"] for document in standing(repository)] == [3]
    assert len(standing(repository, "unit")) == 1
    assert repository.select("event") == [kept]
    assert kept["id"] > 1


def test_everything_is_there_after_reopening(place: Place, repository: Repository):
    change(repository, add(repository, title="一"), title="二")
    event = happen(repository, "issue/1", "2026-01-01", note="。")
    version, issues = repository.snapshot("issue")
    repository.close()
    again = place.open()
    assert again.snapshot("issue") == (version, issues)
    assert again.select("event") == [event]
    again.close()


def test_a_closed_repository_answers_no_more(repository: Repository):
    repository.close()
    repository.close()
    calls = [lambda: repository.version, lambda: repository.get("issue", 1), lambda: repository.get("event", 1),
             lambda: repository.snapshot("issue"), lambda: repository.select("event"), lambda: repository.changes_since(0),
             lambda: add(repository)]  # fmt: skip
    for call in calls:
        with pytest.raises(Unusable, match="store_closed"):
            call()


def test_a_handle_goes_on_when_another_on_the_same_store_is_closed(place: Place, repository: Repository):
    other = place.open()
    add(other)
    other.close()
    assert len(standing(repository)) == 1


def test_hot_and_cold_kinds_are_not_taken_for_each_other(repository: Repository):
    event = happen(repository, "issue/1", "2026")
    with repository.transaction() as transaction:
        calls = [lambda: repository.snapshot("event"), lambda: repository.select("issue"), lambda: transaction.all("event"),
                 lambda: transaction.replace("event", event, 1), lambda: transaction.delete("event", 1, 1)]  # fmt: skip
        for call in calls:
            with pytest.raises(ValueError, match=r"event|issue"):
                call()
    assert repository.select("event") == [event]
