"""The desk of close-out: queue and next one by itself, four eyes said in words, two reviewers at once, and what comes after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from store.model.issue import Issue
from store.opening import Store
from tests.small_ledger import FIRST, OFFICE, TODAY, registered, session, someone


def asked(store: Store, by: str = FIRST, **other: Any) -> Issue:
    """A problem with everything done, handed in."""
    issue = registered(store, **{"closure_criteria": "连续两周抽查无推诿", **other})
    steps: tuple[tuple[str, str, dict[str, Any]], ...] = (
        (FIRST, "start", {}),
        (FIRST, "report_progress", {"measure": 1, "percent": 100}),
        (FIRST, "add_evidence", {"title": "抽查记录表"}),
        (by, "request_close", {"note": "清单已经上墙"}),
    )
    for role, verb, inputs in steps:
        issue = store.ledger.do(someone(role), verb, issue.ref_no, issue.revision, **inputs)
    return issue


def struck_off(store: Store, **inputs: Any) -> Issue:
    issue = asked(store)
    given = {"opinion": "属实", "outcome": "full", **inputs}
    return store.ledger.do(someone(OFFICE), "close", issue.ref_no, issue.revision, **given)


def told(at: AppTest) -> str:
    parts = (at.title, at.markdown, at.error, at.warning, at.info, at.caption, at.subheader, at.toast)
    return "\n".join(one.value for kind in parts for one in kind).replace("\\", "")


def keys(at: AppTest) -> set[str]:
    return {button.key for button in at.button if button.key}


def now(store: Store, ref: str = "XH-0001") -> Issue:
    return store.ledger.issue(someone(OFFICE), ref)


def here(at: AppTest) -> str:
    ref = at.query_params["ref"]
    return ref if isinstance(ref, str) else ref[0]


def test_an_empty_queue_says_so(small: Store):
    registered(small)
    assert "没有待复核的申请" in session(OFFICE, "review").subheader[0].value


@pytest.mark.parametrize("role", [FIRST, "viewer", "inspector", "admin"])
def test_the_desk_is_the_offices_alone(small: Store, role: str):
    with pytest.raises(ValueError, match="review"):
        session(role, "review")


def test_the_reddest_is_open_at_first_with_all_that_is_needed(small: Store):
    asked(small, due="2026-12-30", title="不急的")
    asked(small, due="2026-11-20", title="已经逾期的")
    at = session(OFFICE, "review")
    assert here(at) == "XH-0002"
    said = told(at)
    for needed in (
        "已经逾期的",
        "来访人被推转三次",
        "没有首问清单",
        "连续两周抽查无推诿",
        "抽查记录表",
        "清单已经上墙",
        "先红灯",
    ):
        assert needed in said
    assert at.subheader[0].value == "已经逾期的"


def test_what_gives_pause_stands_beside_the_decision(small: Store):
    asked(small)
    said = told(session(OFFICE, "review"))
    assert "当天登记、当天申请销号，请核实整改过程是否真实" in said
    assert said.index("当天登记、当天申请销号") < said.index("复核决定")


def test_a_link_opens_the_one_it_names(small: Store):
    asked(small, due="2026-11-20")
    asked(small, due="2026-12-30", title="链接里的")
    at = session(OFFICE, "review", ref="XH-0002")
    assert (here(at), at.subheader[0].value) == ("XH-0002", "链接里的")


def test_a_number_that_is_not_there_opens_the_first(small: Store):
    asked(small)
    assert here(session(OFFICE, "review", ref="XH-4711")) == "XH-0001"


def test_closing_asks_opinion_outcome_and_check_and_opens_the_next(small: Store):
    asked(small, due="2026-11-20")
    asked(small, due="2026-12-30", title="下一个")
    at = session(OFFICE, "review")
    at.text_area(key="close-XH-0001-opinion").set_value("现场核实").run()
    at.segmented_control(key="close-XH-0001-outcome").set_value("mostly").run()
    assert at.date_input(key="close-XH-0001-check_on").value == TODAY + timedelta(days=30)
    at.date_input(key="close-XH-0001-check_on").set_value(date(2026, 12, 7)).run()
    at.button(key="save-close").click().run()
    last = now(small).closures[-1]
    assert (now(small).status, last.opinion, last.outcome, last.check_on) == ("closed", "现场核实", "mostly", date(2026, 12, 7))
    assert here(at) == "XH-0002"
    assert "XH-0001 已销号：窗口首问责任落空。 下一件：XH-0002" in told(at)


def test_a_check_may_be_left_out(small: Store):
    asked(small)
    at = session(OFFICE, "review")
    at.text_area(key="close-XH-0001-opinion").set_value("现场核实").run()
    at.date_input(key="close-XH-0001-check_on").set_value(None).run()
    at.button(key="save-close").click().run()
    assert (now(small).status, now(small).closures[-1].check_on) == ("closed", None)


def test_returning_needs_what_is_missing_and_the_last_one_leaves_the_desk_empty(small: Store):
    asked(small)
    at = session(OFFICE, "review")
    at.segmented_control(key="review-choice-XH-0001").set_value("return").run()
    at.button(key="save-return").click().run()
    assert "请填写这一项" in told(at)
    at.text_area(key="return-XH-0001-missing").set_value("缺现场照片").run()
    at.button(key="save-return").click().run()
    assert (now(small).status, now(small).closures[-1].opinion) == ("in_progress", "缺现场照片")
    assert "没有待复核的申请" in told(at)
    assert "这是最后一件" in told(at)
    assert "ref" not in at.query_params


def test_the_way_through_the_queue_by_button_and_by_card(small: Store):
    for number in range(3):
        asked(small, due=f"2026-11-2{number}")
    at = session(OFFICE, "review")
    at.button(key="review-after").click().run()
    assert here(at) == "XH-0002"
    at.button(key="review-before").click().run()
    at.button(key="review-before").click().run()
    assert here(at) == "XH-0003"
    at.button(key="take-XH-0002").click().run()
    assert here(at) == "XH-0002"


def test_who_asked_may_return_but_not_close_and_is_told_why_beside_the_row_too(small: Store):
    asked(small, by=OFFICE)
    at = session(OFFICE, "review")
    assert at.warning[0].value.replace("\\", "") == "申请销号的人不能自己复核，请另一人办理"
    assert told(at).count("申请销号的人不能自己复核，请另一人办理") == 2
    assert "save-close" not in keys(at)
    assert at.segmented_control(key="review-choice-XH-0001").options == ["退回"]


def test_what_was_typed_waits_through_other_requests(small: Store):
    asked(small, due="2026-11-20")
    asked(small, due="2026-12-30")
    at = session(OFFICE, "review")
    at.segmented_control(key="review-choice-XH-0001").set_value("return").run()
    at.text_area(key="return-XH-0001-missing").set_value("缺照片").run()
    at.button(key="review-after").click().run()
    again = session(OFFICE, "review", ref="XH-0001")
    assert again.text_area(key="return-XH-0001-missing").value == "缺照片"


def test_the_second_reviewer_is_told_who_was_first_and_keeps_what_was_typed(small: Store):
    issue = asked(small)
    asked(small, title="另一个")
    at = session(OFFICE, "review", ref="XH-0001")
    at.text_area(key="close-XH-0001-opinion").set_value("我写的意见").run()
    small.ledger.do(someone(OFFICE), "return", issue.ref_no, issue.revision, missing="缺照片")
    at.button(key="save-close").click().run()
    assert not at.exception
    said = told(at)
    assert "这件已有人先办结" in said
    assert "缺照片" in said
    assert "我写的意见" in said
    assert now(small).status == "in_progress"
    at.button(key="review-go-on").click().run()
    assert here(at) == "XH-0002"


def test_evidence_that_comes_in_between_is_shown_and_the_next_click_closes(small: Store):
    issue = asked(small)
    at = session(OFFICE, "review")
    at.text_area(key="close-XH-0001-opinion").set_value("现场核实").run()
    small.ledger.do(someone(FIRST), "add_evidence", issue.ref_no, issue.revision, title="后补的照片")
    at.button(key="save-close").click().run()
    assert "后补的照片" in told(at)
    assert at.text_area(key="close-XH-0001-opinion").value == "现场核实"
    at.button(key="save-close").click().run()
    assert now(small).status == "closed"


def test_earlier_rounds_stand_with_what_was_missing(small: Store):
    issue = asked(small)
    issue = small.ledger.do(someone(OFFICE), "return", issue.ref_no, issue.revision, missing="缺现场照片")
    small.ledger.do(someone(FIRST), "request_close", issue.ref_no, issue.revision, note="已补照片")
    said = told(session(OFFICE, "review"))
    assert "缺现场照片" in said
    assert "第 2 次申请" in said


def test_the_request_shows_the_standard_and_what_was_missing(small: Store):
    issue = asked(small)
    small.ledger.do(someone(OFFICE), "return", issue.ref_no, issue.revision, missing="缺现场照片")
    at = session(FIRST, "issue", ref="XH-0001")
    at.button(key="do-request_close").click().run()
    assert "上次退回时要求补充：缺现场照片" in told(at)
    assert told(at).count("连续两周抽查无推诿") == 2


def test_a_check_that_fails_leads_to_the_reopening_with_its_finding_as_the_reason(small: Store):
    struck_off(small)
    at = session(OFFICE, "issue", ref="XH-0001")
    at.button(key="do-record_check").click().run()
    at.text_area(key="record-check-XH-0001-result").set_value("窗口又把人推走").run()
    at.segmented_control(key="record-check-XH-0001-check_verdict").set_value("failed").run()
    assert "record-check-XH-0001-next_check" not in {one.key for one in at.date_input}
    at.button(key="save-record_check").click().run()
    assert now(small).failed_check
    assert at.text_area(key="reopen-XH-0001-reason").value == "窗口又把人推走"
    at.date_input(key="reopen-XH-0001-due").set_value(date(2026, 12, 20)).run()
    at.button(key="save-reopen").click().run()
    issue = now(small)
    assert (issue.status, issue.due, issue.closures[0].reopen_reason) == (
        "in_progress",
        date(2026, 12, 20),
        "窗口又把人推走",
    )


def test_a_reopening_put_off_waits_on_the_desk_and_is_still_prefilled(small: Store):
    issue = struck_off(small)
    failed = {"check_verdict": "failed", "result": "窗口又把人推走"}
    small.ledger.do(someone(OFFICE), "record_check", issue.ref_no, issue.revision, **failed)
    assert "1 个反弹待重新挂账" in told(session(OFFICE, "mine"))
    at = session(OFFICE, "issue", ref="XH-0001")
    at.button(key="do-reopen").click().run()
    assert at.text_area(key="reopen-XH-0001-reason").value == "窗口又把人推走"


def test_a_check_that_holds_may_plan_the_next(small: Store):
    struck_off(small, check_on=TODAY)
    assert "1 个待回头看" in told(session(OFFICE, "mine"))
    assert "1 个将回头看" in told(session(FIRST, "mine"))
    at = session(OFFICE, "issue", ref="XH-0001")
    at.button(key="do-record_check").click().run()
    at.segmented_control(key="record-check-XH-0001-check_verdict").set_value("held").run()
    at.text_area(key="record-check-XH-0001-result").set_value("保持得好").run()
    at.date_input(key="record-check-XH-0001-next_check").set_value(date(2027, 1, 20)).run()
    at.button(key="save-record_check").click().run()
    said = told(at)
    assert "回头看：巩固" in said
    assert "回头看定于 2027年1月20日" in said
    assert "还有 58 天" in said
    assert "回头看结论：巩固" in said
    assert "没有待办事项" in told(session(OFFICE, "mine"))
