"""People whom a provider vouches for: found by a claim, bound to their identity, let in by a ticket that is good once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from store.identities import WORTH, Identities
from store.model.documents import Account
from store.model.enums import Role
from store.model.errors import Refused
from store.opening import Store
from tests.store.conftest import ADMIN, OFFICE, Clock

CLAIMS = {"iss": "https://id.bureau.example", "sub": "4711", "email": "Zhou@Bureau.example", "email_verified": True}


@pytest.fixture
def zhou(store: Store) -> Account:
    account = store.accounts.create(ADMIN, "zhou", "correct horse", Role.OFFICE)
    with store.repository.transaction() as transaction:
        return store.accounts.write(transaction, ADMIN, "create_account", account, replace(account, email="zhou@bureau.example"))


@pytest.fixture
def by_name(store: Store, clock: Clock) -> Iterator[Identities]:
    return Identities(store.repository, clock, store.accounts, "preferred_username")


def refused(store: Store, **claims: Any) -> str:
    with pytest.raises(Refused) as told:
        store.identities.admit({**CLAIMS, **claims})
    return told.value.code


def test_a_ticket_becomes_one_sign_in(store: Store, zhou: Account):
    ticket = store.identities.admit(CLAIMS)
    actor = store.accounts.actor_of(store.identities.redeem(ticket, "10.0.0.7"))
    assert (actor.name, actor.role) == ("zhou", Role.OFFICE)
    with pytest.raises(Refused, match="ticket_spent"):
        store.identities.redeem(ticket)
    last = store.repository.select("event", newest_first=True, limit=1)[0]
    assert (last["action"], last["actor"], last["note"]) == ("sign_in", "zhou", "10.0.0.7")


def test_a_ticket_is_worth_nothing_after_a_minute_and_never_kept_as_it_is(store: Store, zhou: Account, clock: Clock):
    ticket = store.identities.admit(CLAIMS)
    assert ticket not in str(store.repository.snapshot("ticket"))
    clock.now += WORTH + timedelta(seconds=1)
    with pytest.raises(Refused, match="ticket_spent"):
        store.identities.redeem(ticket)
    store.identities.admit(CLAIMS)
    assert len(store.repository.snapshot("ticket")[1]) == 1


def test_a_ticket_of_an_account_that_was_closed_meanwhile_opens_nothing(store: Store, zhou: Account):
    ticket = store.identities.admit(CLAIMS)
    store.accounts.deactivate(ADMIN, "zhou")
    with pytest.raises(Refused, match="ticket_spent"):
        store.identities.redeem(ticket)


def test_from_the_first_sign_in_on_the_account_belongs_to_the_identity(store: Store, zhou: Account):
    store.identities.admit(CLAIMS)
    assert store.identities.admit({**CLAIMS, "email": "new@bureau.example"})
    assert refused(store, sub="4712") == "identity_taken"
    assert refused(store, iss="https://other.example") == "identity_taken"


def test_an_administrator_lets_the_account_be_found_anew(store: Store, zhou: Account):
    store.identities.admit(CLAIMS)
    with pytest.raises(Refused, match="role_may_not"):
        store.identities.release(OFFICE, "zhou")
    store.identities.release(ADMIN, "zhou")
    assert store.identities.admit({**CLAIMS, "sub": "4712"})


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"sub": ""}, "identity_incomplete"),
        ({"iss": None}, "identity_incomplete"),
        ({"email": ""}, "identity_incomplete"),
        ({"email_verified": False}, "identity_unverified"),
        ({"email_verified": "false"}, "identity_unverified"),
        ({"email": "nobody@bureau.example"}, "identity_unknown"),
    ],
)
def test_claims_that_do_not_suffice_are_refused_and_bind_nothing(store: Store, zhou: Account, claims: dict[str, Any], code: str):
    assert refused(store, **claims) == code
    assert store.accounts.named("zhou").identity == ""


def test_an_account_without_an_address_is_not_found_by_an_empty_one(store: Store):
    store.accounts.create(ADMIN, "li", "correct horse", Role.OFFICE)
    assert refused(store, email="") == "identity_incomplete"


def test_two_accounts_of_one_address_are_nobodys(store: Store, zhou: Account):
    other = store.accounts.create(ADMIN, "zhou2", "correct horse", Role.VIEWER)
    with store.repository.transaction() as transaction:
        store.accounts.write(transaction, ADMIN, "create_account", other, replace(other, email=zhou.email))
    assert refused(store) == "identity_unknown"


def test_an_inactive_account_is_unknown_also_when_it_is_bound(store: Store, zhou: Account):
    store.identities.admit(CLAIMS)
    store.accounts.deactivate(ADMIN, "zhou")
    assert refused(store) == "identity_unknown"


def test_another_claim_finds_the_account_by_its_name(by_name: Identities, zhou: Account):
    assert by_name.admit({**CLAIMS, "preferred_username": "ZHOU", "email_verified": False})
    with pytest.raises(Refused, match="identity_unknown"):
        by_name.admit({**CLAIMS, "sub": "1", "preferred_username": "wang"})
