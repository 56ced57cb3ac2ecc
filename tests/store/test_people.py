"""Looking after accounts: handed-over passwords, changes that end sign-ins, the last administrator, one's own password."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from store import passwords
from store.model.documents import Account, Actor
from store.model.enums import Role
from store.model.errors import Conflict, Invalid, NotFound, Refused
from store.opening import Store
from tests.store.conftest import ADMIN, Clock

PASSWORD, OTHER = "correct horse", "battery staple"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 at its cheapest: what it costs is measured elsewhere."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()


def made(store: Store, name: str = "li", role: str = "unit", unit: str = "U01") -> Account:
    return store.people.create(ADMIN, name, PASSWORD, {"role": role, "unit": unit, "display_name": "李明"})


def faults(call, *arguments) -> dict[str, str]:
    with pytest.raises(Invalid) as error:
        call(*arguments)
    return {fault.field: fault.code for fault in error.value.faults}


def test_a_new_account_has_a_password_that_is_changed_before_anything(store: Store):
    made(store)
    cookie = store.accounts.sign_in("li", PASSWORD)
    assert store.accounts.owes_password(cookie)
    store.people.change_own_password(Actor("li", Role.UNIT, "U01"), PASSWORD, OTHER, cookie)
    assert not store.accounts.owes_password(cookie)
    assert store.accounts.actor_of(cookie) == Actor("li", Role.UNIT, "U01", "李明")


def test_every_fault_of_a_new_account_is_told_at_once(store: Store):
    raw = {"role": "unit", "unit": "U99", "email": "nobody", "display_name": "长" * 41}
    assert faults(store.people.create, ADMIN, "a b", "short", raw) == {
        "name": "name_not_usable",
        "password": "password_too_short",
        "unit": "unknown_code",
        "email": "not_an_email",
        "display_name": "too_long",
    }
    assert faults(store.people.create, ADMIN, "li", PASSWORD, {}) == {"role": "required"}
    made(store)
    assert faults(store.people.create, ADMIN, "LI", PASSWORD, {"role": "viewer"}) == {"name": "name_taken"}


def test_another_role_or_unit_ends_the_sign_ins_and_another_name_does_not(store: Store):
    account = made(store)
    cookie = store.accounts.sign_in("li", PASSWORD)
    account = store.people.edit(ADMIN, "li", account.revision, {"display_name": "李小明", "email": "li@example.com"})
    assert store.accounts.actor_of(cookie)
    account = store.people.edit(ADMIN, "li", account.revision, {"unit": "U02"})
    assert store.accounts.actor_of(cookie) is None
    cookie = store.accounts.sign_in("li", PASSWORD)
    store.people.edit(ADMIN, "li", account.revision, {"role": "viewer"})
    assert store.accounts.actor_of(cookie) is None
    assert store.accounts.find("li").unit == ""


def test_the_last_administrator_keeps_the_role(store: Store):
    root = store.accounts.create_first("root", PASSWORD)
    with pytest.raises(Refused, match="last_admin"):
        store.people.edit(ADMIN, "root", root.revision, {"role": "viewer"})
    made(store, "second", "admin", "")
    assert store.people.edit(ADMIN, "root", root.revision, {"role": "viewer"}).role is Role.VIEWER


def test_whoever_saves_second_is_told_without_the_password(store: Store):
    account = made(store)
    store.people.edit(ADMIN, "li", account.revision, {"email": "li@example.com"})
    with pytest.raises(Conflict) as conflict:
        store.people.edit(ADMIN, "li", account.revision, {"email": "other@example.com"})
    assert (conflict.value.current["email"], conflict.value.current["password"]) == ("li@example.com", "")


def test_a_reset_password_ends_every_sign_in_and_is_changed_at_the_next(store: Store):
    made(store)
    cookie = store.accounts.sign_in("li", PASSWORD)
    given = passwords.one_time()
    store.people.reset_password(ADMIN, "li", given)
    assert store.accounts.actor_of(cookie) is None
    assert store.accounts.owes_password(store.accounts.sign_in("li", given))


def test_one_changes_ones_own_password_knowing_the_old_one_and_the_other_sign_ins_end(store: Store):
    made(store)
    here, elsewhere = (store.accounts.sign_in("li", PASSWORD) for _ in range(2))
    me = Actor("li", Role.UNIT, "U01", "李明")
    assert faults(store.people.change_own_password, me, "wrong wrong", OTHER, here) == {"old_password": "password_wrong"}
    assert faults(store.people.change_own_password, me, PASSWORD, "short", here) == {"password": "password_too_short"}
    assert faults(store.people.change_own_password, me, PASSWORD, PASSWORD, here) == {"password": "password_the_same"}
    store.people.change_own_password(me, PASSWORD, OTHER, here)
    assert store.accounts.actor_of(here) == me
    assert store.accounts.actor_of(elsewhere) is None


def guessed(store: Store) -> str:
    with pytest.raises((Invalid, Refused)) as error:
        store.people.change_own_password(Actor("li", Role.UNIT, "U01"), "wrong wrong", OTHER)
    return error.value.code


def test_guessing_the_old_password_is_throttled_like_signing_in(store: Store):
    made(store)
    guesses = [guessed(store) for _ in range(30)]
    assert (guesses[0], guesses[-1]) == ("invalid", "throttled")


def test_no_hash_and_no_password_is_in_the_history(store: Store):
    account = made(store)
    store.people.reset_password(ADMIN, "li", OTHER)
    told = json.dumps(store.repository.select("event"), ensure_ascii=False)
    assert "argon2" not in told
    assert PASSWORD not in told
    assert OTHER not in told
    assert account.password not in told
    assert [event["action"] for event in store.repository.select("event", subject=f"account:{account.id}")] == [
        "create_account",
        "set_password",
    ]


def test_the_last_sign_in_is_found_behind_many_other_events(store: Store, clock: Clock):
    account, never = made(store), made(store, "wang")
    store.accounts.sign_in("li", PASSWORD)
    signed_in = clock.now
    for _ in range(60):
        clock.now += timedelta(minutes=1)
        revision = store.accounts.find("li").revision
        store.people.edit(ADMIN, "li", revision, {"display_name": f"李{revision}"})
    found = store.people.last_sign_ins()
    assert found[account.id][:16] == signed_in.isoformat()[:16]
    assert never.id not in found


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_only_the_administrator_looks_after_accounts(store: Store, role: Role):
    account, somebody = made(store), Actor("某人", role, "U01" if role is Role.UNIT else "")
    for call, arguments in (
        (store.people.create, ("wang", PASSWORD, {"role": "viewer"})),
        (store.people.edit, ("li", account.revision, {"role": "admin"})),
        (store.people.reset_password, ("li", OTHER)),
    ):
        with pytest.raises(Refused, match="role_may_not"):
            call(somebody, *arguments)


def test_an_unknown_account_is_not_found(store: Store):
    for call, arguments in ((store.people.edit, ("nobody", 1, {})), (store.people.reset_password, ("nobody", OTHER))):
        with pytest.raises(NotFound):
            call(ADMIN, *arguments)


def test_a_one_time_password_is_long_and_has_nothing_that_is_mistaken_for_another():
    given = {passwords.one_time() for _ in range(200)}
    assert len(given) == 200
    assert not set("".join(given)) & set("01loiILO")
    assert {len(one) for one in given} == {14}
