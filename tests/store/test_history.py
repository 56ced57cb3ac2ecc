"""The history of the whole ledger: found by person, unit, action, kind and day, never more than somebody may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from store import history as module
from store.config import read_settings
from store.history import History, Wanted
from store.model.documents import Actor
from store.model.enums import Role
from store.model.errors import Invalid
from store.model.issue import Issue
from store.opening import Store, open_store
from tests import small_ledger
from tests.lived_ledger import lived
from tests.store.conftest import (
    ADMIN,
    BOTH_ENGINES,
    CONTACT,
    INSPECTOR,
    OFFICE,
    OTHER_CONTACT,
    TODAY,
    VIEWER,
    Clock,
    fields,
)

pytestmark = BOTH_ENGINES

SLIP = {"level": "reminder", "text": "请尽快", "answer_by": TODAY + timedelta(days=3)}


def registered(store: Store) -> Issue:
    """A problem that the contact of a unit entered."""
    return store.ledger.register(CONTACT, "c", fields())


def told(store: Store, actor: Actor = OFFICE, **wanted: object) -> list[tuple[str, str]]:
    """Who did what, newest first, of problems only."""
    found = store.history.find(actor, Wanted(**{"kind": ("issue",), **wanted}))  # type: ignore[arg-type]
    return [(event.actor, event.action) for event in store.history.events(actor, found.ids)]


def test_everything_is_there_the_newest_first(store: Store):
    one = registered(store)
    store.ledger.do(OFFICE, "urge", one.ref_no, 1, **SLIP)
    assert told(store) == [(OFFICE.name, "urge"), (CONTACT.name, "register")]


def test_it_is_found_by_person_action_unit_number_and_day(store: Store, clock: Clock):
    one = registered(store)
    other = store.ledger.register(OFFICE, "c", fields(unit="U02"))
    clock.go_to(TODAY + timedelta(days=1))
    store.ledger.do(OFFICE, "urge", one.ref_no, 1, **SLIP)
    assert told(store, person=(CONTACT.name,)) == [(CONTACT.name, "register")]
    assert told(store, action=("urge",)) == [(OFFICE.name, "urge")]
    assert told(store, unit=("U02",)) == [(OFFICE.name, "register")]
    assert told(store, ref=one.ref_no) == [(OFFICE.name, "urge"), (CONTACT.name, "register")]
    assert told(store, ref="XH-9999") == []
    assert told(store, first=TODAY + timedelta(days=1)) == [(OFFICE.name, "urge")]
    assert told(store, last=TODAY, unit=("U02",)) == [(OFFICE.name, "register")]
    assert other.unit == "U02"


def test_what_somebody_may_not_see_did_not_happen_for_them(store: Store):
    store.ledger.save_draft(CONTACT, "c", {"unit": "U01", "title": "还是草稿"})
    assert told(store, CONTACT) == told(store, OFFICE) == [(CONTACT.name, "save_draft")]
    for stranger in (OTHER_CONTACT, VIEWER, INSPECTOR):
        assert told(store, stranger) == []
        assert CONTACT.name not in store.history.find(stranger, Wanted()).people
    hidden = store.history.find(CONTACT, Wanted(kind=("issue",))).ids
    assert store.history.events(VIEWER, hidden) == []


def test_accounts_and_sign_ins_are_for_the_administrator(store: Store):
    store.accounts.create(ADMIN, "zhou", "correct horse battery", Role.OFFICE)
    store.accounts.sign_in("zhou", "correct horse battery", "127.0.0.1")
    found = store.history.find(ADMIN, Wanted(kind=("account",)))
    assert [event.action for event in store.history.events(ADMIN, found.ids)] == ["sign_in", "create_account"]
    assert "password" not in str(store.history.events(ADMIN, found.ids))
    for other in (OFFICE, CONTACT, VIEWER, INSPECTOR):
        assert store.history.find(other, Wanted(kind=("account",))).ids == []
        assert "account" not in store.history.find(other, Wanted()).kinds


def test_it_follows_what_happens_and_forgets_what_the_sample_leaves_behind(store: Store):
    registered(store)
    assert len(told(store)) == 1
    registered(store)
    assert len(told(store)) == 2
    with store.repository.transaction() as transaction:
        campaign = store.ledger.campaign()
        store.setup.write(transaction, ADMIN, "set_up_campaign", campaign, replace(campaign, sample=True))
    store.setup.start_empty(ADMIN)
    assert told(store) == []
    registered(store)
    assert told(store) == [(CONTACT.name, "register")]


def test_an_index_read_in_small_pieces_says_the_same(store: Store, monkeypatch: pytest.MonkeyPatch):
    for _ in range(5):
        registered(store)
    whole = store.history.find(OFFICE, Wanted()).ids
    monkeypatch.setattr(module, "AT_ONCE", 2)
    assert History(store.repository, store.ledger).find(OFFICE, Wanted()).ids == whole


@pytest.mark.parametrize("query", [{"from": "gestern"}, {"to": "2026-13-01"}])
def test_a_day_that_is_none_is_told(query):
    with pytest.raises(Invalid) as refused:
        Wanted.read(query)
    assert [fault.field for fault in refused.value.faults] == list(query)


def test_a_query_is_read_as_the_address_says_it():
    asked = Wanted.read({"person": "甲,乙", "unit": "", "from": "2026-11-01", "page": "3", "light": "red"})
    assert asked == Wanted(person=("甲", "乙"), first=date(2026, 11, 1))


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A ledger with a past, shared by the examples of one test."""
    path = tmp_path_factory.mktemp("grown") / "ledger.db"
    store = open_store(read_settings({"XIAOHAO_STORE": str(path), "XIAOHAO_TODAY": TODAY.isoformat(), "XIAOHAO_SAMPLE": "0"}))
    store.setup.set_up(ADMIN, small_ledger.CAMPAIGN, small_ledger.UNITS)
    lived(store)
    yield store
    store.repository.close()


@settings(max_examples=30)
@given(data=some.data())
def test_finding_is_the_same_as_reading_every_event(grown: Store, data):
    """Against brute force over a lived ledger, for whoever asks."""
    every = list(grown.repository.select("event", newest_first=True))
    units = {f"issue:{row.id}": row.unit for row in grown.ledger.seen(OFFICE).itertuples()}
    people = data.draw(some.lists(some.sampled_from(sorted({event["actor"] for event in every})), max_size=2))
    actions = data.draw(some.lists(some.sampled_from(sorted({event["action"] for event in every})), max_size=2))
    unit = data.draw(some.lists(some.sampled_from(sorted(set(units.values()))), max_size=2))
    days = sorted(data.draw(some.lists(some.sampled_from(sorted({event["at"][:10] for event in every})), min_size=2, max_size=2)))
    span = data.draw(some.booleans())
    wanted = Wanted(
        tuple(people),
        tuple(unit),
        tuple(actions),
        first=date.fromisoformat(days[0]) if span else None,
        last=date.fromisoformat(days[1]) if span else None,
    )
    expected = [
        event["id"]
        for event in every
        if (event["subject"] in units or event["subject"].partition(":")[0] in ("campaign", "unit"))
        and (not people or event["actor"] in people)
        and (not actions or event["action"] in actions)
        and (not unit or units.get(event["subject"]) in unit)
        and (not span or days[0] <= event["at"][:10] <= days[1])
    ]
    assert grown.history.find(OFFICE, wanted).ids == expected
