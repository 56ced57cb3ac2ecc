"""A snapshot, then changes, then what has happened since and a number opened; and a file of ours that comes back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from store.config import read_settings
from store.exchange.taking import take
from store.opening import Store, open_store
from store.setup import SYSTEM
from tests.browser.conftest import PHONE
from tests.lived_ledger import Life, lived
from tests.small_ledger import CAMPAIGN, FIRST, OFFICE, TODAY, UNITS, someone
from tools.live import Server, wait_ready


@pytest.fixture
def opened(tmp_path: Path) -> Store:
    """A small ledger that has lived, open here beside the server."""
    settings = read_settings({"XIAOHAO_STORE": str(tmp_path / "ledger.db"), "XIAOHAO_TODAY": TODAY.isoformat()})
    store = open_store(settings)
    store.setup.set_up(SYSTEM, CAMPAIGN, UNITS)
    lived(store)
    yield store
    store.repository.close()


@pytest.fixture
def meeting(opened: Store, start_server: Callable[..., Server]) -> Server:
    return start_server(XIAOHAO_STORE=str(opened.settings.store), XIAOHAO_SAMPLE="0")


def test_what_has_happened_since_a_snapshot_is_one_click_away(meeting: Server, opened: Store, new_page: Callable[..., Page]):
    page = new_page(meeting.url + "/snapshots")
    page.get_by_label("快照名称").fill("十一月例会")
    page.get_by_role("button", name="保存快照").click()
    wait_ready(page)
    expect(page.get_by_text("已保存快照“十一月例会”，共 9 个问题")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载").click()
    content = Path(download.value.path()).read_bytes()
    kept = opened.snapshots.all()[0]
    assert content == opened.snapshots.content(SYSTEM, kept.id)

    life = Life(opened)
    changed = opened.ledger.issue(someone(OFFICE), "XH-0004")
    opened.ledger.edit(someone(FIRST), "XH-0004", changed.revision, {"owner": "刘启"})
    life.closed(opened.ledger.issue(someone(OFFICE), "XH-0001"), TODAY.isoformat())
    life.found(TODAY.isoformat(), "2026-12-20", title="会后新发现的")

    page.get_by_role("button", name="与现在比较").click()
    wait_ready(page)
    assert re.search(rf"/compare\?from=snapshot(%3A|:){kept.id}&to=now", page.url)
    sentence = page.locator(".st-key-moved_sentence")
    expect(sentence).to_contain_text("较快照“十一月例会”（2026年11月23日）")
    expect(page.locator(".st-key-compare_list del").filter(has_text="周海宁").first).to_be_visible()
    struck = page.locator(".st-key-compare_list tr").filter(has_text="刘启")
    assert struck.locator("td").last.evaluate("cell => [...cell.children].map(one => one.tagName)") == ["DEL", "STRONG"]
    page.locator(".st-key-panel_flow path[aria-roledescription='rect mark']").and_(page.get_by_label("整改中  已销号  1")).click()
    page.get_by_role("heading", name="问题台账").wait_for()
    wait_ready(page)
    assert "refs=XH-0001" in page.url
    page.go_back()
    wait_ready(page)
    page.get_by_role("button", name="新增 1、").locator("visible=true").click()
    page.get_by_role("heading", name="问题台账").wait_for()
    wait_ready(page)
    expect(page.get_by_text("共 1 个问题")).to_be_visible()
    expect(page.get_by_role("button", name="选定的 1 个问题")).to_be_visible()
    assert page.request.get(f"{meeting.url}/snapshots/{kept.id}.csv").body() == content


def test_a_file_that_comes_back_is_compared_on_a_phone(
    meeting: Server, opened: Store, tmp_path: Path, new_page: Callable[..., Page]
):
    content = take(opened, someone(OFFICE), "issues.csv", {"header": "en"}).content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    owner = rows[0].index(next(one for one in rows[0] if "responsible" in one.lower()))
    rows[1][owner] = "刘启"
    rows.append(["XH-0777", *rows[1][1:]])
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    (tmp_path / "back.csv").write_text(text.getvalue(), encoding="utf-8-sig")
    (tmp_path / "photo.csv").write_bytes(b"\x89PNG\x00")

    page = new_page(meeting.url + "/compare?from=file", lang="en-GB", size=PHONE, scheme="dark")
    page.locator("input[type=file]").set_input_files(tmp_path / "photo.csv")
    wait_ready(page)
    expect(page.get_by_role("alert")).to_contain_text("CSV")
    page.get_by_role("button", name="Another file").click()
    wait_ready(page)
    page.locator("input[type=file]").set_input_files(tmp_path / "back.csv")
    wait_ready(page)
    sentence = page.locator(".st-key-moved_sentence")
    expect(sentence).to_contain_text("Since file “back.csv”")
    sentence.get_by_role("button", name="1 deleted").locator("visible=true").click()
    wait_ready(page)
    assert "kind=deleted" in page.url
    expect(page.locator(".st-key-compare_list")).to_contain_text("XH-0777")
    expect(page.locator(".st-key-compare_list")).to_contain_text("no longer in the ledger")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
