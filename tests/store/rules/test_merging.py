"""Two people's changes of one problem: nothing of either is lost without somebody having chosen it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from store.rules.merging import changes, merged

BASE: dict[str, Any] = {
    "title": "a",
    "owner": "b",
    "measures": [
        {"id": 1, "kind": "corrective", "text": "m", "owner": "", "due": ""},
        {"id": 2, "kind": "corrective", "text": "n", "owner": "", "due": ""},
    ],
}


def with_measures(*measures: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {**BASE, **fields, "measures": list(measures)}


def measure(number: int | None, text: str, **other: str) -> dict[str, Any]:
    return {"id": number, "kind": "corrective", "text": text, "owner": "", "due": "", **other}


def test_without_their_changes_mine_stays():
    mine = {**BASE, "title": "mine"}
    assert changes(BASE, mine, BASE) == []
    assert merged(BASE, mine, BASE, {}) == mine


def test_what_only_they_changed_is_taken():
    theirs = {**BASE, "title": "theirs"}
    assert [change.clashes for change in changes(BASE, BASE, theirs)] == [False]
    assert merged(BASE, BASE, theirs, {}) == theirs


def test_where_both_changed_the_chosen_side_holds():
    mine, theirs = {**BASE, "title": "mine"}, {**BASE, "title": "theirs"}
    assert [(change.path, change.clashes) for change in changes(BASE, mine, theirs)] == [("title", True)]
    assert merged(BASE, mine, theirs, {})["title"] == "mine"
    assert merged(BASE, mine, theirs, {"title": True})["title"] == "theirs"


def test_the_same_change_by_both_is_no_clash():
    both = {**BASE, "title": "both"}
    assert [change.clashes for change in changes(BASE, both, both)] == [False]


def test_fields_of_one_measure_are_mixed():
    mine = with_measures(measure(1, "mine"), measure(2, "n"))
    theirs = with_measures(measure(1, "m", owner="they"), measure(2, "n"))
    assert merged(BASE, mine, theirs, {})["measures"][0] == measure(1, "mine", owner="they")


def test_measures_that_either_added_are_kept():
    mine = with_measures(measure(1, "m"), measure(2, "n"), measure(None, "my new one"))
    theirs = with_measures(measure(1, "m"), measure(2, "n"), measure(3, "their new one"))
    assert [one["text"] for one in merged(BASE, mine, theirs, {})["measures"]] == ["m", "n", "their new one", "my new one"]


def test_a_measure_that_one_removed_and_the_other_changed_is_to_be_chosen():
    mine, theirs = with_measures(measure(1, "m")), with_measures(measure(1, "m"), measure(2, "theirs"))
    assert [(change.path, change.clashes) for change in changes(BASE, mine, theirs)] == [("measures.2", True)]
    assert [one["id"] for one in merged(BASE, mine, theirs, {})["measures"]] == [1]
    assert [one["id"] for one in merged(BASE, mine, theirs, {"measures.2": True})["measures"]] == [1, 2]


def test_a_measure_that_they_removed_and_i_left_alone_goes():
    assert [one["id"] for one in merged(BASE, BASE, with_measures(measure(1, "m")), {})["measures"]] == [1]


texts = st.sampled_from(["a", "b", "c"])
known = st.lists(st.tuples(st.sampled_from([1, 2, 3]), texts), unique_by=lambda pair: pair[0], max_size=3)
sides = st.builds(
    lambda title, measures: {"title": title, "measures": [measure(*pair) for pair in sorted(measures)]}, texts, known
)


@given(sides, sides, sides)
def test_taking_all_of_theirs_gives_every_place_its_newer_value(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
):
    take = {change.path: True for change in changes(base, mine, theirs)}
    result = merged(base, mine, theirs, take)
    assert result["title"] == (theirs["title"] if theirs["title"] != base["title"] else mine["title"])
    assert changes(base, theirs, theirs) == changes(base, theirs, merged(base, theirs, theirs, {}))
    if mine == base:
        assert result == theirs
    if theirs == base:
        assert result == mine
