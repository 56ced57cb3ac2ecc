"""One problem on the screen: whole and worded, edited in place, moved on by whoever may, and never overwritten unseen."""

from __future__ import annotations

from datetime import date
from typing import Any

from streamlit.testing.v1 import AppTest

from store.model.issue import Issue
from store.opening import Store
from tests.small_ledger import FIRST, OFFICE, SECOND, registered, session, someone


def begun(store: Store, **other: Any) -> Issue:
    """A problem being put right."""
    issue = registered(store, **other)
    return store.ledger.do(someone(FIRST), "start", issue.ref_no, issue.revision)


def told(at: AppTest) -> str:
    parts = (at.title, at.markdown, at.error, at.warning, at.info, at.success, at.caption, at.subheader)
    return "\n".join(one.value for kind in parts for one in kind)


def keys(at: AppTest) -> set[str]:
    return {button.key for button in at.button if button.key}


def now(store: Store, ref: str = "XH-0001") -> Issue:
    return store.ledger.issue(someone(OFFICE), ref)


def test_a_problem_says_how_it_stands_and_why(small: Store):
    begun(small, due="2026-11-26")
    said = told(session(FIRST, "issue", ref="XH-0001"))
    assert "▲ 临期：剩 3 个工作日（2026年11月26日到期）" in said.replace("\\", "")
    assert "窗口首问责任落空" in said
    assert "制度缺失" in said


def test_what_somebody_typed_is_shown_as_text(small: Store):
    begun(small, finding="**粗** <b>b</b> [x](http://y)")
    assert r"\*\*粗\*\* \<b\>b\</b\> \[x\]\(http\://y\)" in told(session(FIRST, "issue", ref="XH-0001"))


def test_a_number_that_is_not_there_is_a_calm_screen(small: Store):
    at = session(FIRST, "issue", ref="XH-4711")
    assert not at.exception
    assert "XH\\-4711" in at.info[0].value


def test_a_draft_of_another_unit_is_not_there(small: Store):
    small.ledger.save_draft(someone(SECOND), "fix", {"unit": "U02", "title": "别人的草稿"})
    said = told(session(FIRST, "issue", ref="XH-0001"))
    assert "别人的草稿" not in said


def test_a_draft_with_neither_date_nor_owner_is_shown_like_any_other(small: Store):
    small.ledger.save_draft(someone(FIRST), "fix", {"unit": "U01", "title": "只有标题"})
    at = session(FIRST, "issue", ref="XH-0001")
    assert not at.error
    assert "尚未填写时限和责任人" in told(at)


def test_progress_takes_two_clicks(small: Store):
    begun(small)
    at = session(FIRST, "issue", ref="XH-0001")
    at.segmented_control(key="progress-XH-0001-1-step").set_value(75).run()
    at.button(key="progress-XH-0001-1-save").click().run()
    assert now(small).measures[0].percent == 75


def test_progress_may_say_more(small: Store):
    begun(small)
    at = session(FIRST, "issue", ref="XH-0001")
    at.segmented_control(key="progress-XH-0001-1-step").set_value(100).run()
    at.text_input(key="progress-XH-0001-1-note").set_value("清单已上墙").run()
    at.date_input(key="progress-XH-0001-1-done_on").set_value(date(2026, 11, 20)).run()
    at.button(key="progress-XH-0001-1-save").click().run()
    assert (now(small).measures[0].done_on, now(small).progress[-1].text) == (date(2026, 11, 20), "清单已上墙")


def test_what_speaks_against_a_move_is_said_in_words(small: Store):
    begun(small)
    at = session(FIRST, "issue", ref="XH-0001")
    assert at.button(key="do-request_close").disabled
    assert "还不能申请销号：措施 1 未完成；尚无佐证材料。" in told(at).replace("\\", "")


def test_a_move_without_inputs_is_one_click(small: Store):
    registered(small)
    at = session(FIRST, "issue", ref="XH-0001")
    at.button(key="do-start").click().run()
    assert now(small).status == "in_progress"
    assert "do-start" not in keys(at)


def test_evidence_is_a_named_paper(small: Store):
    begun(small)
    at = session(FIRST, "issue", ref="XH-0001")
    at.button(key="do-add_evidence").click().run()
    at.text_input(key="add-evidence-XH-0001-title").set_value("抽查记录表").run()
    at.button(key="save-add_evidence").click().run()
    assert [(one.title, one.dated) for one in now(small).evidence] == [("抽查记录表", small.ledger.today())]


def test_a_verb_without_its_input_says_which_and_keeps_the_rest(small: Store):
    begun(small)
    at = session(OFFICE, "issue", ref="XH-0001")
    at.button(key="do-refer").click().run()
    at.text_area(key="refer-XH-0001-reason").set_value("属纪检管辖").run()
    at.button(key="save-refer").click().run()
    assert "请填写这一项" in told(at)
    assert at.text_area(key="refer-XH-0001-reason").value == "属纪检管辖"
    assert now(small).status == "in_progress"


def test_the_whole_life_of_a_problem_through_its_buttons(small: Store):
    registered(small)
    unit = session(FIRST, "issue", ref="XH-0001")
    unit.button(key="do-start").click().run()
    unit.segmented_control(key="progress-XH-0001-1-step").set_value(100).run()
    unit.button(key="progress-XH-0001-1-save").click().run()
    unit.button(key="do-add_evidence").click().run()
    unit.text_input(key="add-evidence-XH-0001-title").set_value("抽查记录表").run()
    unit.button(key="save-add_evidence").click().run()
    unit.button(key="do-request_close").click().run()
    unit.text_area(key="request-close-XH-0001-note").set_value("清单上墙，抽查合格").run()
    unit.button(key="save-request_close").click().run()
    office = session(OFFICE, "issue", ref="XH-0001")
    office.button(key="do-close").click().run()
    office.text_area(key="close-XH-0001-opinion").set_value("现场核实，同意").run()
    office.button(key="save-close").click().run()
    assert now(small).status == "closed"
    assert now(small).closed_on == small.ledger.today()


def test_the_office_reviews_and_a_viewer_only_reads(small: Store):
    begun(small)
    assert not {key for key in keys(session("viewer", "issue", ref="XH-0001")) if key.startswith("do-")}
    assert not {"do-urge", "do-refer"} & keys(session(FIRST, "issue", ref="XH-0001"))
    assert {"do-urge", "do-refer"} <= keys(session(OFFICE, "issue", ref="XH-0001"))


def test_history_tells_old_and_new_in_words(small: Store):
    issue = begun(small)
    measures = [{"id": 1, "kind": "preventive", "text": "每日抽查窗口一次", "owner": "刘启", "due": "2026-12-04"}]
    small.ledger.edit(someone(FIRST), issue.ref_no, issue.revision, {"severity": "critical", "measures": measures})
    said = told(session(FIRST, "issue", ref="XH-0001"))
    assert "严重程度：一般 → 严重" in said
    assert "措施 1　措施类型：整改 → 建章立制" in said
    assert "措施 1　措施责任人：周海宁 → 刘启" in said
    assert "一支队填报员" in said


def test_editing_in_place_writes_only_what_changed(small: Store):
    begun(small)
    at = session(FIRST, "issue", ref="XH-0001")
    at.button(key="do-edit").click().run()
    assert at.date_input(key="issue-XH-0001-due").disabled
    at.text_input(key="issue-XH-0001-title").set_value("窗口首问责任未落实").run()
    at.button(key="edit-save").click().run()
    event = small.ledger.history(someone(FIRST), "XH-0001")[-1]
    assert event.after == {"title": "窗口首问责任未落实"}
    assert at.title[0].value == "窗口首问责任未落实"


def test_an_unsaved_edit_is_offered_again_in_a_new_session(small: Store):
    begun(small)
    at = session(FIRST, "issue", ref="XH-0001")
    at.button(key="do-edit").click().run()
    at.text_input(key="issue-XH-0001-title").set_value("未保存的标题").run()
    again = session(FIRST, "issue", ref="XH-0001")
    again.button(key="issue-go-on").click().run()
    assert again.text_input(key="issue-XH-0001-title").value == "未保存的标题"


def test_faults_of_an_edit_stand_in_the_form(small: Store):
    begun(small)
    at = session(FIRST, "issue", ref="XH-0001")
    at.button(key="do-edit").click().run()
    at.text_input(key="issue-XH-0001-title").set_value("").run()
    at.button(key="edit-save").click().run()
    assert "请填写这一项" in told(at)
    assert now(small).title == "窗口首问责任落空"


def two_at_once(store: Store) -> AppTest:
    """The unit edits title and owner; before it saves, the office has changed title and cause."""
    begun(store)
    unit = session(FIRST, "issue", ref="XH-0001")
    unit.button(key="do-edit").click().run()
    unit.text_input(key="issue-XH-0001-title").set_value("我的标题").run()
    unit.text_input(key="issue-XH-0001-owner").set_value("刘启").run()
    office = session(OFFICE, "issue", ref="XH-0001")
    office.button(key="do-edit").click().run()
    office.text_input(key="issue-XH-0001-title").set_value("对方的标题").run()
    office.text_area(key="issue-XH-0001-cause").set_value("对方写的原因").run()
    office.button(key="edit-save").click().run()
    return unit.button(key="edit-save").click().run()


def test_the_second_to_save_is_shown_what_the_first_changed(small: Store):
    at = two_at_once(small)
    said = told(at)
    assert "有人先保存了" in said
    assert "**整改组**" in said
    assert "原因剖析：没有首问清单 → 对方写的原因" in said
    assert at.radio(key="issue-XH-0001-side-title").options == ["用我的：我的标题", "用对方的：对方的标题"]
    assert at.text_input(key="issue-XH-0001-owner").value == "刘启"
    assert now(small).title == "对方的标题"


def test_mine_is_kept_where_i_choose_it_and_theirs_where_only_they_changed(small: Store):
    at = two_at_once(small)
    at.button(key="conflict-save").click().run()
    assert (now(small).title, now(small).owner, now(small).cause) == ("我的标题", "刘启", "对方写的原因")


def test_theirs_is_taken_where_i_choose_it(small: Store):
    at = two_at_once(small)
    at.radio(key="issue-XH-0001-side-title").set_value("theirs").run()
    at.button(key="conflict-save").click().run()
    assert (now(small).title, now(small).owner) == ("对方的标题", "刘启")
    assert "conflict-save" not in keys(at)


def test_a_third_who_saves_in_between_is_shown_as_well(small: Store):
    at = two_at_once(small)
    small.ledger.edit(someone(OFFICE), "XH-0001", now(small).revision, {"title": "第三个标题"})
    at.button(key="conflict-save").click().run()
    assert at.radio(key="issue-XH-0001-side-title").options == ["用我的：我的标题", "用对方的：第三个标题"]
    at.button(key="conflict-save").click().run()
    assert now(small).title == "我的标题"


def test_a_verb_overtaken_by_somebody_is_told_and_goes_on_at_the_next_click(small: Store):
    issue = begun(small)
    at = session(FIRST, "issue", ref="XH-0001")
    at.button(key="do-report_progress").click().run()
    at.text_area(key="report-progress-XH-0001-note").set_value("已抽查").run()
    small.ledger.edit(someone(OFFICE), "XH-0001", issue.revision, {"owner": "王立新"})
    at.button(key="save-report_progress").click()
    at.run()
    assert "周海宁 → 王立新" in told(at)
    assert at.text_area(key="report-progress-XH-0001-note").value == "已抽查"
    at.button(key="save-report_progress").click().run()
    assert now(small).progress[-1].text == "已抽查"
