"""The minutes as Word and as a table: every decision in words, in both languages, and nothing that a reader may not see."""

from __future__ import annotations

import csv
import io
import subprocess
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from store.exchange.minutes import COLUMNS, minutes_csv
from store.exchange.minutes_docx import minutes_docx
from store.model.meeting import Meeting
from store.opening import Store
from store.words import LANGUAGES
from tests.store.conftest import CONTACT, OFFICE, TODAY, VIEWER, Clock, registered
from tests.store.test_meetings import MONDAY, URGE, begun, decide, red


def eventful(store: Store, clock: Clock) -> Meeting:
    """The second meeting, which decides one thing of each kind."""
    begun(store)
    late = red(store, clock)
    clock.go_to(TODAY + timedelta(days=1))
    meeting = begun(store)
    decide(store, meeting, late, "urge", URGE)
    decide(store, meeting, registered(store), "grant_extension", {"new_due": TODAY + timedelta(days=50), "reason": "停工"})
    wished = registered(store)
    wish = {"new_due": TODAY + timedelta(days=50), "reason": "等"}
    wished = store.ledger.do(CONTACT, "request_extension", wished.ref_no, wished.revision, **wish)
    decide(store, meeting, wished, "decide_extension", {"decision": "refused", "opinion": "不同意"})
    decide(store, meeting, registered(store), "edit", {"owner": "刘接手"}, words="原责任人调离", answer_by=MONDAY)
    decide(store, meeting, registered(store), "report_progress", {"note": "下周汇报"})
    return store.meetings.end(OFFICE, meeting.id)


def table(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def words_of(content: bytes) -> str:
    paper = Document(io.BytesIO(content))
    cells = [cell.text for one in paper.tables for row in one.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def test_the_table_has_a_line_for_each_decision(store: Store, clock: Clock):
    meeting = eventful(store, clock)
    rows = table(minutes_csv(store, VIEWER, meeting.id, "zh_CN"))
    assert [row["决定事项"] for row in rows] == [
        "提醒（2026-001 号）",
        "延期：2026年12月13日 → 2027年1月12日",
        "不同意延期，仍为 2026年12月13日",
        "责任人：王责任 → 刘接手",
        "会议要求",
    ]
    assert [row["会议意见"] for row in rows] == ["请尽快整改", "停工", "不同意", "原责任人调离", "下周汇报"]
    assert [row["答复期限"] for row in rows] == [MONDAY.isoformat(), "", "", MONDAY.isoformat(), ""]
    assert len(rows[0]) == len(COLUMNS)


def test_what_somebody_typed_is_no_formula_in_the_table(store: Store):
    issue, meeting = registered(store, title="=1+1", owner="@SUM(A1)"), begun(store)
    decide(store, meeting, issue, "report_progress", {"note": "-2+3"})
    row = table(minutes_csv(store, OFFICE, meeting.id, "en"))[0]
    assert (row["Title"], row["Responsible"], row["What was said"]) == ("'=1+1", "'@SUM(A1)", "'-2+3")


def test_the_paper_says_what_when_who_and_how_it_stood(store: Store, clock: Clock):
    meeting = eventful(store, clock)
    said = words_of(minutes_docx(store, OFFICE, meeting.id, "zh_CN"))
    for needed in (
        "专项整治",
        "会议纪要",
        "会议名称：第一次调度会（第 2 次）",
        "2026年11月23日",
        "参会人员：局领导、各单位负责人",
        "记录：周整改",
        "一、总体情况",
        "截至2026年11月24日，共查摆问题 5 个，已销号 0 个，销号率 0.0%；未办结 5 个，其中逾期 1 个",
        "二、较上次会议",
        "较上次会议（2026年11月23日 第一次调度会）：新增 1、销号 0",
        "三、会议决定",
        "会议对 5 个事项作出决定",
        "提醒（2026-001 号）\n请尽快整改",
        "2026年11月30日",
    ):
        assert needed in said


def test_the_first_paper_says_nothing_of_a_last_meeting(store: Store):
    said = words_of(minutes_docx(store, OFFICE, begun(store).id, "en"))
    assert "Since the last meeting" not in said
    assert "2. What was decided" in said
    assert "The meeting took no decisions." in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_run_names_a_latin_and_a_chinese_face(store: Store, clock: Clock, lang: str):
    meeting = eventful(store, clock)
    paper = Document(io.BytesIO(minutes_docx(store, OFFICE, meeting.id, lang)))
    written = list(paper.paragraphs) + [cell.paragraphs[0] for one in paper.tables for row in one.rows for cell in row.cells]
    runs = [run for paragraph in written for run in paragraph.runs if run.text.strip()]
    named = [{name.rpartition("}")[2] for name in run._r.rPr.rFonts.attrib} for run in runs]
    assert len(runs) > 40
    assert [names for names in named if not {"ascii", "hAnsi", "eastAsia"} <= names] == []


@pytest.mark.parametrize("make", [minutes_csv, minutes_docx])
def test_restricted_matter_is_in_nobodys_minutes_who_may_not_see_it(store: Store, clock: Clock, make: Callable[..., bytes]):
    hidden, there = red(store, clock, title="内部掌握的事", confidential=True), red(store, clock, title="公开的事")
    meeting = begun(store, closed_door=True)
    for issue in (hidden, there):
        decide(store, meeting, issue, "urge", URGE)
    for reader, sees in ((VIEWER, False), (OFFICE, True)):
        content = make(store, reader, meeting.id, "zh_CN")
        said = content.decode("utf-8-sig") if make is minutes_csv else words_of(content)
        assert ("内部掌握的事" in said, hidden.ref_no in said) == (sees, sees)
        assert "公开的事" in said
    if make is minutes_docx:
        assert "共查摆问题 1 个" in words_of(make(store, VIEWER, meeting.id, "zh_CN"))
        assert "共查摆问题 2 个" in words_of(make(store, OFFICE, meeting.id, "zh_CN"))


def test_what_somebody_typed_stays_text_in_the_paper(store: Store):
    issue, meeting = registered(store, title="<w:t>&</w:t>"), begun(store)
    decide(store, meeting, issue, "report_progress", {"note": "<script>alert(1)</script>\n第二行"})
    content = minutes_docx(store, OFFICE, meeting.id, "zh_CN")
    assert "<script>alert(1)</script>\n第二行" in words_of(content)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert b"<script>" not in package.read("word/document.xml")


def test_an_office_suite_opens_the_paper(store: Store, clock: Clock, need: Callable[..., str], tmp_path: Path):
    meeting = eventful(store, clock)
    paper = tmp_path / "minutes.docx"
    paper.write_bytes(minutes_docx(store, OFFICE, meeting.id, "zh_CN"))
    convert: list[Any] = [need("soffice"), f"-env:UserInstallation=file://{tmp_path}/suite", "--headless", "--convert-to", "pdf"]
    subprocess.run([*convert, "--outdir", tmp_path, paper], check=True, capture_output=True, timeout=180)
    text = subprocess.run([need("pdftotext"), tmp_path / "minutes.pdf", "-"], check=True, capture_output=True, text=True).stdout
    assert "会议纪要" in text
    assert "三、会议决定" in text
