"""What must hold before a move: each guard names what is missing, in the order in which a person should mend it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from store.model.documents import Actor
from store.model.enums import MeasureKind, Mode, Role, Status
from store.model.issue import Issue, Measure
from store.rules.lifecycle import MOVES, moves_for, reasons_against
from tests.store.rules.test_grid import READY

OFFICE = Actor("某人", Role.OFFICE)


def ready(status: Status) -> Issue:
    return replace(READY, status=status)


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
        *(("register", Status.DRAFT, {name: ""}, "not_filled_in") for name in ("unit", "category", "title", "finding", "source")),
        ("register", Status.DRAFT, {"found_on": None}, "not_filled_in"),
        ("register", Status.DRAFT, {"due": None}, "not_filled_in"),
        ("start", Status.OPEN, {"cause": ""}, "cause_missing"),
        ("start", Status.OPEN, {"cause_kind": ""}, "cause_missing"),
        ("start", Status.OPEN, {"measures": ()}, "measure_with_owner_and_due_missing"),
        ("request_close", Status.IN_PROGRESS, {"evidence": ()}, "evidence_missing"),
        ("request_close", Status.IN_PROGRESS, {"measures": ()}, "no_measure"),
    ],
)
def test_a_guard_says_what_is_missing(move, status, without, code):
    issue = replace(ready(status), **without)
    assert [fault.code for fault in reasons_against(move, issue, OFFICE)] == [code]


def test_the_buttons_of_a_page_show_what_still_speaks_against_a_move():
    issue = replace(ready(Status.IN_PROGRESS), evidence=())
    offered = moves_for(issue, OFFICE)
    assert set(offered) == {"request_close", "keep_going", "refer"}
    assert [fault.code for fault in offered["request_close"]] == ["evidence_missing"]


@pytest.mark.parametrize("lacking", [{"owner": ""}, {"due": None}])
def test_a_measure_without_owner_or_date_is_nobody_s_to_start(lacking):
    idle = replace(ready(Status.OPEN), measures=(replace(READY.measures[0], **lacking),))
    assert [fault.code for fault in reasons_against("start", idle, OFFICE)] == ["measure_with_owner_and_due_missing"]
    assert reasons_against("start", replace(idle, measures=(*idle.measures, *READY.measures)), OFFICE) == []


def test_each_measure_that_is_not_done_is_named_by_its_number():
    open_one = Measure(3, MeasureKind.PREVENTIVE, "建章", "王责任", date(2026, 12, 1), 99)
    issue = replace(ready(Status.ONGOING), measures=(open_one, READY.measures[0], open_one), evidence=())
    told = [(fault.code, fault.params.get("number")) for fault in reasons_against("request_close", issue, OFFICE)]
    assert told == [("measure_not_done", 1), ("measure_not_done", 3), ("evidence_missing", None)]


def test_what_is_put_right_for_good_is_dated_by_its_review():
    draft = replace(ready(Status.DRAFT), mode=Mode.ONGOING, due=None)
    assert [fault.field for fault in reasons_against("register", draft, OFFICE)] == ["next_review"]
    assert reasons_against("register", replace(draft, next_review=date(2026, 12, 1)), OFFICE) == []


def test_an_account_does_not_close_what_its_person_is_responsible_for():
    """Forms name people as they are called; an account may sign in under another name."""
    account = Actor("wzr", Role.OFFICE, display_name="王责任")
    assert [fault.code for fault in reasons_against("close", ready(Status.PENDING), account)] == ["owned_by_yourself"]


def test_nobody_responsible_is_nobody():
    issue = replace(ready(Status.PENDING), owner="")
    assert reasons_against("close", issue, OFFICE) == []


def test_every_guard_has_a_name_of_its_own():
    guards = {guard for move in MOVES.values() for guard in move.guards}
    assert len({guard.name for guard in guards}) == len(guards)
