"""The number beside the page's name in the navigation: that of the page, one less with each thing done, gone with the last."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from store.config import read_settings
from store.opening import open_store
from store.setup import SYSTEM
from tests.small_ledger import CAMPAIGN, FIRST, UNITS, registered
from tools.live import Server, wait_ready


def in_the_navigation(page: Page):
    return page.get_by_test_id("stSidebarNavLink").filter(has_text="我的待办")


def on_the_page(page: Page) -> int:
    """What the sentence under the title counts, heap by heap."""
    told = page.get_by_test_id("stMain").get_by_text(re.compile(r"^\d+ .+。$")).first.inner_text()
    return sum(int(number) for number in re.findall(r"\d+", told))


def test_the_number_is_that_of_the_page_and_goes_down_with_each_thing_done(
    start_server: Callable[..., Server], new_page: Callable[..., Page], tmp_path: Path
):
    path = str(tmp_path / "ledger.db")
    store = open_store(read_settings({"XIAOHAO_STORE": path, "XIAOHAO_TODAY": "2026-11-23"}))
    store.setup.set_up(SYSTEM, CAMPAIGN, UNITS)
    registered(store)
    registered(store, title="值班电话无人接听")
    registered(store, title="另一个单位的", unit="U02", role="unit:U02")
    server = start_server(XIAOHAO_STORE=path, XIAOHAO_SAMPLE="0")
    page = new_page(server.url + "/mine", acting=FIRST)
    expect(in_the_navigation(page)).to_have_text(re.compile(r"我的待办 · 2$"))
    assert on_the_page(page) == 2
    assert page.title() == "销号台"
    for left in (r"我的待办 · 1$", r"我的待办$"):
        page.goto(server.url + "/mine")
        wait_ready(page)
        page.get_by_test_id("stMain").get_by_role("link", name="开始整改").first.click()
        page.locator(".st-key-do-start button").click()
        expect(in_the_navigation(page)).to_have_text(re.compile(left))
    in_the_navigation(page).click()
    expect(page.get_by_role("heading", name="没有待办事项")).to_be_visible()
