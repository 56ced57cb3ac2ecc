"""Accounts, passwords, sign-ins and the wait after failures, on a real store with a clock set by hand."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from itsdangerous import Signer

from store import passwords, throttle
from store.access import acting_code, acting_from, actor_from, local_parts, signed_in
from store.accounts import Accounts
from store.model.documents import Actor
from store.model.enums import Role
from store.model.errors import Invalid, NotFound, Refused
from store.opening import Store, over
from store.sessions import AT_MOST, LASTS
from tests.store.conftest import ADMIN, CONTACT, INSPECTOR, OFFICE, VIEWER, Clock

PASSWORD = "correct horse"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 at its cheapest: what it costs is measured elsewhere."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()


@pytest.fixture
def accounts(store: Store) -> Accounts:
    store.accounts.create(ADMIN, "Zhang", PASSWORD, Role.OFFICE)
    return store.accounts


def faults(error: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {fault.field: fault.code for fault in error.value.faults}


def refusal(call, *arguments) -> str:
    with pytest.raises(Refused) as error:
        call(*arguments)
    return error.value.code


def everything(store: Store) -> str:
    """All that the store holds, as text."""
    return json.dumps(store.repository.dump(), ensure_ascii=False)  # type: ignore[attr-defined]


def test_whoever_signs_in_acts_in_the_role_and_for_the_unit_of_the_account(store: Store):
    store.accounts.create(ADMIN, "李明", PASSWORD, "unit", "U01")
    cookie = store.accounts.sign_in("李明", PASSWORD)
    assert store.accounts.actor_of(cookie) == Actor("李明", Role.UNIT, "U01")


def test_a_name_is_known_in_any_case_and_width(accounts: Accounts):
    assert accounts.actor_of(accounts.sign_in(" ｚHANG ", PASSWORD)) == Actor("Zhang", Role.OFFICE)


def test_a_password_typed_in_full_width_letters_is_the_same_password(accounts: Accounts):
    assert accounts.verify("zhang", "ｃｏｒｒｅｃｔ horse").name == "Zhang"


def test_every_fault_of_a_new_account_is_told_at_once(store: Store):
    with pytest.raises(Invalid) as error:
        store.accounts.create(ADMIN, "a b", "short", "king", display_name="长" * 41)
    assert faults(error) == {
        "name": "name_not_usable",
        "password": "password_too_short",
        "role": "unknown_code",
        "display_name": "too_long",
    }


@pytest.mark.parametrize(
    ("name", "password", "unit", "wanted"),
    [
        ("", PASSWORD, "U01", {"name": "required"}),
        ("system", PASSWORD, "U01", {"name": "name_taken"}),
        ("local:office", PASSWORD, "U01", {"name": "name_not_usable"}),
        ("li", "", "U01", {"password": "required"}),
        ("longlonglong", "LongLongLong", "U01", {"password": "password_is_name"}),
        ("li", "x" * 1001, "U01", {"password": "too_long"}),
        ("li", PASSWORD, "", {"unit": "required"}),
        ("li", PASSWORD, "U99", {"unit": "unknown_code"}),
    ],
)
def test_an_unusable_account_is_refused_by_field(store: Store, name: str, password: str, unit: str, wanted: dict[str, str]):
    with pytest.raises(Invalid) as error:
        store.accounts.create(ADMIN, name, password, "unit", unit)
    assert faults(error) == wanted
    assert store.accounts.all() == []


def test_a_name_that_differs_only_in_case_is_taken(accounts: Accounts):
    with pytest.raises(Invalid) as error:
        accounts.create(ADMIN, "zhANG", PASSWORD, "viewer")
    assert faults(error) == {"name": "name_taken"}


@pytest.mark.parametrize("actor", [OFFICE, CONTACT, VIEWER, INSPECTOR])
def test_only_an_administrator_looks_after_accounts(accounts: Accounts, actor: Actor):
    assert refusal(accounts.create, actor, "li", PASSWORD, "viewer") == "role_may_not"
    assert refusal(accounts.set_password, actor, "zhang", "another password") == "role_may_not"
    assert refusal(accounts.deactivate, actor, "zhang") == "role_may_not"
    assert refusal(accounts.activate, actor, "zhang") == "role_may_not"


def test_everybody_may_change_their_own_password_and_signs_in_anew(accounts: Accounts):
    cookie = accounts.sign_in("zhang", PASSWORD)
    accounts.set_password(Actor("Zhang", Role.OFFICE), "zhang", "another password")
    assert accounts.actor_of(cookie) is None
    assert refusal(accounts.sign_in, "zhang", PASSWORD) == "sign_in_failed"
    assert accounts.actor_of(accounts.sign_in("zhang", "another password"))


def test_a_new_password_obeys_the_rules(accounts: Accounts):
    with pytest.raises(Invalid) as error:
        accounts.set_password(ADMIN, "zhang", "short")
    assert faults(error) == {"password": "password_too_short"}


def test_an_unknown_account_is_not_found(accounts: Accounts):
    with pytest.raises(NotFound):
        accounts.set_password(ADMIN, "nobody", PASSWORD)


def test_the_first_administrator_is_made_once(store: Store):
    assert store.accounts.create_first("root", PASSWORD).role is Role.ADMIN
    assert refusal(store.accounts.create_first, "again", PASSWORD) == "accounts_exist"


def test_the_last_administrator_cannot_be_deactivated(store: Store):
    store.accounts.create_first("root", PASSWORD)
    assert refusal(store.accounts.deactivate, ADMIN, "root") == "last_admin"
    store.accounts.create(ADMIN, "second", PASSWORD, "admin")
    assert store.accounts.deactivate(ADMIN, "root").active is False


def test_a_deactivated_account_is_out_at_once_and_stays_out(accounts: Accounts):
    cookie = accounts.sign_in("zhang", PASSWORD)
    accounts.deactivate(ADMIN, "zhang")
    assert accounts.actor_of(cookie) is None
    assert refusal(accounts.sign_in, "zhang", PASSWORD) == "sign_in_failed"
    accounts.activate(ADMIN, "zhang")
    assert accounts.actor_of(cookie) is None
    assert accounts.actor_of(accounts.sign_in("zhang", PASSWORD))


def test_an_unknown_name_and_a_wrong_password_are_told_alike(accounts: Accounts):
    assert refusal(accounts.sign_in, "nobody", PASSWORD) == refusal(accounts.sign_in, "zhang", "wrong wrong") == "sign_in_failed"


def test_a_name_that_does_not_exist_costs_a_check_too(accounts: Accounts, monkeypatch: pytest.MonkeyPatch):
    checked = []
    monkeypatch.setattr(passwords, "matches", lambda kept, password: checked.append(kept))
    refusal(accounts.sign_in, "nobody", PASSWORD)
    assert checked == [""]
    assert passwords._nobodys().startswith("$argon2id$")


def test_signing_out_ends_the_sign_in_and_no_other(accounts: Accounts):
    here, there = accounts.sign_in("zhang", PASSWORD), accounts.sign_in("zhang", PASSWORD)
    accounts.sign_out(here)
    assert accounts.actor_of(here) is None
    assert accounts.actor_of(there)


def test_every_sign_in_is_a_new_one(accounts: Accounts):
    assert len({accounts.sign_in("zhang", PASSWORD) for _ in range(3)}) == 3


def test_a_sign_in_ends_when_it_is_not_used(accounts: Accounts, clock: Clock):
    cookie = accounts.sign_in("zhang", PASSWORD)
    clock.now += LASTS - timedelta(minutes=1)
    assert accounts.actor_of(cookie)
    clock.now += LASTS + timedelta(minutes=1)
    assert accounts.actor_of(cookie) is None


def test_using_it_keeps_a_sign_in_alive_but_not_for_ever(accounts: Accounts, clock: Clock):
    cookie, hours = accounts.sign_in("zhang", PASSWORD), 0
    while accounts.actor_of(cookie):
        clock.now += timedelta(hours=2)
        hours += 2
    assert timedelta(hours=hours) == AT_MOST


def test_a_sign_in_in_use_is_written_at_most_once_an_hour(accounts: Accounts, store: Store, clock: Clock):
    cookie, before = accounts.sign_in("zhang", PASSWORD), store.repository.version
    for _ in range(24):
        clock.now += timedelta(minutes=5)
        assert accounts.actor_of(cookie)
    assert store.repository.version - before == 2


def test_what_has_expired_is_removed_at_the_next_sign_in(accounts: Accounts, store: Store, clock: Clock):
    accounts.sign_in("zhang", PASSWORD)
    clock.now += LASTS + timedelta(minutes=1)
    accounts.sign_in("zhang", PASSWORD)
    assert len(store.repository.snapshot("session")[1]) == 1


def test_a_cookie_that_was_changed_anywhere_is_nobodys(accounts: Accounts):
    cookie = accounts.sign_in("zhang", PASSWORD)
    for place in range(len(cookie)):
        other = "A" if cookie[place] != "A" else "B"
        changed = cookie[:place] + other + cookie[place + 1 :]
        if place != len(cookie) - 1:  # the last letter of base64 carries bits that mean nothing
            assert accounts.actor_of(changed) is None
    for wrong in (None, "", ".", "a.b.c", cookie.rpartition(".")[0], "\udcff", "销" * 50):
        assert accounts.actor_of(wrong) is None


def test_a_token_signed_with_another_key_is_nobodys(accounts: Accounts):
    token = accounts.sign_in("zhang", PASSWORD).rpartition(".")[0]
    assert accounts.actor_of(Signer("guess", salt="xiaohao sign-in").sign(token).decode()) is None


def test_another_server_on_the_same_store_knows_the_sign_in_and_its_end(accounts: Accounts, store: Store, clock: Clock):
    other = over(store.repository, store.settings, clock).accounts
    cookie = accounts.sign_in("zhang", PASSWORD)
    assert other.actor_of(cookie) == Actor("Zhang", Role.OFFICE)
    other.sign_out(cookie)
    assert accounts.actor_of(cookie) is None


def test_the_store_holds_neither_password_nor_token(accounts: Accounts, store: Store):
    cookie = accounts.sign_in("zhang", PASSWORD)
    held = everything(store)
    assert PASSWORD not in held
    assert cookie.partition(".")[0] not in held


def test_the_history_tells_who_came_and_who_knocked_in_vain_without_any_hash(accounts: Accounts, store: Store):
    refusal(accounts.sign_in, "zhang", "wrong wrong", "10.0.0.9")
    accounts.sign_out(accounts.sign_in("zhang", PASSWORD, "10.0.0.7"), "10.0.0.7")
    events = store.repository.select("event", subject="account:1")
    assert [(event["action"], event["actor"], event["note"]) for event in events] == [
        ("create_account", "管理员", ""),
        ("sign_in_failed", "Zhang", "10.0.0.9"),
        ("sign_in", "Zhang", "10.0.0.7"),
        ("sign_out", "Zhang", "10.0.0.7"),
    ]
    assert "argon2" not in json.dumps(store.repository.select("event"))


def test_what_was_typed_as_an_unknown_name_is_kept_nowhere(accounts: Accounts, store: Store):
    refusal(accounts.sign_in, "my-secret-password", "x")
    assert "my-secret-password" not in everything(store)


def test_a_hash_made_with_older_parameters_is_made_anew_at_the_next_sign_in(accounts: Accounts, monkeypatch: pytest.MonkeyPatch):
    old = accounts.find("zhang")
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    accounts.sign_in("zhang", PASSWORD)
    new = accounts.find("zhang")
    assert old is not None
    assert new is not None
    assert new.password != old.password
    assert not passwords.is_outdated(new.password)
    assert accounts.verify("zhang", PASSWORD)


def fail(accounts: Accounts, times: int, name: str = "zhang", address: str = "") -> list[str]:
    return [refusal(accounts.sign_in, name, f"wrong wrong {number}", address) for number in range(times)]


def test_after_five_failures_a_name_waits_and_then_twice_as_long(accounts: Accounts, clock: Clock):
    assert fail(accounts, 6) == ["sign_in_failed"] * 5 + ["throttled"]
    clock.now += timedelta(seconds=16)
    assert fail(accounts, 2) == ["sign_in_failed", "throttled"]
    clock.now += timedelta(seconds=16)
    assert fail(accounts, 1) == ["throttled"]
    clock.now += timedelta(seconds=16)
    assert fail(accounts, 1) == ["sign_in_failed"]


def test_the_right_password_waits_too_and_the_seconds_are_told(accounts: Accounts, clock: Clock):
    fail(accounts, 5)
    with pytest.raises(Refused) as error:
        accounts.sign_in("zhang", PASSWORD)
    assert error.value.params == {"seconds": throttle.FIRST_WAIT}
    clock.now += timedelta(seconds=16)
    assert accounts.sign_in("zhang", PASSWORD)


def test_success_forgets_the_failures_of_the_name(accounts: Accounts):
    fail(accounts, 4)
    accounts.sign_in("zhang", PASSWORD)
    assert fail(accounts, 6) == ["sign_in_failed"] * 5 + ["throttled"]


def test_a_name_that_nobody_has_waits_just_the_same(accounts: Accounts):
    assert fail(accounts, 6, name="nobody") == ["sign_in_failed"] * 5 + ["throttled"]


def test_an_address_waits_after_trying_many_names(accounts: Accounts):
    told = [refusal(accounts.sign_in, f"name{number}", "wrong wrong", "10.0.0.9") for number in range(21)]
    assert told == ["sign_in_failed"] * 20 + ["throttled"]
    assert refusal(accounts.sign_in, "zhang", PASSWORD, "10.0.0.9") == "throttled"
    assert accounts.sign_in("zhang", PASSWORD, "10.0.0.8")


def test_an_account_of_ones_own_does_not_clear_the_address(accounts: Accounts):
    for number in range(20):
        refusal(accounts.sign_in, f"name{number}", "wrong wrong", "10.0.0.9")
        if number % 5 == 4 and number < 19:
            accounts.sign_in("zhang", PASSWORD, "10.0.0.9")
    assert refusal(accounts.sign_in, "zhang", PASSWORD, "10.0.0.9") == "throttled"


def test_an_address_of_ipv6_is_its_network(accounts: Accounts):
    for number in range(20):
        refusal(accounts.sign_in, f"name{number}", "wrong wrong", f"2001:db8::{number:x}")
    assert refusal(accounts.sign_in, "zhang", PASSWORD, "2001:db8::ffff") == "throttled"


def test_the_wait_grows_to_a_quarter_of_an_hour_and_no_further():
    waits = [throttle.wait_after(failures, 5) for failures in (0, 4, 5, 6, 7, 10, 11, 12, 1000)]
    assert waits == [0, 0, 15, 30, 60, 480, 900, 900, 900]


def test_a_clock_set_back_does_not_make_anybody_wait_longer(accounts: Accounts, clock: Clock):
    fail(accounts, 5)
    clock.now -= timedelta(days=1)
    with pytest.raises(Refused) as error:
        accounts.sign_in("zhang", PASSWORD)
    assert error.value.params["seconds"] == throttle.FIRST_WAIT


def test_failures_are_forgotten_after_a_day(accounts: Accounts, store: Store, clock: Clock):
    fail(accounts, 5)
    clock.now += throttle.FORGOTTEN_AFTER + timedelta(minutes=1)
    accounts.sign_in("zhang", PASSWORD)
    assert store.repository.snapshot("attempt")[1] == []


def test_many_attempts_at_one_moment_do_not_slip_through(accounts: Accounts):
    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(lambda number: refusal(accounts.sign_in, "zhang", f"wrong {number}"), range(24)))
    assert Counter(told) == {"sign_in_failed": 5, "throttled": 19}


def test_several_servers_count_together(accounts: Accounts, store: Store, clock: Clock):
    other = over(store.repository, store.settings, clock).accounts
    fail(accounts, 3)
    assert fail(other, 3) == ["sign_in_failed", "sign_in_failed", "throttled"]


@pytest.mark.parametrize("role", Role)
def test_a_chosen_role_is_read_back_from_its_cookie(role: Role):
    actor = acting_from({"xiaohao_acting": acting_code(role, "U03")})
    assert (actor.role, actor.unit) == (role, "U03" if role is Role.UNIT else "")
    assert local_parts(actor.name) == (actor.role, actor.unit)


@pytest.mark.parametrize("code", ["", "king", "unit", "unit:", "unit:U03;x", "office:U03", "unit:" + "x" * 41])
def test_without_a_good_choice_it_is_the_office_that_acts(code: str):
    assert acting_from({"xiaohao_acting": code} if code else {}) == Actor("local:office", Role.OFFICE)


def test_the_name_of_an_account_is_no_local_role():
    assert local_parts("Zhang") is None


def test_a_chosen_role_counts_for_nothing_where_accounts_are_asked_for(accounts: Accounts, store: Store):
    closed = replace(store, settings=replace(store.settings, access="accounts"))
    assert actor_from(closed, {"xiaohao_acting": "admin"}) is None
    cookie = accounts.sign_in("zhang", PASSWORD)
    assert actor_from(closed, {"xiaohao_session": cookie}) == signed_in(closed, {"xiaohao_session": cookie})
    assert actor_from(store, {"xiaohao_acting": "viewer"}) == Actor("local:viewer", Role.VIEWER)
