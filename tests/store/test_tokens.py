"""Tokens: shown once, kept as a hash, in their holder's role of the moment, ended at once, and slow to be guessed."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest
from argon2 import PasswordHasher

from store import passwords
from store.access import acting
from store.commands import STAYS_HERE
from store.history import Wanted
from store.model.documents import Actor
from store.model.enums import Role, TokenScope
from store.model.errors import Invalid, NotFound, Refused
from store.opening import Store, over
from store.tokens import MOST, Tokens
from tests.store.conftest import ADMIN, OFFICE, TODAY, Clock

PASSWORD = "correct horse"
READ = {"name": "报表", "scope": "read"}


@pytest.fixture
def tokens(store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Tokens:
    """Those of a store with accounts: Li of unit U01, and Zhang of the office."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()
    store.accounts.create(ADMIN, "li", PASSWORD, Role.UNIT, "U01", "李明")
    store.accounts.create(ADMIN, "zhang", PASSWORD, Role.OFFICE)
    return Tokens(store.repository, clock, "accounts")


LI = Actor("li", Role.UNIT, "U01", "李明")
ZHANG = Actor("zhang", Role.OFFICE)


def test_a_token_comes_in_as_its_account_with_its_scope(tokens: Tokens):
    token, secret = tokens.make(LI, READ)
    holder = tokens.enter(secret)
    assert (holder.actor, holder.scope) == (LI, TokenScope.READ)
    assert [holder.may(scope) for scope in TokenScope] == [True, True, False]
    assert (token.name, token.expires, token.revoked_at) == ("报表", None, "")


def test_the_secret_is_nowhere_in_the_store(tokens: Tokens, store: Store):
    _, secret = tokens.make(LI, READ)
    tokens.enter(secret)
    assert secret.encode() not in orjson.dumps(store.repository.dump())
    events = [one for one in store.repository.select("event") if one["action"] == "make_token"]
    assert [one["actor"] for one in events] == ["li"]
    assert not [one for one in events if "digest" in one["after"]]


def test_no_two_secrets_are_alike_and_each_can_be_recognised(tokens: Tokens):
    secrets = {tokens.make(LI, READ | {"name": str(number)})[1] for number in range(5)}
    assert len(secrets) == 5
    assert all(secret.startswith("xh_") and len(secret) > 40 for secret in secrets)


@pytest.mark.parametrize(
    ("raw", "fields"),
    [
        ({}, ["name", "scope"]),
        ({"name": " ", "scope": "everything"}, ["scope", "name"]),
        ({"name": "a" * 81, "scope": "read", "expires": "soon"}, ["name", "expires"]),
        (READ | {"expires": TODAY - timedelta(days=1)}, ["expires"]),
        (READ | {"role": "admin"}, ["role"]),
    ],
)
def test_every_fault_is_named(tokens: Tokens, raw: dict, fields: list[str]):
    with pytest.raises(Invalid) as error:
        tokens.make(LI, raw)
    assert [fault.field for fault in error.value.faults] == fields
    assert tokens.all() == []


def test_a_revoked_token_opens_nothing_and_is_not_listed(tokens: Tokens):
    token, secret = tokens.make(LI, READ)
    tokens.revoke(LI, token.id)
    with pytest.raises(Refused, match="token_unknown"):
        tokens.enter(secret)
    assert tokens.of(LI) == []
    assert tokens.revoke(ADMIN, token.id).revoked_at


def test_a_token_is_ended_by_its_holder_and_the_administrator_and_nobody_else(tokens: Tokens):
    first, second = (tokens.make(LI, READ | {"name": name})[0] for name in "ab")
    with pytest.raises(NotFound):
        tokens.revoke(ZHANG, first.id)
    tokens.revoke(ADMIN, first.id)
    assert tokens.of(LI) == [second]
    assert tokens.of(ZHANG) == []


def test_a_token_lasts_through_its_last_day(tokens: Tokens, clock: Clock):
    _, secret = tokens.make(LI, READ | {"expires": TODAY})
    assert tokens.enter(secret)
    clock.go_to(TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="token_unknown"):
        tokens.enter(secret)


def test_a_deactivated_account_is_out_at_once_and_comes_back_with_it(tokens: Tokens, store: Store):
    _, secret = tokens.make(LI, READ)
    store.accounts.deactivate(ADMIN, "li")
    with pytest.raises(Refused, match="token_unknown"):
        tokens.enter(secret)
    store.accounts.activate(ADMIN, "li")
    assert tokens.enter(secret).actor == LI


def test_a_token_follows_its_account_to_another_role(tokens: Tokens, store: Store):
    _, secret = tokens.make(LI, READ | {"scope": "write"})
    account = store.accounts.named("li")
    store.people.edit(ADMIN, "li", account.revision, {"role": "viewer"})
    assert tokens.enter(secret).actor == Actor("li", Role.VIEWER, "", "李明")


def test_while_a_new_password_is_owed_tokens_rest(tokens: Tokens, store: Store):
    _, secret = tokens.make(LI, READ)
    store.people.reset_password(ADMIN, "li", "handed over to li")
    with pytest.raises(Refused, match="token_unknown"):
        tokens.enter(secret)
    store.people.change_own_password(LI, "handed over to li", "chosen by li")
    assert tokens.enter(secret).actor == LI


def test_the_day_of_the_last_use_is_remembered_once_a_day_without_an_event(tokens: Tokens, store: Store):
    token, secret = tokens.make(LI, READ)
    tokens.enter(secret)
    version, events = store.repository.version, len(store.repository.select("event"))
    assert tokens.of(LI)[0].last_used == TODAY
    tokens.enter(secret)
    assert (store.repository.version, len(store.repository.select("event"))) == (version, events)
    assert tokens.revoke(LI, token.id).last_used == TODAY


def test_guessing_is_slowed_down_and_keeps_no_genuine_token_out(tokens: Tokens, store: Store, clock: Clock):
    _, secret = tokens.make(LI, READ)
    for number in range(20):
        with pytest.raises(Refused, match="token_unknown"):
            tokens.enter(f"xh_guess{number}", "10.0.0.5")
    version = store.repository.version
    with pytest.raises(Refused, match="throttled") as error:
        tokens.enter("xh_guess", "10.0.0.5")
    assert error.value.params == {"seconds": 15}
    assert store.repository.version == version
    assert tokens.enter(secret, "10.0.0.5").actor == LI
    with pytest.raises(Refused, match="token_unknown"):
        tokens.enter("xh_guess", "10.0.0.6")
    assert store.accounts.sign_in("li", PASSWORD, "10.0.0.5")


@pytest.mark.parametrize("secret", ["", "xh_", "xh_\ud800", "x" * 100_000])
def test_what_is_no_secret_opens_nothing(tokens: Tokens, secret: str):
    with pytest.raises(Refused, match="token_unknown"):
        tokens.enter(secret)


def test_a_person_has_only_so_many(tokens: Tokens):
    for number in range(MOST):
        tokens.make(LI, READ | {"name": str(number)})
    with pytest.raises(Invalid, match="name"):
        tokens.make(LI, READ)
    assert tokens.make(ZHANG, READ)


def test_in_open_access_a_token_belongs_to_the_role_taken_at_this_machine(store: Store, clock: Clock, tokens: Tokens):
    here = Tokens(store.repository, clock, "open")
    unit = acting("unit:U01")
    assert unit
    _, secret = here.make(unit, READ)
    assert here.enter(secret).actor == unit
    with pytest.raises(Refused, match="token_unknown"):
        tokens.enter(secret)
    _, other = tokens.make(LI, READ)
    with pytest.raises(Refused, match="token_unknown"):
        here.enter(other)


def test_another_server_knows_of_it_at_once(store: Store, tokens: Tokens, clock: Clock):
    other = over(store.repository, store.settings, clock)
    _, secret = tokens.make(LI, READ)
    token = tokens.of(LI)[0]
    assert Tokens(other.repository, clock, "accounts").enter(secret)
    tokens.revoke(LI, token.id)
    with pytest.raises(Refused):
        Tokens(other.repository, clock, "accounts").enter(secret)


def test_what_happens_to_tokens_is_the_administrators_to_read(store: Store, tokens: Tokens):
    tokens.make(LI, READ)
    assert "make_token" in store.history.find(ADMIN, Wanted()).actions
    assert "make_token" not in store.history.find(OFFICE, Wanted()).actions


def test_tokens_stay_on_their_machine():
    assert {"secret", "session", "attempt", "ticket", "token"} <= set(STAYS_HERE)
