"""Tokens on the page of one's account: made and shown once, listed, revoked; the calendar's address; the administrator's part."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from streamlit.testing.v1 import AppTest

from store import passwords
from store.access import SESSION_COOKIE
from store.model.documents import Actor
from store.model.enums import Role, TokenScope
from store.model.errors import Refused
from store.opening import Store
from store.setup import SYSTEM
from store.words import text
from tests.small_ledger import FIRST, OFFICE, TODAY, session, someone
from tests.source import ROOT

PASSWORD = "correct horse"


def said(at: AppTest) -> str:
    return "\n".join(one.value for kind in (at.markdown, at.error, at.success, at.info, at.caption) for one in kind)


def shown(at: AppTest) -> list[str]:
    """What is shown to be copied."""
    return [one.value for one in at.code]


def make(at: AppTest, name: str, scope: str = "read", lasts: str = "quarter") -> AppTest:
    at.text_input(key="token-name").set_value(name)
    at.selectbox(key="token-scope").set_value(scope)
    at.selectbox(key="token-lasts").set_value(lasts)
    return at.button(key="token-make").click().run()


def test_a_token_is_shown_once_and_is_the_one_that_opens(small: Store):
    at = make(session(OFFICE, "account"), "每周报表", "write", "never")
    (secret,) = shown(at)
    holder = small.tokens.enter(secret)
    assert (holder.actor, holder.scope) == (someone(OFFICE), TokenScope.WRITE)
    assert "每周报表" in said(at)
    assert at.text_input(key="token-name").value == ""
    at.button(key="token-kept").click().run()
    assert shown(at) == []
    assert secret not in said(at)
    assert shown(session(OFFICE, "account")) == []


def test_what_is_wrong_with_a_name_stands_there_and_nothing_typed_is_lost(small: Store):
    at = make(session(OFFICE, "account"), "", "write")
    assert text("zh_CN", "fault.required") in said(at)
    assert at.selectbox(key="token-scope").value == "write"
    assert small.tokens.all() == []


def test_a_name_is_never_run_as_markdown(small: Store):
    at = make(session(OFFICE, "account"), "**x** :red[y] $z$")
    assert r"\*\*x\*\* \:red\[y\] \$z\$" in said(at)


def test_the_days_it_lasts_are_counted_from_today(small: Store):
    make(session(OFFICE, "account"), "报表", lasts="month")
    (token,) = small.tokens.of(someone(OFFICE))
    assert token.expires is not None
    assert (token.expires - TODAY).days == 30


def test_a_revoked_token_leaves_the_list_and_opens_nothing(small: Store):
    at = make(session(OFFICE, "account"), "报表")
    (secret,), (token,) = shown(at), small.tokens.of(someone(OFFICE))
    at.button(key=f"token-revoke-{token.id}").click().run()
    assert text("zh_CN", "tokens.none") in said(at)
    with pytest.raises(Refused):
        small.tokens.enter(secret)


def test_each_sees_only_ones_own(small: Store):
    make(session(OFFICE, "account"), "整改组的")
    assert "整改组的" not in said(session(FIRST, "account"))
    assert text("zh_CN", "tokens.none") in said(session(FIRST, "account"))


@pytest.mark.parametrize(
    ("role", "writes"), [(OFFICE, True), (FIRST, True), ("inspector", True), ("viewer", False), ("admin", False)]
)
def test_the_scope_to_write_is_offered_to_those_who_can(small: Store, role: str, writes: bool):
    options = session(role, "account").selectbox(key="token-scope").options
    assert (text("zh_CN", "token_scope.write") in options) is writes


def test_a_button_makes_the_address_of_ones_calendar(small: Store):
    at = session(FIRST, "account")
    at.button(key="token-subscribe").click().run()
    (address,) = shown(at)
    (token,) = small.tokens.of(someone(FIRST))
    assert token.scope is TokenScope.CALENDAR
    assert "/calendar.ics?token=xh_" in address
    assert address.endswith("&lang=zh_CN")
    assert small.tokens.enter(address.partition("token=")[2].partition("&")[0]).actor == someone(FIRST)
    assert at.get("link_button")[0].proto.url.partition("://")[::2] == ("webcal", address.partition("://")[2])


def guarded(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, access: str) -> Store:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()
    monkeypatch.setenv("XIAOHAO_ACCESS", access)
    store: Store = request.getfixturevalue("small")
    store.accounts.create(SYSTEM, "li", PASSWORD, Role.OFFICE)
    store.accounts.create(SYSTEM, "zhang", PASSWORD, Role.ADMIN)
    return store


def opened(store: Store, cookies: dict[str, str], name: str, page: str, **query: str) -> AppTest:
    cookies[SESSION_COOKIE] = store.accounts.enter(store.accounts.named(name))
    at = AppTest.from_file(ROOT / "components" / "shell.py", default_timeout=30)
    at.context = {"locale": "zh-CN"}
    at.run()
    at.switch_page(f"../pages/{page}.py")
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


@pytest.mark.parametrize("access", ["accounts", "oidc"])
def test_whoever_signs_in_makes_tokens_of_their_account(request, monkeypatch, cookies: dict[str, str], access: str):
    store = guarded(request, monkeypatch, access)
    at = opened(store, cookies, "li", "account")
    assert bool([one for one in at.text_input if one.key and one.key.startswith("own-")]) is (access == "accounts")
    (secret,) = shown(make(at, "报表"))
    assert store.tokens.enter(secret).actor == Actor("li", Role.OFFICE)


def test_the_administrator_revokes_anybodys(request, monkeypatch, cookies: dict[str, str]):
    store = guarded(request, monkeypatch, "accounts")
    token, secret = store.tokens.make(Actor("li", Role.OFFICE), {"name": "报表", "scope": "read"})
    at = opened(store, cookies, "zhang", "admin", part="accounts", edit="li")
    assert "报表" in said(at)
    assert secret not in said(at)
    at.button(key=f"token-revoke-{token.id}").click().run()
    assert store.tokens.all() == []
    assert [event["actor"] for event in store.repository.select("event") if event["action"] == "revoke_token"] == ["zhang"]
