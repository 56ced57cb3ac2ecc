"""The table of the life cycle is the one of domain.md: every state, move and role, allowed or refused with its reason."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from store.model.documents import Actor
from store.model.enums import MeasureKind, Role, Status
from store.model.issue import Closure, Evidence, Issue, Measure
from store.rules.lifecycle import MOVES, moves_for, reasons_against
from store.rules.verbs import VERBS

S, R = Status, Role
ALLOWED = {
    "register": ({S.DRAFT}, S.OPEN, {R.UNIT, R.OFFICE}),
    "start": ({S.OPEN}, S.IN_PROGRESS, {R.UNIT, R.OFFICE}),
    "request_close": ({S.IN_PROGRESS, S.ONGOING}, S.PENDING, {R.UNIT, R.OFFICE}),
    "close": ({S.PENDING}, S.CLOSED, {R.OFFICE}),
    "return": ({S.PENDING}, S.IN_PROGRESS, {R.OFFICE}),
    "keep_going": ({S.IN_PROGRESS}, S.ONGOING, {R.OFFICE}),
    "reopen": ({S.CLOSED}, S.IN_PROGRESS, {R.OFFICE}),
    "refer": ({S.OPEN, S.IN_PROGRESS, S.PENDING, S.ONGOING}, S.REFERRED, {R.OFFICE, R.INSPECTOR}),
    "dismiss": ({S.DRAFT, S.OPEN}, S.DISMISSED, {R.OFFICE}),
}
READY = Issue(
    unit="U01",
    cause_kind="system",
    cause="没有办法",
    owner="王责任",
    measures=(Measure(1, MeasureKind.CORRECTIVE, "改", "王责任", date(2026, 12, 1), 100, date(2026, 11, 1)),),
    evidence=(Evidence(2, "登记簿", None, "", "李填报"),),
    closures=(Closure("2026-11-20T09:00:00+08:00", "李填报", "好了"),),
)


def ready(status: Status) -> Issue:
    return type(READY)(**{**vars(READY), "status": status})


@pytest.mark.parametrize(("status", "move", "role"), list(product(Status, MOVES, Role)))
def test_every_state_move_and_role_is_as_the_domain_says(status, move, role):
    sources, target, roles = ALLOWED[move]
    codes = [fault.code for fault in reasons_against(move, ready(status), Actor("某人", role, "U01"))]
    assert (codes == []) == (status in sources and role in roles)
    assert codes in ([], ["role_may_not"], ["wrong_status"])
    assert MOVES[move].target is target


def test_no_move_is_missing_and_none_is_extra():
    assert set(MOVES) == set(ALLOWED)
    assert set(MOVES) <= set(VERBS)


def test_a_unit_moves_only_its_own_issues():
    stranger = Actor("赵填报", Role.UNIT, "U02")
    assert [fault.code for fault in reasons_against("start", ready(Status.OPEN), stranger)] == ["not_your_unit"]
    assert moves_for(ready(Status.OPEN), stranger) == {}


@pytest.mark.parametrize(("name", "code"), [("李填报", "asked_by_yourself"), ("王责任", "owned_by_yourself")])
def test_four_eyes_who_asked_or_owns_may_not_close(name, code):
    faults = reasons_against("close", ready(Status.PENDING), Actor(name, Role.OFFICE))
    assert [fault.code for fault in faults] == [code]


@pytest.mark.parametrize(
    ("move", "status", "without", "code"),
    [
        ("start", Status.OPEN, {"cause": ""}, "cause_missing"),
        ("start", Status.OPEN, {"measures": ()}, "measure_with_owner_and_due_missing"),
        ("request_close", Status.IN_PROGRESS, {"evidence": ()}, "evidence_missing"),
        ("request_close", Status.IN_PROGRESS, {"measures": ()}, "no_measure"),
    ],
)
def test_a_guard_says_what_is_missing(move, status, without, code):
    issue = type(READY)(**{**vars(ready(status)), **without})
    assert [fault.code for fault in reasons_against(move, issue, Actor("某人", Role.OFFICE))] == [code]


def test_the_buttons_of_a_page_show_what_still_speaks_against_a_move():
    issue = type(READY)(**{**vars(ready(Status.IN_PROGRESS)), "evidence": ()})
    offered = moves_for(issue, Actor("某人", Role.OFFICE))
    assert set(offered) == {"request_close", "keep_going", "refer"}
    assert [fault.code for fault in offered["request_close"]] == ["evidence_missing"]
