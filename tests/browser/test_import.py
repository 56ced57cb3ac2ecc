"""The usual list comes in through the browser: one column and one unit put right, some rows accepted, seen, and undone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from store.config import read_settings
from store.opening import open_store
from store.words import text, text_n
from tests.browser.conftest import PHONE
from tests.store.conftest import ADMIN, CAMPAIGN, UNITS
from tests.store.lists_of_others import FOR_GOOD, MEETING, STRUCK_OFF, USUAL, WINDOW, as_workbook
from tools.live import Server, wait_ready

ROW = 38
"""Pixels of a row, as in components/tables.py."""


def words(key: str, **params: object) -> str:
    return text("zh_CN", key, **params)


def main(page: Page) -> Locator:
    return page.get_by_test_id("stMain")


def press(page: Page, key: str) -> None:
    page.locator(f".st-key-{key} button").last.click()
    wait_ready(page)


def choose(page: Page, label: str, option: str) -> None:
    box = page.get_by_role("combobox", name=re.compile(re.escape(label)))
    box.click()
    box.fill(option)  # a long list draws only the options in view
    page.get_by_role("option", name=option, exact=True).click()
    wait_ready(page)


def tick(page: Page, row: int) -> None:
    table = page.get_by_test_id("stDataFrame").last
    table.scroll_into_view_if_needed()
    table.click(position={"x": 16, "y": ROW * row + ROW // 2})
    wait_ready(page)


def start(path: Path, start_server: Callable[..., Server]) -> Server:
    settings = read_settings({"XIAOHAO_STORE": str(path), "XIAOHAO_SAMPLE": "0"})
    opened = open_store(settings)
    opened.setup.set_up(ADMIN, CAMPAIGN, UNITS)
    opened.repository.close()
    return start_server(XIAOHAO_STORE=str(path), XIAOHAO_SAMPLE="0")


def test_the_usual_list_is_put_right_accepted_in_part_seen_in_the_ledger_and_undone(
    tmp_path: Path, start_server: Callable[..., Server], new_page: Callable[..., Page]
):
    server = start(tmp_path / "ledger.db", start_server)
    head = [cell if cell != "责任人" else "落实人员" for cell in USUAL]
    rows = [WINDOW, [*MEETING[:5], "人事", *MEETING[6:]], FOR_GOOD, STRUCK_OFF]
    file = tmp_path / "整改清单.xlsx"
    file.write_bytes(as_workbook(["专项整治问题整改清单"], head, *rows, merged=("A1:M1",), more=("填报说明",)))
    page = new_page(server.url + "/import")
    page.locator('input[type="file"]').set_input_files(file)
    wait_ready(page)
    expect(main(page)).to_contain_text(text_n("zh_CN", "importing.columns_doubtful", 1))
    choose(page, "落实人员", words("csv.owner"))
    choose(page, words("importing.means", column=words("csv.unit"), word="人事"), "人事处")
    expect(page.locator(".st-key-import-preview")).to_contain_text("+ 新增 4")

    tick(page, 1)
    tick(page, 2)
    press(page, "import-accept-ticked")
    expect(main(page)).to_contain_text(text_n("zh_CN", "importing.done", 2))
    press(page, "import-open")
    page.wait_for_url("**/ledger?refs=*")
    expect(main(page)).to_contain_text(text_n("zh_CN", "ledger.count", 2))

    page.goto(server.url + "/import")
    wait_ready(page)
    page.locator('input[type="file"]').set_input_files(file)
    wait_ready(page)
    expect(main(page)).to_contain_text(words("importing.recalled"))
    expect(page.locator(".st-key-import-preview")).to_contain_text("= 相同 2")
    press(page, "import-accept-all")
    press(page, "import-undo")
    expect(main(page)).to_contain_text(text_n("zh_CN", "importing.undone", 2))
    page.goto(server.url + "/ledger")
    wait_ready(page)
    expect(main(page)).to_contain_text(text_n("zh_CN", "ledger.count", 2))


def test_a_block_is_pasted_on_a_phone_in_english(
    tmp_path: Path, start_server: Callable[..., Server], new_page: Callable[..., Page]
):
    server = start(tmp_path / "ledger.db", start_server)
    page = new_page(server.url + "/import", lang="en-GB", size=PHONE, scheme="dark", acting="unit:U01")
    page.get_by_role("radio", name=text("en", "importing.way_paste")).click()
    wait_ready(page)
    block = 'Finding\tCategory\tDue date\tActions\nCalls are not answered\tduty\tby 5 Dec 2026\t"1. Rota\n2. Spot checks"\n'
    page.locator(".st-key-import-pasted textarea").fill(block)
    page.keyboard.press("Tab")
    wait_ready(page)
    page.reload()
    wait_ready(page)
    page.get_by_role("radio", name=text("en", "importing.way_paste")).click()
    wait_ready(page)
    expect(page.locator(".st-key-import-pasted textarea")).to_have_value(block)
    press(page, "import-read")
    expect(main(page)).to_contain_text("+ new 1")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    press(page, "import-accept-all")
    expect(main(page)).to_contain_text(text_n("en", "importing.done", 1))
