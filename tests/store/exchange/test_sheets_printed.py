"""The workbook in an office program: it opens as it is, and its pages are A4 across with the head on each of them."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from pypdf import PdfReader
from pypdf._page import PageObject

from store.exchange.sheets.columns import COLUMNS, heading
from store.exchange.taking import take
from store.opening import Store
from tests.store.conftest import OFFICE, registered

A4_ACROSS = (842, 595)


def converted(soffice: str, folder: Path, content: bytes, to: str) -> bytes:
    """What LibreOffice makes of a workbook."""
    (folder / "list.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [soffice, profile, "--headless", "--convert-to", to, "--outdir", str(folder / "out"), str(folder / "list.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / "out" / f"list.{to}").read_bytes()


def said(page: PageObject) -> str:
    return "".join(page.extract_text().split())


def test_libreoffice_prints_it_on_a4_with_the_head_on_every_page_and_nothing_cut_off(
    store: Store, tmp_path: Path, need: Callable[..., str]
):
    soffice = need("soffice", "libreoffice")
    for number in range(24):
        registered(store, title=f"第{number}个问题", finding="来访人被推转三次。" * (1 + 2 * number) + f"表现{number}完")
    content = take(store, OFFICE, "issues.xlsx", {"header": "zh_CN"}).content
    pages = PdfReader(io.BytesIO(converted(soffice, tmp_path, content, "pdf"))).pages
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} == {A4_ACROSS}
    *lists, last = [said(page) for page in pages]
    assert len(lists) > 2
    for number, page in enumerate(lists, 1):
        assert [heading(column, "zh_CN") for column in COLUMNS if heading(column, "zh_CN") not in page] == []
        assert f"第{number}页，共{len(pages)}页" in page
    assert "专项整治问题整改清单" in lists[0]
    whole = "".join(lists)
    assert [number for number in range(24) if f"表现{number}完" not in whole] == []
    assert "整改情况统计" in last


def test_libreoffice_opens_it_as_it_is(store: Store, tmp_path: Path, need: Callable[..., str]):
    """A program that had to repair a file would lose what it could not read: every cell is there again when it is saved."""
    soffice = need("soffice", "libreoffice")
    registered(store, title="=1+1", finding="第一行，“引号”\n第二行 <b>&amp;")
    content = take(store, OFFICE, "issues.xlsx", {"header": "zh_CN", "per": "unit"}).content
    ours, theirs = (load_workbook(io.BytesIO(one)) for one in (content, converted(soffice, tmp_path, content, "xlsx")))
    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours.worksheets:
        again = theirs[sheet.title]
        assert [[cell.value for cell in row] for row in again.iter_rows(max_row=sheet.max_row, max_col=sheet.max_column)] == [
            [cell.value for cell in row] for row in sheet.iter_rows()
        ]
        assert set(map(str, again.merged_cells.ranges)) == set(map(str, sheet.merged_cells.ranges))
        assert again.auto_filter.ref == sheet.auto_filter.ref
        assert again.print_title_rows == sheet.print_title_rows
