"""Where the header is, over one row or two and under any title, and which column is taken for which of ours."""

from __future__ import annotations

import pytest

from store.exchange.importing.header import find_header, header_at, left_alone, likely_sheet, read_from
from store.exchange.importing.lexicon import FIELDS, TABLE, heading
from store.exchange.importing.reading import read_book
from store.exchange.taking import take
from store.opening import Store
from store.words import LANGUAGES
from tests.store.conftest import OFFICE, registered
from tests.store.lists_of_others import ROWS, USUAL, as_csv, as_workbook, source, usual

EXPECTED = (
    *(
        "sequence",
        "category",
        "finding",
        "cause",
        "measures",
        "unit",
        "owner",
        "due",
        "progress",
        "result",
        "closed",
        "closed_on",
    ),
    "remark",
)


def test_every_column_of_the_usual_list_is_known_under_its_titles():
    header = source(usual()).header
    assert header.first == 2
    assert tuple(one.field for one in header.columns) == EXPECTED
    assert {one.how for one in header.columns} == {"sure"}


@pytest.mark.parametrize("header", ["code", *LANGUAGES])
def test_every_column_of_our_own_export_is_known_in_every_wording(store: Store, header: str):
    registered(store)
    found = source(take(store, OFFICE, "issues.csv", {"header": header}).content).header
    assert (found.first, found.depth) == (0, 1)
    assert [one.heading for one in found.columns if one.how != "sure"] == []
    assert {"ref_no", "status", "unit", "title", "finding", "measures", "progress", "confidential"} <= read_from(found).keys()
    assert {one.field for one in left_alone(found)} == {
        *("original_due", "evidence", "returned", "extended", "urged", "requested_on", "referred_to", "good_practice"),
        *("updated_at", "revision", "deadline", "light", "reason", "days"),
    }


def test_a_merged_title_and_a_header_over_two_rows_are_recognised():
    upper = ["序号", "问题表现", "责任单位", "整改落实", "", ""]
    lower = ["", "", "", "整改措施", "完成时限", "整改进展"]
    content = as_workbook(
        ["专项整治问题清单", "", "", "", "", ""],
        upper,
        lower,
        ["1", "窗口推诿", "办公室", "立即整改", "2026-12-01", "已办"],
        merged=("A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:F2"),
    )
    found = source(content, "清单.xlsx").header
    assert (found.first, found.depth) == (1, 2)
    assert [one.field for one in found.columns] == ["sequence", "finding", "unit", "measures", "due", "progress"]


def test_the_sheet_with_the_list_is_chosen_among_several():
    book = read_book("清单.xlsx", as_workbook(USUAL, *ROWS, more=("填报说明", "汇总")))
    assert [sheet.name for sheet in book.sheets] == ["汇总", "填报说明", "整改清单"]
    assert likely_sheet(book).name == "整改清单"


def test_a_cell_merged_over_rows_holds_for_each_of_them():
    content = as_workbook(
        ["问题表现", "责任单位", "完成时限"], ["甲", "办公室", "2026-12-01"], ["乙", "", "2026-12-02"], merged=("B2:B3",)
    )
    assert [row[1] for row in read_book("x.xlsx", content).sheets[0].rows] == ["责任单位", "办公室", "办公室"]


def test_a_heading_nearly_ours_is_proposed_and_marked():
    found = source(as_csv(["问题表现", "责任单位", "整改完成的时限"], ["甲", "办公室", "2026-12-01"])).header
    assert (found.columns[2].field, found.columns[2].how) == ("due", "guessed")


def test_a_header_over_two_rows_needs_no_merged_cells():
    upper, lower = ["序号", "问题表现", "整改落实", "", "", ""], ["", "", "责任单位", "整改措施", "完成时限", "整改进展"]
    found = source(as_csv(upper, lower, ["1", "窗口推诿", "办公室", "立即整改", "2026-12-01", "已办"])).header
    assert (found.first, found.depth) == (0, 2)
    assert [one.field for one in found.columns] == ["sequence", "finding", "unit", "measures", "due", "progress"]


def test_a_deadline_in_english_is_the_due_date_unless_the_file_has_one():
    assert read_from(source(as_csv(["Finding", "Unit", "Deadline"], ["a", "U01", ""])).header)["due"] == 2
    assert read_from(source(as_csv(["Finding", "Due", "Deadline"], ["a", "", ""])).header)["due"] == 1


def test_what_stands_in_brackets_behind_a_heading_does_not_matter():
    found = source(as_csv(["问题表现（必填）", "责任 单位*", "完成时限\n(年月日)"], ["甲", "办公室", "2026-12-01"])).header
    assert [one.field for one in found.columns] == ["finding", "unit", "due"]


def test_two_columns_for_the_same_are_read_once_and_told():
    found = source(as_csv(["问题表现", "责任单位", "责任部门", "完成时限"], ["甲", "办公室", "人事处", ""])).header
    assert [one.twin for one in found.columns] == [False, False, True, False]
    assert read_from(found)["unit"] == 1


def test_duplicate_headings_are_twins_too():
    found = source(as_csv(["问题表现", "责任单位", "备注", "备注"], ["甲", "办公室", "一", "二"])).header
    assert [one.twin for one in found.columns] == [False, False, False, True]


def test_a_person_takes_a_column_for_something_else():
    found = source(as_csv(["问题表现", "责任单位", "谁"], ["甲", "办公室", "王"])).header
    assert found.columns[2].field == ""
    assert read_from(found.with_fields({2: "owner"})) == {"finding": 0, "unit": 1, "owner": 2}
    assert "finding" not in read_from(found.with_fields({0: ""}))


def test_a_sheet_without_a_header_has_none_and_any_row_can_be_made_one():
    sheet = read_book("x.csv", as_csv(["甲", "乙"], ["1", "2"])).sheets[0]
    assert find_header(sheet) is None
    assert [one.heading for one in header_at(sheet, 0).columns] == ["甲", "乙"]


def test_the_same_headings_have_the_same_fingerprint_whatever_stands_above_and_below():
    plain, titled = source(as_csv(USUAL, *ROWS)).header, source(usual()).header
    assert plain.fingerprint == titled.fingerprint
    assert plain.fingerprint != source(as_csv(USUAL[:-1], ROWS[0][:-1])).header.fingerprint


def test_every_synonym_names_one_column_only():
    names = [heading(name) for column in FIELDS for name in {heading(one) for one in TABLE["columns"][column]}]
    assert sorted({name for name in names if names.count(name) > 1}) == []
