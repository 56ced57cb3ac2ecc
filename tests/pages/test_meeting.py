"""The meeting's page: its desk, the run-down screen by screen, deciding on the spot, and who may do what."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from store.model.meeting import Meeting
from store.opening import Store
from tests.lived_ledger import lived
from tests.small_ledger import FIRST, OFFICE, TODAY, registered, session, someone

MONDAY = TODAY + timedelta(days=7)
READERS = (FIRST, "viewer", "inspector", "admin")
RED, REVIEWED, YELLOW = "逾期的", "逾期又待复核的", "临期的"


def told(at: AppTest) -> str:
    parts = (at.title, at.markdown, at.error, at.warning, at.info, at.caption, at.subheader, at.toast, at.metric)
    return "\n".join(f"{getattr(one, 'label', '')} {one.value}" for kind in parts for one in kind).replace("\\", "")


def keys(at: AppTest) -> set[str]:
    return {button.key for button in at.button if button.key}


def begun(store: Store, **more: Any) -> Meeting:
    return store.meetings.begin(someone(OFFICE), "fix", {"name": "第一次会", "day": TODAY, "present": "局领导"}, **more)


def shown(store: Store, screen: int, role: str = OFFICE, lang: str = "zh-CN", **more: str) -> AppTest:
    """A screen of the meeting that has begun."""
    meeting = store.meetings.last(someone(OFFICE)) or begun(store)
    return session(role, "meeting", lang, meeting=str(meeting.id), screen=str(screen), **more)


def title(at: AppTest) -> str:
    return at.title[0].value.replace("\\", "")


def deciding(store: Store, ref: str, kind: str, screen: int = 1) -> AppTest:
    """The sheet for a decision of that kind, open."""
    at = shown(store, screen)
    at.button(key="meeting_decide").click().run()
    if at.segmented_control(key="meeting_kind").value != kind:
        at.segmented_control(key="meeting_kind").set_value(kind).run()
    return at


def minutes(store: Store) -> Meeting:
    meeting = store.meetings.last(someone(OFFICE))
    assert meeting
    return meeting


def test_the_run_down_goes_from_the_figures_over_red_and_yellow_to_the_closing(small: Store):
    lived(small)
    screens = [title(shown(small, number)) for number in range(1, 8)]
    assert screens == ["第一次会", "各类别进度", "各单位未办结", RED, REVIEWED, YELLOW, "会议决定"]


def test_a_screen_beyond_the_last_is_the_last_and_one_that_is_no_number_the_first(small: Store):
    lived(small)
    assert title(shown(small, 99)) == "会议决定"
    assert title(session(OFFICE, "meeting", screen="-3")) == "专项整治"
    assert title(session(OFFICE, "meeting", screen="zwei")) == "专项整治"


def test_a_meeting_that_is_not_there_says_so_and_lets_go(small: Store):
    lived(small)
    at = session(OFFICE, "meeting", meeting="4711", screen="1")
    assert title(at) == "没有这次会议"
    at.button(key="meeting_leave").click().run()
    assert title(at) == "会议"


def test_nothing_but_the_screen_is_there_while_projecting(small: Store):
    lived(small)
    at = shown(small, 1)
    assert [one for one in at.sidebar.selectbox if one.key == "acting_role"] == []
    at.button(key="meeting_leave").click().run()
    assert at.sidebar.selectbox(key="acting_role").value == "office"
    assert "screen" not in at.query_params


@pytest.mark.parametrize(("lang", "said"), [("zh-CN", "■ 逾期 13 天（2026年11月10日到期）"), ("en-GB", "■ 13 days overdue")])
def test_the_opening_has_six_figures_and_a_problem_its_light_in_words(small: Store, lang: str, said: str):
    lived(small)
    assert len(shown(small, 1, lang=lang).metric) == 6
    problem = told(shown(small, 4, lang=lang))
    assert said in problem
    for needed in ("来访人被推转三次", "没有首问清单", "每日抽查窗口一次", "周海宁", "XH-0001"):
        assert needed in problem


def test_a_problem_tells_its_slips_what_was_promised_and_the_latest_word(small: Store):
    issue = registered(small, due=(TODAY + timedelta(days=2)).isoformat())
    slip = {"level": "reminder", "text": "请抓紧", "answer_by": MONDAY}
    for verb, inputs in (
        ("grant_extension", {"new_due": TODAY + timedelta(days=3), "reason": "停工"}),
        ("report_progress", {"note": "正在修订清单"}),
        ("urge", slip),
    ):
        issue = small.ledger.do(someone(OFFICE), verb, issue.ref_no, issue.revision, **inputs)
    said = told(session(OFFICE, "meeting", screen="4"))
    assert "~~2026年11月25日~~ → **2026年11月26日**" in said
    assert "正在修订清单" in said
    assert "已催办 1 次，提醒 2026-001 号：11月30日前答复" in said


def test_buttons_turn_and_the_address_says_where(small: Store):
    lived(small)
    at = shown(small, 3)
    at.button(key="meeting_after").click().run()
    assert (title(at), at.query_params["screen"]) == (RED, "4")
    at.button(key="meeting_before").click().run()
    assert title(at) == "各单位未办结"


def test_the_filters_and_parts_of_the_address_choose_what_is_shown(small: Store):
    lived(small)
    at = session("viewer", "meeting", screen="1", parts="yellow,pending", unit="U02")
    assert title(at) == YELLOW
    assert "1 / 3" in told(at)


def test_the_desk_offers_a_name_and_says_how_much_there_is_to_go_through(small: Store):
    lived(small)
    at = session(OFFICE, "meeting")
    assert at.text_input(key="meeting-new-name").value == "第 1 次整改调度会"
    assert "逐条过会 3 个问题" in told(at)
    at.pills(key="meeting_parts").set_value(["red"]).run()
    assert "逐条过会 2 个问题" in told(at)


def test_the_office_begins_a_meeting_and_is_on_its_first_screen(small: Store):
    lived(small)
    at = session(OFFICE, "meeting")
    at.text_area(key="meeting-new-present").set_value("局领导、各单位").run()
    at.button(key="meeting_begin").click().run()
    meeting = minutes(small)
    assert (meeting.name, meeting.day, meeting.present) == ("第 1 次整改调度会", TODAY, "局领导、各单位")
    assert (at.query_params["meeting"], at.query_params["screen"]) == (str(meeting.id), "1")
    assert title(at) == meeting.name


def test_a_meeting_without_a_name_is_told_beside_the_field_and_nothing_is_lost(small: Store):
    lived(small)
    at = session(OFFICE, "meeting")
    at.text_area(key="meeting-new-present").set_value("局领导").run()
    at.text_input(key="meeting-new-name").set_value("").run()
    at.button(key="meeting_begin").click().run()
    assert small.meetings.all(someone(OFFICE)) == []
    assert at.text_area(key="meeting-new-present").value == "局领导"
    assert "会议名称" in told(at) or "请填写" in told(at)


@pytest.mark.parametrize("role", READERS)
def test_who_only_reads_walks_the_run_down_and_records_nothing(small: Store, role: str):
    lived(small)
    at = session(role, "meeting")
    assert "meeting_begin" not in keys(at)
    at.button(key="meeting_just_present").click().run()
    assert title(at) == "专项整治"
    assert "meeting_decide" not in keys(session(role, "meeting", screen="4"))
    assert "meeting_decide" not in keys(shown(small, 4, role))
    assert not {"meeting_end"} & keys(shown(small, 99, role))


def test_the_office_decides_only_in_a_meeting_that_runs(small: Store):
    lived(small)
    assert "meeting_decide" not in keys(session(OFFICE, "meeting", screen="4"))
    assert "meeting_decide" in keys(shown(small, 4))
    at = shown(small, 99)
    at.button(key="meeting_end").click().run()
    assert not minutes(small).running
    assert "meeting_decide" not in keys(shown(small, 4))


def test_an_urge_decided_on_the_spot_is_in_the_ledger_on_the_screen_and_in_the_closing(small: Store):
    lived(small)
    at = deciding(small, "XH-0001", "urge", 4)
    at.text_area(key="urge-XH-0001-text").set_value("三天内拿出方案").run()
    at.button(key="meeting_save").click().run()
    slip = small.ledger.issue(someone(OFFICE), "XH-0001").urges[-1]
    assert (slip.text, minutes(small).decisions[0].slip) == ("三天内拿出方案", slip.number)
    assert "meeting_save" not in keys(at)
    assert "**本次会议：** 提醒（2026-001 号） 三天内拿出方案" in told(at)
    closing = told(shown(small, 99))
    assert "共 1 项决定" in closing
    assert "提醒（2026-001 号）" in closing
    assert "2026年11月30日前答复" in closing


def test_more_time_a_new_person_and_a_note_are_decided_by_the_same_sheet(small: Store):
    issue = registered(small, due=(TODAY + timedelta(days=2)).isoformat())
    at = deciding(small, issue.ref_no, "extension", 4)
    at.date_input(key="grant-extension-XH-0001-new_due").set_value(date(2026, 12, 20)).run()
    at.text_area(key="grant-extension-XH-0001-reason").set_value("雨季停工").run()
    at.button(key="meeting_save").click().run()
    at = deciding(small, issue.ref_no, "owner", 4)
    at.text_input(key="meeting-owner-XH-0001-owner").set_value("刘接手").run()
    at.date_input(key="meeting-owner-XH-0001-answer_by").set_value(MONDAY).run()
    at.button(key="meeting_save").click().run()
    at = deciding(small, issue.ref_no, "note", 4)
    at.text_area(key="meeting-note-XH-0001-note").set_value("下周汇报").run()
    at.button(key="meeting_save").click().run()
    after = small.ledger.issue(someone(OFFICE), issue.ref_no)
    assert (after.due, after.owner, after.progress[-1].text) == (date(2026, 12, 20), "刘接手", "下周汇报")
    verbs = [(one.verb, one.answer_by) for one in minutes(small).decisions]
    assert verbs == [("grant_extension", None), ("edit", MONDAY), ("report_progress", None)]


def test_what_is_not_possible_is_said_with_its_reason(small: Store):
    lived(small)
    at = deciding(small, "XH-0001", "urge", 4)
    assert at.segmented_control(key="meeting_kind").options == ["督办", "换责任人", "会议要求"]
    assert "延期：" in told(at)


def test_a_fault_stands_beside_its_field_and_what_was_typed_survives_leaving(small: Store):
    lived(small)
    at = deciding(small, "XH-0001", "note", 4)
    at.date_input(key="meeting-note-XH-0001-answer_by").set_value(TODAY - timedelta(days=1)).run()
    at.text_area(key="meeting-note-XH-0001-note").set_value("想好了再说").run()
    at.button(key="meeting_save").click().run()
    assert minutes(small).decisions == ()
    assert ":red[" in told(at)
    at.button(key="meeting_after").click().run()
    assert "meeting_save" not in keys(at)
    again = deciding(small, "XH-0001", "note", 4)
    assert again.text_area(key="meeting-note-XH-0001-note").value == "想好了再说"


def test_who_saved_first_is_shown_and_saving_again_goes_on_from_there(small: Store):
    issue = registered(small, due=(TODAY + timedelta(days=2)).isoformat())
    at = deciding(small, issue.ref_no, "note", 4)
    at.text_area(key="meeting-note-XH-0001-note").set_value("下周汇报").run()
    small.ledger.do(someone(FIRST), "start", issue.ref_no, issue.revision)
    at.button(key="meeting_save").click().run()
    assert minutes(small).decisions == ()
    assert at.text_area(key="meeting-note-XH-0001-note").value == "下周汇报"
    at.button(key="meeting_save").click().run()
    assert [one.words for one in minutes(small).decisions] == ["下周汇报"]


def test_the_next_meeting_opens_with_what_moved_since_the_last(small: Store):
    lived(small)
    begun(small)
    registered(small, title="会后新增的")
    at = session(OFFICE, "meeting")
    assert "较上次会议（2026年11月23日 第一次会）" in told(at)
    assert at.button(key="moved_added").label == "新增 1、"
    begun(small)
    assert "较上次会议（2026年11月23日 第一次会）：新增 1、销号 0" in told(shown(small, 1))


def test_a_number_of_what_moved_opens_its_rows(small: Store):
    lived(small)
    begun(small)
    new = registered(small, title="会后新增的")
    at = session(OFFICE, "meeting", light="red")
    at.button(key="moved_added").click().run()
    assert at.query_params["refs"] == new.ref_no


def test_earlier_meetings_are_read_with_their_decisions(small: Store):
    lived(small)
    meeting, issue = begun(small), small.ledger.issue(someone(OFFICE), "XH-0001")
    small.meetings.decide(someone(OFFICE), meeting.id, "report_progress", issue.ref_no, issue.revision, {"note": "下周汇报"})
    at = session("viewer", "meeting")
    table = at.dataframe[0].value
    assert list(table["ref_no"]) == ["XH-0001"]
    assert list(table["words"]) == ["下周汇报"]
    assert "局领导" in told(at)


def test_the_office_puts_right_who_was_present(small: Store):
    lived(small)
    meeting = begun(small)
    at = session(OFFICE, "meeting")
    at.text_area(key=f"meeting-{meeting.id}-present").set_value("局领导、督察").run()
    at.button(key=f"meeting_present_{meeting.id}").click().run()
    assert minutes(small).present == "局领导、督察"


@pytest.mark.parametrize(("role", "there"), [("viewer", False), ("unit:U02", False), (FIRST, True), ("inspector", True)])
def test_restricted_matter_of_a_closed_door_is_there_only_for_who_may_see_it(small: Store, role: str, there: bool):
    hidden = registered(small, title="内部掌握的", due=(TODAY - timedelta(days=1)).isoformat(), confidential=True)
    meeting = begun(small, closed_door=True)
    small.meetings.decide(someone(OFFICE), meeting.id, "report_progress", hidden.ref_no, 1, {"note": "秘密的话"})
    said = "\n".join(told(shown(small, number, role)) for number in (1, 4, 99))
    assert ("内部掌握的" in said, "秘密的话" in said) == (there, there)
    assert ("逾期 1 个" in said) is there
    desk = session(role, "meeting")
    assert bool(len(desk.dataframe)) is there


def test_with_open_doors_restricted_matter_is_not_on_the_screen_of_the_office_either(small: Store):
    registered(small, title="内部掌握的", due=(TODAY - timedelta(days=1)).isoformat(), confidential=True)
    registered(small, title="公开的", due=(TODAY - timedelta(days=1)).isoformat())
    for at in (shown(small, 4), session(OFFICE, "meeting", screen="4")):
        assert title(at) == "公开的"
        assert "1 / 5" in told(at) or "4 / 5" in told(at)
    assert {one.label: one.value for one in shown(small, 1).metric}["查摆问题"] == "1"


def test_an_empty_ledger_has_a_calm_desk_and_a_run_down_without_problems(small: Store):
    assert "meeting_begin" not in keys(session(OFFICE, "meeting"))
    assert "1 / 4" in told(session(OFFICE, "meeting", screen="1"))
    assert not session(OFFICE, "meeting", screen="2").exception


@pytest.mark.parametrize("lang", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("role", [OFFICE, "viewer"])
def test_every_screen_draws_for_everybody_in_both_languages(small: Store, role: str, lang: str):
    lived(small)
    for number in range(1, 8):
        assert not shown(small, number, role, lang).exception
    assert not session(role, "meeting", lang).exception


def test_the_administrator_reads_in_the_history_what_meetings_did_and_nobody_else(small: Store):
    lived(small)
    meeting, issue = begun(small), small.ledger.issue(someone(OFFICE), "XH-0001")
    small.meetings.decide(someone(OFFICE), meeting.id, "report_progress", issue.ref_no, issue.revision, {"note": "下周汇报"})
    changed = small.meetings.change(someone(OFFICE), meeting.id, 2, {"present": "局领导、督察"})
    small.meetings.end(someone(OFFICE), changed.id)
    said = told(session("admin", "history"))
    for needed in ("开始会议", "会议决定", "更正会议", "结束会议", "XH-0001：会议要求 下周汇报", "局领导、督察"):
        assert needed in said
    assert "结束会议" not in told(session("viewer", "history"))


def test_an_urge_without_a_level_keeps_the_usual_one(small: Store):
    """Escape on the buttons of the level takes the choice away in the browser."""
    lived(small)
    at = deciding(small, "XH-0001", "urge", 4)
    at.segmented_control(key="urge-XH-0001-level").set_value(None).run()
    assert not at.exception
    at.button(key="meeting_save").click().run()
    assert not at.exception
