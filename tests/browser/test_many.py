"""Many at once: rows are ticked and changed with a preview and one undo; a view is kept, shared and opened by somebody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from store.config import read_settings
from store.opening import Store, open_store
from store.setup import SYSTEM
from tests.browser.test_seeing import ROW, has_rows
from tests.lived_ledger import lived
from tests.small_ledger import CAMPAIGN, OFFICE, TODAY, UNITS, someone
from tools.live import Server, wait_ready

NAMES = ("XH-0001", "XH-0003", "XH-0004")
"""The first, third and fourth row of what the office can still change."""


@pytest.fixture
def working(tmp_path: Path, start_server: Callable[..., Server]) -> tuple[Server, Callable[[], Store]]:
    """A server over a small ledger of its own, and a look into its store from outside."""
    settings = read_settings({"XIAOHAO_STORE": str(tmp_path / "ledger.db"), "XIAOHAO_TODAY": TODAY.isoformat()})
    store = open_store(settings)
    store.setup.set_up(SYSTEM, CAMPAIGN, UNITS)
    lived(store)
    store.repository.close()
    return start_server(XIAOHAO_STORE=str(tmp_path / "ledger.db"), XIAOHAO_SAMPLE="0"), lambda: open_store(settings)


def owners(look: Callable[[], Store]) -> list[str]:
    """Who answers for the three problems, as it stands in the store."""
    store = look()
    try:
        return [store.ledger.issue(someone(OFFICE), name).owner for name in NAMES]
    finally:
        store.repository.close()


def tick(page: Page, row: int) -> None:
    """The box before a row, counted from 1."""
    page.get_by_test_id("stDataFrame").click(position={"x": 18, "y": ROW * (row + 0.5)})
    wait_ready(page)


def press(page: Page, key: str) -> None:
    page.locator(f".st-key-{key} button").first.click()
    wait_ready(page)


def test_three_rows_get_another_owner_and_one_press_takes_it_back(
    working: tuple[Server, Callable[[], Store]], new_page: Callable[..., Page]
) -> None:
    server, look = working
    page = new_page(f"{server.url}/ledger?figure=unsettled")
    has_rows(page, 5)
    for row in (1, 3, 4):
        tick(page, row)
    expect(page.locator(".st-key-ledger_tools")).to_contain_text("已选 3 个问题")
    press(page, "many_owner")
    page.locator(".st-key-many-owner-owner input").fill("刘启")
    preview = page.locator(".st-key-many_preview")
    expect(preview.locator("del")).to_have_text(["周海宁"] * 3)
    expect(preview.locator("tbody strong")).to_have_text(["刘启"] * 3)
    assert owners(look) == ["周海宁"] * 3
    expect(page.locator(".st-key-many_apply")).to_contain_text("更改 3 个")
    press(page, "many_apply")
    has_rows(page, 5)
    assert owners(look) == ["刘启"] * 3
    press(page, "many_undo")
    expect(page.locator(".st-key-many_undo")).to_have_count(0)
    assert owners(look) == ["周海宁"] * 3


def test_a_ticked_row_stays_ticked_while_a_problem_is_looked_at(
    working: tuple[Server, Callable[[], Store]], new_page: Callable[..., Page]
) -> None:
    page = new_page(f"{working[0].url}/ledger?figure=unsettled")
    tick(page, 2)
    page.get_by_test_id("stDataFrame").click(position={"x": 440, "y": ROW * 1.5})
    expect(page).to_have_url(re.compile(r"/issue\?ref=XH-0001$"))
    wait_ready(page)
    page.go_back()
    expect(page.locator(".st-key-ledger_tools")).to_contain_text("已选 1 个问题")


def test_a_view_is_kept_shared_and_opened_by_somebody_else_in_another_language(
    working: tuple[Server, Callable[[], Store]], new_page: Callable[..., Page]
) -> None:
    server, _ = working
    page = new_page(f"{server.url}/ledger?light=red,yellow")
    has_rows(page, 3)
    press(page, "view_sheet")
    page.locator(".st-key-view_name input").fill("要盯紧的")
    page.locator(".st-key-view_name input").press("Enter")
    wait_ready(page)
    press(page, "view_keep")
    press(page, "view_edit_1")
    press(page, "view_share_1")

    other = new_page(f"{server.url}/ledger", lang="en-GB", acting="unit:U02")
    press(other, "view_sheet")
    press(other, "view_1")
    has_rows(other, 3, "en")
    expect(other).to_have_url(re.compile(r"light=red(,|%2C)yellow$"))
    expect(other.locator(".st-key-view_edit_1")).to_have_count(0)
