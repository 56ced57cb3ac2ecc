"""Papers and pages as the browser prints them: A4, everything there to its last words, the head again, nothing to click."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from store.config import read_settings
from store.opening import open_store
from store.setup import SYSTEM
from tests.browser.conftest import PHONE
from tests.long_problem import LAST_WORDS, long_problem
from tests.small_ledger import CAMPAIGN, OFFICE, UNITS, registered
from tools.live import Server, wait_ready

A4 = (595, 842)
RADICAL = re.compile("[\u2f00-\u2fd5]")
"""Signs that share their shape with a character; a PDF may name the shape by either."""


@pytest.fixture
def printing(tmp_path: Path, start_server: Callable[..., Server]) -> Server:
    """A server over a problem that has had everything and waits for its verdict, and one that has nearly nothing."""
    path = str(tmp_path / "ledger.db")
    store = open_store(read_settings({"XIAOHAO_STORE": path, "XIAOHAO_TODAY": "2026-11-23"}))
    store.setup.set_up(SYSTEM, CAMPAIGN, UNITS)
    long_problem(store)
    registered(store, title="近乎空白的", measures=[], cause="", cause_kind="", owner="")
    store.repository.close()
    return start_server(XIAOHAO_STORE=path, XIAOHAO_SAMPLE="0")


def printed(page: Page) -> list[str]:
    """The words of each sheet of A4 that the page is printed on."""
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in sheets} == {A4}
    return [RADICAL.sub(lambda one: normalize("NFKC", one[0]), "".join(sheet.extract_text().split())) for sheet in sheets]


def test_the_papers_of_a_problem(printing: Server, new_page: Callable[..., Page]):
    page = new_page(printing.url, acting=OFFICE)
    page.goto(printing.url + "/print/issue/XH-0001")
    sheets = printed(page)
    assert len(sheets) >= 4
    for number, sheet in enumerate(sheets, 1):
        assert "问题整改单XH-0001" in sheet
        assert f"{number}/{len(sheets)}" in sheet
        assert "打印" not in sheet
    whole = "".join(sheets)
    assert [one for one in ("问题表现完", "原因完", "第5项措施", "进展第7条", "拿错的材料", "2026-002") if one not in whole] == []
    assert whole.count("措施内容") >= 1
    assert LAST_WORDS in whole.replace("问题整改单XH-0001", "")
    assert sheets[-1].index("责任人（签字）") < sheets[-1].index("整改组负责人（签字）")

    page.goto(printing.url + "/print/close-out/XH-0001")
    sheets = printed(page)
    assert LAST_WORDS in "".join(sheets)
    assert "□整改到位□基本到位□退回" in "".join(sheets)
    assert "整改组负责人（签字）" in sheets[-1]

    page.goto(printing.url + "/print/issue/XH-0002")
    (sheet,) = printed(page)
    assert "整改组负责人（签字）" in sheet
    page.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1 } }")
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.printed") == 1


def test_a_paper_can_be_read_on_a_phone_in_english(printing: Server, new_page: Callable[..., Page]):
    page = new_page(printing.url, lang="en-GB", size=PHONE, acting=OFFICE)
    for path in ("/print/issue/XH-0001", "/print/close-out/XH-0001"):
        page.goto(printing.url + path)
        page.get_by_role("button", name="Print").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_a_problem_and_of_its_review(printing: Server, new_page: Callable[..., Page], scheme: str):
    page = new_page(printing.url + "/review", scheme=scheme, acting=OFFICE)
    page.emulate_media(media="print")
    ink = page.locator(".st-key-review-matter p").first.evaluate("one => getComputedStyle(one).color")
    ground = page.locator(".stApp").evaluate("one => getComputedStyle(one).backgroundColor")
    assert (ink, ground) == ("rgb(17, 17, 17)", "rgb(255, 255, 255)")
    sheets = printed(page)
    whole = "".join(sheets)
    assert len(sheets) > 2
    for there in (
        "复核销号",
        "窗口首问责任落空",
        "完成情况对照销号标准",
        LAST_WORDS,
        "第5项的佐证",
        "问题表现完",
        "又有推诿",
        "进展第1条",
    ):
        assert there in whole
    for not_there in ("复核决定", "同意销号", "整改总览", "操作记录", "下一件", "打印", "打开问题全貌", "先红灯"):
        assert not_there not in whole

    page.goto(printing.url + "/issue?ref=XH-0001")
    wait_ready(page)
    whole = "".join(printed(page))
    for there in ("问题表现完", "原因完", "第5项措施", "请说明反弹原因", "酌情", LAST_WORDS, "进展第3条", "历史记录"):
        assert there in whole
    for not_there in ("返回台账", "整改总览", "打印", "下一步", "下载"):
        assert not_there not in whole
