"""The boards as a meeting uses them: every bar and cell opens its rows, the unit or category shown stands in the address."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from store.config import read_settings
from store.opening import open_store
from store.setup import SYSTEM
from store.words import text_n
from tests.browser.conftest import PHONE
from tests.lived_ledger import lived
from tests.small_ledger import CAMPAIGN, TODAY, UNITS
from tools.live import Server, wait_ready

MARK = "path[aria-roledescription='bar'], path[aria-roledescription='rect mark'], path[aria-roledescription='tick']"


@pytest.fixture
def seeing(tmp_path: Path, start_server: Callable[..., Server]) -> Server:
    """A server over a small ledger that has lived."""
    path = str(tmp_path / "ledger.db")
    store = open_store(read_settings({"XIAOHAO_STORE": path, "XIAOHAO_TODAY": TODAY.isoformat()}))
    store.setup.set_up(SYSTEM, CAMPAIGN, UNITS)
    lived(store)
    store.repository.close()
    return start_server(XIAOHAO_STORE=path, XIAOHAO_SAMPLE="0")


def mark(page: Page, key: str, said: str) -> Locator:
    """The bar or cell of a chart that says so."""
    found = page.locator(f".st-key-{key}").locator(MARK).and_(page.get_by_label(said)).last
    expect(found).to_be_visible(timeout=15_000)
    return found


OPENS = {
    "category": [("category_work", "不担当  按期销号  50%  1/2", 1), ("category_causes", "制度缺失  3", 3)],
    "unit": [
        ("unit_ranking", "1  一支队  33%  1/3", 3),
        ("unit_grid_unsettled", "二支队  不担当  1", 1),
        ("unit_days", "办公室  25 天", 1),
        ("unit_habits", "办公室  逾期销号  1", 1),
    ],
    "deadline": [
        ("deadline_weeks", "本周  ▲ 临期  1", 1),
        ("deadline_late", "8–14 天  ■ 逾期  1", 1),
        ("deadline_ages", "8–30 天  ■ 逾期  2", 2),
        ("deadline_calendar", "11月25日  1 个到期", 1),
    ],
    "cause": [
        ("cause_pareto", "制度缺失  8（100%）", 8),
        ("cause_by_category", "制度缺失  不担当  5", 5),
        ("cause_by_unit", "办公室  制度缺失  3", 3),
    ],
}


@pytest.mark.parametrize("name", OPENS)
def test_a_bar_or_cell_opens_as_many_rows_as_it_says(seeing: Server, new_page: Callable[..., Page], name: str) -> None:
    page = new_page(f"{seeing.url}/{name}")
    for key, said, count in OPENS[name]:
        mark(page, key, said).click()
        shown = page.locator(".st-key-ledger_tools").get_by_text(text_n("zh_CN", "ledger.count", count), exact=True)
        expect(shown, f"{key}: {said}").to_be_visible(timeout=15_000)
        wait_ready(page)
        page.go_back()
        wait_ready(page)


def test_the_category_chosen_stands_in_the_address_and_comes_back_with_it(seeing: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(f"{seeing.url}/category")
    page.locator(".st-key-category_focus").get_by_role("radio", name="不担当").or_(
        page.locator(".st-key-category_focus button", has_text="不担当")
    ).first.click()
    expect(page).to_have_url(re.compile(r"focus=C1"))
    expect(page.get_by_text("公开首问责任清单")).to_be_visible()
    other = new_page(page.url, lang="en-GB")
    expect(other.get_by_text("Publish who answers first")).to_be_visible()


def test_what_the_grid_counts_is_switched_in_place(seeing: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(f"{seeing.url}/unit")
    page.locator(".st-key-unit_figure").get_by_text("逾期").click()
    expect(mark(page, "unit_grid_red", "一支队  不担当  1")).to_be_visible()


@pytest.mark.parametrize("name", OPENS)
def test_no_board_is_wider_than_a_phone(seeing: Server, new_page: Callable[..., Page], name: str) -> None:
    page = new_page(f"{seeing.url}/{name}", size=PHONE, lang="en-GB", scheme="dark")
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")
