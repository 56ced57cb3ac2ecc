"""From the request to the check that fails and the reopening, on a real store: who may, what is asked, what stays on record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from store.model.documents import Actor
from store.model.enums import CheckVerdict, Role
from store.model.errors import Conflict, Invalid, Refused
from store.opening import Store
from store.rules.progress import summary
from tests.store.conftest import BOTH_ENGINES, CONTACT, OFFICE, REVIEWER, TODAY, Clock, registered

pytestmark = BOTH_ENGINES

LATER = TODAY + timedelta(days=30)


def asked(store: Store, issue: Any = None, actor: Actor = CONTACT) -> Any:
    """Handed in with everything that is needed."""
    if issue is None:
        issue = registered(store)
        issue = store.ledger.do(CONTACT, "start", issue.ref_no, issue.revision)
    for measure in issue.measures:
        issue = store.ledger.do(CONTACT, "report_progress", issue.ref_no, issue.revision, measure=measure.id, percent=100)
    issue = store.ledger.do(CONTACT, "add_evidence", issue.ref_no, issue.revision, title="登记簿")
    return store.ledger.do(actor, "request_close", issue.ref_no, issue.revision, note="完成")


def closed(store: Store, issue: Any = None, **more: Any) -> Any:
    issue = asked(store, issue)
    return store.ledger.do(REVIEWER, "close", issue.ref_no, issue.revision, **{"opinion": "属实", "outcome": "full", **more})


def checked(store: Store, issue: Any, actor: Actor = OFFICE, **inputs: Any) -> Any:
    given = {"check_verdict": "held", "result": "保持", **inputs}
    return store.ledger.do(actor, "record_check", issue.ref_no, issue.revision, **given)


def test_a_check_is_planned_at_the_close_out_and_its_result_ends_the_plan(store: Store):
    issue = closed(store, check_on=LATER)
    assert issue.closures[-1].next_check == LATER
    issue = checked(store, issue)
    last = issue.closures[-1]
    assert [(check.result, check.verdict, check.planned, check.by) for check in last.checks] == [
        ("保持", CheckVerdict.HELD, LATER, OFFICE.name)
    ]
    assert last.next_check is None


def test_a_check_may_be_left_unplanned_and_still_take_place(store: Store):
    assert len(checked(store, closed(store)).closures[-1].checks) == 1


def test_what_holds_may_be_looked_at_once_more(store: Store):
    issue = checked(store, closed(store, check_on=LATER), next_check=LATER + timedelta(days=30))
    assert issue.closures[-1].next_check == LATER + timedelta(days=30)
    issue = checked(store, issue, result="仍然保持")
    assert [check.result for check in issue.closures[-1].checks] == ["保持", "仍然保持"]


def test_a_check_is_not_planned_for_the_past(store: Store):
    with pytest.raises(Invalid) as told:
        closed(store, check_on=TODAY - timedelta(days=1))
    assert [(fault.field, fault.code) for fault in told.value.faults] == [("check_on", "in_the_past")]
    with pytest.raises(Invalid, match="next_check"):
        checked(store, closed(store), next_check=TODAY - timedelta(days=1))


def test_a_check_needs_result_and_finding(store: Store):
    issue = closed(store)
    with pytest.raises(Invalid) as told:
        store.ledger.do(OFFICE, "record_check", issue.ref_no, issue.revision)
    assert {fault.field for fault in told.value.faults} == {"check_verdict", "result"}


def test_the_owner_does_not_check_their_own(store: Store):
    with pytest.raises(Refused) as told:
        checked(store, closed(store), actor=Actor("王责任", Role.OFFICE))
    assert [reason.code for reason in told.value.params["reasons"]] == ["owned_by_yourself"]


def test_what_fails_is_reopened_before_anything_else(store: Store):
    issue = checked(store, closed(store, check_on=LATER), check_verdict="failed", result="又推诿", next_check=LATER)
    assert issue.status == "closed"
    assert issue.failed_check
    assert issue.failed_check.result == "又推诿"
    assert issue.closures[-1].next_check is None
    with pytest.raises(Refused) as told:
        checked(store, issue)
    assert [reason.code for reason in told.value.params["reasons"]] == ["check_failed_already"]
    issue = store.ledger.do(OFFICE, "reopen", issue.ref_no, issue.revision, reason="又推诿", due=LATER)
    assert (issue.status, issue.failed_check, issue.reopened) == ("in_progress", None, 1)
    assert (issue.closures[0].reopen_reason, issue.closures[0].reopened_by) == ("又推诿", OFFICE.name)


def test_a_reopening_takes_away_a_check_that_is_still_planned(store: Store):
    issue = closed(store, check_on=LATER)
    issue = store.ledger.do(OFFICE, "reopen", issue.ref_no, issue.revision, reason="群众反映", due=LATER)
    assert issue.closures[0].next_check is None
    assert store.ledger.rows(OFFICE, TODAY)["check_on"].isna().all()


def test_after_a_reopening_every_round_stays_and_a_new_check_belongs_to_the_new_round(store: Store):
    issue = checked(store, closed(store, check_on=LATER), check_verdict="failed", result="又推诿")
    issue = store.ledger.do(OFFICE, "reopen", issue.ref_no, issue.revision, reason="又推诿", due=LATER)
    issue = closed(store, issue, check_on=LATER)
    assert [len(closure.checks) for closure in issue.closures] == [1, 0]
    issue = checked(store, issue, result="这次稳住了")
    assert [[check.result for check in closure.checks] for closure in issue.closures] == [["又推诿"], ["这次稳住了"]]
    assert issue.reopened == 1


def test_light_and_figures_follow_a_reopening(store: Store, clock: Clock):
    issue = registered(store, due=TODAY + timedelta(days=5))
    issue = store.ledger.do(CONTACT, "start", issue.ref_no, issue.revision)
    late = TODAY + timedelta(days=8)
    clock.go_to(late)
    issue = closed(store, issue)
    assert told(store, late) == ("grey", "closed_late", 1, 1)
    issue = store.ledger.do(OFFICE, "reopen", issue.ref_no, issue.revision, reason="反弹", due=late + timedelta(days=30))
    assert told(store, late) == ("green", "on_track", 0, 0)
    assert told(store, late + timedelta(days=31)) == ("red", "overdue", 0, 0)
    closed(store, issue)
    assert told(store, late) == ("grey", "closed_on_time", 1, 0)
    assert issue.original_due == TODAY + timedelta(days=5)
    assert told(store, late, as_of=TODAY) == ("yellow", "due_soon", 0, 0)


def told(store: Store, day: date, as_of: date | None = None) -> tuple[str, str, int, int]:
    rows = store.ledger.rows(OFFICE, day, as_of=as_of)
    figures = summary(rows)
    return rows["light"].iloc[0], rows["reason"].iloc[0], figures.closed, figures.late


def test_the_history_walks_back_over_checks_and_reopening(store: Store):
    issue = closed(store, check_on=LATER)
    issue = checked(store, issue, check_verdict="failed", result="又推诿")
    store.ledger.do(OFFICE, "reopen", issue.ref_no, issue.revision, reason="又推诿", due=LATER)
    actions = [event.action for event in store.ledger.history(OFFICE, issue.ref_no)][-2:]
    assert actions == ["record_check", "reopen"]


def test_neither_who_asked_nor_the_owner_closes_but_both_may_return(store: Store):
    issue = asked(store, actor=OFFICE)
    for person, code in ((OFFICE, "asked_by_yourself"), (Actor("王责任", Role.OFFICE), "owned_by_yourself")):
        with pytest.raises(Refused) as told:
            store.ledger.do(person, "close", issue.ref_no, issue.revision, opinion="属实", outcome="full")
        assert [reason.code for reason in told.value.params["reasons"]] == [code]
    assert store.ledger.do(OFFICE, "return", issue.ref_no, issue.revision, missing="缺照片").status == "in_progress"


def test_the_second_of_two_reviewers_is_told_that_somebody_was_first(store: Store):
    issue = asked(store)
    store.ledger.do(REVIEWER, "return", issue.ref_no, issue.revision, missing="缺照片")
    with pytest.raises(Conflict):
        store.ledger.do(OFFICE, "close", issue.ref_no, issue.revision, opinion="属实", outcome="full")
