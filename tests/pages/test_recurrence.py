"""A problem that came back: seen while it is typed, linked with one click, shown both ways with the rule that did not hold."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from store.model.issue import Issue
from store.opening import Store
from tests.small_ledger import FIRST, OFFICE, SECOND, registered, session, someone

RULE = {"kind": "preventive", "text": "把接通率列入窗口月度通报", "owner": "周海宁", "due": "2026-12-04"}
OLD = {"title": "咨询电话长期无人接听", "finding": "连续五天拨打三十次，十七次无人接听", "measures": [RULE]}


def old(store: Store, **other: Any) -> Issue:
    return registered(store, **{**OLD, **other})


def typed(role: str = FIRST, lang: str = "zh-CN") -> AppTest:
    at = session(role, "new", lang)
    at.selectbox(key="new-category").set_value("C1")
    at.text_input(key="new-title").set_value("午间咨询电话又无人接听")
    at.text_area(key="new-finding").set_value("中午拨打五次，全部无人接听").run()
    return at


def said(at: AppTest) -> str:
    return "\n".join(one.value for kind in (at.markdown, at.caption) for one in kind).replace("\\", "")


def buttons(at: AppTest) -> set[str]:
    return {button.key for button in at.button if button.key}


def test_nothing_is_said_of_an_empty_form_or_of_a_problem_like_no_other(small: Store):
    old(small, title="会议材料重复报送", finding="同一材料向三个处室各报一次")
    assert "这里会提示以前的类似问题" in said(session(FIRST, "new"))
    assert "这里会提示以前的类似问题" in said(typed())


def test_a_problem_like_an_old_one_is_told_with_why_and_the_rule_there_was(small: Store):
    old(small)
    at = typed()
    assert "像是以前的问题：[XH-0001](issue?ref=XH-0001) 咨询电话长期无人接听（待整改，一支队）" in said(at)
    assert "同一单位；同一类别；都提到：" in said(at)
    assert "建章立制措施（尚未销号）" in said(at)
    assert "把接通率列入窗口月度通报" in said(at)


def test_that_there_was_no_rule_is_told_too(small: Store):
    old(small, measures=[])
    assert "没有建章立制措施" in said(typed())


def test_one_click_links_it_another_lets_it_go(small: Store):
    old(small)
    at = typed()
    at.button(key="new-link-XH-0001").click().run()
    assert "再次发生：[XH-0001]" in said(at)
    assert at.session_state["form:new"]["values"]["recurrence_of"] == "XH-0001"
    at.button(key="new-unlink").click().run()
    assert at.session_state["form:new"]["values"]["recurrence_of"] == ""
    assert "像是以前的问题" in said(at)


def test_the_link_is_saved_and_the_next_problem_begins_without_it(small: Store):
    old(small)
    at = typed()
    at.button(key="new-link-XH-0001").click().run()
    at.button(key="new-draft").click().run()
    assert small.ledger.issue(someone(FIRST), "XH-0002").recurrence_of == "XH-0001"
    at.button(key="new-like").click().run()
    assert at.session_state["form:new"]["values"]["recurrence_of"] == ""


def test_a_number_by_hand_that_is_not_there_is_a_fault_beside_it(small: Store):
    at = typed()
    at.text_input(key="new-recurrence-number").set_value(" XH-9999 ").run()
    assert "没有编号为 XH-9999 的问题" in said(at)
    at.button(key="new-draft").click().run()
    assert [fault.code for fault in at.session_state["form:new"]["faults"]["recurrence_of"]] == ["no_such_issue"]


def test_a_number_by_hand_links_and_emptied_lets_go(small: Store):
    old(small, title="会议材料重复报送", finding="同一材料向三个处室各报一次")
    at = typed()
    at.text_input(key="new-recurrence-number").set_value("XH-0001").run()
    assert "再次发生：[XH-0001](issue?ref=XH-0001) 会议材料重复报送" in said(at)
    at.text_input(key="new-recurrence-number").set_value("").run()
    assert at.session_state["form:new"]["values"]["recurrence_of"] == ""


def test_a_link_can_be_set_while_editing_and_a_problem_is_not_like_itself(small: Store):
    old(small)
    issue = registered(small, title="午间咨询电话又无人接听", finding="中午拨打五次，全部无人接听")
    at = session(FIRST, "issue", ref=issue.ref_no)
    at.button(key="do-edit").click().run()
    assert "issue-XH-0002-link-XH-0002" not in buttons(at)
    at.button(key="issue-XH-0002-link-XH-0001").click().run()
    at.button(key="edit-save").click().run()
    assert small.ledger.history(someone(FIRST), "XH-0002")[-1].after == {"recurrence_of": "XH-0001"}


def test_both_problems_show_the_link_and_the_rule_that_did_not_hold(small: Store):
    old(small)
    registered(small, recurrence_of="XH-0001", title="午间又无人接听")
    later, earlier = said(session(SECOND, "issue", ref="XH-0002")), said(session(SECOND, "issue", ref="XH-0001"))
    assert "再次发生：[XH-0001](issue?ref=XH-0001) 咨询电话长期无人接听" in later
    assert "把接通率列入窗口月度通报" in later
    assert "后来又发生：[XH-0002](issue?ref=XH-0002) 午间又无人接听" in earlier


def test_an_english_reader_is_told_in_english(small: Store):
    old(small)
    assert "Looks like an earlier problem: [XH-0001]" in said(typed(OFFICE, "en-GB"))
