"""The empty ledger as a meeting looks at it: the gauge and the weeks open their rows, and it fits a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from store.config import read_settings
from store.opening import open_store
from store.setup import SYSTEM
from store.words import text_n
from tests.browser.conftest import PHONE
from tests.browser.test_boards import mark
from tests.pages.test_forecast import steady
from tests.small_ledger import CAMPAIGN, TODAY, UNITS
from tools.live import Server, wait_ready


@pytest.fixture
def forecasting(tmp_path: Path, start_server: Callable[..., Server]) -> Server:
    """A server over a ledger of which one problem was closed every week."""
    path = str(tmp_path / "ledger.db")
    store = open_store(read_settings({"XIAOHAO_STORE": path, "XIAOHAO_TODAY": TODAY.isoformat()}))
    store.setup.set_up(SYSTEM, CAMPAIGN, UNITS)
    steady(store)
    return start_server(XIAOHAO_STORE=path, XIAOHAO_SAMPLE="0")


def test_the_gauge_and_each_week_open_their_rows(forecasting: Server, new_page: Callable[..., Page]):
    page = new_page(forecasting.url)
    page.locator(".st-key-forecast_weeks").get_by_text("近 4 周").click()
    expect(page).to_have_url(re.compile("weeks=4"))
    for key, said, count in (
        ("forecast_gauge", "还剩 3 个", 3),
        ("forecast_gauge", "已销号 5 个", 5),
        ("forecast_course", "11月17日—11月23日  销号 1", 1),
    ):
        mark(page, key, said).click()
        shown = page.locator(".st-key-ledger_tools").get_by_text(text_n("zh_CN", "ledger.count", count), exact=True)
        expect(shown, said).to_be_visible(timeout=15_000)
        wait_ready(page)
        page.go_back()
        wait_ready(page)
    phone = new_page(page.url, size=PHONE, lang="en-GB", scheme="dark")
    expect(phone.get_by_role("heading", name="Empty around 14 Dec")).to_be_visible()
    assert phone.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")
