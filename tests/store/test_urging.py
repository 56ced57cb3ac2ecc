"""Slips and more time in the store: sensible rungs, worked days, one answer, every date on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from store.model.enums import Decision, UrgeLevel
from store.model.errors import Invalid, Refused
from store.model.issue import Issue
from store.opening import Store
from store.rules.progress import summary
from tests.store.conftest import ADMIN, CONTACT, OFFICE, OTHER_CONTACT, TODAY, VIEWER, Clock, registered

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 30)


def urge(store: Store, issue: Issue, level: str = "reminder", answer_by: date = FRIDAY) -> Issue:
    return store.ledger.do(OFFICE, "urge", issue.ref_no, issue.revision, level=level, text="请抓紧", answer_by=answer_by)


def answer(store: Store, issue: Issue, number: str) -> Issue:
    return store.ledger.do(CONTACT, "answer_urge", issue.ref_no, issue.revision, number=number, answer="本周完成")


def codes(error: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in error.value.faults]


def test_a_rest_day_is_refused_with_the_next_working_day(store: Store):
    with pytest.raises(Invalid) as error:
        urge(store, registered(store), answer_by=SATURDAY)
    assert codes(error) == [("answer_by", "rest_day")]
    assert error.value.faults[0].params["following"] == MONDAY


def test_the_calendar_is_that_of_the_campaign(store: Store):
    christmas = date(2026, 12, 25)
    assert urge(store, registered(store), answer_by=christmas).urges[0].answer_by == christmas


def test_criticism_needs_an_earlier_slip_that_did_not_help(store: Store, clock: Clock):
    issue = registered(store)
    with pytest.raises(Invalid) as error:
        urge(store, issue, "criticism")
    assert codes(error) == [("level", "no_slip_before")]
    issue = urge(store, issue)
    with pytest.raises(Invalid) as error:
        urge(store, issue, "criticism")
    assert codes(error) == [("level", "slip_running")]
    clock.go_to(MONDAY)
    assert urge(store, issue, "criticism", MONDAY).urges[-1].level is UrgeLevel.CRITICISM


def test_a_slip_that_is_refused_takes_no_number(store: Store):
    issue = registered(store)
    with pytest.raises(Invalid):
        urge(store, issue, "criticism")
    assert urge(store, issue).urges[0].number == "2026-001"


def test_numbers_begin_anew_each_year(store: Store, clock: Clock):
    issue = urge(store, registered(store))
    clock.go_to(date(2027, 1, 4))
    assert urge(store, issue, "urge", date(2027, 1, 6)).urges[-1].number == "2027-001"


def test_the_slips_of_a_sample_use_up_no_number(store: Store):
    sample = replace(store.ledger.campaign(), sample=True)
    with store.repository.transaction() as transaction:
        store.setup.write(transaction, ADMIN, "set_up_campaign", store.ledger.campaign(), sample)
    urge(store, registered(store))
    store.setup.start_empty(OFFICE)
    assert urge(store, registered(store)).urges[0].number == "2026-001"


def test_each_of_many_gets_its_own_text_and_the_refused_are_told(store: Store):
    one, other = registered(store), urge(store, registered(store))
    slips = {
        issue.ref_no: (issue.revision, {"level": "reminder", "text": issue.title + issue.ref_no, "answer_by": FRIDAY})
        for issue in (one, other)
    }
    done = store.ledger.do_each(OFFICE, "urge", slips)
    assert [issue.urges[-1].text for issue in done.issues] == [one.title + one.ref_no]
    assert [type(error) for error in done.refused.values()] == [Invalid]


def test_answers_in_time_late_and_missing_are_counted(store: Store, clock: Clock):
    prompt, tardy, silent = (urge(store, registered(store)) for _ in range(3))
    answer(store, prompt, "2026-001")
    figures = summary(store.ledger.rows(OFFICE, TODAY))
    assert (figures.slips, figures.slips_in_time, figures.answer_rate, figures.answers_late) == (3, 1, 1.0, 0)
    clock.go_to(MONDAY)
    answer(store, tardy, "2026-002")
    rows = store.ledger.rows(OFFICE, MONDAY)
    figures = summary(rows)
    assert (figures.slips_in_time, figures.answers_late) == (1, 1)
    assert figures.answer_rate == pytest.approx(1 / 3)
    assert list(rows.loc[rows["answers_late"] > 0, "ref_no"]) == [silent.ref_no]


def test_slips_are_found_by_number_by_whoever_sees_their_problem(store: Store):
    issue = urge(store, registered(store))
    for actor in (OFFICE, CONTACT, OTHER_CONTACT, VIEWER):
        ((found, slip),) = store.ledger.slips(actor, ["2026-001", "2026-777"])
        assert (found, slip) == (issue, issue.urges[0])


def asked(store: Store, new_due: date) -> Issue:
    issue = registered(store)
    return store.ledger.do(CONTACT, "request_extension", issue.ref_no, issue.revision, new_due=new_due, reason="采购未完成")


def decide(store: Store, issue: Issue, **inputs: Any) -> Issue:
    return store.ledger.do(OFFICE, "decide_extension", issue.ref_no, issue.revision, **inputs)


def test_the_office_may_grant_another_day_and_both_stay_on_record(store: Store):
    wish, granted = TODAY + timedelta(days=60), TODAY + timedelta(days=40)
    issue = asked(store, wish)
    after = decide(store, issue, decision="granted", granted_due=granted)
    assert (after.due, after.original_due) == (granted, issue.due)
    (one,) = after.extensions
    assert (one.old_due, one.new_due, one.granted_due, one.later_due) == (issue.due, wish, granted, granted)


def test_what_is_granted_as_asked_is_written_once(store: Store):
    wish = TODAY + timedelta(days=60)
    after = decide(store, asked(store, wish), decision="granted", granted_due=wish)
    assert (after.due, after.extensions[0].granted_due) == (wish, None)


def test_a_granted_day_must_be_later_than_the_present_one(store: Store):
    issue = asked(store, TODAY + timedelta(days=60))
    with pytest.raises(Invalid) as error:
        decide(store, issue, decision="granted", granted_due=issue.due)
    assert codes(error) == [("granted_due", "not_later")]


def test_after_a_refusal_the_unit_may_ask_again_and_every_request_stays(store: Store):
    issue = asked(store, TODAY + timedelta(days=60))
    with pytest.raises(Invalid):
        decide(store, issue, decision="refused")
    refused = decide(store, issue, decision="refused", opinion="措施未动", granted_due=TODAY + timedelta(days=50))
    assert (refused.due, refused.extensions[0].granted_due) == (issue.due, None)
    again = store.ledger.do(
        CONTACT, "request_extension", issue.ref_no, refused.revision, new_due=TODAY + timedelta(days=30), reason="已完成大半"
    )
    with pytest.raises(Refused, match="already_asked"):
        store.ledger.do(
            CONTACT, "request_extension", issue.ref_no, again.revision, new_due=TODAY + timedelta(days=35), reason="再"
        )
    after = decide(store, again, decision="granted")
    assert [one.decision for one in after.extensions] == [Decision.REFUSED, Decision.GRANTED]
    assert (after.due, after.original_due) == (TODAY + timedelta(days=30), issue.due)
