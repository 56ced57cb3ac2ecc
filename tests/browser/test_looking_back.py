"""A meeting asks how it stood: a day is picked, a bar opens the rows of that day, its file is theirs, one click leads back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date

import httpx
from playwright.sync_api import Page, expect

from store.words import text, text_n
from tests.browser.test_boards import mark
from tests.browser.test_boards import seeing as seeing
from tools.live import Server, wait_ready


def test_a_day_is_picked_its_bars_open_its_rows_and_one_click_leads_back(seeing: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(f"{seeing.url}/unit")
    page.locator(".st-key-day_sheet button").first.click()
    page.locator(".st-key-as_of_week button").first.click()
    band = page.locator(".st-key-looking_back")
    expect(band).to_contain_text("2026年11月16日（星期一）日终时的台账")
    expect(page).to_have_url(re.compile(r"as_of=2026-11-16"))
    wait_ready(page)

    mark(page, "unit_grid_unsettled", "二支队  不担当  1").click()
    expect(page).to_have_url(re.compile(r"/ledger\?.*as_of=2026-11-16"))
    expect(page.get_by_text(text_n("zh_CN", "ledger.count", 1), exact=True)).to_be_visible(timeout=15_000)
    expect(band).to_be_visible()
    wait_ready(page)

    page.go_back()
    wait_ready(page)
    expect(page).to_have_url(re.compile(r"/unit\?.*as_of=2026-11-16"))
    page.locator(".st-key-looking_back_end button").first.click()
    wait_ready(page)
    expect(band).to_have_count(0)
    assert "as_of" not in page.url


def test_a_link_shows_the_same_day_in_english_and_its_file_is_the_ledger_of_that_day(
    seeing: Server, new_page: Callable[..., Page]
) -> None:
    page = new_page(f"{seeing.url}/ledger?as_of=2026-11-04", lang="en-GB")
    expect(page.locator(".st-key-looking_back")).to_contain_text(
        "The ledger as it stood at the end of Wednesday, 4 November 2026"
    )
    link = page.get_by_role("link", name=text("en", "ledger.link")).get_attribute("href") or ""
    file = httpx.get(httpx.URL(seeing.url).join(link), cookies={"xiaohao_acting": "office"}, trust_env=False)
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"), newline="")))
    assert "issues-2026-11-04" in file.headers["content-disposition"]
    shown = page.get_by_text(text_n("en", "ledger.count", len(rows)), exact=True)
    expect(shown).to_be_visible(timeout=15_000)
    assert len(rows) == 6
    assert all(date.fromisoformat(row["updated_at"][:10]) <= date(2026, 11, 4) for row in rows)
