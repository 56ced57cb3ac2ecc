"""A problem's close-out as people do it: asked, returned, completed, struck off by the office, looked at later, and reopened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from store.config import read_settings
from store.opening import open_store
from store.setup import SYSTEM
from tests.browser.conftest import PHONE, PROJECTOR
from tests.browser.test_entering import day, field, write
from tests.small_ledger import CAMPAIGN, FIRST, OFFICE, UNITS, registered, someone
from tools.live import Server, act_as, serve, wait_ready

LATER = "2026-12-23"
"""Thirty days on: the day for which the form plans the check."""
DONE = (("start", {}), ("report_progress", {"measure": 1, "percent": 100}), ("add_evidence", {"title": "抽查记录表"}))


@pytest.fixture
def ledger_file(tmp_path: Path) -> str:
    """Two problems whose measures are done; nothing is handed in."""
    path = str(tmp_path / "ledger.db")
    store = open_store(read_settings({"XIAOHAO_STORE": path, "XIAOHAO_TODAY": "2026-11-23"}))
    store.setup.set_up(SYSTEM, CAMPAIGN, UNITS)
    for title in ("窗口首问责任落空", "夜间值班电话无人接听"):
        issue = registered(store, title=title, closure_criteria="连续两周抽查无推诿")
        for verb, inputs in DONE:
            issue = store.ledger.do(someone(FIRST), verb, issue.ref_no, issue.revision, **inputs)
    store.repository.close()
    return path


def go(page: Page, server: Server, path: str, role: str = OFFICE) -> Page:
    act_as(page.context, server.url, role)
    page.goto(server.url + path)
    wait_ready(page)
    return page


def press(page: Page, key: str) -> None:
    page.locator(f".st-key-{key} button").first.click()
    wait_ready(page)


def ask(page: Page, server: Server, ref: str, note: str, role: str = FIRST) -> None:
    go(page, server, f"/issue?ref={ref}", role)
    press(page, "do-request_close")
    write(page, f"request-close-{ref}-note", note)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("待复核", exact=True).first).to_be_visible()
    wait_ready(page)


def choose(page: Page, key: str, words: str) -> None:
    page.locator(f".st-key-{key}").get_by_text(words, exact=True).click()
    wait_ready(page)


def heading(page: Page) -> Locator:
    return page.locator(".st-key-review-matter h3, .st-key-review-matter h2").first


def test_from_the_request_to_the_reopening(ledger_file: str, new_page: Callable[..., Page]):
    with serve(XIAOHAO_STORE=ledger_file, XIAOHAO_SAMPLE="0") as first:
        page = new_page(first.url)
        ask(page, first, "XH-0001", "清单已经上墙")
        ask(page, first, "XH-0002", "已安排双人值班")

        go(page, first, "/mine")
        expect(page.get_by_text("2 个待复核")).to_be_visible()
        page.locator(".st-key-waiting-review").get_by_role("link", name="复核").last.click()
        expect(heading(page)).to_have_text("夜间值班电话无人接听")
        go(page, first, "/review")
        expect(heading(page)).to_have_text("窗口首问责任落空")
        choose(page, "review-choice-XH-0001", "退回")
        write(page, "return-XH-0001-missing", "缺现场照片")
        page.keyboard.press("Control+s")
        expect(page.get_by_text("XH-0001 已退回")).to_be_visible()
        expect(heading(page)).to_have_text("夜间值班电话无人接听")
        wait_ready(page)
        assert "ref=XH-0002" in page.url

        ask(page, first, "XH-0001", "已补现场照片")
        go(page, first, "/review?ref=XH-0001")
        expect(page.get_by_text("缺现场照片").first).to_be_visible()
        write(page, "close-XH-0001-opinion", "现场核实，同意")
        expect(page.locator(".st-key-close-XH-0001-check_on [data-type=month]")).to_have_text("12")
        page.keyboard.press("Control+s")
        expect(page.get_by_text("XH-0001 已销号")).to_be_visible()
        expect(heading(page)).to_have_text("夜间值班电话无人接听")
        page.goto("about:blank")

    with serve(XIAOHAO_STORE=ledger_file, XIAOHAO_SAMPLE="0", XIAOHAO_TODAY=LATER) as second:
        go(page, second, "/mine")
        page.locator(".st-key-waiting-check").get_by_role("link", name="回头看").click()
        expect(page.locator("h1")).to_have_text("窗口首问责任落空")
        wait_ready(page)
        press(page, "do-record_check")
        choose(page, "record-check-XH-0001-check_verdict", "反弹")
        write(page, "record-check-XH-0001-result", "窗口又把人推走")
        press(page, "save-record_check")
        expect(field(page, "reopen-XH-0001-reason")).to_have_value("窗口又把人推走")
        day(page, "reopen-XH-0001-due", date(2027, 1, 29))
        press(page, "save-reopen")
        expect(page.get_by_text("整改中", exact=True).first).to_be_visible()
        expect(page.locator(".st-key-issue-closures").get_by_text("回头看：反弹")).to_be_visible()
        expect(page.locator(".st-key-round-1").get_by_text("缺现场照片")).to_be_visible()
        page.goto("about:blank")


def test_who_asked_does_not_close_their_own_request(
    ledger_file: str, start_server: Callable[..., Server], new_page: Callable[..., Page]
):
    server = start_server(XIAOHAO_STORE=ledger_file, XIAOHAO_SAMPLE="0")
    page = new_page(server.url)
    ask(page, server, "XH-0001", "清单已经上墙", role=OFFICE)
    go(page, server, "/review")
    expect(page.locator(".st-key-review-decision").get_by_text("申请销号的人不能自己复核")).to_be_visible()
    expect(page.locator(".st-key-review-queue").get_by_text("申请销号的人不能自己复核")).to_be_visible()
    expect(page.locator(".st-key-save-close")).to_have_count(0)


def test_two_reviewers_at_once_lose_nothing_that_was_typed(
    ledger_file: str, start_server: Callable[..., Server], new_page: Callable[..., Page]
):
    server = start_server(XIAOHAO_STORE=ledger_file, XIAOHAO_SAMPLE="0")
    one, other = new_page(server.url), new_page(server.url)
    ask(one, server, "XH-0001", "清单已经上墙")
    for page in (one, other):
        go(page, server, "/review")
        wait_ready(page)
    write(one, "close-XH-0001-opinion", "先一位写的意见")
    write(other, "close-XH-0001-opinion", "后一位写的意见")
    press(one, "save-close")
    expect(one.get_by_text("没有待复核的申请")).to_be_visible()
    other.keyboard.press("Control+s")
    expect(other.get_by_text("这件已有人先办结")).to_be_visible()
    expect(other.locator(".st-key-review-decision").get_by_text("同意销号 · 整改到位")).to_be_visible()
    expect(other.locator(".st-key-review-kept-close").get_by_text("后一位写的意见")).to_be_visible()


def test_the_keyboard_goes_through_the_queue(server: Server, new_page: Callable[..., Page]):
    page = new_page(server.url + "/review")
    first = heading(page).inner_text()
    page.keyboard.press("Alt+ArrowDown")
    expect(heading(page)).not_to_have_text(first)
    page.keyboard.press("Alt+ArrowUp")
    expect(heading(page)).to_have_text(first)


def test_the_decision_stays_in_view_while_the_matter_is_read(server: Server, new_page: Callable[..., Page]):
    page = new_page(server.url + "/review", size=PROJECTOR)
    save = page.locator(".st-key-save-close button")
    assert save.bounding_box()["y"] + save.bounding_box()["height"] < PROJECTOR[1]
    page.locator(".st-key-review-history").scroll_into_view_if_needed()
    box = save.bounding_box()
    assert 0 < box["y"] < PROJECTOR[1] - box["height"]


def test_the_desk_is_not_wider_than_a_phone(server: Server, new_page: Callable[..., Page]):
    page = new_page(server.url + "/review", lang="en-US", size=PHONE)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= PHONE[0]
    boxes = "[...document.querySelectorAll('[data-testid=stMain] button, [data-testid=stMain] textarea')]"
    assert page.evaluate(f"Math.max(...{boxes}.map((one) => one.getBoundingClientRect().right))") <= PHONE[0]
