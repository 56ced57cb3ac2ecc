"""Urging as the office and a unit live it: from the problem, many at once, answered, on paper; and more time granted."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from store.config import read_settings
from store.opening import open_store
from store.setup import SYSTEM
from tests.browser.conftest import PHONE
from tests.small_ledger import CAMPAIGN, FIRST, OFFICE, UNITS, registered, someone
from tools.live import Server, wait_ready

A4 = (595, 842)


@pytest.fixture
def urging(tmp_path: Path, start_server: Callable[..., Server]) -> Server:
    """A server over three overdue problems and one that is due soon."""
    path = str(tmp_path / "ledger.db")
    store = open_store(read_settings({"XIAOHAO_STORE": path, "XIAOHAO_TODAY": "2026-11-23"}))
    store.setup.set_up(SYSTEM, CAMPAIGN, UNITS)
    for title in ("窗口首问责任落空", "值班电话无人接听", "会议纪要越写越长"):
        issue = registered(store, due="2026-11-16", title=title)
        store.ledger.do(someone(FIRST), "start", issue.ref_no, issue.revision)
    registered(store, title="快到期的", due="2026-11-27")
    return start_server(XIAOHAO_STORE=path, XIAOHAO_SAMPLE="0")


def click(page: Page, key: str) -> None:
    page.locator(f".st-key-{key} button").click()
    wait_ready(page)


def write(page: Page, key: str, text: str) -> None:
    page.locator(f".st-key-{key} textarea").fill(text)


def test_the_office_urges_the_unit_answers_and_the_office_sees_it(urging: Server, new_page: Callable[..., Page]):
    office = new_page(urging.url + "/issue?ref=XH-0001", acting=OFFICE)
    click(office, "do-urge")
    expect(office.locator(".st-key-urge-XH-0001-text textarea")).to_have_value(re.compile("^“窗口首问责任落空”（XH-0001）"))
    click(office, "save-urge")
    expect(office.locator(".st-key-slip-2026-001").get_by_text("11月30日前答复")).to_be_visible()
    unit = new_page(urging.url + "/mine", acting=FIRST)
    expect(unit.get_by_text("11月30日前答复")).to_be_visible()
    unit.goto(urging.url + "/issue?ref=XH-0001")
    wait_ready(unit)
    click(unit, "answer-2026-001")
    write(unit, "answer-urge-XH-0001-answer", "首问清单已张贴，本周五前完成抽查。")
    click(unit, "save-answer_urge")
    office.reload()
    wait_ready(office)
    slip = office.locator(".st-key-slip-2026-001")
    expect(slip.get_by_text("已按期答复")).to_be_visible()
    expect(slip.get_by_text("首问清单已张贴，本周五前完成抽查。")).to_be_visible()


def test_a_heap_is_urged_at_once_and_printed_a_page_each(urging: Server, new_page: Callable[..., Page]):
    page = new_page(urging.url + "/mine", acting=OFFICE)
    click(page, "all-urge")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("3 个问题")).to_be_visible()
    write(page, "urge-many-text_reminder", "请于本周五前反馈。")
    wait_ready(page)
    click(page, "urge-many-send")
    expect(dialog.get_by_text("已发出 3 份，编号 2026-001 至 2026-003。")).to_be_visible()
    address = dialog.get_by_role("link", name="打印 3 份").get_attribute("href")
    click(page, "urge-many-finish")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("逾期已催办")).to_have_count(2)
    page.goto(urging.url + str(address))
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert [(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in sheets] == [A4] * 3
    for number, sheet in enumerate(sheets, 1):
        told = sheet.extract_text().replace(" ", "")
        assert f"2026-00{number}" in told
        assert "XH-000" in told
        assert "请于本周五前反馈" in told.replace("\n", "")


def test_the_print_button_prints(urging: Server, new_page: Callable[..., Page]):
    page = new_page(urging.url + "/issue?ref=XH-0001", acting=OFFICE)
    click(page, "do-urge")
    click(page, "save-urge")
    assert page.locator(".st-key-print-2026-001 a").get_attribute("href") == "/print/slip/2026-001"
    page.goto(urging.url + "/print/slip/2026-001")
    page.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1 } }")
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.printed") == 1


def test_more_time_is_asked_for_and_granted_and_every_date_is_visible(urging: Server, new_page: Callable[..., Page]):
    unit = new_page(urging.url + "/issue?ref=XH-0004", acting=FIRST)
    click(unit, "do-request_extension")
    box = unit.locator(".st-key-request-extension-XH-0004-new_due")
    for part, value in (("year", "2026"), ("month", "12"), ("day", "18")):
        box.locator(f'[data-type="{part}"]').click()
        unit.keyboard.type(value)
    unit.keyboard.press("Tab")
    wait_ready(unit)
    write(unit, "request-extension-XH-0004-reason", "等上级批复")
    click(unit, "save-request_extension")
    office = new_page(urging.url + "/issue?ref=XH-0004", acting=OFFICE)
    click(office, "do-decide_extension")
    form = office.locator(".st-key-typing-decide_extension")
    expect(form.get_by_text("等上级批复")).to_be_visible()
    expect(form.get_by_text("延长 21 天")).to_be_visible()
    form.get_by_text("同意延期", exact=True).click()
    wait_ready(office)
    click(office, "save-decide_extension")
    unit.reload()
    wait_ready(unit)
    dates = unit.locator(".st-key-issue-extensions")
    expect(dates.locator("del", has_text="2026年11月27日")).to_be_visible()
    expect(dates.locator("strong", has_text="2026年12月18日")).to_be_visible()
    expect(unit.get_by_text("已延期 1 次，原期限 2026年11月27日")).to_be_visible()


def test_the_dialog_fits_a_phone(urging: Server, new_page: Callable[..., Page]):
    page = new_page(urging.url + "/mine", lang="en-US", size=PHONE, acting=OFFICE)
    click(page, "all-urge")
    boxes = "[...document.querySelectorAll('[role=dialog] button, [role=dialog] textarea, [role=dialog] input')]"
    assert page.evaluate(f"Math.max(...{boxes}.map((one) => one.getBoundingClientRect().right))") <= PHONE[0]
