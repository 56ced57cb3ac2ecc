"""Entering as a clerk does it: typed, kept through reload and restart, saved with one key, seen on dashboard and in the CSV."""

from __future__ import annotations

import csv
import io
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from store.config import read_settings
from store.opening import open_store
from store.setup import SYSTEM
from tests.browser.conftest import PHONE
from tests.small_ledger import CAMPAIGN, UNITS, registered
from tools.live import Server, free_port, serve, wait_ready

LONGER_THAN_THE_PAUSE = 800
"""Milliseconds after which what was typed has been sent."""
ROLE = {"name": "xiaohao_acting", "value": "unit:U01"}


@pytest.fixture
def ledger_file(tmp_path: Path) -> str:
    """A store with a campaign, its units and one problem, for a server to open."""
    path = str(tmp_path / "ledger.db")
    store = open_store(read_settings({"XIAOHAO_STORE": path, "XIAOHAO_TODAY": "2026-11-23"}))
    store.setup.set_up(SYSTEM, CAMPAIGN, UNITS)
    registered(store)
    return path


@pytest.fixture
def entering(ledger_file: str, start_server: Callable[..., Server]) -> Server:
    """A server over that ledger."""
    return start_server(XIAOHAO_STORE=ledger_file, XIAOHAO_SAMPLE="0")


def as_unit(page: Page, url: str, path: str = "/new") -> Page:
    """Act for the first unit."""
    page.context.add_cookies([{**ROLE, "url": url}])
    page.goto(url + path)
    wait_ready(page)
    return page


def field(page: Page, key: str) -> None:
    return page.locator(f".st-key-{key}").locator("input, textarea").first


def pick(page: Page, key: str, words: str) -> None:
    field(page, key).click()
    page.get_by_role("option", name=words).click()
    wait_ready(page)


def write(page: Page, key: str, text: str) -> None:
    field(page, key).fill(text)


def day(page: Page, key: str, chosen: date) -> None:
    """Type a date the way a person does, part by part."""
    box = page.locator(f".st-key-{key}")
    for name, value in (("year", f"{chosen:%Y}"), ("month", f"{chosen:%m}"), ("day", f"{chosen:%d}")):
        box.locator(f'[data-type="{name}"]').click()
        page.keyboard.type(value)
    page.keyboard.press("Tab")
    wait_ready(page)


def fill_in(page: Page) -> None:
    pick(page, "new-category", "不担当不作为")
    write(page, "new-title", "夜间值班电话无人接听")
    write(page, "new-finding", "连续三晚无人接听")
    pick(page, "new-source", "自查")
    write(page, "new-owner", "周海宁")
    day(page, "new-due", date(2026, 12, 4))
    for row, text in enumerate(("安排双人值班", "制定值班电话抽查办法"), 1):
        page.locator(".st-key-new-add-measure button").click()
        write(page, f"new-m{row}-text", text)
        wait_ready(page)


def found(page: Page) -> int:
    return int(page.locator(".st-key-figure_found [data-testid=stMetricValue]").inner_text())


def test_a_problem_that_is_entered_moves_the_overview_and_is_in_the_file(entering: Server, new_page: Callable[..., Page]):
    page = as_unit(new_page(entering.url), entering.url, "/")
    before = found(page)
    as_unit(page, entering.url)
    fill_in(page)
    page.locator(".st-key-new-save button").click()
    expect(page.get_by_text("已登记，编号 XH-0002")).to_be_visible()
    page.get_by_role("link", name="查看 XH-0002").click()
    expect(page.locator("h1")).to_have_text("夜间值班电话无人接听")
    page.goto(entering.url)
    wait_ready(page)
    assert found(page) == before + 1
    body = page.context.request.get(entering.url + "/export/issues.csv").body().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body)))
    assert any("XH-0002" in row and "夜间值班电话无人接听" in row for row in rows)


def test_what_is_being_typed_is_there_after_a_reload(entering: Server, new_page: Callable[..., Page]):
    page = as_unit(new_page(entering.url), entering.url)
    write(page, "new-title", "夜间值班电话无人接听")
    field(page, "new-finding").press_sequentially("还没写完", delay=20)
    page.reload()
    wait_ready(page)
    expect(field(page, "new-title")).to_have_value("夜间值班电话无人接听")
    expect(field(page, "new-finding")).to_have_value("还没写完")
    expect(page.get_by_text("已恢复您上次未提交的填写内容")).to_be_visible()


def test_what_a_server_that_fell_over_never_got_is_there_after_a_reload(ledger_file: str, new_page: Callable[..., Page]):
    settings = {"XIAOHAO_STORE": ledger_file, "XIAOHAO_SAMPLE": "0", "XIAOHAO_PORT": str(free_port())}
    with serve(**settings) as first:
        page = as_unit(new_page(first.url), first.url)
        first.process.send_signal(signal.SIGSTOP)
        field(page, "new-finding").press_sequentially("服务器倒下时写的")
        page.wait_for_timeout(LONGER_THAN_THE_PAUSE)
        first.process.kill()
    with serve(**settings):
        page.reload()
        wait_ready(page)
        expect(field(page, "new-finding")).to_have_value("服务器倒下时写的")
        page.goto("about:blank")


def test_what_was_saved_is_not_put_back_into_the_next_form(entering: Server, new_page: Callable[..., Page]):
    page = as_unit(new_page(entering.url), entering.url)
    write(page, "new-title", "只存一次的草稿")
    page.locator(".st-key-new-draft button").first.click()
    expect(page.locator(".st-key-new-another button")).to_be_visible()
    page.locator(".st-key-new-another button").click()
    wait_ready(page)
    page.reload()
    wait_ready(page)
    expect(field(page, "new-title")).to_have_value("")


def test_what_was_typed_is_there_after_the_server_was_restarted(ledger_file: str, new_page: Callable[..., Page]):
    port = str(free_port())
    with serve(XIAOHAO_STORE=ledger_file, XIAOHAO_SAMPLE="0", XIAOHAO_PORT=port) as first:
        page = as_unit(new_page(first.url), first.url)
        fill_in(page)
        page.wait_for_timeout(1000)
        wait_ready(page)
    with serve(XIAOHAO_STORE=ledger_file, XIAOHAO_SAMPLE="0", XIAOHAO_PORT=port) as second:
        page.goto(second.url + "/new")
        wait_ready(page)
        expect(field(page, "new-m2-text")).to_have_value("制定值班电话抽查办法")
        page.goto("about:blank")


def test_the_keyboard_alone_saves_and_the_cursor_goes_to_what_is_wrong(entering: Server, new_page: Callable[..., Page]):
    page = as_unit(new_page(entering.url), entering.url)
    expect(field(page, "new-category")).to_be_focused()
    write(page, "new-title", "只有标题")
    page.keyboard.press("Control+s")
    expect(page.locator(".st-key-new-category ~ *", has_text="请填写这一项").first).to_be_visible()
    expect(field(page, "new-category")).to_be_focused()
    expect(field(page, "new-title")).to_have_value("只有标题")
    fill_in(page)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("已登记，编号 XH-0002")).to_be_visible()


def test_a_double_click_makes_one_problem(entering: Server, new_page: Callable[..., Page]):
    page = as_unit(new_page(entering.url), entering.url)
    fill_in(page)
    page.locator(".st-key-new-save button").dblclick()
    expect(page.get_by_text("已登记，编号 XH-0002")).to_be_visible()
    page.goto(entering.url + "/issue?ref=XH-0003")
    wait_ready(page)
    expect(page.get_by_text("没有找到")).to_be_visible()


def test_names_of_the_ledger_are_suggested(entering: Server, new_page: Callable[..., Page]):
    page = as_unit(new_page(entering.url), entering.url)
    field(page, "new-owner").click()
    expect(field(page, "new-owner")).to_have_attribute("list", "xiaohao-names")
    assert "周海宁" in page.locator("#xiaohao-names option").evaluate_all("options => options.map((one) => one.value)")


def test_progress_is_two_clicks(entering: Server, new_page: Callable[..., Page]):
    page = as_unit(new_page(entering.url), entering.url, "/issue?ref=XH-0001")
    page.get_by_role("button", name="开始整改").click()
    wait_ready(page)
    page.locator(".st-key-progress-XH-0001-1-step").get_by_text("75%").click()
    page.locator(".st-key-progress-XH-0001-1-save button").click()
    expect(page.locator(".st-key-issue-measure-1").get_by_text("75%").first).to_be_visible()
    expect(page.get_by_text("进度：0% → 75%")).to_be_visible()


@pytest.mark.parametrize("path", ["/new", "/issue?ref=XH-0001", "/mine"])
def test_nothing_is_wider_than_a_phone(entering: Server, new_page: Callable[..., Page], path: str):
    page = as_unit(new_page(entering.url, lang="en-US", size=PHONE), entering.url, path)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= PHONE[0]
    boxes = (
        "[...document.querySelectorAll('[data-testid=stMain] button, [data-testid=stMain] input, [data-testid=stMain] textarea')]"
    )
    assert page.evaluate(f"Math.max(...{boxes}.map((one) => one.getBoundingClientRect().right))") <= PHONE[0]
