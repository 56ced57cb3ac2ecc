"""The stage report from the command line: as Word or PDF, of the days that were asked for, without restricted matter."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from store.__main__ import main
from store.opening import Store
from tests.store.conftest import OFFICE, TODAY, registered


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOHAO_TODAY", TODAY.isoformat())


@pytest.fixture
def path(store: Store) -> str:
    return str(store.settings.store)


def said(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_the_report_is_written_as_word_with_what_the_office_wrote(store: Store, path: str, tmp_path: Path):
    registered(store)
    registered(store, title="内部掌握的", confidential=True)
    store.reports.put(OFFICE, store.reports.texts("c", TODAY, "zh_CN"), "recipients", "局党委：")
    target = tmp_path / "report.docx"
    assert main(["report", "--from", "2026-11-01", "--to", "2026-11-23", "--output", str(target), "--store", path]) == 0
    words = said(target.read_bytes())
    assert "局党委：" in words
    assert "共查摆问题1个" in words
    assert main(["report", "--restricted", "--output", str(target), "--store", path]) == 0
    assert "共查摆问题2个" in said(target.read_bytes())


def test_without_a_file_it_goes_to_standard_output_in_the_language_of_the_house(path: str, monkeypatch, capfdbinary):
    monkeypatch.setenv("XIAOHAO_LANG", "en")
    assert main(["report", "--store", path]) == 0
    assert said(capfdbinary.readouterr().out).startswith("Stage Report: ")


def test_a_day_that_is_none_and_an_unknown_campaign_are_told(path: str, capsys):
    assert main(["report", "--from", "gestern", "--store", path]) == 1
    assert "--from" in capsys.readouterr().err
    assert main(["report", "--campaign", "nonsense", "--store", path]) == 1


def test_a_file_called_pdf_is_one(path: str, tmp_path: Path, need: Callable[..., str]):
    need("soffice", "libreoffice")
    assert main(["report", "--output", str(tmp_path / "report.PDF"), "--store", path]) == 0
    assert (tmp_path / "report.PDF").read_bytes().startswith(b"%PDF")
