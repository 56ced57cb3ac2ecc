"""The stage report as the office works with it: a number opens its rows, a part is rewritten and kept, Word takes both away."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from store.config import read_settings
from store.opening import open_store
from store.setup import SYSTEM
from store.words import text_n
from tests.browser.conftest import PHONE
from tests.lived_ledger import lived
from tests.small_ledger import CAMPAIGN, TODAY, UNITS
from tools.live import Server, wait_ready


@pytest.fixture
def reporting(tmp_path: Path, start_server: Callable[..., Server]) -> Server:
    """A server over a small ledger that has lived."""
    path = str(tmp_path / "ledger.db")
    store = open_store(read_settings({"XIAOHAO_STORE": path, "XIAOHAO_TODAY": TODAY.isoformat()}))
    store.setup.set_up(SYSTEM, CAMPAIGN, UNITS)
    lived(store)
    store.repository.close()
    return start_server(XIAOHAO_STORE=path)


def test_a_report_from_its_numbers_to_the_file(reporting: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(f"{reporting.url}/report")
    sheet = page.locator(".st-key-report_sheet")

    for query, count in (("figure=red", 2), ("refs=XH-0001..0005", 5)):
        with page.context.expect_page() as opened:
            sheet.locator(f"a[href*='{query}']").first.click()
        wait_ready(opened.value)
        shown = opened.value.locator(".st-key-ledger_tools").get_by_text(text_n("zh_CN", "ledger.count", count), exact=True)
        expect(shown, query).to_be_visible(timeout=15_000)
        opened.value.close()

    page.locator(".st-key-edit-opening button").click()
    field = page.locator(".st-key-report-fix-2026-11-23-zh-CN-opening-opening textarea")
    field.fill("各单位：现将情况报告如下。")
    page.wait_for_function("() => (sessionStorage.getItem('xiaohao-typed') ?? '{}') === '{}'")  # the server has it
    wait_ready(page)
    page.reload()
    wait_ready(page)
    expect(field).to_have_value("各单位：现将情况报告如下。")
    wait_ready(page)
    page.locator(".st-key-save-opening button").click()
    expect(page.locator(".st-key-restore-opening button")).to_be_visible(timeout=15_000)
    page.reload()
    wait_ready(page)
    expect(sheet.get_by_text("各单位：现将情况报告如下。")).to_be_visible()

    with page.expect_download() as taken:
        page.locator(".st-key-report_word button").click()
    assert taken.value.suggested_filename == "专项整治阶段性报告（2026年11月23日）.docx"
    said = [one.text for one in Document(io.BytesIO(Path(taken.value.path()).read_bytes())).paragraphs]
    assert "各单位：现将情况报告如下。" in said
    assert any(line.startswith("截至2026年11月23日，3个单位共查摆问题8个") for line in said)


def test_a_bar_opens_its_rows_and_the_period_of_a_link_stays(reporting: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(f"{reporting.url}/report?from=2026-11-01&to=2026-11-15")
    bar = page.locator(".st-key-report_sheet path[aria-roledescription='bar']").last
    said = re.search(r"(\d+)$", bar.get_attribute("aria-label") or "")
    bar.click()
    expect(page).to_have_url(re.compile(r"/ledger\?.*as_of=2026-11-15"))
    wait_ready(page)
    assert said
    count = text_n("zh_CN", "ledger.count", int(said[1]))
    expect(page.locator(".st-key-ledger_tools").get_by_text(count, exact=True)).to_be_visible(timeout=15_000)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/report\?.*from=2026-11-01&to=2026-11-15"))


def test_the_report_is_no_wider_than_a_phone(reporting: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(f"{reporting.url}/report", size=PHONE, lang="en-GB", scheme="dark")
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")
    expect(page.get_by_text("1. Overall progress")).to_be_visible()
