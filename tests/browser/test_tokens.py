"""A person makes a token in the browser, a program uses it, the calendar follows, and with a click all of it is over."""

from __future__ import annotations

from collections.abc import Callable

import httpx
from icalendar import Calendar
from playwright.sync_api import Page, expect

from store.words import text
from tests.browser.conftest import PHONE
from tools.live import Server, wait_ready


def copied(page: Page) -> str:
    """What is shown to be copied."""
    return page.get_by_test_id("stCode").inner_text().replace("\n", "")


def test_a_token_from_its_making_to_its_end(server: Server, new_page: Callable[..., Page]):
    page = new_page(server.url, acting="unit:U03")
    page.get_by_role("link", name=text("zh_CN", "sidebar.account")).click()
    wait_ready(page)
    page.locator(".st-key-token-name input").fill("每周报表")
    page.locator(".st-key-token-make button").click()
    wait_ready(page)
    program = httpx.Client(base_url=server.url, headers={"authorization": f"Bearer {copied(page)}"}, trust_env=False)
    assert program.get("/api/me").json()["unit"] == "U03"
    mine = program.get("/api/issues", params={"unit": "U03", "figure": "unsettled", "fields": "ref_no,status"}).json()
    assert mine["total"] == len(mine["items"]) > 0
    page.reload()
    wait_ready(page)
    expect(page.locator(".st-key-token-fresh-box")).to_have_count(0)
    page.get_by_role("button", name=text("zh_CN", "tokens.revoke"), exact=False).first.click()
    page.get_by_role("button", name=text("zh_CN", "tokens.revoke_now")).click()
    wait_ready(page)
    expect(page.get_by_text(text("zh_CN", "tokens.none"))).to_be_visible()
    assert program.get("/api/me").status_code == 401
    program.close()


def test_a_calendar_is_subscribed_to_on_a_phone_in_english(server: Server, new_page: Callable[..., Page]):
    page = new_page(f"{server.url}/account", lang="en-GB", size=PHONE, scheme="dark", acting="unit:U04")
    page.locator(".st-key-token-subscribe button").click()
    wait_ready(page)
    address = copied(page)
    assert address.startswith(f"{server.url}/calendar.ics?token=xh_")
    assert page.get_by_role("link", name=text("en", "tokens.open_calendar")).get_attribute("href") == f"webcal{address[4:]}"
    answer = httpx.get(address, trust_env=False)
    entries = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(entries) > 0
    kinds = ("deadline", "review", "check", "measure", "answer")
    begin = tuple(text("en", f"calendar.{kind}", ref="XH-", title="").partition(":")[0] for kind in kinds)
    assert all(str(entry["summary"]).startswith(begin) for entry in entries)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
