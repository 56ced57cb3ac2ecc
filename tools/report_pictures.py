"""Takes small pictures of the stage report as Word prints it, in both languages, from the sample ledger on its fixed day.

    python -m tools.report_pictures            the first pages, into docs/screenshots
    python -m tools.report_pictures --pages 12 --folder build/look

Needs LibreOffice and pdftoppm. The PDF is the same pages as the Word document, in the fonts of this machine.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from sample_data.generate import fill
from store.access import acting
from store.config import read_settings
from store.opening import Store, open_store
from store.report.material import Asked
from store.report.pdf import converter, pdf
from store.report.writing import build
from store.rules.periods import period_of
from tools.live import ROOT, TODAY
from tools.screenshots import small

LANGUAGES = {"zh": "zh_CN", "en": "en"}
DOTS = "72"
"""Dots an inch: a page is 595 by 842 pixels."""


def main() -> None:
    wanted = arguments()
    if not converter() or not shutil.which("pdftoppm"):
        sys.exit("LibreOffice and pdftoppm are needed")
    wanted.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(read_settings({"XIAOHAO_STORE": f"{folder}/sample.db", "XIAOHAO_TODAY": TODAY}))
        fill(store)
        for short, lang in LANGUAGES.items():
            for number, page in enumerate(pages(store, lang, Path(folder), wanted.pages), 1):
                name = f"report_word_{short}_{number}.png"
                (wanted.folder / name).write_bytes(small(page))
                print(name)
        store.repository.close()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Takes pictures of the stage report as Word prints it.")
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--pages", type=int, default=3)
    return parser.parse_args()


def pages(store: Store, lang: str, folder: Path, most: int) -> list[bytes]:
    """The first pages of the report of this month, as the office gets it."""
    office = acting("office")
    assert office
    campaign = store.ledger.campaign()
    asked = Asked(campaign.code, period_of(None, None, store.ledger.today(), campaign), lang)
    target = folder / lang
    target.mkdir()
    (target / "report.pdf").write_bytes(pdf(build(store, office, asked)))
    command = ["pdftoppm", "-png", "-r", DOTS, "-l", str(most), str(target / "report.pdf"), str(target / "page")]
    subprocess.run(command, check=True)
    return [page.read_bytes() for page in sorted(target.glob("page-*.png"))]


if __name__ == "__main__":
    main()
