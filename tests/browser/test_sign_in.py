"""Signing in as a person does it, on the real server in Chromium: in, wrong, right, out, locked out; and who never gets in."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from store.config import read_settings
from store.engine.embedded import open_embedded
from store.model.documents import Account
from store.model.enums import Role
from store.opening import Store, over
from store.words import text
from tests.browser.conftest import PHONE, PROJECTOR, Watch
from tests.store.conftest import ADMIN, CAMPAIGN, UNITS, Clock, registered
from tools.live import Server, wait_ready

PASSWORD = "correct horse"
WRONG = "wrong wrong wrong"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A small ledger with an account, open here while the server has it too."""
    settings = read_settings({"XIAOHAO_STORE": str(tmp_path / "ledger.db")})
    repository = open_embedded(settings.store)
    opened = over(repository, settings, Clock())
    opened.setup.set_up(ADMIN, CAMPAIGN, UNITS)
    registered(opened, title="一个问题")
    registered(opened, title="另一个问题", unit="U02")
    yield opened
    repository.close()


@pytest.fixture
def guarded(store: Store, start_server: Callable[..., Server]) -> Server:
    """The server on that ledger, with accounts."""
    return start_server(XIAOHAO_STORE=str(store.settings.store), XIAOHAO_SAMPLE="0", XIAOHAO_ACCESS="accounts")


@pytest.fixture
def account(store: Store) -> Account:
    return store.accounts.create(ADMIN, "zhou", PASSWORD, Role.OFFICE)


@pytest.fixture
def visit(browser: Browser, watch: Watch, start_server: Callable[..., Server]) -> Iterator[Callable[..., Page]]:
    """A new reader at an address, watched like every other, but not waiting for Streamlit: the first page is not its own."""
    with ExitStack() as stack:

        def come(url: str, lang: str = "zh-CN", size: tuple[int, int] = PROJECTOR) -> Page:
            context = browser.new_context(locale=lang, viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
            stack.callback(context.close)
            page = context.new_page()
            watch.over(page)
            page.goto(url)
            return page

        yield come


def sign_in(page: Page, password: str = PASSWORD, name: str = "zhou") -> None:
    page.locator("#name").fill(name)
    page.locator("#password").fill(password)
    page.keyboard.press("Enter")


def test_a_wrong_password_keeps_the_name_the_right_one_leads_where_the_link_pointed_and_out_is_out(
    guarded: Server, account: Account, visit: Callable[..., Page]
):
    page = visit(guarded.url + "/ledger?unit=U02")
    assert page.url.startswith(guarded.url + "/sign-in?next=")
    sign_in(page, WRONG)
    expect(page.get_by_role("alert")).to_have_text(text("zh_CN", "refused.sign_in_failed"))
    expect(page.locator("#name")).to_have_value("zhou")
    expect(page.locator("#password")).to_be_focused()
    sign_in(page)
    page.wait_for_url(guarded.url + "/ledger?unit=U02")
    wait_ready(page)
    expect(page.get_by_test_id("stSidebar")).to_contain_text("zhou")
    page.locator(".st-key-sign_out button").click()
    page.wait_for_url(guarded.url + "/sign-in")
    page.goto(guarded.url + "/ledger")
    assert page.url.startswith(guarded.url + "/sign-in?next=")
    assert PASSWORD not in guarded.said()
    assert WRONG not in guarded.said()


def test_the_first_visit_of_all_makes_the_first_administrator(guarded: Server, store: Store, visit: Callable[..., Page]):
    page = visit(guarded.url, size=PHONE)
    page.locator("#name").fill("root")
    page.locator("#password").fill("short")
    page.locator("#again").fill("short")
    page.keyboard.press("Enter")
    expect(page.locator("#password-fault")).to_have_text(text("zh_CN", "fault.password_too_short", shortest=10))
    expect(page.locator("#name")).to_have_value("root")
    page.locator("#password").fill(PASSWORD)
    page.locator("#again").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(guarded.url + "/")
    wait_ready(page)
    assert [(one.name, one.role) for one in store.accounts.all()] == [("root", Role.ADMIN)]


def test_a_deactivated_account_is_told_so_at_the_next_click(
    guarded: Server, account: Account, store: Store, visit: Callable[..., Page]
):
    store.accounts.create(ADMIN, "root", PASSWORD, Role.ADMIN)
    page = visit(guarded.url)
    sign_in(page)
    page.wait_for_url(guarded.url + "/")
    wait_ready(page)
    store.accounts.deactivate(ADMIN, "zhou")
    page.get_by_role("link", name=text("zh_CN", "page.unit.name")).click()
    expect(page.get_by_test_id("stMain")).to_contain_text(text("zh_CN", "access.signed_out"))
    expect(page.get_by_test_id("stMain")).not_to_contain_text("一个问题")


def test_the_language_chosen_before_signing_in_stays_afterwards(guarded: Server, account: Account, visit: Callable[..., Page]):
    page = visit(guarded.url + "/sign-in?next=/ledger")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name=text("en", "access.sign_in"))).to_be_visible()
    sign_in(page)
    page.wait_for_url(guarded.url + "/ledger")
    wait_ready(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(text("en", "page.ledger.title"))


def test_a_choice_made_in_a_running_page_is_there_after_a_reload(store: Store, start_server, new_page):
    server = start_server(XIAOHAO_STORE=str(store.settings.store), XIAOHAO_SAMPLE="0")
    page = new_page(server.url + "/ledger")
    with page.expect_response("**/preferences") as answer:
        page.locator(".st-key-language_choice").get_by_text(text("en", "language.en")).click()
    assert answer.value.status == 204
    page.reload()
    wait_ready(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(text("en", "page.ledger.title"))


def test_the_browser_is_asked_to_heed_nothing_that_the_pages_need(store: Store, start_server, browser: Browser):
    """Streamlit's page, its charts and our components all work under the policy that forbids whatever is not ours."""
    server = start_server(XIAOHAO_STORE=str(store.settings.store), XIAOHAO_SAMPLE="0")
    told: list[str] = []
    with browser.new_context(locale="zh-CN") as context:
        page = context.new_page()
        page.on("console", lambda message: told.append(message.text))
        for path in ("/", "/unit", "/deadline", "/cause", "/ledger", "/new"):
            page.goto(server.url + path)
            wait_ready(page)
    assert [line for line in told if "Content Security Policy" in line] == []


@pytest.mark.parametrize("cookie", ["", "Cookie: xiaohao_session=guess\r\n", "Cookie: xiaohao_acting=admin\r\n"])
def test_streamlits_own_websocket_and_files_are_behind_the_gate(guarded: Server, account: Account, cookie: str):
    port = int(guarded.url.rpartition(":")[2])
    upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    upgrade += "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    for path, headers, status in (
        ("/_stcore/stream", upgrade, "403"),
        ("/_stcore/health", "", "401"),
        ("/static/js/index.js", "", "401"),
        ("/_stcore/upload_file/a/b", "", "401"),
        ("/media/a.csv", "", "401"),
        ("/new", "", "401"),
    ):
        asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}{cookie}\r\n"
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(asked.encode())
            assert connection.recv(64).decode("latin-1").split()[1] == status, path
