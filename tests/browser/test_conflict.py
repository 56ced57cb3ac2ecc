"""Two people change the same problem at the same time: nobody's words are lost, and who came second chooses place by place."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.test_entering import entering, field, ledger_file, write
from tools.live import Server, wait_ready

__all__ = ["entering", "ledger_file"]

REF = "XH-0001"


def begin(page: Page) -> Page:
    """The form of the problem, open for editing."""
    page.locator(".st-key-do-edit button").click()
    wait_ready(page)
    return page


def save(page: Page) -> None:
    page.locator(".st-key-edit-save button").first.click()
    wait_ready(page)


def test_who_saves_second_sees_what_came_in_between_and_chooses(entering: Server, new_page: Callable[..., Page]):
    address = f"{entering.url}/issue?ref={REF}"
    office, unit = new_page(address), new_page(address, acting="unit:U01")
    begin(office), begin(unit)
    write(office, "issue-XH-0001-owner", "刘启")
    write(office, "issue-XH-0001-target", "两周内清零")
    write(unit, "issue-XH-0001-owner", "周海宁、刘启")
    write(unit, "issue-XH-0001-cause", "首问责任没有写进岗位职责")
    save(office)
    expect(office.get_by_text("刘启").first).to_be_visible()
    save(unit)
    expect(unit.get_by_text("您修改期间，有人先保存了")).to_be_visible()
    expect(unit.get_by_text("两周内清零").first).to_be_visible()
    unit.get_by_text("用我的：周海宁、刘启").click()
    wait_ready(unit)
    unit.locator(".st-key-conflict-save button").click()
    expect(unit.locator(".st-key-do-edit button")).to_be_visible()
    for told in ("周海宁、刘启", "首问责任没有写进岗位职责", "两周内清零"):
        expect(unit.get_by_text(told).first).to_be_visible()


def test_a_verb_of_who_came_second_keeps_its_words_and_goes_on_at_the_next_press(entering: Server, new_page: Callable[..., Page]):
    address = f"{entering.url}/issue?ref={REF}"
    office, unit = new_page(address), new_page(address, acting="unit:U01")
    unit.locator(".st-key-do-report_progress button").click()
    wait_ready(unit)
    write(unit, "report-progress-XH-0001-note", "首问清单已经上墙")
    write(begin(office), "issue-XH-0001-lead", "分管副局长")
    save(office)
    unit.locator(".st-key-save-report_progress button").click()
    wait_ready(unit)
    expect(unit.get_by_text("您填写期间，有人先保存了下面的内容")).to_be_visible()
    expect(field(unit, "report-progress-XH-0001-note")).to_have_value("首问清单已经上墙")
    unit.locator(".st-key-save-report_progress button").click()
    expect(unit.get_by_text("首问清单已经上墙").first).to_be_visible()
    expect(unit.get_by_text("您填写期间")).to_have_count(0)
