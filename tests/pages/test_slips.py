"""Urging on the screen: the proposed slip follows its level, many at once, the panel of slips, and every date that ever held."""

from __future__ import annotations

from datetime import date
from typing import Any

from streamlit.testing.v1 import AppTest

from components.forms.urge_many import planned
from store.model.enums import UrgeLevel
from store.model.issue import Issue
from store.opening import Store
from tests.small_ledger import FIRST, OFFICE, registered, session, someone


def late(store: Store, **other: Any) -> Issue:
    """An overdue problem."""
    issue = registered(store, due="2026-11-16", **other)
    return store.ledger.do(someone(FIRST), "start", issue.ref_no, issue.revision)


def urge(store: Store, issue: Issue, **other: Any) -> Issue:
    slip = {"level": "reminder", "text": "请**抓紧**", "answer_by": date(2026, 11, 25), **other}
    return store.ledger.do(someone(OFFICE), "urge", issue.ref_no, issue.revision, **slip)


def told(at: AppTest) -> str:
    parts = (at.markdown, at.caption, at.error, at.success, at.warning)
    return "\n".join(one.value for kind in parts for one in kind).replace("\\", "")


def badges(at: AppTest) -> str:
    return told(at)


def now(store: Store, ref: str = "XH-0001") -> Issue:
    return store.ledger.issue(someone(OFFICE), ref)


def test_the_form_proposes_the_rung_an_official_text_and_a_worked_day(small: Store):
    late(small)
    at = session(OFFICE, "issue", ref="XH-0001")
    at.button(key="do-urge").click().run()
    text = at.text_area(key="urge-XH-0001-text").value
    assert text.startswith(
        "“窗口首问责任落空”（XH-0001），整改期限为2026年11月16日，已逾期 7 天，尚有 1 项措施未完成。\n请抓紧推进整改"
    )
    assert at.date_input(key="urge-XH-0001-answer_by").value == date(2026, 11, 30)
    assert "此前没有发过单，建议先提醒" in told(at)
    at.button(key="save-urge").click().run()
    (slip,) = now(small).urges
    assert (slip.number, slip.level, slip.answer_by, slip.text) == ("2026-001", UrgeLevel.REMINDER, date(2026, 11, 30), text)


def test_text_and_day_go_along_with_the_level_until_somebody_writes_their_own(small: Store):
    late(small)
    at = session(OFFICE, "issue", ref="XH-0001")
    at.button(key="do-urge").click().run()
    at.segmented_control(key="urge-XH-0001-level").set_value("urge").run()
    assert "现予督办" in at.text_area(key="urge-XH-0001-text").value
    assert at.date_input(key="urge-XH-0001-answer_by").value == date(2026, 11, 26)
    at.text_area(key="urge-XH-0001-text").set_value("我自己写的").run()
    at.segmented_control(key="urge-XH-0001-level").set_value("criticism").run()
    assert at.text_area(key="urge-XH-0001-text").value == "我自己写的"
    assert at.date_input(key="urge-XH-0001-answer_by").value == date(2026, 11, 25)
    assert "还没有发过提醒或督办，不能直接通报" in told(at)
    at.button(key="save-urge").click().run()
    assert not now(small).urges


def test_a_rest_day_is_said_beside_the_field(small: Store):
    late(small)
    at = session(OFFICE, "issue", ref="XH-0001")
    at.button(key="do-urge").click().run()
    at.date_input(key="urge-XH-0001-answer_by").set_value(date(2026, 11, 28)).run()
    at.button(key="save-urge").click().run()
    assert "2026年11月28日是休息日，请改为下一个工作日2026年11月30日" in told(at)


def test_while_a_formal_notice_runs_the_button_says_why_not(small: Store):
    urge(small, late(small), level="urge")
    at = session(OFFICE, "issue", ref="XH-0001")
    assert at.button(key="do-urge").disabled
    assert "2026-001 号单的答复期限（2026年11月25日）还没到" in told(at)


def test_the_unit_answers_from_the_slip(small: Store):
    issue = urge(small, late(small))
    urge(small, issue, level="urge")
    at = session(FIRST, "issue", ref="XH-0001")
    assert "11月25日前答复" in told(at)
    assert "请**抓紧**" in told(at)
    at.button(key="answer-2026-002").click().run()
    at.text_area(key="answer-urge-XH-0001-answer").set_value("本周完成").run()
    at.button(key="save-answer_urge").click().run()
    assert [slip.answer for slip in now(small).urges] == ["", "本周完成"]
    assert "已按期答复" in told(at)
    assert not at.button(key="answer-2026-001").disabled


def test_what_was_not_answered_says_for_how_long(small: Store, monkeypatch: Any):
    urge(small, late(small))
    monkeypatch.setattr(type(small.ledger), "today", lambda self: date(2026, 11, 27))
    assert "逾期未答复 2 天" in told(session(OFFICE, "issue", ref="XH-0001"))


def test_the_desk_tells_the_unit_until_when_to_answer(small: Store):
    urge(small, late(small))
    assert "11月25日前答复" in told(session(FIRST, "mine"))


def test_each_problem_gets_the_rung_that_the_ladder_suggests(small: Store):
    first = late(small)
    running = urge(small, late(small))
    plan, left_out = planned([first, running], "suggested")
    assert {level: [issue.ref_no for issue in group] for level, group in plan.items()} == {UrgeLevel.REMINDER: ["XH-0001"]}
    assert [issue.ref_no for issue, _ in left_out] == ["XH-0002"]
    assert "2026-001 号" in left_out[0][1]


def test_a_heap_is_urged_at_once(small: Store):
    late(small)
    late(small, title="值班电话无人接听")
    at = session(OFFICE, "mine")
    at.button(key="all-urge").click().run()
    assert at.button(key="urge-many-send").label == "发出 2 份"
    at.text_area(key="urge-many-text_reminder").set_value("请于本周五前反馈。")
    at.button(key="urge-many-send").click().run()
    slips = [now(small, ref).urges[0] for ref in ("XH-0001", "XH-0002")]
    assert sorted(slip.number for slip in slips) == ["2026-001", "2026-002"]
    assert slips[1].text.splitlines()[0].startswith("“值班电话无人接听”（XH-0002）")
    assert slips[1].text.endswith("请于本周五前反馈。")


def test_a_rest_day_for_many_sends_nothing(small: Store):
    late(small)
    at = session(OFFICE, "mine")
    at.button(key="all-urge").click().run()
    at.date_input(key="urge-many-day_reminder").set_value(date(2026, 11, 29))
    at.button(key="urge-many-send").click().run()
    assert not now(small).urges


def more_time(small: Store, new_due: str, **decision: Any) -> Issue:
    issue = now(small)
    wish = {"new_due": new_due, "reason": "等上级批复"}
    issue = small.ledger.do(someone(FIRST), "request_extension", issue.ref_no, issue.revision, **wish)
    if decision:
        issue = small.ledger.do(someone(OFFICE), "decide_extension", issue.ref_no, issue.revision, **decision)
    return issue


def test_every_old_date_stays_visible(small: Store):
    registered(small)
    more_time(small, "2026-12-20", decision="refused", opinion="措施未动")
    more_time(small, "2026-12-18", decision="granted", opinion="同意")
    more_time(small, "2027-01-20", decision="granted", granted_due="2026-12-25")
    said = told(session("viewer", "issue", ref="XH-0001"))
    assert "~~2026年12月4日~~ → ~~2026年12月18日~~ → **2026年12月25日**" in said
    for line in (
        "2026年12月4日 → 2026年12月20日",
        "不同意延期",
        "措施未动",
        "2026年12月18日 → 2027年1月20日",
        "改为延至 2026年12月25日",
    ):
        assert line in said
    assert "已延期 2 次，原期限 2026年12月4日" in said


def test_the_office_sees_the_request_while_it_decides(small: Store):
    registered(small)
    more_time(small, "2026-12-18", decision="granted")
    more_time(small, "2027-01-04")
    at = session(OFFICE, "issue", ref="XH-0001")
    at.button(key="do-decide_extension").click().run()
    said = told(at)
    assert "~~2026年12月18日~~ → **2027年1月4日**" in said
    assert "已延期 1 次，原期限 2026年12月4日 · 措施完成 0/1" in said
    assert at.date_input(key="decide-extension-XH-0001-granted_due").value == date(2027, 1, 4)
    at.segmented_control(key="decide-extension-XH-0001-decision").set_value("granted").run()
    at.date_input(key="decide-extension-XH-0001-granted_due").set_value(date(2026, 12, 28)).run()
    at.button(key="save-decide_extension").click().run()
    assert now(small).due == date(2026, 12, 28)
