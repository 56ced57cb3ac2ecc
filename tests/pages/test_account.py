"""One's own account: the password is changed by whoever knows the old one, and one that was handed over before anything else."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from streamlit.testing.v1 import AppTest

from store import passwords
from store.access import SESSION_COOKIE
from store.model.enums import Role
from store.opening import Store
from store.setup import SYSTEM
from store.words import text
from tests.small_ledger import OFFICE, session
from tests.source import ROOT

GIVEN, OWN = "given to me", "chosen by me"


@pytest.fixture
def guarded(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The small ledger with accounts: Li's password was handed over."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()
    monkeypatch.setenv("XIAOHAO_ACCESS", "accounts")
    store: Store = request.getfixturevalue("small")
    store.people.create(SYSTEM, "li", GIVEN, {"role": Role.OFFICE})
    return store


def signed_in(store: Store, cookies: dict[str, str], password: str) -> AppTest:
    cookies[SESSION_COOKIE] = store.accounts.sign_in("li", password)
    at = AppTest.from_file(ROOT / "components" / "shell.py", default_timeout=30)
    at.context = {"locale": "zh-CN"}
    return at.run()


def change(at: AppTest, old: str, new: str, again: str = "") -> AppTest:
    for field, value in {"old_password": old, "password": new, "again": again or new}.items():
        at.text_input(key=f"own-{field}").set_value(value)
    return at.button(key="own-save").click().run()


def said(at: AppTest) -> str:
    return "\n".join(one.value for kind in (at.markdown, at.error, at.success, at.info) for one in kind)


def test_a_password_that_was_handed_over_is_changed_before_any_page(guarded: Store, cookies: dict[str, str]):
    at = signed_in(guarded, cookies, GIVEN)
    assert [title.value for title in at.title] == [text("zh_CN", "account.first")]
    change(at, GIVEN, OWN)
    assert [title.value for title in at.title] == [text("zh_CN", "page.overview.title")]
    assert guarded.accounts.verify("li", OWN)


def test_every_fault_stands_under_its_field(guarded: Store, cookies: dict[str, str]):
    at = signed_in(guarded, cookies, GIVEN)
    assert text("zh_CN", "fault.password_differs") in said(change(at, GIVEN, OWN, "something else"))
    assert text("zh_CN", "fault.password_wrong") in said(change(at, "not the one", OWN))
    assert text("zh_CN", "fault.password_too_short", shortest=10) in said(change(at, GIVEN, "short"))
    assert guarded.accounts.verify("li", GIVEN)


def test_passwords_are_in_no_draft_and_the_fields_are_empty_afterwards(guarded: Store, cookies: dict[str, str]):
    at = change(signed_in(guarded, cookies, GIVEN), GIVEN, OWN)
    at.switch_page("../pages/account.py").run()
    assert [one.value for one in at.text_input if str(one.key).startswith("own-")] == ["", "", ""]
    assert guarded.repository.snapshot("draft")[1] == []


def test_in_open_access_there_is_no_password_to_change(small: Store):
    at = session(OFFICE, "account")
    assert text("zh_CN", "account.not_here") in said(at)
    assert not [one for one in at.text_input if str(one.key).startswith("own-")]
