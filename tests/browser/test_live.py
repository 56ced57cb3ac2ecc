"""Live: what one person saves is on everybody's open pages within moments; who types or reads a sheet is left alone.

The times are printed (``pytest -s``); what is asserted leaves room for a busy machine.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, WebSocket, expect

from store.config import read_settings
from store.opening import Store, open_store
from store.setup import SYSTEM
from store.words import text_n
from tests.browser.test_entering import as_unit, fill_in
from tests.lived_ledger import Life, lived
from tests.small_ledger import CAMPAIGN, TODAY, UNITS, registered
from tools.live import Server, free_port, serve, wait_ready

AT_MOST = 5000
"""Milliseconds until a change must be seen where many tests share a machine; on one of its own it is well under a second."""
SETTLED = 1500
"""Milliseconds after which a refresh that was to come would have come."""


@pytest.fixture
def shared(tmp_path: Path) -> Store:
    """A small ledger that has lived, open in this process: the tests' own way to save something."""
    settings = {"XIAOHAO_STORE": str(tmp_path / "ledger.db"), "XIAOHAO_TODAY": TODAY.isoformat()}
    store = open_store(read_settings(settings))
    store.setup.set_up(SYSTEM, CAMPAIGN, UNITS)
    lived(store)
    return store


def settings(store: Store) -> dict[str, str]:
    return {"XIAOHAO_STORE": str(store.repository.path), "XIAOHAO_SAMPLE": "0"}


@pytest.fixture
def watching(shared: Store, start_server: Callable[..., Server]) -> Server:
    return start_server(**settings(shared))


def found(page: Page) -> Locator:
    return page.locator(".st-key-figure_found [data-testid=stMetricValue]")


def bar(page: Page, said: str) -> Locator:
    """The label at the end of a bar of the chart of the units."""
    return page.locator(".st-key-chart_units_open").get_by_text(said, exact=True)


def seen_after(page: Page, text: str, begun: float) -> float:
    """Milliseconds from ``begun`` until the figure reads so."""
    expect(found(page)).to_have_text(text, timeout=AT_MOST)
    return (time.monotonic() - begun) * 1000


def test_what_one_saves_in_the_form_changes_the_other_ones_chart(watching: Server, new_page: Callable[..., Page]):
    clerk, board = new_page(watching.url), new_page(watching.url)
    as_unit(clerk, watching.url)
    fill_in(clerk)
    expect(found(board)).to_have_text("8")
    expect(bar(board, "剩 2，逾期 1").first).to_be_visible()
    begun = time.monotonic()
    clerk.locator(".st-key-new-save button").click()
    took = seen_after(board, "9", begun)
    expect(bar(board, "剩 3，逾期 1")).to_be_visible(timeout=AT_MOST)
    print(f"\none browser saves, the other one's figure has changed after {took:.0f} ms, of which the saving is a part")


def test_two_servers_on_one_store_see_each_others_changes(
    watching: Server, shared: Store, start_server: Callable[..., Server], new_page: Callable[..., Page]
):
    other = start_server(**settings(shared))
    clerk, board = new_page(other.url, acting="office"), new_page(watching.url)
    as_unit(clerk, other.url)
    fill_in(clerk)
    begun = time.monotonic()
    clerk.locator(".st-key-new-save button").click()
    times = [seen_after(board, "9", begun)]
    for count in ("10", "11", "12"):
        board.wait_for_timeout(SETTLED)
        begun = time.monotonic()
        registered(shared)
        times.append(seen_after(board, count, begun))
    print(f"\nsaved by another process, seen after {', '.join(f'{took:.0f}' for took in times)} ms")


def test_nothing_is_sent_while_nothing_happens(watching: Server, shared: Store, new_page: Callable[..., Page]):
    page, frames = new_page(watching.url), []

    def note(frame: str | bytes) -> None:
        frames.append(frame)

    def count(socket: WebSocket) -> None:
        socket.on("framesent", note)
        socket.on("framereceived", note)

    page.on("websocket", count)
    page.reload()
    wait_ready(page)
    page.wait_for_timeout(SETTLED)
    assert frames
    frames.clear()
    page.wait_for_timeout(3000)
    assert frames == []
    shared.drafts.keep(SYSTEM, "new", {"title": "别人正在填写"})
    page.wait_for_timeout(SETTLED)
    assert frames == []
    registered(shared)
    expect(found(page)).to_have_text("9", timeout=AT_MOST)
    assert frames


def test_the_place_on_the_page_stays_and_a_hidden_tab_catches_up(watching: Server, shared: Store, new_page: Callable[..., Page]):
    page = new_page(watching.url)
    main = page.get_by_test_id("stMain")
    main.evaluate("main => main.scrollTo(0, 400)")
    registered(shared)
    expect(found(page)).to_have_text("9", timeout=AT_MOST)
    wait_ready(page)
    assert main.evaluate("main => main.scrollTop") == 400
    hide(page, True)
    registered(shared)
    page.wait_for_timeout(SETTLED)
    expect(found(page)).to_have_text("9")
    hide(page, False)
    expect(found(page)).to_have_text("10", timeout=AT_MOST)
    for name in ("填报问题", "问题台账"):
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
        wait_ready(page)
    count = page.locator(".st-key-ledger_tools")
    expect(count).to_contain_text(text_n("zh_CN", "ledger.count", 12))
    registered(shared)
    expect(count).to_contain_text(text_n("zh_CN", "ledger.count", 13), timeout=AT_MOST)


def hide(page: Page, hidden: bool) -> None:
    """What the page hears when its tab goes behind another one."""
    page.evaluate(
        "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
        " document.dispatchEvent(new Event('visibilitychange')) }",
        hidden,
    )


def test_who_types_in_a_form_is_not_disturbed(watching: Server, shared: Store, new_page: Callable[..., Page]):
    page = as_unit(new_page(watching.url), watching.url)
    field = page.locator(".st-key-new-finding textarea")
    field.press_sequentially("连续三晚", delay=20)
    field.evaluate("field => field.setSelectionRange(2, 2)")
    for _ in range(3):
        registered(shared)
    page.wait_for_timeout(SETTLED)
    page.keyboard.type("的")
    assert field.evaluate("field => [field.value, field.selectionStart, field === document.activeElement]") == [
        "连续的三晚",
        3,
        True,
    ]


def test_a_search_half_typed_and_an_open_sheet_are_left_alone_until_they_are_done(
    watching: Server, shared: Store, new_page: Callable[..., Page]
):
    page = new_page(watching.url)
    offer = page.get_by_role("button", name="有新变化，点此刷新")
    search = page.locator(".st-key-filter_q input")
    search.press_sequentially("窗")
    registered(shared)
    expect(offer).to_be_visible(timeout=AT_MOST)
    expect(search).to_have_value("窗")
    expect(search).to_be_focused()
    expect(found(page)).to_have_text("8")
    search.fill("")
    page.locator("h1").click()
    expect(found(page)).to_have_text("9", timeout=AT_MOST)
    expect(offer).to_be_hidden()
    page.locator(".st-key-filter_sheet button").click()
    expect(page.locator(".st-key-filter_unit")).to_be_visible()
    registered(shared)
    expect(offer).to_be_visible(timeout=AT_MOST)
    offer.click()
    expect(found(page)).to_have_text("10", timeout=AT_MOST)


def test_a_decision_half_written_is_left_alone_although_its_page_listens(
    watching: Server, shared: Store, new_page: Callable[..., Page]
):
    page, life = new_page(watching.url + "/review"), Life(shared)
    expect(page.get_by_text("逾期又待复核的").first).to_be_visible()
    life.asked(life.found("2026-11-09", "2026-12-20", title="刚刚申请的"), "2026-11-22")
    expect(page.get_by_text("刚刚申请的").first).to_be_visible(timeout=AT_MOST)
    wait_ready(page)
    opinion = page.locator(".st-key-review-decision textarea").first
    opinion.fill("措施到位，")
    page.locator("h1").click()
    wait_ready(page)
    registered(shared)
    expect(page.get_by_role("button", name="有新变化，点此刷新")).to_be_visible(timeout=AT_MOST)
    opinion.press("End")
    page.keyboard.type("同意销号")
    assert opinion.evaluate("field => [field.value, field === document.activeElement]") == ["措施到位，同意销号", True]


def test_ticks_in_the_ledger_stay_and_a_table_that_is_being_read_is_not_moved(
    watching: Server, shared: Store, new_page: Callable[..., Page]
):
    for number in range(20):
        registered(shared, title=f"第{number}个")
    page = new_page(watching.url + "/ledger")
    count = page.locator(".st-key-ledger_tools")
    table = page.get_by_test_id("stDataFrame")
    table.click(position={"x": 18, "y": 60})
    expect(count).to_contain_text("已选 1 个")
    registered(shared)
    page.wait_for_timeout(SETTLED)
    wait_ready(page)
    expect(count).to_contain_text("已选 1 个")
    table.hover()
    page.mouse.wheel(0, 200)
    registered(shared)
    expect(page.get_by_role("button", name="有新变化，点此刷新")).to_be_visible(timeout=AT_MOST)
    assert page.locator(".dvn-scroller").evaluate("one => one.scrollTop") > 0


def test_after_the_server_was_away_the_page_catches_up_and_goes_on(shared: Store, new_page: Callable[..., Page]):
    own = settings(shared) | {"XIAOHAO_PORT": str(free_port())}
    with ExitStack() as running:
        first = running.enter_context(serve(**own))
        page = new_page(first.url)
        expect(found(page)).to_have_text("8")
    assert first.process.returncode in (0, -signal.SIGTERM), "it ended by itself although somebody listened"
    registered(shared)
    with serve(**own):
        expect(found(page)).to_have_text("9", timeout=30_000)
        wait_ready(page)
        registered(shared)
        expect(found(page)).to_have_text("10", timeout=10_000)
        page.goto("about:blank")
