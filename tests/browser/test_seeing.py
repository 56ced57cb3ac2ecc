"""Seeing as in a meeting: a click on a number, a bar or a row opens what is behind it, and a link shows everybody the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from store.config import read_settings
from store.opening import open_store
from store.setup import SYSTEM
from store.words import text_n
from tests.browser.conftest import PHONE
from tests.lived_ledger import lived
from tests.small_ledger import CAMPAIGN, TODAY, UNITS
from tools.live import Server, serve, wait_ready

ROW = 38
BAR = "path[aria-roledescription='bar']"


@pytest.fixture(scope="module")
def seeing(tmp_path_factory: pytest.TempPathFactory, servers: list[Server]) -> Iterator[Server]:
    """A server over a small ledger that has lived; nothing here changes it."""
    path = str(tmp_path_factory.mktemp("seeing") / "ledger.db")
    store = open_store(read_settings({"XIAOHAO_STORE": path, "XIAOHAO_TODAY": TODAY.isoformat()}))
    store.setup.set_up(SYSTEM, CAMPAIGN, UNITS)
    lived(store)
    store.repository.close()
    with serve(XIAOHAO_STORE=path, XIAOHAO_SAMPLE="0") as running:
        servers.append(running)
        yield running
        servers.remove(running)


def has_rows(page: Page, count: int, lang: str = "zh_CN") -> None:
    """The ledger says that it shows so many rows."""
    tools = page.locator(".st-key-ledger_tools").get_by_text(text_n(lang, "ledger.count", count), exact=True)
    expect(tools).to_be_visible(timeout=15_000)
    wait_ready(page)


def bars(page: Page, key: str) -> list[Locator]:
    expect(page.locator(f".st-key-{key} {BAR}").first).to_be_visible(timeout=15_000)
    return page.locator(f".st-key-{key} {BAR}").all()


def counted(bar: Locator) -> int:
    """How many problems a bar says that it counts."""
    said = re.search(r"count: (\d+)", bar.get_attribute("aria-label") or "")
    assert said
    return int(said[1])


def go(page: Page, place: int) -> None:
    """A click in the navigation."""
    page.get_by_test_id("stSidebarNavLink").nth(place).click()
    wait_ready(page)


def test_a_figure_opens_its_rows_wherever_on_it_one_clicks(seeing: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(seeing.url)
    page.locator(".st-key-figure_red").click(position={"x": 12, "y": 60})
    has_rows(page, 2)
    expect(page).to_have_url(re.compile(r"/ledger\?figure=red$"))


@pytest.mark.parametrize("key", ["chart_by_state", "chart_units_open", "chart_weeks"])
def test_a_bar_opens_as_many_rows_as_it_counts_again_and_again(seeing: Server, new_page: Callable[..., Page], key: str) -> None:
    page = new_page(seeing.url)
    for number in [0, 0, 3]:
        bar = bars(page, key)[number]
        count = counted(bar)
        bar.click()
        has_rows(page, count)
        page.go_back()
        wait_ready(page)


def test_going_back_from_a_number_finds_the_whole_again(seeing: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(seeing.url)
    page.locator(".st-key-figure_red").click()
    has_rows(page, 2)
    page.go_back()
    expect(page.locator(".st-key-figure_found")).to_contain_text("8")
    page.go_forward()
    has_rows(page, 2)


def test_a_click_on_a_row_opens_the_problem_and_back_leads_to_the_same_rows(
    seeing: Server, new_page: Callable[..., Page]
) -> None:
    page = new_page(f"{seeing.url}/ledger?light=red")
    has_rows(page, 2)
    for _ in range(2):
        page.get_by_test_id("stDataFrame").click(position={"x": 456, "y": ROW * 1.5})
        expect(page).to_have_url(re.compile(r"/issue\?ref=XH-0001$"))
        wait_ready(page)
        page.go_back()
        has_rows(page, 2)


def test_sorting_opens_nothing_and_a_sorted_row_opens_its_own_problem(seeing: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(f"{seeing.url}/ledger?light=red")
    table = page.get_by_test_id("stDataFrame")
    for _ in range(2):  # by number, and then the other way round
        table.click(position={"x": 366, "y": ROW * 0.5})
        wait_ready(page)
        page.wait_for_timeout(500)
        has_rows(page, 2)
    table.click(position={"x": 456, "y": ROW * 1.5})
    expect(page).to_have_url(re.compile(r"/issue\?ref=XH-0002$"))


def test_a_link_shows_the_same_in_another_language(seeing: Server, new_page: Callable[..., Page]) -> None:
    link = f"{seeing.url}/ledger?unit=U02&light=red,yellow"
    for browser, lang in (("zh-CN", "zh_CN"), ("en-GB", "en")):
        page = new_page(link, lang=browser)
        has_rows(page, 2, lang)
        expect(page).to_have_url(re.compile(r"unit=U02&light=red(,|%2C)yellow$"))


def test_a_choice_is_kept_from_page_to_page_and_stands_in_the_address(seeing: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(seeing.url)
    page.locator(".st-key-filter_sheet button").first.click()
    page.locator(".st-key-filter_unit input").click()
    page.get_by_role("option", name="办公室").click()
    expect(page.locator(".st-key-figure_found")).to_contain_text("3")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    go(page, 5)
    has_rows(page, 3)
    expect(page).to_have_url(re.compile(r"/ledger\?unit=U03$"))
    page.locator(".st-key-chip_unit button").first.click()
    has_rows(page, 10)
    go(page, 0)
    expect(page.locator(".st-key-figure_found")).to_contain_text("8")


def test_the_file_of_the_button_has_the_rows_of_the_page(seeing: Server, new_page: Callable[..., Page], tmp_path: Path) -> None:
    page = new_page(f"{seeing.url}/ledger?light=red")
    with page.expect_download() as taken:
        page.locator(".st-key-download_issues button").click()
    file = tmp_path / "taken.csv"
    taken.value.save_as(file)
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert re.findall(r"(?m)^XH-\d+", file.read_text(encoding="utf-8-sig")) == ["XH-0001", "XH-0002"]


def test_on_a_phone_figures_stand_two_in_a_row(seeing: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(seeing.url, size=PHONE)
    boxes: list[Any] = [page.locator(f".st-key-figure_{name}").bounding_box() for name in ("found", "closed", "rate")]
    assert boxes[0]["y"] == boxes[1]["y"] < boxes[2]["y"]
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")


def test_in_the_dark_the_words_of_a_chart_are_light(seeing: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(seeing.url, scheme="dark")
    bars(page, "chart_weeks")
    fill = page.locator(".st-key-chart_weeks .mark-text text").first.get_attribute("fill")
    assert fill == "#E8E6E0"
