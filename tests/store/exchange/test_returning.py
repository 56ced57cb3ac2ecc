"""A file of ours that comes back: in codes or words, as exported or as a spreadsheet left it; anything else is refused calmly."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest

from store.exchange import returning
from store.exchange.returning import read_issues
from store.exchange.taking import take
from store.model.documents import Campaign
from store.model.errors import Fault, Invalid
from store.opening import Store
from store.rules.movement import Row
from store.setup import SYSTEM
from store.words import LANGUAGES
from tests.store.conftest import CAMPAIGN, OFFICE, TODAY, UNITS, registered
from tests.store.exchange.test_csv import ledger_of_every_kind

OTHER = Campaign(code="old", ref_prefix="OLD", title={"zh_CN": "去年的专项"}, categories=CAMPAIGN.categories)


def exported(store: Store, file: str = "issues.csv", **query: str) -> bytes:
    return take(store, OFFICE, file, query).content


def read(content: bytes) -> dict[str, Row]:
    return read_issues(content, CAMPAIGN, UNITS, [OTHER, CAMPAIGN])


def fault(content: bytes) -> Fault:
    with pytest.raises(Invalid) as refused:
        read(content)
    assert [one.field for one in refused.value.faults] == ["file"]
    return refused.value.faults[0]


def as_text(content: bytes) -> str:
    return content.decode("utf-8-sig")


@pytest.mark.parametrize("header", LANGUAGES)
def test_words_are_read_back_into_the_codes_they_stand_for(store: Store, header: str):
    ledger_of_every_kind(store)
    in_codes, in_words = exported(store), exported(store, header=header)
    assert in_codes != in_words
    assert read(in_words) == read(in_codes)
    assert len(read(in_codes)) == 5  # one more is a draft


def test_cells_made_harmless_are_restored(store: Store):
    for title in ("=1+1", "'=1", "-甲", "'tis"):
        registered(store, title=title, finding="一行\n两行")
    rows = read(exported(store))
    assert [row["title"] for row in rows.values()] == ["=1+1", "'=1", "-甲", "'tis"]
    assert {row["finding"] for row in rows.values()} == {"一行\n两行"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_a_spreadsheet_does_to_a_file_is_undone(store: Store, encoding: str, delimiter: str):
    registered(store, finding="一行\n两行", confidential=True)
    lines = list(csv.reader(io.StringIO(as_text(exported(store)), newline="")))
    day = (TODAY + timedelta(days=20)).isoformat()
    slashed = (TODAY + timedelta(days=20)).strftime("%Y/%-m/%-d")
    lines[1] = [{day: slashed, "true": "TRUE"}.get(cell, cell).replace("\n", "\r\n") for cell in lines[1]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([*lines, [""] * len(lines[0])])
    assert read(text.getvalue().encode(encoding)) == read(exported(store))


def test_columns_that_are_missing_or_more_do_no_harm(store: Store):
    registered(store, title="甲")
    lines = list(csv.reader(io.StringIO(as_text(exported(store)), newline="")))
    keep = [lines[0].index(name) for name in ("title", "status", "ref_no")]
    text = io.StringIO()
    csv.writer(text).writerows([[line[at] for at in keep] + ["备注"] for line in lines])
    assert read(text.getvalue().encode()) == {"XH-0001": {"title": "甲", "status": "open", "ref_no": "XH-0001"}}


def test_rows_of_other_campaigns_are_left_out(store: Store):
    ours = "ref_no,campaign,status\r\nXH-0001,c,open\r\n"
    assert list(read((ours + "OLD-0001,old,open\r\n").encode())) == ["XH-0001"]
    assert fault(b"ref_no,campaign,status\r\nOLD-0001,old,open\r\n").code == "returned_other_campaign"
    assert fault(b"ref_no,campaign,status\r\nX-0001,never-heard-of,open\r\n").code == "returned_other_campaign"


def test_in_words_a_campaign_may_have_had_another_title(store: Store):
    registered(store)
    content = exported(store, header="zh_CN")
    renamed = replace(CAMPAIGN, title={"zh_CN": "更名后的专项"})
    assert list(read_issues(content, renamed, UNITS, [OTHER, renamed])) == ["XH-0001"]
    head, _, rows = content.partition(b"\r\n")
    assert fault(head + b"\r\n" + rows.replace("专项整治".encode(), "去年的专项".encode())).code == "returned_other_campaign"


def test_a_file_without_rows_is_a_ledger_without_problems(store: Store):
    assert read(exported(store)) == {}


@pytest.mark.parametrize("header", ["code", *LANGUAGES])
def test_the_file_of_measures_is_told_as_such(store: Store, header: str):
    registered(store)
    assert fault(exported(store, "measures.csv", header=header)).code == "returned_measures"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "returned_empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "returned_empty"),
        (b"PK\x03\x04rest", "file_is_a_workbook"),
        (b"\xd0\xcf\x11\xe0", "file_is_a_workbook"),
        (b"\x00\x01\x02", "file_not_text"),
        (b"\xff\xfe\x00", "file_not_text"),
        ("姓名,电话\n张三,1".encode(), "returned_foreign"),
        (b"ref_no,title\nXH-0001,x", "returned_foreign"),
        (b'ref_no,status\nXH-0001,"open', "returned_broken"),
        (b"ref_no,status,status\nXH-0001,open,open", "file_column_twice"),
        (b"ref_no,status\n,open", "returned_without_number"),
        (b"ref_no,status\nXH-0001,open\nXH-0001,open", "returned_twice"),
        (b"ref_no,status\nXH-0001,done", "returned_status"),
        (b"ref_no,status\nXH-0001", "returned_status"),
    ],
)
def test_what_is_none_of_ours_is_told_in_one_sentence(content: bytes, code: str):
    assert fault(content).code == code


def test_a_file_that_is_too_large_is_not_even_read(monkeypatch):
    monkeypatch.setattr(returning, "LARGEST", 10_000_000)
    assert fault(b"x" * 10_000_001) == Fault("file", "returned_too_large", {"most": 10})
    monkeypatch.setattr(returning, "MOST_ROWS", 1)
    assert fault(b"ref_no,status\nXH-0001,open\nXH-0002,open").code == "file_too_long"


def test_only_this_row_is_named(store: Store):
    store.setup.add_campaign(SYSTEM, OTHER)
    assert fault(b"ref_no,status\r\nXH-0001,open\r\n\r\nXH-0002,shut\r\n").params == {"line": 4, "value": "shut"}
