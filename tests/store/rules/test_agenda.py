"""The order of a run-down: red, yellow, pending review, by what is wanted; and what a meeting may decide on a problem."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store.model.errors import Refused
from store.opening import Store
from store.rules.agenda import KINDS, agenda, check_decision, outdoor
from tests.store.conftest import CONTACT, OFFICE, TODAY, VIEWER, Clock, registered
from tests.store.test_meetings import asked, red, yellow


def seen(store: Store):
    return store.ledger.rows(OFFICE, TODAY)


def test_red_comes_first_then_yellow_then_what_waits_for_review(store: Store, clock: Clock):
    registered(store, title="正常的")
    pending, soon = asked(store), yellow(store)
    late, later = red(store, clock, days=3), red(store, clock, days=9)
    assert agenda(seen(store)) == [later.ref_no, late.ref_no, soon.ref_no, pending.ref_no]


def test_a_part_that_is_left_out_leaves_its_problems_out(store: Store, clock: Clock):
    pending, soon, late = asked(store), yellow(store), red(store, clock)
    assert agenda(seen(store), ["yellow", "figures"]) == [soon.ref_no]
    assert agenda(seen(store), ["pending", "red"]) == [late.ref_no, pending.ref_no]
    assert agenda(seen(store), ["figures"]) == []


def test_what_is_overdue_and_waits_for_review_is_not_lost_when_the_overdue_are_left_out(store: Store, clock: Clock):
    both = asked(store, due=TODAY - timedelta(days=1))
    assert agenda(seen(store)) == agenda(seen(store), ["pending"]) == [both.ref_no]
    assert agenda(seen(store), ["yellow"]) == []


def test_an_empty_ledger_has_an_empty_agenda(store: Store):
    assert agenda(seen(store)) == []


def test_restricted_matter_and_drafts_are_not_for_a_whole_room(store: Store):
    registered(store, title="公开的")
    registered(store, title="内部的", confidential=True)
    store.ledger.save_draft(CONTACT, "c", {"unit": "U01", "title": "草稿"})
    assert list(outdoor(seen(store))["title"]) == ["公开的"]


def test_each_kind_of_decision_is_a_verb_of_the_ledger(store: Store):
    issue = registered(store)
    assert [check_decision(kind, issue, OFFICE, TODAY) for kind in KINDS] == [
        "urge",
        "grant_extension",
        "edit",
        "report_progress",
    ]


def test_more_time_that_was_asked_for_is_decided_instead_of_given(store: Store):
    issue = registered(store)
    wish = {"new_due": TODAY + timedelta(days=40), "reason": "等批复"}
    issue = store.ledger.do(CONTACT, "request_extension", issue.ref_no, issue.revision, **wish)
    assert check_decision("extension", issue, OFFICE, TODAY) == "decide_extension"


def test_after_its_day_a_problem_is_given_no_more_time(store: Store, clock: Clock):
    with pytest.raises(Refused, match="not_ready") as refused:
        check_decision("extension", red(store, clock), OFFICE, TODAY)
    assert [reason.code for reason in refused.value.params["reasons"]] == ["too_late"]


def test_what_is_with_the_reviewers_is_neither_moved_to_another_person_nor_noted(store: Store):
    issue = asked(store)
    for kind in ("owner", "note"):
        with pytest.raises(Refused, match="wrong_status"):
            check_decision(kind, issue, OFFICE, TODAY)
    assert check_decision("urge", issue, OFFICE, TODAY) == "urge"


@pytest.mark.parametrize("kind", KINDS)
def test_who_only_reads_decides_nothing(store: Store, kind: str):
    with pytest.raises(Refused, match="role_may_not"):
        check_decision(kind, registered(store), VIEWER, TODAY)
