"""The first visit: the reader's own language and the reader's own light, and no request to another machine (see conftest.py)."""

from __future__ import annotations

import pytest

from components.pages import PAGES
from store import words
from tests.browser.conftest import PHONE, PROJECTOR

PAPER = {"light": "rgb(253, 252, 249)", "dark": "rgb(18, 23, 30)"}


@pytest.mark.parametrize(("browser_speaks", "lang"), [("zh-CN", "zh_CN"), ("en-GB", "en")])
def test_a_reader_is_addressed_in_the_language_of_the_browser(server, new_page, browser_speaks, lang):
    page = new_page(server.url, lang=browser_speaks)
    page.get_by_role("heading", level=1, name=words.text(lang, "page.overview.title")).wait_for()


@pytest.mark.parametrize("scheme", PAPER)
def test_the_sheet_is_light_or_dark_as_the_readers_system_is(server, new_page, scheme):
    page = new_page(server.url, scheme=scheme)
    assert page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor") == PAPER[scheme]


@pytest.mark.parametrize("size", [PROJECTOR, PHONE], ids=["projector", "phone"])
def test_nothing_sticks_out_sideways(server, new_page, size):
    page = new_page(server.url, size=size)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")


@pytest.mark.parametrize("name", ["ledger", "new"])
def test_a_deep_link_as_the_very_first_visit_runs_the_shell(start_server, new_page, name):
    page = new_page(f"{start_server(XIAOHAO_SAMPLE='0').url}/{name}")
    page.get_by_role("heading", level=1, name=words.text("zh_CN", f"page.{name}.title")).wait_for()
    page.locator(".st-key-acting_role").wait_for()
    page.get_by_test_id("stSidebarNav").get_by_text(words.text("zh_CN", "page.mine.name")).wait_for()


def test_a_page_that_is_not_for_a_role_cannot_be_reached_by_its_address(server, new_page):
    page = new_page(f"{server.url}/new", acting="viewer")
    assert page.locator(".st-key-acting_role").is_visible()
    assert page.get_by_role("heading", level=1, name=words.text("zh_CN", "page.new.title")).count() == 0


def test_no_page_asks_another_machine_for_anything(server, new_page):
    for name in PAGES:
        page = new_page(f"{server.url}/{name}" + ("?ref=XH-0001" if name == "issue" else ""))
        page.get_by_role("heading", level=1).first.wait_for()
        page.close()
