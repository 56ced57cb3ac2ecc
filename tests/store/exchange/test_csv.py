"""The CSV: its bytes, its columns in order, formulas made harmless and found again, and the same rows as the dashboards."""

from __future__ import annotations

import csv
import io
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.exchange.csv import COLUMNS, COMPUTED, MEASURE_COLUMNS, issues_csv, neutral, restored
from store.exchange.taking import take
from store.exchange.wording import wording
from store.model.enums import Outcome
from store.model.errors import Invalid, NotFound
from store.opening import Store
from store.rules import progress
from store.words import LANGUAGES
from tests.store.conftest import CAMPAIGN, CONTACT, INSPECTOR, OFFICE, REVIEWER, TODAY, UNITS, VIEWER, Clock, registered

ISSUE_HEADER = (
    "ref_no,campaign,status,unit,category,title,finding,source,found_on,leader_led,severity,cause_kind,cause,target,closure_criteria,"
    "mode,due,original_due,milestone,next_review,owner,lead,measures,progress,evidence,returned,extended,urged,requested_on,closed_on,"
    "outcome,opinion,referred_to,recurrence_of,good_practice,updated_at,revision,deadline,light,reason,days,confidential"
)
MEASURE_HEADER = "ref_no,unit,measure_id,measure_kind,measure_text,measure_owner,measure_due,measure_percent,measure_done_on"


def taken(store: Store, file: str = "issues.csv", **query: str) -> list[dict[str, str]]:
    """The rows of a file as a program reads them."""
    content = take(store, OFFICE, file, query).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def ledger_of_every_kind(store: Store) -> None:
    """A closed, a red, a yellow, a dismissed issue, a draft, and one that is in good time."""
    done = registered(store, title="已经销号的问题")
    for _ in range(2):
        done = store.ledger.do(
            OFFICE, "report_progress", done.ref_no, done.revision, measure=done.measures[_].id, percent=100, note="好"
        )
    done = store.ledger.do(OFFICE, "start", done.ref_no, done.revision)
    done = store.ledger.do(OFFICE, "add_evidence", done.ref_no, done.revision, title="会议纪要")
    done = store.ledger.do(OFFICE, "request_close", done.ref_no, done.revision, note="整改完成")
    store.ledger.do(REVIEWER, "close", done.ref_no, done.revision, opinion="属实", outcome=Outcome.FULL)
    registered(store, unit="U02", title="=1+1", due=TODAY - timedelta(days=1))
    registered(store, due=TODAY + timedelta(days=2), category="meetings")
    dropped = registered(store, title="不属实的问题")
    store.ledger.do(OFFICE, "dismiss", dropped.ref_no, dropped.revision, reason="重复")
    store.ledger.save_draft(OFFICE, "c", {"unit": "U01", "title": "草稿"})
    registered(store, due=TODAY + timedelta(days=60))


@given(st.text() | st.text(alphabet="'=+-@\t\rx", max_size=6))
def test_what_is_neutralised_is_restored_exactly(text: str):
    assert restored(neutral(text)) == text


@given(st.text(alphabet="'=+-@\t\rx销", max_size=6))
def test_nothing_that_is_exported_begins_like_a_formula(text: str):
    assert neutral(text)[:1] not in {"=", "+", "-", "@", "\t", "\r"}


@pytest.mark.parametrize("text", ["'tis", "''", "it's", "销号", "", "1-2", " =1"])
def test_what_is_no_formula_stays_as_it_is(text: str):
    assert neutral(text) == text == restored(text)


def test_the_file_begins_with_a_bom_and_its_rows_end_in_crlf(store: Store):
    registered(store, finding="第一行\n第二行")
    content = take(store, OFFICE, "issues.csv", {}).content
    assert content.startswith(b"\xef\xbb\xbfref_no,")
    assert content.endswith(b"\r\n")
    assert content.count(b"\r\n") == 2
    assert "第一行\n第二行".encode() in content


def test_the_columns_and_their_order_are_a_promise(store: Store):
    assert take(store, OFFICE, "issues.csv", {}).content.decode("utf-8-sig") == ISSUE_HEADER + "\r\n"
    assert take(store, OFFICE, "measures.csv", {}).content.decode("utf-8-sig") == MEASURE_HEADER + "\r\n"


def test_a_row_says_everything_of_its_issue(store: Store):
    ledger_of_every_kind(store)
    row = taken(store)[0]
    assert row["ref_no"] == "XH-0001"
    assert (row["status"], row["closed_on"], row["outcome"], row["opinion"]) == ("closed", "2026-11-23", "full", "属实")
    assert row["measures"] == "1. 当日起登记首问 [王责任; 2026-11-28; 100%]\n2. 制定首问负责办法 [陈措施; 2026-12-08; 100%]"
    assert row["progress"] == "2026-11-23 好\n2026-11-23 好"
    assert row["evidence"] == "1. 会议纪要"
    assert (row["light"], row["reason"], row["days"]) == ("grey", "closed_on_time", "0")


def test_a_title_that_is_a_formula_is_harmless_and_comes_back(store: Store):
    registered(store, title='=HYPERLINK("http://x")')
    title = taken(store)[0]["title"]
    assert title == '\'=HYPERLINK("http://x")'
    assert restored(title) == '=HYPERLINK("http://x")'


def test_there_is_one_row_for_each_measure(store: Store):
    ledger_of_every_kind(store)
    rows = taken(store, "measures.csv", unit="U02")
    assert [(row["ref_no"], row["measure_id"], row["measure_text"], row["measure_percent"]) for row in rows] == [
        ("XH-0002", "1", "当日起登记首问", "0"),
        ("XH-0002", "2", "制定首问负责办法", "0"),
    ]


def test_exporting_twice_gives_the_same_bytes(store: Store):
    ledger_of_every_kind(store)
    for file in ("issues.csv", "measures.csv"):
        assert take(store, OFFICE, file, {}).content == take(store, OFFICE, file, {}).content


def test_rows_are_in_the_order_of_their_numbers_whatever_order_they_come_in(store: Store):
    documents = [
        {**store.repository.get("issue", registered(store).id), "ref_no": ref} for ref in ("XH-10000", "XH-0002", "XH-9999")
    ]
    for number, document in enumerate(documents):
        document["id"] = number
    content = issues_csv(documents, dict.fromkeys(range(3), ("green", "on_track", 1)))
    assert [line.partition(b",")[0] for line in content.split(b"\r\n")[1:4]] == [b"XH-0002", b"XH-9999", b"XH-10000"]


@pytest.mark.parametrize("figure", progress.SELECTIONS)
@pytest.mark.parametrize("more", [{}, {"unit": "U01"}, {"category": "meetings"}, {"q": "登记"}])
def test_the_file_has_exactly_the_rows_that_the_dashboard_counts(store: Store, figure: str, more: dict[str, str]):
    ledger_of_every_kind(store)
    rows = store.ledger.rows(OFFICE, TODAY)
    counted = progress.SELECTIONS[figure](rows)
    wanted = rows[counted & (rows["unit"].isin([more.get("unit", "U01"), more.get("unit", "U02")]))]
    if "category" in more:
        wanted = wanted[wanted["category"] == "meetings"]
    if "q" in more:
        wanted = wanted[wanted["cause"].str.contains("登记")]
    assert [row["ref_no"] for row in taken(store, figure=figure, **more)] == sorted(wanted["ref_no"])


def test_the_number_of_rows_is_the_number_in_the_headline(store: Store):
    ledger_of_every_kind(store)
    summary = progress.summary(store.ledger.rows(OFFICE, TODAY))
    for figure in ("found", "closed", "red", "yellow", "unsettled"):
        assert len(taken(store, figure=figure)) == getattr(summary, figure)


def test_the_lights_in_the_file_are_those_of_the_page(store: Store):
    ledger_of_every_kind(store)
    rows = store.ledger.rows(OFFICE, TODAY).sort_values("ref_no")
    shown = [(row["light"], row["reason"], int(row["days"])) for row in taken(store)]
    assert shown == list(zip(rows["light"], rows["reason"], rows["days"], strict=True))


def test_everybody_takes_away_what_they_may_see(store: Store):
    ledger_of_every_kind(store)
    for actor, drafts in ((OFFICE, 1), (CONTACT, 1), (VIEWER, 0), (INSPECTOR, 0)):
        content = take(store, actor, "issues.csv", {"status": "draft"}).content
        assert content.count(b"\r\n") - 1 == drafts


def test_a_past_day_is_taken_away_as_it_was(store: Store, clock: Clock):
    registered(store, title="最初的题目")
    clock.go_to(TODAY + timedelta(days=5))
    issue = store.ledger.issue(OFFICE, "XH-0001")
    store.ledger.edit(OFFICE, "XH-0001", issue.revision, {"title": "后来的题目"})
    registered(store)
    (row,) = taken(store, as_of=TODAY.isoformat())
    assert (row["title"], row["revision"]) == ("最初的题目", row["revision"])
    assert [row["title"] for row in taken(store)] == ["后来的题目", "窗口首问责任落空"]
    file = take(store, OFFICE, "issues.csv", {"as_of": TODAY.isoformat()})
    assert (file.name, file.day) == ("issues-2026-11-23.csv", TODAY)


def test_a_coming_day_is_today(store: Store):
    registered(store)
    assert take(store, OFFICE, "issues.csv", {"as_of": "2027-01-01"}).day == TODAY


@pytest.mark.parametrize(
    ("query", "field"),
    [({"as_of": "soon"}, "as_of"), ({"header": "fr"}, "header"), ({"due_from": "x"}, "due_from"), ({"figure": "x"}, "figure")],
)
def test_what_cannot_be_read_is_told_by_its_name(store: Store, query: dict[str, str], field: str):
    with pytest.raises(Invalid) as error:
        take(store, OFFICE, "issues.csv", query)
    assert [fault.field for fault in error.value.faults] == [field]


def test_a_campaign_that_is_not_there_is_not_found(store: Store):
    with pytest.raises(NotFound):
        take(store, OFFICE, "issues.csv", {"campaign": "other"})


def test_with_a_worded_header_a_person_reads_words_throughout(store: Store):
    ledger_of_every_kind(store)
    chinese = taken(store, header="zh_CN", light="red")[0]
    assert (chinese["单位"], chinese["状态"], chinese["红黄绿灯"], chinese["领导带头查摆"]) == ("人事处", "待整改", "逾期", "否")
    english = taken(store, header="en", light="red")[0]
    assert (english["Status"], english["Light"], english["Found by leaders"]) == ("Open", "Overdue", "No")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_has_a_heading_of_its_own_in_every_language(lang: str):
    columns = [*COLUMNS, *COMPUTED, *(f"measure_{name}" for name in MEASURE_COLUMNS)]
    header = wording(lang, columns, CAMPAIGN, UNITS).header
    assert list(header) == columns
    assert len(set(header.values())) == len(columns)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_word_stands_for_one_code_only(lang: str):
    twins = (*UNITS, *(type(UNITS[0])(code=code, name="同名单位") for code in ("U07", "U08")))
    values = wording(lang, COLUMNS, CAMPAIGN, twins).values
    assert all(len(set(said.values())) == len(said) for said in values.values())
    assert "U07" not in values["unit"]


def cells(sheet: bytes) -> list[str]:
    """The texts of an xlsx file's first sheet, row after row."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(sheet)) as book:
        strings = ["".join(item.itertext()) for item in ET.fromstring(book.read("xl/sharedStrings.xml"))]
        found = ET.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(f"{space}c")
        return [read_cell(cell, strings, space) for cell in found]


def read_cell(cell: ET.Element, strings: list[str], space: str) -> str:
    value, formula = cell.find(f"{space}v"), cell.find(f"{space}f")
    assert formula is None, "a cell became a formula"
    text = "" if value is None else str(value.text)
    return strings[int(text)] if cell.get("t") == "s" else text


def test_libreoffice_shows_chinese_dates_and_formulas_as_they_are(store: Store, tmp_path: Path, need: Callable[..., str]):
    """Its window finds UTF-8 by the BOM; without a window it must be told (76), as well as comma (44) and quotation mark (34)."""
    soffice = need("soffice", "libreoffice")
    registered(store, title="=1+1", finding="第一行，“引号”\n第二行")
    (tmp_path / "issues.csv").write_bytes(take(store, OFFICE, "issues.csv", {"header": "zh_CN"}).content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, profile, "--headless", "--infilter=CSV:44,34,76", "--convert-to", "xlsx", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "issues.csv")], check=True, capture_output=True, timeout=120)
    shown = cells((tmp_path / "issues.xlsx").read_bytes())
    assert shown[:3] == ["编号", "专项整治", "状态"]
    assert "'=1+1" in shown
    assert "第一行，“引号”\n第二行" in shown
    assert "46346" in shown  # the serial number of 2026-11-20: a date, not a text
