"""A change can be walked back exactly, whatever the documents were."""

from hypothesis import given
from hypothesis import strategies as some

from store.rules.changes import difference, rewind

values = some.none() | some.booleans() | some.integers(0, 3) | some.sampled_from(["", "甲", "乙"])
items = some.dictionaries(some.sampled_from(["id", "text"]), values, max_size=2)
documents = some.dictionaries(
    some.sampled_from(["title", "due", "measures", "notes"]), values | some.lists(items, max_size=3), max_size=4
)


@given(documents, documents)
def test_rewinding_a_difference_gives_the_earlier_document(before, after):
    assert rewind(after, *difference(before, after)) == before


@given(documents)
def test_a_document_does_not_differ_from_itself(document):
    assert difference(document, document) == ({}, {})


def test_only_the_changed_measure_is_recorded():
    before = {"title": "甲", "measures": [{"id": 1, "percent": 0}, {"id": 2, "percent": 0}]}
    after = {"title": "甲", "measures": [{"id": 1, "percent": 0}, {"id": 2, "percent": 40}]}
    assert difference(before, after) == ({"measures.1": {"id": 2, "percent": 0}}, {"measures.1": {"id": 2, "percent": 40}})


def test_the_bookkeeping_of_the_engine_is_no_change():
    assert difference({"revision": 1, "title": "甲"}, {"revision": 2, "title": "甲"}) == ({}, {})
