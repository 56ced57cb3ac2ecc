"""A meeting as it is held: begun, walked and decided by keyboard alone; and read from the back row, in light and dark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from store.config import read_settings
from store.opening import Store, open_store
from store.setup import SYSTEM
from tests.browser.conftest import PHONE
from tests.lived_ledger import lived
from tests.small_ledger import CAMPAIGN, OFFICE, TODAY, UNITS, registered, someone
from tools.live import Server, wait_ready

MONDAY = TODAY + timedelta(days=7)
LONG = "来访群众反映窗口推诿，多次往返仍未办结；"
SMALLEST, FIGURE = 24, 48
"""Pixels at 1920 by 1080: of any letter, and of a figure."""

MEASURED = """([smallest, figure]) => {
  const stage = document.querySelector('.st-key-stage'), wrong = []
  const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 })
  const paint = canvas.getContext('2d', { willReadFrequently: true })
  const pixel = (colours) => {
    for (const colour of colours) { paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1) }
    return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3)
  }
  const bright = (rgb) => rgb.map((one) => (one /= 255) <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, place) => sum + one * [0.2126, 0.7152, 0.0722][place], 0)
  const contrast = (one, other) => {
    const [dark, light] = [bright(one), bright(other)].sort((a, b) => a - b)
    return (light + 0.05) / (dark + 0.05)
  }
  const under = (element) => {
    const grounds = []
    for (let at = element; at; at = at.parentElement) grounds.unshift(getComputedStyle(at).backgroundColor)
    return ['#fff', ...grounds]
  }
  const texts = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement, style = getComputedStyle(element), range = document.createRange()
    range.selectNodeContents(node)
    const box = range.getBoundingClientRect(), said = node.textContent.trim()
    const unseen = !box.width || style.visibility === 'hidden' || element.closest('style, script, [disabled], title, desc')
    if (!said || unseen) continue
    const wanted = element.closest('[data-testid="stMetricValue"]') ? figure : smallest
    if (parseFloat(style.fontSize) < wanted) wrong.push(`${style.fontSize} ${said}`)
    if (box.right > innerWidth + 1 || box.left < -1) wrong.push(`beyond the side: ${said}`)
    const drawn = element.closest('svg') && style.fill !== 'none' ? style.fill : style.color
    const ground = under(element), seen = contrast(pixel([...ground, drawn]), pixel(ground))
    if (seen < 4.5) wrong.push(`contrast ${seen.toFixed(1)} ${said}`)
  }
  const body = document.querySelector('.st-key-stage_body'), foot = document.querySelector('.st-key-stage_foot')
  const inside = [...body.querySelectorAll('[data-testid="stElementContainer"]')].filter((one) => one.offsetHeight)
  const seen = (one) => one.querySelector('[data-testid="stVegaLiteChart"] svg[viewBox]') ?? one  // its frame has a fixed height
  const lowest = Math.max(...inside.map((one) => seen(one).getBoundingClientRect().bottom))
  if (lowest > body.getBoundingClientRect().bottom + 2) wrong.push(`cut off below: ${lowest}`)
  if (foot.getBoundingClientRect().bottom > innerHeight + 1) wrong.push('the foot is below the screen')
  for (const test of ['stHeader', 'stSidebar', 'stToolbar']) {
    const found = document.querySelector(`[data-testid="${test}"]`)
    if (found?.getBoundingClientRect().height && getComputedStyle(found).display !== 'none') wrong.push(`${test} is visible`)
  }
  return wrong
}"""


@pytest.fixture
def ledger_file(tmp_path: Path) -> str:
    """A ledger that has lived, with one problem that says as much as anybody may say, and two meetings behind it."""
    path = str(tmp_path / "ledger.db")
    store = open_store(read_settings({"XIAOHAO_STORE": path, "XIAOHAO_TODAY": TODAY.isoformat()}))
    store.setup.set_up(SYSTEM, CAMPAIGN, UNITS)
    lived(store)
    wordy(store)
    store.repository.close()
    return path


def wordy(store: Store) -> None:
    """The most that the forms take, in both scripts, with a slip, a note and more time granted."""
    due = TODAY + timedelta(days=1)
    measures = [{"kind": "corrective", "text": (LONG * 90)[:1900], "owner": "欧阳" * 9, "due": due.isoformat()} for _ in range(6)]
    texts = {"finding": (LONG * 200)[:4000], "cause": ("Nobody answers the telephone " * 130)[:3900], "target": (LONG * 40)[:900]}
    people = {"owner": "欧阳" * 18, "lead": "司马" * 18}
    issue = registered(store, title=(LONG * 5)[:80], due=due.isoformat(), measures=measures, **texts, **people)
    slip = {"level": "reminder", "text": (LONG * 90)[:1900], "answer_by": MONDAY}
    later = {"new_due": TODAY + timedelta(days=2), "reason": "等"}
    for verb, inputs in (("grant_extension", later), ("report_progress", {"note": (LONG * 200)[:3900]}), ("urge", slip)):
        issue = store.ledger.do(someone(OFFICE), verb, issue.ref_no, issue.revision, **inputs)


def heading(page: Page) -> str:
    return page.locator(".st-key-stage h1").first.inner_text()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
    wait_ready(page)


def tab_to(page: Page, key: str) -> None:
    """As somebody without a mouse reaches a button."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("key => Boolean(document.activeElement.closest('.st-key-' + key))", key):
            return
    raise AssertionError(f"no way to {key} by Tab")


def test_a_meeting_is_held_by_keyboard_alone(
    ledger_file: str, start_server: Callable[..., Server], new_page: Callable[..., Page]
):
    server = start_server(XIAOHAO_STORE=ledger_file, XIAOHAO_SAMPLE="0")
    page, lobby = new_page(server.url + "/meeting"), None
    press(page, "Control+s")
    assert heading(page) == "第 1 次整改调度会"
    assert page.url.endswith("screen=1")
    press(page, "ArrowRight", " ", "PageDown")
    assert heading(page) == "逾期的"
    lobby = new_page(page.url, acting="viewer")
    assert heading(lobby) == "逾期的"

    press(page, "d")
    expect(page.locator(".st-key-meeting_decision")).to_be_visible()
    tab_to(page, "urge-XH-0001-text")
    page.keyboard.press("Control+a")
    page.keyboard.type("d 三天内拿出方案 p f 12")
    press(page, "Control+s")
    expect(page.locator(".st-key-meeting_decision")).to_have_count(0)
    expect(page.locator(".st-key-slide_decided")).to_contain_text("三天内拿出方案")
    expect(lobby.locator(".st-key-slide_decided")).to_contain_text("三天内拿出方案")  # refreshed by itself

    press(page, "d")
    press(page, "Escape")
    expect(page.locator(".st-key-meeting_decision")).to_have_count(0)
    page.keyboard.press("p")
    expect(page.locator(".xiaohao-blank")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".xiaohao-blank")).to_have_count(0)
    assert heading(page) == "逾期的"
    page.keyboard.press("f")
    page.wait_for_function("() => Boolean(document.fullscreenElement)")
    page.keyboard.press("f")
    page.wait_for_function("() => !document.fullscreenElement")

    press(page, "2", "Enter")
    assert heading(page) == "各类别进度"
    press(page, "ArrowLeft", "ArrowLeft", "ArrowLeft")
    assert page.url.endswith("screen=1")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    press(page, "ArrowRight")
    assert heading(page) == "逾期的"
    press(page, "End")
    assert heading(page) == "会议决定"
    expect(page.locator(".st-key-decided_1")).to_contain_text("三天内拿出方案")
    page.reload()
    wait_ready(page)
    assert heading(page) == "会议决定"
    tab_to(page, "minutes_docx_closing")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename == "会议纪要 第 1 次整改调度会 2026年11月23日.docx"
    paper = Document(BytesIO(Path(saved.value.path()).read_bytes()))
    assert "三天内拿出方案" in paper.tables[0].cell(1, 4).text
    tab_to(page, "meeting_end")
    press(page, "Enter")
    press(page, "Home")
    assert page.url.endswith("screen=1")
    tab_to(page, "meeting_leave")
    press(page, "Enter")
    expect(page.locator(".st-key-meeting_earlier")).to_contain_text("共 1 项决定")
    expect(page.locator('[data-testid="stSidebar"]')).to_be_visible()


FULL, SMALL = (1920, 1080), (1280, 720)
ROOMS = [("zh-CN", "light", FULL), ("en-GB", "dark", FULL), ("zh-CN", "dark", SMALL)]


@pytest.mark.parametrize(
    ("lang", "scheme", "size"), [("zh-CN", "light", FULL), ("en-GB", "dark", FULL), ("zh-CN", "dark", SMALL)]
)
def test_every_screen_can_be_read_from_the_back_row(
    ledger_file: str,
    start_server: Callable[..., Server],
    new_page: Callable[..., Page],
    lang: str,
    scheme: str,
    size: tuple[int, int],
):
    server = start_server(XIAOHAO_STORE=ledger_file, XIAOHAO_SAMPLE="0")
    page = new_page(server.url + "/meeting", lang=lang, scheme=scheme, size=size)
    press(page, "Control+s")
    screens, share = 8, size[1] / FULL[1]
    found: dict[int, list[str]] = {}
    for number in range(1, screens + 1):
        if number == 7:  # the wordy one has something decided too
            press(page, "d")
            press(page, "Control+s")
            expect(page.locator(".st-key-slide_decided")).to_be_visible()
        found[number] = page.evaluate(MEASURED, [SMALLEST * share, FIGURE * share])
        press(page, "ArrowRight")
    assert {number: wrong for number, wrong in found.items() if wrong} == {}
    assert page.url.endswith(f"screen={screens}")


def test_a_lobby_screen_turns_by_itself_and_a_phone_scrolls(
    ledger_file: str, start_server: Callable[..., Server], new_page: Callable[..., Page]
):
    server = start_server(XIAOHAO_STORE=ledger_file, XIAOHAO_SAMPLE="0")
    page = new_page(server.url + "/meeting?auto=5&parts=red", acting="viewer")
    assert heading(page) == "逾期的"
    for wanted in ("逾期又待复核的", "逐条过会完毕", "逾期的"):
        expect(page.locator(".st-key-stage h1").first).to_have_text(wanted, timeout=20_000)
    phone = new_page(server.url + "/meeting?screen=4", acting="viewer", size=PHONE)
    assert phone.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= PHONE[0]
    right, foot = (phone.locator(f".st-key-{key}").bounding_box() or {} for key in ("slide_right", "stage_foot"))
    assert right["y"] + right["height"] <= foot["y"]
    assert phone.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 16
