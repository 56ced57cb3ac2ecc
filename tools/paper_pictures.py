"""Takes the pictures of what is printed: the list as a workbook and the papers of a problem, from the sample on its fixed day.

    python -m tools.paper_pictures                     into docs/screenshots
    python -m tools.paper_pictures --folder build/look

It needs soffice and pdftoppm, as the tests of the workbook do.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser
from pypdf import PdfReader

from tools.live import ROOT, Server, act_as, open_browser, serve
from tools.screenshots import small

LANG = "zh-CN"
LIST = "/export/issues.xlsx"
PAPERS = {"print_issue_zh.png": "/print/issue/XH-0126", "print_close_out_zh.png": "/print/close-out/XH-0126"}
SHEETS = {"xlsx_list_zh.png": 0, "xlsx_figures_zh.png": -1}
"""Pages of the printed workbook: the first is of the list, the last of the figures."""
DOTS = 80
"""A picture that can be read, and no more."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Takes the pictures of what is printed.")
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "screenshots")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, serve() as server, open_browser() as browser:
        for name, pdf, page in pages(browser, server, Path(scratch)):
            (folder / name).write_bytes(small(picture(pdf, page)))
            print(name)


def pages(browser: Browser, server: Server, scratch: Path) -> Iterator[tuple[str, Path, int]]:
    """Each picture: its name, the PDF and which of its pages, from 1."""
    context = browser.new_context(locale=LANG)
    act_as(context, server.url, "office")
    content = context.request.get(server.url + LIST).body()
    whole = as_pdf(content, scratch)
    last = len(PdfReader(whole).pages)
    yield from ((name, whole, last if page < 0 else 1) for name, page in SHEETS.items())
    page = context.new_page()
    for name, path in PAPERS.items():
        page.goto(server.url + path)
        page.pdf(path=scratch / f"{name}.pdf", prefer_css_page_size=True)
        yield name, scratch / f"{name}.pdf", 1


def as_pdf(workbook: bytes, scratch: Path) -> Path:
    """What an office program prints."""
    (scratch / "list.xlsx").write_bytes(workbook)
    profile = f"-env:UserInstallation=file://{scratch}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(scratch), str(scratch / "list.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return scratch / "list.pdf"


def picture(pdf: Path, page: int) -> bytes:
    """One page as PNG."""
    command = ["pdftoppm", "-r", str(DOTS), "-f", str(page), "-l", str(page), "-png", str(pdf)]
    return subprocess.run(command, check=True, capture_output=True).stdout


if __name__ == "__main__":
    main()
