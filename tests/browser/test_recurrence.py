"""A unit types a problem like an old one, sees it, links it and saves; both say so; the office sees what looks hollow."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from store.config import read_settings
from store.opening import Store, open_store
from store.setup import SYSTEM
from tests.browser.conftest import PHONE
from tests.small_ledger import CAMPAIGN, FIRST, OFFICE, UNITS, registered, someone
from tools.live import Server, wait_ready

RULE = {"kind": "preventive", "text": "把接通率列入窗口月度通报", "owner": "周海宁", "due": "2026-12-04"}
COPIED = {
    "kind": "corrective",
    "text": "组织全体人员认真学习有关文件精神，进一步统一思想",
    "owner": "周海宁",
    "due": "2026-12-04",
}


def closed(store: Store) -> None:
    """A problem that was struck off, with a rule that should have kept it from coming back."""
    issue = registered(store, title="咨询电话长期无人接听", finding="连续五天拨打三十次，十七次无人接听", measures=[RULE])
    steps = (
        ("start", {}),
        ("report_progress", {"measure": 1, "percent": 100}),
        ("add_evidence", {"title": "抽测记录"}),
        ("request_close", {"note": "接通率已列入窗口月度通报，抽测合格"}),
    )
    for verb, inputs in steps:
        issue = store.ledger.do(someone(FIRST), verb, issue.ref_no, issue.revision, **inputs)
    store.ledger.do(someone(OFFICE), "close", issue.ref_no, issue.revision, opinion="现场核实，同意", outcome="full")


@pytest.fixture
def server(tmp_path: Path, start_server: Callable[..., Server]) -> Server:
    """A server over a ledger with a problem struck off and the same measure in two units."""
    path = str(tmp_path / "ledger.db")
    store = open_store(read_settings({"XIAOHAO_STORE": path, "XIAOHAO_TODAY": "2026-11-23"}))
    store.setup.set_up(SYSTEM, CAMPAIGN, UNITS)
    closed(store)
    for unit in ("U01", "U02"):
        issue = registered(
            store, OFFICE, unit=unit, title=f"谈话记录补写（{unit}）", finding="谈话记录落款相同", measures=[COPIED]
        )
        store.ledger.do(someone(OFFICE), "start", issue.ref_no, issue.revision)
    store.repository.close()
    return start_server(XIAOHAO_STORE=path, XIAOHAO_SAMPLE="0", XIAOHAO_TODAY="2026-11-23")


def write(page: Page, key: str, text: str) -> None:
    page.locator(f".st-key-{key}").locator("input, textarea").first.fill(text)


def line(page: Page) -> Locator:
    return page.locator(".st-key-new-recurrence")


def top_of_source(page: Page) -> float:
    return page.locator(".st-key-new-source").bounding_box()["y"]


def test_a_problem_that_came_back_is_seen_linked_and_told_on_both(server: Server, new_page: Callable[..., Page]):
    page = new_page(server.url + "/new", acting=FIRST)
    before = top_of_source(page)
    write(page, "new-title", "午间咨询电话又无人接听")
    write(page, "new-finding", "中午拨打五次，全部无人接听")
    expect(line(page)).to_contain_text("像是以前的问题：XH-0001 咨询电话长期无人接听（已销号 11月23日，一支队）")
    expect(page.locator(".st-key-new-finding textarea")).to_be_focused()
    wait_ready(page)
    assert top_of_source(page) == pytest.approx(before, abs=3)
    page.locator(".st-key-new-similar button").click()
    expect(page.get_by_text("把接通率列入窗口月度通报")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".st-key-new-link-XH-0001 button").click()
    expect(line(page)).to_contain_text("再次发生：XH-0001")
    page.get_by_role("button", name="存为草稿").click()
    page.get_by_role("link", name=re.compile("查看 XH-0004")).click()
    both = page.locator(".st-key-issue-recurrences")
    expect(both).to_contain_text("再次发生：XH-0001 咨询电话长期无人接听")
    expect(both).to_contain_text("把接通率列入窗口月度通报")
    with page.context.expect_page() as opened:
        both.get_by_role("link", name="XH-0001").click()
    wait_ready(opened.value)
    expect(opened.value.locator(".st-key-issue-recurrences")).to_contain_text("后来又发生：XH-0004 午间咨询电话又无人接听")


def test_the_office_sees_what_looks_hollow(server: Server, new_page: Callable[..., Page]):
    page = new_page(server.url + "/issue?ref=XH-0002")
    panel = page.locator(".st-key-suspicions")
    expect(panel).to_contain_text("第 1 条措施与其他单位的 XH-0003 几乎一字不差")
    assert panel.get_by_role("link", name="XH-0003").first.get_attribute("href").endswith("issue?ref=XH-0003")
    assert new_page(server.url + "/issue?ref=XH-0002", acting=FIRST).locator(".st-key-suspicions").count() == 0


def test_on_a_phone_what_is_found_fits_the_width(server: Server, new_page: Callable[..., Page]):
    page = new_page(server.url + "/new", acting=FIRST, size=PHONE, lang="en-GB")
    write(page, "new-title", "午间咨询电话又无人接听")
    write(page, "new-finding", "中午拨打五次，全部无人接听")
    expect(line(page)).to_contain_text("Looks like an earlier problem: XH-0001")
    page.locator(".st-key-new-similar button").click()
    expect(page.get_by_text("把接通率列入窗口月度通报")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
