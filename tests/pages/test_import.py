"""The page for importing: what is given, matched, shown row by row, accepted and undone, and what is never lost on the way."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.i18n import KEY
from components.importing.memory import PLACE
from components.session import ACTING
from store.opening import Store
from store.words import text, text_n
from tests.small_ledger import FIRST, OFFICE, registered, session, someone
from tests.source import ROOT
from tests.store.lists_of_others import as_csv, as_workbook

HEAD = ["序号", "问题类别", "问题表现", "责任单位", "责任人", "完成时限", "整改措施"]
ROWS = [
    ["1", "文山会海", "同一内容一周开会四次。", "一支队", "刘启", "2026-12-20", "合并会议"],
    ["2", "不担当不作为", "窗口推诿。", "二大队", "周海宁", "12月底前", "首问负责"],
    ["3", "会议", "纪要无人落实。", "办公室", "", "大约冬天", ""],
]


def here(role: str = OFFICE, lang: str = "zh-CN") -> AppTest:
    return session(role, "import", lang)


def upload(at: AppTest, content: bytes, name: str = "清单.csv") -> AppTest:
    return at.file_uploader[0].upload(name, content, "text/csv").run() if hasattr(at.file_uploader[0], "upload") else at


def said(at: AppTest) -> str:
    kinds = (at.markdown, at.error, at.success, at.warning, at.info, at.caption)
    return "\n".join(one.value for kind in kinds for one in kind)


def words(key: str, **params: Any) -> str:
    return text("zh_CN", key, **params)


def rows(at: AppTest) -> list[tuple[int, str]]:
    frame = at.dataframe[0].value
    return list(zip(frame["number"].tolist(), frame["what"].tolist(), strict=True))


@pytest.mark.parametrize("role", ["viewer", "inspector"])
def test_both_locks_hold_against_who_may_not_enter(small: Store, role: str):
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        session(role, "import")
    at = AppTest.from_file(ROOT / "pages" / "import.py", default_timeout=30)
    at.session_state[ACTING], at.session_state[KEY] = someone(role), "zh_CN"
    at.run()
    assert [one.value for one in at.error] == [words("refused.page_not_yours")]
    assert not at.file_uploader


def test_a_file_is_shown_row_by_row_and_nothing_is_written_before_it_is_accepted(small: Store):
    at = upload(here(), as_csv(["清单"], HEAD, *ROWS))
    assert rows(at) == [(4, "✗ 有误"), (5, "✗ 有误"), (3, "+ 新增")]
    assert not small.repository.snapshot("issue")[1]
    at.button(key="import-accept-all").click().run()
    assert [one["finding"] for one in small.repository.snapshot("issue")[1]] == ["同一内容一周开会四次。"]
    assert text_n("zh_CN", "importing.done", 1) in said(at)


def test_an_unknown_word_is_explained_once_for_all_rows_and_the_next_file(small: Store):
    at = upload(here(), as_csv(HEAD, *ROWS[:2]))
    pick = next(one for one in at.selectbox if "二大队" in one.label)
    assert "二支队" in pick.placeholder
    pick.set_value("U02").run()
    assert rows(at) == [(2, "+ 新增"), (3, "+ 新增")]
    at.button(key="import-accept-all").click().run()
    at.button(key="import-another").click().run()
    at = upload(at, as_csv(HEAD, ["7", "不担当不作为", "电话无人接听。", "二大队", "", "2026-12-01", ""]))
    assert rows(at) == [(2, "+ 新增")]
    assert words("importing.recalled") in said(at)


def test_a_column_is_taken_for_something_else_by_hand(small: Store):
    at = upload(here(), as_csv(["问题表现", "问题类别", "单位", "谁", "何时"], ["甲", "C1", "U01", "王", "2026-12-01"]))
    assert rows(at) == [(2, "✗ 有误")]
    chosen = {"谁": "owner", "何时": "due"}
    for heading, field in chosen.items():
        next(one for one in at.selectbox if one.label.endswith(heading)).set_value(field).run()
    assert rows(at) == [(2, "+ 新增")]
    at.button(key="import-accept-all").click().run()
    (issue,) = small.repository.snapshot("issue")[1]
    assert (issue["owner"], issue["due"]) == ("王", "2026-12-01")


def test_what_the_list_does_not_say_is_asked_for(small: Store):
    at = upload(here(), as_csv(["问题表现", "问题类别", "完成时限"], ["甲", "C1", "2026-12-01"]))
    assert rows(at) == [(2, "✗ 有误")]
    next(one for one in at.selectbox if one.label == words("csv.unit")).set_value("U03").run()
    assert rows(at) == [(2, "+ 新增")]


def test_another_row_becomes_the_header(small: Store):
    at = upload(here(), as_csv(["第一期"], ["甲", "乙", "丙"], ["1", "2", "3"]))
    assert words("fault.import_no_header") in said(at)
    next(one for one in at.selectbox if one.label == words("importing.header")).set_value(1).run()
    assert words("fault.import_no_problem_column") in said(at)


def test_several_sheets_are_offered_and_the_list_is_chosen(small: Store):
    at = upload(here(), as_workbook(HEAD, *ROWS, more=("填报说明",)), "清单.xlsx")
    sheet = next(one for one in at.selectbox if one.label == words("importing.sheet"))
    assert sheet.value == 1
    assert len(rows(at)) == 3
    sheet.set_value(0).run()
    assert words("fault.import_no_header") in said(at)


def test_a_broken_file_is_refused_on_the_page(small: Store):
    at = upload(here(), b"%PDF-1.7")
    assert words("fault.import_wrong_type") in at.error[0].value
    assert not at.exception


def test_the_whole_import_is_undone_with_one_click(small: Store):
    before = registered(small, OFFICE)
    at = upload(here(), as_csv(HEAD, ROWS[0]))
    at.button(key="import-accept-all").click().run()
    at.button(key="import-undo").click().run()
    assert [one["ref_no"] for one in small.repository.snapshot("issue")[1]] == [before.ref_no]
    assert text_n("zh_CN", "importing.undone", 1) in said(at)


def test_a_pasted_block_goes_through_the_same_preview_and_is_kept_as_a_draft(small: Store):
    at = here()
    at.button_group(key="import-way").set_value("paste").run()
    block = "\n".join("\t".join(row) for row in [HEAD, ROWS[0]])
    at.text_area(key="import-pasted").set_value(block).run()
    again = here()
    again.button_group(key="import-way").set_value("paste").run()
    assert again.text_area(key="import-pasted").value == block
    again.button(key="import-read").click().run()
    assert rows(again) == [(2, "+ 新增")]
    again.button(key="import-accept-all").click().run()
    assert len(small.repository.snapshot("issue")[1]) == 1
    assert small.drafts.get(someone(OFFICE), "import") == {}


def test_rows_typed_into_the_table_are_kept_and_go_through_the_same_preview(small: Store):
    typed = {"category": "C2", "finding": "报表重复报送。", "unit": "U03", "due": "2026-12-20"}
    small.drafts.keep(someone(OFFICE), "import-table", {"rows": [typed]})
    at = here()
    at.button_group(key="import-way").set_value("table").run()
    at.button(key="import-read-table").click().run()
    assert rows(at) == [(2, "+ 新增")]
    at.button(key="import-accept-all").click().run()
    assert [one["finding"] for one in small.repository.snapshot("issue")[1]] == ["报表重复报送。"]
    assert small.drafts.get(someone(OFFICE), "import-table") == {}


def test_a_unit_sees_why_anothers_rows_are_not_taken(small: Store):
    at = upload(here(FIRST), as_csv(HEAD, [*ROWS[0][:3], "二支队", *ROWS[0][4:]]))
    assert rows(at) == [(2, "✗ 有误")]
    assert words("fault.not_your_unit") in at.dataframe[0].value["told"].iloc[0]


def test_the_page_speaks_english(small: Store):
    at = upload(here(lang="en-GB"), as_csv(["Finding", "Category", "Unit", "Due date"], ["a b", "Paper", "U01", "by 5 Dec 2026"]))
    assert rows(at) == [(2, "+ new")]
    assert text_n("en", "importing.accept_all", 1) == at.button(key="import-accept-all").label


def test_whoever_sits_down_next_finds_nothing_of_it(small: Store):
    at = upload(here(), as_csv(HEAD, *ROWS))
    at.session_state[ACTING] = someone(FIRST)
    at.run()
    assert at.session_state[PLACE].book is None
    assert not at.dataframe


def test_text_of_the_file_is_never_run(small: Store):
    nasty = "<script>alert(1)</script> **粗** [x](http://y)"
    at = upload(here(), as_csv(HEAD, ["1", "文山会海", "甲", nasty, "", "2026-12-20", ""]))
    assert nasty not in said(at)
    assert not any("<script>" in one.value and "\\<" not in one.value for one in at.markdown)


def test_the_ledger_page_offers_to_undo_it_as_well(small: Store):
    at = upload(here(), as_csv(HEAD, ROWS[0]))
    at.button(key="import-accept-all").click().run()
    ledger = session(OFFICE, "ledger")
    assert "导入了 1 个问题" in said(ledger)
    ledger.button(key="many_undo").click().run()
    assert small.repository.snapshot("issue")[1] == []


def test_what_was_imported_opens_as_its_rows(small: Store):
    registered(small, OFFICE)
    at = upload(here(), as_csv(HEAD, ROWS[0]))
    at.button(key="import-accept-all").click().run()
    ledger = session(OFFICE, "ledger", refs=small.repository.snapshot("issue")[1][-1]["ref_no"])
    assert text_n("zh_CN", "ledger.count", 1) in said(ledger)


def test_what_was_typed_into_the_table_is_there_when_somebody_comes_back_to_it(small: Store):
    at = here()
    at.button_group(key="import-way").set_value("table").run()
    small.drafts.keep(someone(OFFICE), "import-table", {"rows": [{"finding": "报表重复报送。"}]})  # as typing keeps it
    at.button_group(key="import-way").set_value("file").run()
    at.button_group(key="import-way").set_value("table").run()
    assert at.dataframe[0].value["finding"].tolist()[0] == "报表重复报送。"


def test_every_kind_of_change_is_told_in_words(small: Store):
    issue = registered(small, OFFICE)
    head = ["编号", "整改措施", "整改进展", "完成时限", "领导带头", "问题类别", "严重程度", "状态"]
    measure = f"1. {issue.measures[0].text} [周海宁; 2026-12-04; 40%]"
    at = upload(here(), as_csv(head, [issue.ref_no, measure, "已开会", "2026-12-31", "是", "C2", "严重", "已销号"]))
    assert not at.exception
    assert rows(at) == [(2, "→ 变更")]
    told = at.dataframe[0].value["told"].iloc[0]
    for change in ("0% → 40%", "— → 已开会", "2026年12月4日 → 2026年12月31日", "否 → 是", "不担当 → 文山会海", "一般 → 严重"):
        assert change in told
    assert words("fault.import_status_stays", status="open") in told
