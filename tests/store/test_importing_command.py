"""``python -m store import``: what it says, what it writes, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import importing_command
from store.__main__ import main
from store.opening import Store
from store.words import text, text_n
from tests.store.conftest import OFFICE, TODAY
from tests.store.lists_of_others import MEETING, ROWS, USUAL, WINDOW, as_workbook, usual


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOHAO_TODAY", TODAY.isoformat())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The usual list as a workbook with another sheet before it."""
    path = tmp_path / "清单.xlsx"
    path.write_bytes(as_workbook(["清单"], USUAL, *ROWS, more=("填报说明",)))
    return path


def run(store: Store, file: Path, *more: str) -> int:
    return main(["import", str(file), *more, "--store", str(store.settings.store)])


def numbers(store: Store) -> list[str]:
    return [one["ref_no"] for one in store.repository.snapshot("issue")[1]]


def test_a_list_is_imported_and_a_second_time_changes_nothing(store: Store, file: Path, capsys: pytest.CaptureFixture[str]):
    assert run(store, file) == 0
    told = capsys.readouterr().err
    assert text_n("zh_CN", "importing.cli_new", 4) in told
    assert text("zh_CN", "importing.cli_batch", number="1") in told
    assert len(numbers(store)) == 4
    assert run(store, file) == 0
    assert text_n("zh_CN", "importing.cli_same", 4) in capsys.readouterr().err
    assert {event["role"] for event in store.repository.select("event", subject="issue:1")} == {"office"}


def test_a_dry_run_writes_nothing(store: Store, file: Path):
    version = store.repository.version
    assert run(store, file, "--dry-run") == 0
    assert store.repository.version == version


def test_only_new_or_only_changed_rows_are_taken(store: Store, tmp_path: Path):
    file = tmp_path / "x.csv"
    file.write_bytes(usual(WINDOW))
    assert run(store, file) == 0
    file.write_bytes(usual([*WINDOW[:6], "刘启", *WINDOW[7:]], MEETING))
    assert run(store, file, "--accept", "new") == 0
    assert (len(numbers(store)), store.ledger.issue(OFFICE, "XH-0001").owner) == (2, "王责任")
    assert run(store, file, "--accept", "changed") == 0
    assert store.ledger.issue(OFFICE, "XH-0001").owner == "刘启"


def test_faulty_rows_are_named_by_cell_and_end_it_with_one(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "x.csv"
    file.write_bytes(usual([*WINDOW[:7], "大约冬天", *WINDOW[8:]], MEETING))
    assert run(store, file) == 1
    said = f"第 4 行 due: {text('zh_CN', 'fault.not_a_date', value='大约冬天')}"
    assert said in capsys.readouterr().err
    assert len(numbers(store)) == 1


def test_a_sheet_is_named_and_one_that_is_not_there_is_refused(store: Store, file: Path, capsys: pytest.CaptureFixture[str]):
    assert run(store, file, "--sheet", "没有", "--dry-run") == 1
    assert "填报说明、整改清单" in capsys.readouterr().err.replace("和", "、")
    assert run(store, file, "--sheet", "整改清单", "--dry-run") == 0
    assert run(store, file, "--sheet", "填报说明", "--dry-run") == 1
    assert text("zh_CN", "fault.import_no_header") in capsys.readouterr().err


def test_a_file_that_is_too_large_or_not_there_is_refused_calmly(
    store: Store, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(importing_command, "LARGEST", 1000)
    assert run(store, file) == 1
    assert "Traceback" not in capsys.readouterr().err
    assert run(store, file.with_name("nowhere.csv")) == 1
    assert numbers(store) == []
