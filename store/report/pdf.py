"""The report as PDF where LibreOffice is there: one conversion at a time, each with a profile of its own, and never for long."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

from store.model.errors import Unusable
from store.report.blocks import Report
from store.report.fonts import installed
from store.report.word import docx

SECONDS = 90
_ONE = threading.Lock()


def converter() -> str | None:
    """LibreOffice of this machine, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def pdf(report: Report) -> bytes:
    """The same pages as the Word document. Raises Unusable ``no_pdf_here`` or ``pdf_failed``; takes seconds."""
    program = converter()
    if program is None:
        raise Unusable("no_pdf_here")
    word = docx(report, here=installed())
    with _ONE, tempfile.TemporaryDirectory(prefix="xiaohao-pdf-") as folder:
        return _converted(program, word, Path(folder))


def _converted(program: str, word: bytes, folder: Path) -> bytes:
    source, target, profile = folder / "report.docx", folder / "report.pdf", (folder / "profile").as_uri()
    source.write_bytes(word)
    options = ["--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    try:
        subprocess.run([program, f"-env:UserInstallation={profile}", *options], timeout=SECONDS, check=True, capture_output=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise Unusable("pdf_failed") from error
    if not target.exists():
        raise Unusable("pdf_failed")
    return target.read_bytes()
