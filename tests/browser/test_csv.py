"""Taking the ledger away as a person does it: the button on the page, the address, and both give the rows that are shown."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from openpyxl import load_workbook
from playwright.sync_api import Page

from store.words import text
from tests.browser.test_sign_in import store as store
from tools.live import Server, wait_ready


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def downloaded(page: Page, key: str) -> tuple[str, bytes]:
    """What a download button gives: the name of the file and what is in it."""
    with page.expect_download() as waiting:
        page.locator(f".st-key-{key} button").click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def small(store, start_server) -> Server:
    return start_server(XIAOHAO_STORE=str(store.settings.store), XIAOHAO_SAMPLE="0")


def test_the_button_gives_the_filtered_rows_in_the_words_of_the_reader(store, start_server, new_page):
    page = new_page(small(store, start_server).url + "/ledger?unit=U02")
    name, content = downloaded(page, "download_issues")
    assert name == text("zh_CN", "csv.file_issues", day="2026年11月23日") + ".csv"
    assert [(row["编号"], row["单位"], row["问题"]) for row in rows(content)] == [("XH-0002", "人事处", "另一个问题")]
    name, content = downloaded(page, "download_list")
    assert name == text("zh_CN", "sheets.file_list", day="2026年11月23日") + ".xlsx"
    sheets = load_workbook(io.BytesIO(content)).worksheets
    assert [[cell.value for cell in sheet["B"][4:]] for sheet in (sheets[0], *sheets[2:])] == [["XH-0002"]] * 2
    _, measures = downloaded(page, "download_measures")
    assert [row["措施内容"] for row in rows(measures)] == ["当日起登记首问", "制定首问负责办法"]


def test_the_address_of_the_page_and_of_the_file_take_the_same_filters(store, start_server, new_page):
    server = small(store, start_server)
    page = new_page(server.url + "/ledger?unit=U01,U02&light=green&q=问题")
    wait_ready(page)
    query = urlsplit(page.url).query
    shown = [row["ref_no"] for row in rows(httpx.get(f"{server.url}/export/issues.csv?{query}", trust_env=False).content)]
    _, content = downloaded(page, "download_issues")
    assert shown == [row["编号"] for row in rows(content)] == ["XH-0001", "XH-0002"]


def test_a_browser_that_opens_the_address_is_given_a_file_of_the_day(store, start_server, new_page):
    server = small(store, start_server)
    page = new_page(server.url)
    with page.expect_download() as waiting:
        page.evaluate("window.location.assign('/export/issues.csv?header=en&unit=U01')")
    assert waiting.value.suggested_filename.endswith(".csv")
    assert [row["Problem"] for row in rows(Path(waiting.value.path()).read_bytes())] == ["一个问题"]
