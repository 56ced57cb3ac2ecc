"""Signing in by a real OpenID Connect provider on this machine: in, where the link pointed, out at both; strangers stay out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from store.model.enums import Role
from store.opening import Store
from store.words import text
from tests.browser.conftest import PHONE
from tests.browser.test_sign_in import store, visit
from tests.provider import CLIENT, SECRET, Provider, providing
from tests.store.conftest import ADMIN
from tools.live import Server, free_port, wait_ready

__all__ = ["store", "visit"]

ZHOU = {"name": "周整改", "email": "zhou@bureau.example", "email_verified": True}
STRANGER = {"name": "路人", "email": "somebody@elsewhere.example", "email_verified": True}


@pytest.fixture
def port() -> str:
    return str(free_port())


@pytest.fixture
def provider(port: str) -> Iterator[Provider]:
    """A provider that knows two people, one of whom has an account here."""
    with providing(f"http://127.0.0.1:{port}/oauth2callback", zhou=ZHOU, stranger=STRANGER) as running:
        yield running


@pytest.fixture
def vouched(store: Store, provider: Provider, port: str, tmp_path: Path, start_server: Callable[..., Server]) -> Server:
    """The server whose people come by that provider."""
    account = store.accounts.create(ADMIN, "zhou", "correct horse", Role.OFFICE)
    with store.repository.transaction() as transaction:
        store.accounts.write(transaction, ADMIN, "create_account", account, replace(account, email=ZHOU["email"]))
    secrets = tmp_path / ".streamlit" / "secrets.toml"
    secrets.parent.mkdir()
    secrets.write_text(
        f"""[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "a long enough secret of the tests"
client_id = "{CLIENT}"
client_secret = "{SECRET}"
server_metadata_url = "{provider.url}/.well-known/openid-configuration"
""",
        encoding="utf-8",
    )
    return start_server(
        XIAOHAO_STORE=str(store.settings.store),
        XIAOHAO_SAMPLE="0",
        XIAOHAO_ACCESS="oidc",
        XIAOHAO_PORT=port,
        HOME=str(tmp_path),
    )


def sign_in_as(page: Page, who: str) -> None:
    page.locator(".st-key-with_provider button").click()
    page.locator(f"#{who}").click()


def test_a_person_comes_in_where_the_link_pointed_and_leaves_at_both(
    vouched: Server, provider: Provider, visit: Callable[..., Page]
):
    page = visit(vouched.url + "/ledger?unit=U02")
    sign_in_as(page, "zhou")
    page.wait_for_url(vouched.url + "/ledger?unit=U02")
    wait_ready(page)
    expect(page.get_by_text("zhou", exact=False).first).to_be_visible()
    assert page.context.request.get(vouched.url + "/export/issues.csv").status == 200
    page.locator(".st-key-sign_out button").click()
    expect(page.locator(".st-key-with_provider button")).to_be_visible()
    assert provider.signed_out == 1
    assert page.context.request.get(vouched.url + "/export/issues.csv", headers={"accept": "*/*"}).status == 401


def test_who_has_no_account_is_told_and_may_be_somebody_else(vouched: Server, visit: Callable[..., Page]):
    page = visit(vouched.url, size=PHONE)
    sign_in_as(page, "stranger")
    expect(page.get_by_text(text("zh_CN", "refused.identity_unknown", said=STRANGER["email"]))).to_be_visible()
    page.locator(".st-key-as_another button").click()
    sign_in_as(page, "zhou")
    expect(page.locator(".st-key-sign_out button")).to_be_attached(timeout=20_000)


@pytest.mark.parametrize("path", ["/export/issues.csv", "/export/history.csv", "/_stcore/upload_file/1/2", "/media/x.csv"])
def test_a_stranger_gets_nothing_else(vouched: Server, visit: Callable[..., Page], path: str):
    page = visit(vouched.url)
    expect(page.locator(".st-key-with_provider button")).to_be_visible()
    assert page.context.request.get(vouched.url + path, headers={"accept": "*/*"}).status == 401
    assert page.locator('[data-testid="stSidebarNav"]').count() == 0


def test_a_ticket_that_was_never_given_opens_nothing(vouched: Server, visit: Callable[..., Page]):
    page = visit(vouched.url)
    sent = {"origin": vouched.url, "sec-fetch-site": "same-origin"}
    assert page.context.request.post(vouched.url + "/admit", form={"ticket": "made up"}, headers=sent).status == 401
    assert page.context.request.post(vouched.url + "/admit", form={"ticket": "x"}).status == 403
