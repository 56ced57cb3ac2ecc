"""One verb on many problems: one transaction, one event each, and what is refused for one is told and leaves it as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store.model.errors import Conflict, Invalid, NotFound, Refused
from store.opening import Store
from tests.store.conftest import CONTACT, OFFICE, OTHER_CONTACT, TODAY, registered

SLIP = {"level": "reminder", "text": "请尽快", "answer_by": TODAY + timedelta(days=3)}


def test_many_are_urged_at_once_each_with_its_number_and_its_event(store: Store):
    one, other = registered(store), registered(store)
    done = store.ledger.do_many(OFFICE, "urge", {one.ref_no: 1, other.ref_no: 1}, **SLIP)
    assert [issue.urges[0].number for issue in done.issues] == ["2026-001", "2026-002"]
    assert done.refused == {}
    assert [event.action for event in store.ledger.history(OFFICE, other.ref_no)] == ["register", "urge"]


def test_what_is_refused_for_one_is_told_and_the_others_go_on(store: Store):
    one, other = registered(store), registered(store)
    done = store.ledger.do_many(OFFICE, "urge", {one.ref_no: 7, "XH-9999": 1, other.ref_no: 1}, **SLIP)
    assert {ref: type(error) for ref, error in done.refused.items()} == {one.ref_no: Conflict, "XH-9999": NotFound}
    assert [issue.ref_no for issue in done.issues] == [other.ref_no]
    assert store.ledger.issue(OFFICE, one.ref_no) == one


def test_wrong_inputs_are_told_once_and_nothing_is_written(store: Store):
    one = registered(store)
    with pytest.raises(Invalid):
        store.ledger.do_many(OFFICE, "urge", {one.ref_no: 1}, **{**SLIP, "level": "shouting"})
    assert store.ledger.issue(OFFICE, one.ref_no) == one


def test_a_role_that_may_not_is_refused_for_each(store: Store):
    one, other = registered(store), registered(store)
    done = store.ledger.do_many(OTHER_CONTACT, "urge", {one.ref_no: 1, other.ref_no: 1}, **SLIP)
    assert {type(error) for error in done.refused.values()} == {Refused}
    assert not done.issues
    assert not store.ledger.issue(CONTACT, one.ref_no).urges
