"""The workbook of the list: the rows of the CSV, merged head, days as days, text as text, printed on A4, the same bytes again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from store.exchange.csv import measures_said
from store.exchange.sheets.book import LONGEST_NAME, _Names
from store.exchange.sheets.cells import LONGEST, cleaned, lines
from store.exchange.sheets.columns import COLUMNS, heading
from store.exchange.sheets.figures import BY, WHOLE
from store.exchange.sheets.listing import FIRST, HEAD
from store.exchange.taking import take
from store.model.errors import Invalid
from store.opening import Store
from store.rules import progress
from store.words import LANGUAGES, text
from tests.store.conftest import CONTACT, OFFICE, OTHER_CONTACT, TODAY, VIEWER, Clock, fields, registered
from tests.store.exchange.test_csv import ledger_of_every_kind, taken

PLACES = {column.code: place for place, column in enumerate(COLUMNS, 1)}


def book(store: Store, actor: Any = OFFICE, **query: str) -> Workbook:
    """The workbook as another program reads it."""
    return load_workbook(io.BytesIO(take(store, actor, "issues.xlsx", query).content))


def rows(sheet: Worksheet) -> Iterator[tuple[Any, ...]]:
    return sheet.iter_rows(min_row=FIRST + 1, values_only=True)


def column(sheet: Worksheet, code: str) -> list[Any]:
    return [row[PLACES[code]] for row in rows(sheet)]


def test_the_list_has_exactly_the_rows_of_the_csv(store: Store):
    ledger_of_every_kind(store)
    for query in ({}, {"unit": "U02"}, {"light": "red"}, {"q": "登记", "status": "open"}, {"figure": "closed"}):
        sheet = book(store, **query).worksheets[0]
        assert column(sheet, "ref_no") == [row["ref_no"] for row in taken(store, **query)]
        assert [row[0] for row in rows(sheet)] == [*range(1, 1 + len(taken(store, **query)))]


def test_title_units_day_and_what_is_counted_stand_above(store: Store):
    ledger_of_every_kind(store)
    sheet = book(store, header="zh_CN").worksheets[0]
    assert sheet["A1"].value == "专项整治问题整改清单"
    told = [cell.value for cell in sheet[2] if cell.value]
    assert told == ["责任单位：办公室和人事处", "截至 2026年11月23日", "计量单位：个，共 6 个问题"]
    narrowed = [cell.value for cell in book(store, header="zh_CN", unit="U02", light="red").worksheets[0][2] if cell.value]
    assert narrowed == ["责任单位：人事处", "截至 2026年11月23日，按筛选条件选取", "计量单位：个，共 1 个问题"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_head_has_two_rows_merged_where_they_belong_together(store: Store, lang: str):
    sheet = book(store, header=lang).worksheets[0]
    upper, lower = HEAD[0] + 1, HEAD[1] + 1
    areas = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A3:A4", "B3:B4", "C3:C4", "D3:F3", "G3:G4", "H3:K3", "L3:N3", "O3:P3", "Q3:Q4"} <= areas
    for place, one in enumerate(COLUMNS, 2):
        assert sheet.cell(lower if one.group else upper, place).value == heading(one, lang)
    assert sheet.cell(upper, 4).value == text(lang, "sheets.group_problem")


def test_every_cell_of_the_table_is_framed_and_wraps(store: Store):
    registered(store)
    sheet = book(store).worksheets[0]
    for cell in sheet[FIRST + 1]:
        assert {getattr(cell.border, side).style for side in ("left", "right", "top", "bottom")} == {"thin"}
        assert cell.alignment.wrap_text


def test_it_is_printed_on_a4_across_one_page_wide_with_the_head_on_every_page(store: Store):
    ledger_of_every_kind(store)
    workbook = book(store, per="unit", header="zh_CN")
    for sheet in workbook.worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
        assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
        assert sheet.print_area
    for sheet in (workbook.worksheets[0], *workbook.worksheets[2:]):
        last = FIRST + sum(1 for _ in rows(sheet))
        assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$4", "D5")
        assert sheet.auto_filter.ref == f"A4:Q{last}"


def test_days_are_days_numbers_numbers_and_what_is_not_there_is_empty(store: Store):
    ledger_of_every_kind(store)
    sheet = book(store).worksheets[0]
    assert column(sheet, "closed_on") == [datetime.combine(TODAY, time()), None, None, None, None, None]
    assert column(sheet, "due")[1] == datetime.combine(TODAY - timedelta(days=1), time())
    assert sheet.cell(FIRST + 1, PLACES["closed_on"] + 1).number_format == "yyyy-mm-dd"


@pytest.mark.parametrize(("lang", "said"), [("zh_CN", "■ 逾期 1 天"), ("en", "■ 1 day overdue")])
def test_a_light_is_a_shape_words_and_a_colour(store: Store, lang: str, said: str):
    ledger_of_every_kind(store)
    sheet = book(store, header=lang).worksheets[0]
    cells = [sheet.cell(row, PLACES["light"] + 1) for row in range(FIRST + 1, FIRST + 5)]
    assert cells[1].value == said
    assert len({cell.fill.fgColor.rgb for cell in cells[:3]}) == 3
    assert [cell.value[0] for cell in cells[:3]] == ["✓", "■", "▲"]


def test_measures_are_told_as_in_the_csv_and_reports_the_newest_first(store: Store):
    issue = registered(store)
    for note in ("第一次", "第二次", "第三次"):
        issue = store.ledger.do(OFFICE, "report_progress", issue.ref_no, issue.revision, note=note)
    sheet = book(store, header="zh_CN").worksheets[0]
    assert column(sheet, "measures") == [measures_said(store.repository.get("issue", issue.id))]
    assert column(sheet, "progress") == ["2026-11-23 第三次\n2026-11-23 第二次\n（另有较早进展 1 条）"]


def test_remarks_say_what_no_column_says(store: Store):
    issue = registered(store, confidential=True, leader_led=True)
    asked = store.ledger.do(
        OFFICE, "request_extension", issue.ref_no, issue.revision, new_due=TODAY + timedelta(days=60), reason="等"
    )
    store.ledger.do(OFFICE, "decide_extension", issue.ref_no, asked.revision, decision="granted")
    (told,) = column(book(store, header="zh_CN").worksheets[0], "remarks")
    assert told == "内部掌握\n领导带头查摆\n已延期 1 次，原期限 2026年12月13日"


NASTY = st.text(max_size=60) | st.text("=+-@'{}\t\r\n\"&<>_x0041;\x00\x0b\x1f\x7f\x85\u2028\u202e\ufffe\U0001f600销", max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(NASTY, NASTY.filter(str.strip), NASTY)
def test_every_text_is_read_back_as_it_stands_in_the_ledger(store: Store, cause: str, finding: str, owner: str):
    """No text becomes a formula, a number, a day or a link; line ends are alike and signs without a shape are left out."""
    document = {**store.repository.get("issue", registered(store).id), "cause": cause, "finding": finding, "owner": owner}
    with store.repository.transaction() as transaction:
        transaction.replace("issue", document, document["revision"])
    sheet = book(store).worksheets[0]
    for code, typed in (("cause", cause), ("finding", finding), ("owner", owner)):
        cell = sheet.cell(FIRST + sum(1 for _ in rows(sheet)), PLACES[code] + 1)
        assert (cell.value or "") == cleaned(typed)
        assert cell.data_type in ("s", "n" if not cleaned(typed) else "s")
        assert cell.hyperlink is None


def test_typed_names_of_campaign_and_unit_are_text_too(store: Store):
    campaign, unit = store.ledger.campaign(), store.ledger.units()[0]
    with store.repository.transaction() as transaction:
        for kind, one, changed in (
            ("campaign", campaign, {"title": {"zh_CN": "=1+1"}}),
            ("unit", unit, {"name": "http://evil", "short_name": "[a]:*?/\\"}),
        ):
            document = {**transaction.get(kind, one.id), **changed}
            transaction.replace(kind, document, document["revision"])
    registered(store)
    registered(store, unit="U02")
    workbook = book(store, header="zh_CN", per="unit")
    sheet = workbook.worksheets[0]
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=1+1问题整改清单", "s")
    assert column(sheet, "unit")[0] == "http://evil"
    assert not sheet._hyperlinks
    assert workbook.sheetnames[2:] == ["a", "人事处"]


@given(st.text() | st.text("销x\U0001f600\n\r", min_size=16_000, max_size=16_400))
def test_a_cell_holds_no_more_than_a_spreadsheet_takes_and_says_so(typed: str):
    told = cleaned(typed)
    assert len(told.encode("utf-16-le")) // 2 <= LONGEST
    assert cleaned(told) == told


def test_a_text_that_is_too_long_ends_in_an_ellipsis():
    assert cleaned("销" * 40_000) == "销" * (LONGEST - 1) + "…"
    assert cleaned("\U0001f600" * 20_000) == "\U0001f600" * ((LONGEST - 1) // 2) + "…"
    assert cleaned("a" * LONGEST) == "a" * LONGEST


def test_a_row_is_as_high_as_its_longest_text(store: Store):
    registered(store, finding="短")
    registered(store, finding="很长的问题表现" * 40)
    registered(store, finding="极长的问题表现" * 150)
    sheet = book(store).worksheets[0]
    heights = [sheet.row_dimensions[row].height for row in range(FIRST + 1, FIRST + 4)]
    assert heights[0] < heights[1] <= 409
    sizes = [sheet.cell(row, PLACES["finding"] + 1).font.size for row in range(FIRST + 1, FIRST + 4)]
    assert sizes[0] == sizes[1] == 10 > sizes[2]
    assert heights[1] >= 13 * lines("很长的问题表现" * 40, 25)


@given(st.text(), st.floats(4, 60))
def test_a_text_takes_at_least_a_line_for_each_of_its_own(typed: str, width: float):
    assert lines(typed, width) >= typed.count("\n") + 1
    assert lines(typed + "\n" + typed, width) == 2 * lines(typed, width)


def test_the_same_rows_give_the_same_bytes(store: Store):
    ledger_of_every_kind(store)
    for query in ({}, {"per": "unit"}, {"header": "en"}):
        assert take(store, OFFICE, "issues.xlsx", query).content == take(store, OFFICE, "issues.xlsx", query).content


def test_a_sheet_for_each_unit_follows_the_figures(store: Store):
    ledger_of_every_kind(store)
    workbook = book(store, header="zh_CN", per="unit")
    assert workbook.sheetnames == ["整改清单", "统计", "办公室", "人事处"]
    whole, _, *units = workbook.worksheets
    assert column(units[0], "ref_no") + column(units[1], "ref_no") == sorted(
        column(whole, "ref_no"), key=lambda ref: (ref == "XH-0002", ref)
    )
    assert set(column(units[1], "unit")) == {"人事处"}
    assert units[1]["A2"].value == "责任单位：人事处"
    assert book(store, header="zh_CN").sheetnames == ["整改清单", "统计"]


@given(st.lists(st.text(max_size=40) | st.sampled_from(["History", "a", "A", "'a'", "[x]", "长" * 40]), max_size=12))
def test_names_of_sheets_are_allowed_and_different(wanted: list[str]):
    names = _Names()
    made = [names.free(one) for one in wanted]
    assert len({name.casefold() for name in made}) == len(made)
    for name in made:
        assert 0 < len(name) <= LONGEST_NAME
        assert not set(name) & set("[]:*?/\\")
        assert name[0] != "'" != name[-1]
        assert name.casefold() != "history"


def found(sheet: Worksheet, said: str) -> tuple[int, int]:
    """Row and column of the first cell that says so."""
    return next((cell.row, cell.column) for row in sheet.iter_rows() for cell in row if cell.value == said)


@pytest.mark.parametrize("query", [{}, {"unit": "U01"}, {"light": "red"}, {"status": "draft"}])
def test_the_second_sheet_has_the_figures_of_the_pages(store: Store, query: dict[str, str]):
    ledger_of_every_kind(store)
    sheet = book(store, header="zh_CN", **query).worksheets[1]
    chosen = store.ledger.rows(OFFICE, TODAY)
    chosen = chosen[chosen["ref_no"].isin([row["ref_no"] for row in taken(store, **query)])]
    whole = vars(progress.summary(chosen))
    for name, (key, look) in WHOLE.items():
        row, place = found(sheet, text("zh_CN", key))
        told = sheet.cell(row + 1, place).value
        assert told == (whole[name] if told != "—" else told)
        assert told != "—" or not whole[name]
        assert look != "number" or told == whole[name]
    for column_code in ("category", "unit"):
        table = progress.by(chosen, column_code).set_index(column_code)
        start = found(sheet, text("zh_CN", f"csv.{column_code}"))[0]
        names = {"U01": "办公室", "U02": "人事处", "duty": "担当", "meetings": "会议"}
        told_of = {row[0]: row[1:] for row in sheet.iter_rows(min_row=start + 1, values_only=True)}
        for code, values in table[table["found"] > 0].iterrows():
            counts = dict(zip(BY, told_of[names[code]], strict=False))
            assert [counts[name] for name in BY if "rate" not in name] == [values[name] for name in BY if "rate" not in name]
            assert counts["rate"] == values["rate"]


def test_an_empty_choice_is_a_list_without_rows(store: Store):
    workbook = book(store, header="zh_CN")
    assert list(rows(workbook.worksheets[0])) == []
    assert "—" in [cell for row in workbook.worksheets[1].iter_rows(values_only=True) for cell in row]


def test_restricted_matter_and_drafts_are_there_for_those_who_see_them(store: Store):
    store.ledger.register(CONTACT, "c", fields(title="内部的", confidential=True))
    store.ledger.save_draft(CONTACT, "c", {"unit": "U01", "title": "草稿的"})
    registered(store, title="公开的")
    for actor, titles in ((OFFICE, ["内部的", "草稿的", "公开的"]), (OTHER_CONTACT, ["公开的"]), (VIEWER, ["公开的"])):
        workbook = book(store, actor, per="unit")
        assert column(workbook.worksheets[0], "title") == titles
        assert column(workbook.worksheets[2], "title") == titles
        assert workbook.worksheets[1].cell(5, 1).value == len(titles) - titles.count("草稿的")


def test_a_past_day_is_listed_as_it_was(store: Store, clock: Clock):
    registered(store, title="最初的题目")
    clock.go_to(TODAY + timedelta(days=5))
    store.ledger.edit(OFFICE, "XH-0001", 1, {"title": "后来的题目"})
    sheet = book(store, header="zh_CN", as_of=TODAY.isoformat()).worksheets[0]
    assert column(sheet, "title") == ["最初的题目"]
    assert [cell.value for cell in sheet[2] if cell.value][1] == "截至 2026年11月23日"
    assert book(store, as_of=TODAY.isoformat()).properties.created.date() == TODAY


def test_another_way_to_divide_it_is_not_known(store: Store):
    with pytest.raises(Invalid) as error:
        take(store, OFFICE, "issues.xlsx", {"per": "category"})
    assert [fault.field for fault in error.value.faults] == ["per"]
