"""The comparison: one sentence whose numbers open their rows, every changed cell old before new, and sides from the address."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from components.choice import CHOSEN
from components.comparing import HELD, Held
from store.engine.folder import beside
from store.exchange.comparison import COLUMNS, Difference, comparison_csv, comparison_xlsx, lines
from store.exchange.taking import take
from store.ledger import Ledger
from store.opening import Store
from store.rules.movement import changed_cells, kinds_of, movement
from store.rules.numbers import meant
from store.setup import SYSTEM
from store.words import text
from tests.lived_ledger import lived
from tests.small_ledger import CAMPAIGN, FIRST, OFFICE, SECOND, problem, registered, session, someone

DAY = "day:2026-11-04"
"""After the first findings and before most of what happened."""


def told(at: AppTest) -> str:
    assert not at.exception
    return "\n".join(one.value for one in at.markdown).replace("\\", "")


def said(at: AppTest) -> str:
    """The sentence as one reads it: text and buttons in their order."""
    assert not at.exception
    pieces = {one.key.removeprefix("moved_"): one.label for one in at.button if (one.key or "").startswith("moved_")}
    begun = next(one.value for one in at.markdown if one.value.startswith(("较", "Since", "从", "From")))
    return begun + "".join(words.removeprefix(":red[■ ").removesuffix("]") for words in pieces.values())


def opened(at: AppTest, kind: str) -> set[str]:
    at.button(key=f"moved_{kind}").click().run()
    assert not at.exception
    return set(at.dataframe[0].value["ref_no"])


def held(at: AppTest, content: bytes, name: str = "上月.csv") -> AppTest:
    at.session_state[HELD] = Held(name, content, str(len(content)))
    at.query_params["from"] = "file"
    return at.run()


def test_the_sentence_says_what_has_happened_and_each_number_opens_exactly_its_rows(small: Store):
    lived(small)
    for kind, titles in {
        "added": {"正常的", "也正常的"},
        "closed": {"近日按期销号的"},
        "turned_red": {"逾期的", "逾期又待复核的"},
        "turned_yellow": {"临期的"},
        "referred": {"移交的"},
    }.items():
        at = session(OFFICE, "compare", **{"from": DAY})
        assert said(at).startswith("较2026年11月4日：新增 2、")
        button = at.button(key=f"moved_{kind}")
        button.click().run()
        assert set(at.dataframe[0].value["title"]) == titles
        assert len(meant(at.query_params["refs"])) == len(titles)


def test_a_number_that_is_none_opens_nothing_and_is_said(small: Store):
    lived(small)
    at = session(OFFICE, "compare", **{"from": DAY})
    assert {"退回 0、", "延期 0、", "删除 0"} <= {one.value for one in at.markdown}
    assert not [one for one in at.button if one.key in ("moved_returned", "moved_deleted")]


def test_the_sentence_in_english(small: Store):
    lived(small)
    assert said(session(OFFICE, "compare", "en", **{"from": DAY})) == (
        "Since 4 Nov 2026:2 new, 1 closed, 2 turned red, 1 turned yellow, 1 referred, "
    )


def test_what_is_chosen_on_other_pages_does_not_narrow_what_a_number_opens(small: Store):
    lived(small)
    at = session(OFFICE, "overview", unit="U03")
    at.switch_page("../pages/compare.py")
    at.query_params["from"] = DAY
    assert opened(at.run(), "turned_red") == {"XH-0001", "XH-0002"}


def test_a_comparison_is_of_the_campaign_that_was_chosen(small: Store):
    registered(small, title="旧专项的")
    small.setup.add_campaign(SYSTEM, replace(CAMPAIGN, code="next", ref_prefix="NX"))
    small.ledger.register(someone(OFFICE), "next", problem(title="新专项的"))
    assert "NX-0001" in told(session(OFFICE, "compare"))
    at = session(OFFICE, "snapshots")
    at.session_state[CHOSEN] = {"campaign": "fix", "unit": "U03"}
    at.switch_page("../pages/compare.py")
    assert "XH-0001" in told(at.run())
    assert at.query_params["campaign"] == "fix"
    assert "NX-0001" not in told(at)
    assert opened(at, "added") == {"XH-0001"}


def test_what_is_late_speaks_in_colour_and_shape(small: Store):
    lived(small)
    assert session(OFFICE, "compare", **{"from": DAY}).button(key="moved_turned_red").label == ":red[■ 转红 2、]"


def test_every_changed_cell_is_old_struck_before_new(small: Store):
    issue = registered(small)
    small.snapshots.take(someone(OFFICE), "", "会前")
    small.ledger.edit(someone(FIRST), issue.ref_no, 1, {"owner": "*刘启*|", "leader_led": True, "cause_kind": "care"})
    words = told(session(OFFICE, "compare"))
    assert "| 责任人 | ~~周海宁~~ &ensp; ***刘启*|** |" in words
    assert "| 领导带头查摆 | ~~否~~ &ensp; **是** |" in words
    assert "~~制度缺失~~ &ensp; **责任心**" in words
    assert "[XH-0001](/issue?ref=XH-0001) 窗口首问责任落空 :gray[一支队]" in words
    assert "1 个问题有变化，共 3 处" in words


def test_without_a_change_it_says_so(small: Store):
    registered(small)
    small.snapshots.take(someone(OFFICE), "", "会前")
    at = session(OFFICE, "compare")
    assert at.info[0].value == "两边完全一样，没有变化。"
    assert "较快照“会前”（2026年11月23日）：" in told(at)


def test_the_usual_side_is_the_last_snapshot_and_without_one_a_week_ago(small: Store):
    registered(small)
    assert "较2026年11月16日" in told(session(OFFICE, "compare"))
    assert session(OFFICE, "compare").button(key="compare_since_snapshot").disabled
    kept = small.snapshots.take(someone(OFFICE), "", "会前")
    at = session(OFFICE, "compare", **{"from": "day:2026-11-01", "kind": "added"})
    at.button(key="compare_since_snapshot").click().run()
    assert at.query_params["from"] == f"snapshot:{kept.id}"
    assert at.selectbox(key="compare_from").value == f"snapshot:{kept.id}"


def test_sides_are_chosen_and_stand_in_the_address_as_codes(small: Store):
    lived(small)
    kept = small.snapshots.take(someone(OFFICE), "", "会前")
    at = session(OFFICE, "compare")
    at.selectbox(key="compare_from").select("day").run()
    assert at.query_params["from"] == "day:2026-11-16"
    at.date_input(key="compare_from_day:2026-11-16").set_value(date(2026, 11, 4)).run()
    assert at.query_params["from"] == DAY
    at.selectbox(key="compare_to").select(f"snapshot:{kept.id}").run()
    assert at.query_params["to"] == f"snapshot:{kept.id}"
    assert "从2026年11月4日到快照“会前”（2026年11月23日）：" in told(at)
    at.button(key="compare_swap").click().run()
    assert (at.query_params["from"], at.query_params["to"]) == (f"snapshot:{kept.id}", DAY)
    at.button(key="compare_since_month").click().run()
    assert (at.query_params["from"], at.query_params["to"]) == ("day:2026-10-24", "now")


@pytest.mark.parametrize("code", ["snapshot:7", "snapshot:x", "day:gestern", "yesterday", "now:1"])
def test_a_side_that_nobody_knows_is_told_and_left_out(small: Store, code: str):
    registered(small)
    at = session(OFFICE, "compare", **{"from": code})
    assert f"from={code}" in at.info[0].value
    assert "较2026年11月16日" in told(at)


def test_the_table_is_narrowed_to_kinds_of_movement(small: Store):
    lived(small)
    at = session(OFFICE, "compare", **{"from": DAY})
    at.button_group(key="compare_kinds").set_value(["referred", "closed"]).run()
    assert at.query_params["kind"] == "referred,closed"
    assert "2 个问题有变化" in told(at)
    again = session(OFFICE, "compare", **{"from": DAY, "kind": "referred,nonsense"})
    assert again.button_group(key="compare_kinds").value == ["referred"]
    assert "移交的" in told(again)
    assert "1 个问题有变化" in told(again)


def test_contents_alone_are_a_kind_of_their_own(small: Store):
    issue = registered(small)
    small.snapshots.take(someone(OFFICE), "", "会前")
    small.ledger.edit(someone(FIRST), issue.ref_no, 1, {"owner": "刘启"})
    registered(small, title="新的")
    at = session(OFFICE, "compare", kind="other")
    assert "1 个问题有变化" in told(at)
    assert "新的" not in told(at)


def test_a_deleted_row_is_shown_struck_and_says_that_it_cannot_be_opened(small: Store):
    issue = registered(small)
    content = take(small, someone(OFFICE), "issues.csv", {"header": "zh_CN"}).content
    gone = content.replace(issue.ref_no.encode(), b"XH-0777").replace("窗口首问责任落空".encode(), "没有了的".encode())
    at = held(session(OFFICE, "compare"), gone)
    assert "较文件“上月.csv”：" in told(at)
    assert said(at).endswith("删除 1")
    at.button(key="moved_deleted").click().run()
    assert at.query_params["kind"] == "deleted"
    words = told(at)
    assert "XH-0777 :gray[（已不在台账，打不开）] 没有了的" in words
    assert "整行删除 | 状态 ~~待整改~~；" in words
    assert "1 个问题有变化，共 1 处" in words


def test_a_file_is_asked_for_first_kept_in_the_session_and_can_be_changed(small: Store):
    registered(small)
    at = session(OFFICE, "compare", **{"from": "file"})
    assert at.info[0].value == "请先选择要比较的 CSV 文件。"
    at.file_uploader(key="compare_upload").set_value(
        ("x.csv", take(small, someone(OFFICE), "issues.csv", {}).content, "text/csv")
    )
    at.run()
    assert "较文件“x.csv”：" in told(at)
    at.button(key="compare_other_file").click().run()
    assert at.info[0].value == "请先选择要比较的 CSV 文件。"
    assert small.repository.snapshot("draft")[1] == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"name,phone\n1,2", b"ref_no,measure_id\nXH-0001,1"])
def test_a_file_that_is_none_of_ours_is_refused_in_one_sentence(small: Store, content: bytes):
    registered(small)
    at = held(session(OFFICE, "compare"), content)
    assert not at.exception
    assert len(at.error) == 1
    assert at.error[0].value.endswith(("空的", "那个文件", "状态”", "issues）"))


@pytest.mark.parametrize("role", [SECOND, "viewer", "inspector"])
def test_restricted_matter_is_there_only_for_those_who_see_it(small: Store, role: str):
    registered(small, title="人人可见")
    small.snapshots.take(someone(OFFICE), "", "会前")
    registered(small, title="内部掌握的", confidential=True)
    at = session(role, "compare")
    assert ("内部掌握的" in told(at)) is (role == "inspector")
    assert not at.exception
    if role != "inspector":
        assert at.info[0].value == "两边完全一样，没有变化。"


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_snapshot_that_is_damaged_is_told(small: Store, harm: str):
    kept = small.snapshots.take(someone(OFFICE), "", "会前")
    file = beside(small.settings.store) / kept.sha256[:2] / kept.sha256
    file.write_bytes(b"?") if harm == "changed" else file.unlink()
    at = session(OFFICE, "compare")
    assert not at.exception
    assert at.error[0].value == text("zh_CN", "snapshots.damaged_means")


def test_a_long_text_is_shown_around_what_differs(small: Store):
    finding = "一" * 100 + "甲" + "二" * 100
    issue = registered(small, finding=finding)
    small.snapshots.take(someone(OFFICE), "", "会前")
    small.ledger.edit(someone(FIRST), issue.ref_no, 1, {"finding": finding.replace("甲", "乙丙")})
    around = "…" + "一" * 16
    assert f"~~{around}甲{'二' * 16}…~~ &ensp; **{around}乙丙{'二' * 16}…**" in told(session(OFFICE, "compare"))


def test_many_problems_are_turned_screen_by_screen(small: Store):
    small.snapshots.take(someone(OFFICE), "", "会前")
    for number in range(42):
        registered(small, title=f"第{number}个")
    at = session(OFFICE, "compare")
    assert "第 1 页，共 2 页" in told(at)
    assert "第41个" not in told(at)
    at.button(key="compare_older").click().run()
    assert "第41个" in told(at)
    at.query_params["page"] = "99"
    assert "第 2 页，共 2 页" in told(at.run())


def difference(small: Store) -> Difference:
    issue = registered(small, title="=1+1")
    small.snapshots.take(someone(OFFICE), "", "会前")
    small.ledger.edit(someone(FIRST), issue.ref_no, 1, {"owner": "@甲", "cause": ""})
    registered(small, title="新的")
    before, after = small.comparisons.pair(someone(OFFICE), small.comparisons.since_last(), "now")
    return Difference(before, after, changed_cells(before, after), kinds_of(movement(before, after)))


def test_the_file_of_a_comparison_has_a_row_for_each_cell_and_no_formula(small: Store):
    shown, known = difference(small), (small.ledger.campaign(), small.ledger.units())
    rows = list(csv.reader(io.StringIO(comparison_csv(lines(shown, "", *known)).decode("utf-8-sig"), newline="")))
    assert rows[0] == list(COLUMNS)
    assert rows[1:] == [
        ["XH-0001", "U01", "C1", "'=1+1", "", "cause", "没有首问清单", ""],
        ["XH-0001", "U01", "C1", "'=1+1", "", "owner", "周海宁", "'@甲"],
        ["XH-0002", "U01", "C1", "新的", "added", "ref_no", "", "XH-0002"],
    ]
    worded = list(csv.reader(io.StringIO(comparison_csv(lines(shown, "zh_CN", *known)).decode("utf-8-sig"), newline="")))
    assert worded[0] == ["编号", "单位", "问题类别", "标题", "变动", "项目", "改前", "改后"] or worded[0][4:] == [
        "变动",
        "项目",
        "改前",
        "改后",
    ]
    assert worded[3][:2] == ["XH-0002", "一支队"]
    assert worded[3][4:] == ["新增", "编号", "", "XH-0002"]


def test_the_workbook_says_the_same_and_strikes_what_stood_before(small: Store):
    shown, known = difference(small), (small.ledger.campaign(), small.ledger.units())
    book = load_workbook(io.BytesIO(comparison_xlsx(lines(shown, "zh_CN", *known))))
    cells = [[cell.value or "" for cell in row] for row in book.active.iter_rows()]
    assert cells == list(lines(shown, "zh_CN", *known))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n"}
    assert cells[1][3] == "=1+1"
    assert book.active["D2"].data_type == "s"
    assert book.active["G3"].font.strike
    assert not book.active["H3"].font.strike


def test_the_files_are_offered_with_the_table(small: Store):
    lived(small)
    at = session(OFFICE, "compare", **{"from": DAY})
    assert {one.label for one in at.get("download_button")} >= {"导出 CSV", "导出 Excel"}


def test_a_problem_entered_between_two_days_belongs_to_their_comparison_only(small: Store):
    moment = datetime(2026, 11, 10, 9).astimezone()
    Ledger(small.repository, lambda: moment).register(someone(OFFICE), "fix", problem())
    assert "新增 1、" in said(session(OFFICE, "compare", **{"from": "day:2026-11-09", "to": "day:2026-11-10"}))
    assert session(OFFICE, "compare", **{"from": "day:2026-11-10", "to": "day:2026-11-11"}).info[0].value.startswith("两边")
