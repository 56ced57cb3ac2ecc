"""Lists as offices keep them: the usual header with its titles, as CSV in any encoding and as workbook with merged cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from store.exchange.importing.header import find_header, likely_sheet
from store.exchange.importing.reading import read_book
from store.exchange.importing.rows import Source
from store.import_plan import Plan
from store.model.documents import Actor
from store.opening import Store
from tests.store.conftest import OFFICE

USUAL = (
    *("序号", "问题类别", "问题表现", "原因剖析", "整改措施", "责任单位", "责任人"),
    *("完成时限", "整改进展", "整改成效", "是否销号", "销号日期", "备注"),
)
"""The header that most offices use."""
ROWS = tuple(
    csv.reader(
        [
            "1,担当,来访人被推转三次，没有人负责到底。,没有首问登记。,1.当日起登记首问；2.制定首问负责办法,办公室,王责任,2026年12月20日,已拟稿,,否,,每周一报",
            "2,会议,同一内容一周开会四次。,计划性不强。,合并会议,人事处,陈 措,11月底前,,,否,,",
            "3,担当,值班电话无人接听。,,每日抽查,办公室,王责任,长期坚持,,,,,",
            "4,会议,会议纪要无人落实。,无人跟踪。,建立台账,人事处,陈措,2026.10.31,已建台账,纪要全部落实,是,2026/10/20,",
        ]
    )
)
WINDOW, MEETING, FOR_GOOD, STRUCK_OFF = ROWS


def as_csv(*rows: Sequence[str], encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    """A file of these rows."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return file.getvalue().encode(encoding)


def as_workbook(*rows: Sequence[Any], merged: Sequence[str] = (), sheet: str = "整改清单", more: Sequence[str] = ()) -> bytes:
    """A workbook with these rows, some ranges merged, and other sheets before it."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for name in more:
        book.create_sheet(name, 0).append(["填报说明：请逐项填写"])
    for row in rows:
        page.append(list(row))
    for reference in merged:
        page.merge_cells(reference)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def usual(*rows: Sequence[str]) -> bytes:
    """The usual list under its title, as CSV."""
    return as_csv(["专项整治问题整改清单"], ["填报单位：办公室", "", "", "2026年11月23日"], USUAL, *(rows or ROWS))


def source(content: bytes, name: str = "清单.csv", **said: Any) -> Source:
    """The likeliest sheet of a file under the header that is found in it."""
    book = read_book(name, content)
    sheet = likely_sheet(book)
    header = find_header(sheet)
    assert header
    return Source(book, sheet, header, **said)


def planned(store: Store, content: bytes, actor: Actor = OFFICE, **said: Any) -> Plan:
    """What a file would do, with what is proposed where it says nothing."""
    found = source(content, supposed={**store.imports.supposed(actor), **said.pop("supposed", {})}, **said)
    return store.imports.plan(actor, found)


def taken(store: Store, content: bytes, actor: Actor = OFFICE, **said: Any) -> Any:
    """Plan a file and accept all of it."""
    plan = planned(store, content, actor, **said)
    return store.imports.accept(actor, plan, {line.number for line in plan.lines})


def whats(plan: Plan) -> list[str]:
    """What each row would do."""
    return [line.what for line in plan.lines]


def said(line: Any) -> list[tuple[str, str]]:
    """What is wrong with a row, by cell."""
    return [(fault.field, fault.code) for fault in line.faults]


def told(line: Any) -> list[tuple[str, str]]:
    """What is remarked on a row, by cell."""
    return [(fault.field, fault.code) for fault in line.notices]
