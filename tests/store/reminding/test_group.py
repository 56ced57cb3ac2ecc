"""The summary for a group: counts and numbers, never a title or a name, in the shape that the service takes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store.model.documents import Unit
from store.model.errors import NotSent
from store.opening import Store
from store.outgoing import Webhook
from store.reminding.group import LONGEST, NAMED, summary, tell
from store.reminding.lines import House
from store.setup import SYSTEM
from tests.store.conftest import OFFICE, TODAY, registered

LATE = {"due": TODAY - timedelta(days=2), "found_on": TODAY - timedelta(days=30)}


def told(store: Store) -> str:
    return summary(store, House.of(store), "zh_CN")[1]


def refused(group, shape: str = "plain", patience: float = 5) -> tuple[str, int | None]:
    with pytest.raises(NotSent) as error:
        tell(Webhook(group.url, shape), "t", "x", patience)
    return error.value.code, error.value.params.get("answer")


def test_units_are_told_by_what_presses_with_the_numbers_of_what_is_overdue(staffed: Store):
    said = told(staffed)
    assert "2 个单位有紧迫事项：逾期 2 个，临期 1 个。" in said
    assert "办公室：逾期 1 个，临期 1 个（逾期：XH-0001）" in said
    assert "人事处：逾期 1 个（逾期：XH-0002）" in said


def test_neither_title_nor_person_is_told(staffed: Store):
    assert not any(words in told(staffed) for words in ("首问", "会议", "王责任", "先生"))


def test_restricted_matter_is_neither_counted_nor_named(staffed: Store):
    before = told(staffed)
    registered(staffed, confidential=True, **LATE)
    assert told(staffed) == before


def test_a_slip_that_was_not_answered_in_time_is_counted(staffed: Store):
    issue = staffed.ledger.issue(OFFICE, "XH-0003")
    slip = {"level": "reminder", "text": "请抓紧", "answer_by": TODAY}
    staffed.ledger.do(OFFICE, "urge", issue.ref_no, issue.revision, **slip)
    tomorrow = House.of(staffed).__class__(TODAY + timedelta(days=1), {}, {}, "")
    assert "督办超期未答复 1 个" in summary(staffed, tomorrow, "zh_CN")[1]
    assert "督办超期未答复" not in told(staffed)


def test_nothing_pressing_is_nothing_told(store: Store):
    registered(store)
    assert summary(store, House.of(store), "zh_CN") == ("", "")


def test_a_long_list_of_numbers_is_cut(staffed: Store):
    for _ in range(NAMED):
        registered(staffed, **LATE)
    assert " 等）" in told(staffed)
    assert told(staffed).count("XH-") == NAMED + 1


def test_a_message_never_grows_beyond_what_a_service_takes(staffed: Store):
    for number in range(100, 220):
        staffed.setup.add_unit(SYSTEM, Unit(code=f"U{number}", name=f"很长的单位名称第{number}号"))
        registered(staffed, unit=f"U{number}", **LATE)
    said = told(staffed)
    assert LONGEST - 200 < len(said.encode()) <= LONGEST
    assert "另有" in said


def test_a_units_name_calls_nobody_and_links_nowhere(staffed: Store):
    staffed.setup.add_unit(SYSTEM, Unit(code="U09", name="<@all>[x](http://evil)"))
    registered(staffed, unit="U09", **LATE)
    assert "allxhttp://evil" in told(staffed)
    assert "<@" not in told(staffed)
    assert "](" not in told(staffed)


def test_each_service_gets_its_shape(group):
    for shape in ("wecom", "dingtalk", "plain"):
        tell(Webhook(group.url, shape), "提醒", "逾期 2 个")
    wecom, dingtalk, plain = group.posted
    assert wecom == {"msgtype": "markdown", "markdown": {"content": "逾期 2 个"}}
    assert dingtalk == {"msgtype": "markdown", "markdown": {"title": "提醒", "text": "逾期 2 个"}}
    assert plain == {"title": "提醒", "text": "逾期 2 个"}


def test_an_answer_that_is_an_error_is_one(group):
    group.status = 503
    assert refused(group) == ("answer", 503)


def test_a_service_that_refuses_with_a_friendly_status_is_understood(group):
    group.answer = b'{"errcode": 93000, "errmsg": "invalid webhook url"}'
    assert refused(group, "wecom") == ("answer", 93000)
    group.answer = b"<html>proxy</html>"
    assert refused(group, "dingtalk") == ("answer", -1)


def test_a_message_is_not_carried_on_to_another_address(group):
    group.status, group.location = 302, "http://127.0.0.1:1/elsewhere"
    assert refused(group) == ("answer", 302)


def test_a_service_that_says_nothing_is_not_waited_for(group):
    group.seconds = 30
    assert refused(group, patience=0.3) == ("timeout", None)


def test_a_service_that_is_down_is_told(group):
    group.url = "http://127.0.0.1:1/"
    assert refused(group) == ("group_unreachable", None)
