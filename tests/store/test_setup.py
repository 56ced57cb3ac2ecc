"""Campaigns and units are data; the sample can be emptied, a real ledger never."""

from __future__ import annotations

from dataclasses import replace

import pytest

from store.model.documents import Unit
from store.model.errors import Refused
from store.opening import Store
from tests.store.conftest import ADMIN, CAMPAIGN, CONTACT, OFFICE, TODAY, VIEWER, registered


def test_a_code_is_given_once(store: Store):
    with pytest.raises(Refused, match="code_taken"):
        store.setup.add_unit(ADMIN, Unit(code="U01", name="另一个办公室"))
    with pytest.raises(Refused, match="code_taken"):
        store.setup.add_campaign(ADMIN, CAMPAIGN)


@pytest.mark.parametrize("actor", [OFFICE, CONTACT, VIEWER])
def test_only_the_administrator_sets_up(store: Store, actor):
    with pytest.raises(Refused, match="role_may_not"):
        store.setup.add_unit(actor, Unit(code="U09", name="新单位"))


def test_a_real_ledger_is_never_emptied(store: Store):
    issue = registered(store)
    with pytest.raises(Refused, match="not_a_sample"):
        store.setup.start_empty(ADMIN)
    assert store.ledger.issue(OFFICE, issue.ref_no) == issue


def emptied(store: Store) -> None:
    with store.repository.transaction() as transaction:
        campaign = store.ledger.campaign()
        store.setup.write(transaction, ADMIN, "set_up_campaign", campaign, replace(campaign, sample=True))
    store.setup.start_empty(OFFICE)


def test_starting_empty_takes_the_sample_and_its_history_and_numbers_begin_anew(store: Store):
    old = registered(store)
    store.drafts.keep(OFFICE, "new", {"title": "样"})
    emptied(store)
    assert store.ledger.rows(OFFICE, TODAY).empty
    assert store.drafts.get(OFFICE, "new") == {}
    assert [event["action"] for event in store.repository.select("event")] == ["start_empty"]
    new = registered(store)
    assert (new.ref_no, new.id > old.id) == ("XH-0001", True)
    assert [event.action for event in store.ledger.history(OFFICE, "XH-0001")] == ["register"]
    assert len(store.ledger.units()) == 2


def test_after_starting_empty_the_ledger_is_a_real_one(store: Store):
    emptied(store)
    assert not store.setup.is_empty() or not store.ledger.campaign().sample
    with pytest.raises(Refused, match="not_a_sample"):
        store.setup.start_empty(OFFICE)
