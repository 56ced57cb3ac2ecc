"""Evidence as people handle it: files chosen in a browser, one refused and the rest kept, the picture seen, bytes got back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from store.access import ACTING_COOKIE, acting
from store.model.issue import Issue
from store.opening import Store
from store.words import text
from tests.browser.conftest import PHONE
from tests.browser.test_sign_in import store as store
from tests.store.conftest import TODAY, registered
from tests.store.papers import PAGE, PDF, picture
from tools.live import Server, wait_ready

UNIT = "unit:U01"
CHOOSER = '.st-key-typing-add_evidence input[type="file"]'


@pytest.fixture
def papers(tmp_path: Path) -> dict[str, Path]:
    """Files on the reader's own disk."""
    contents = {"整改后现场.png": picture("#2F7D5D"), "通知.pdf": PAGE, "会议纪要.pdf": PDF}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in contents}


@pytest.fixture
def issue(store: Store) -> Issue:
    return registered(store, measures=[{"text": "改", "owner": "王责任", "due": TODAY + timedelta(days=9)}])


@pytest.fixture
def server(store: Store, issue: Issue, start_server) -> Server:
    return start_server(XIAOHAO_STORE=str(store.settings.store), XIAOHAO_SAMPLE="0")


def opened(new_page, server: Server, issue: Issue, **reader: str) -> Page:
    return new_page(f"{server.url}/issue?ref={issue.ref_no}", **{"acting": UNIT, **reader})


def adding(page: Page) -> None:
    page.locator(".st-key-do-add_evidence button").click()
    page.locator(CHOOSER).wait_for(state="attached")
    wait_ready(page)


def save(page: Page) -> None:
    page.locator(".st-key-save-add_evidence button").click()
    wait_ready(page)


def given(server: Server, path: str, who: str = UNIT) -> httpx.Response:
    return httpx.get(server.url + path, cookies={ACTING_COOKIE: who}, trust_env=False)


def test_two_files_of_which_one_is_refused_then_seen_saved_and_taken_back(papers, store, issue, server, new_page):
    page = opened(new_page, server, issue)
    adding(page)
    page.get_by_label(text("zh_CN", "field.add_evidence_title")).fill("门牌整改前后")
    page.set_input_files(CHOOSER, [papers["整改后现场.png"], papers["通知.pdf"]])
    expect(page.get_by_text("“通知.pdf”的内容不是 pdf 文件")).to_be_visible()
    save(page)
    expect(page.get_by_text("“通知.pdf”的内容不是 pdf 文件")).to_be_visible()
    expect(page.get_by_label(text("zh_CN", "field.add_evidence_title"))).to_have_value("门牌整改前后")
    page.locator('[data-testid="stFileChip"]', has_text="通知.pdf").get_by_role("button").click()
    expect(page.get_by_text("“通知.pdf”的内容不是 pdf 文件")).to_have_count(0)
    save(page)

    panel = page.locator(".st-key-issue-evidence")
    expect(panel.get_by_text("门牌整改前后")).to_be_visible()
    image = panel.locator("img")
    page.wait_for_function("image => image.complete && image.naturalWidth === 40", arg=image.element_handle())
    with page.expect_download() as waiting:
        panel.get_by_role("link", name=text("zh_CN", "evidence.download")).click()
    assert waiting.value.suggested_filename == "整改后现场.png"
    assert Path(waiting.value.path()).read_bytes() == papers["整改后现场.png"].read_bytes()

    page.get_by_role("button", name=text("zh_CN", "verb.remove_evidence")).click()
    page.get_by_label(text("zh_CN", "field.remove_evidence_reason")).fill("照片拍错了门")
    page.locator('[class*="st-key-save-remove_evidence"] button').click()
    wait_ready(page)
    expect(panel.locator("del")).to_have_text("门牌整改前后")
    expect(panel.get_by_text("照片拍错了门")).to_be_visible()
    actor = acting("office")
    assert actor
    piece = store.ledger.issue(actor, issue.ref_no).evidence[0]
    path = f"/evidence/{issue.ref_no}/{piece.id}/x.png"
    assert [given(server, path, who).status_code for who in (UNIT, "viewer", "office")] == [404, 404, 200]


def test_the_widget_speaks_the_readers_language_and_is_empty_again_after_saving(papers, issue, server, new_page):
    for lang, reader, foreign in (("zh_CN", "zh-CN", ("Upload", "per file")), ("en", "en-GB", ("选择文件", "per file"))):
        page = opened(new_page, server, issue, lang=reader)
        adding(page)
        widget = page.locator('[data-testid="stFileUploader"]')
        seen = widget.inner_text()
        assert [word for word in foreign if word in seen] == []
        for key, element in (
            ("choose", "stMarkdownContainer"),
            ("or_drop", "stFileUploaderDropzoneInstructions"),
        ):
            place = widget.locator(f'[data-testid="stFileUploaderDropzone"] [data-testid="{element}"]')
            assert place.evaluate("place => getComputedStyle(place, '::after').content") == f'"{text(lang, f"uploader.{key}")}"'
    page.set_input_files(CHOOSER, [papers["会议纪要.pdf"]])
    expect(page.locator('[data-testid="stFileChip"]')).to_have_count(1)
    wait_ready(page)
    save(page)
    expect(page.locator(".st-key-issue-evidence").get_by_text("会议纪要", exact=True)).to_be_visible()
    adding(page)
    expect(page.locator('[data-testid="stFileChip"]')).to_have_count(0)


def test_a_pdf_opens_in_the_browsers_own_viewer(papers, issue, server, new_page):
    page = opened(new_page, server, issue)
    adding(page)
    page.set_input_files(CHOOSER, [papers["会议纪要.pdf"]])
    expect(page.locator('[data-testid="stFileChip"]')).to_have_count(1)
    wait_ready(page)
    save(page)
    with page.context.expect_page() as waiting:
        page.locator(".st-key-issue-evidence").get_by_role("link", name="会议纪要", exact=True).click()
    shown = waiting.value
    shown.wait_for_load_state()
    assert shown.evaluate("document.contentType") == "application/pdf"
    assert "?inline" in shown.url


def test_on_a_phone_nothing_of_the_evidence_is_cut_off(papers, issue, server, new_page):
    page = opened(new_page, server, issue, size=PHONE)
    adding(page)
    page.get_by_label(text("zh_CN", "field.add_evidence_title")).fill("走廊门牌清理前后对比照片及签字确认表")
    page.set_input_files(CHOOSER, [papers["整改后现场.png"]])
    expect(page.locator('[data-testid="stFileChip"]')).to_have_count(1)
    wait_ready(page)
    save(page)
    page.locator(".st-key-issue-evidence").scroll_into_view_if_needed()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
