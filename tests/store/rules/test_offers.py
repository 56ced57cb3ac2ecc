"""Which verbs a page offers: exactly those that role and status leave open, with what still speaks against them."""

from __future__ import annotations

from datetime import date

import pytest

from store.model.documents import Actor
from store.model.enums import Role, Status
from store.model.issue import Extension, Issue
from store.rules.lifecycle import MOVES
from store.rules.offers import ORDER, offers
from store.rules.verbs import VERBS

TODAY = date(2026, 11, 23)
UNIT, OTHER, OFFICE = Actor("u", Role.UNIT, "U01"), Actor("v", Role.UNIT, "U02"), Actor("o", Role.OFFICE)


def issue(status: Status = Status.IN_PROGRESS, **fields: object) -> Issue:
    return Issue(id=1, unit="U01", status=status, due=date(2026, 12, 4), **fields)  # type: ignore[arg-type]


def test_every_verb_has_its_place_in_the_order():
    assert set(ORDER) == set(VERBS)


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("actor", [UNIT, OFFICE, Actor("i", Role.INSPECTOR), Actor("w", Role.VIEWER), Actor("a", Role.ADMIN)])
def test_a_move_is_offered_exactly_where_the_life_cycle_has_its_arrow(status: Status, actor: Actor):
    offered = set(offers(issue(status), actor, TODAY)) & set(MOVES)
    assert offered == {name for name, move in MOVES.items() if actor.role in move.roles and status in move.sources}


def test_nothing_is_offered_on_another_units_problem():
    assert offers(issue(), OTHER, TODAY) == {}


def test_what_is_missing_for_a_move_is_named():
    assert [fault.code for fault in offers(issue(), UNIT, TODAY)["request_close"]] == ["no_measure", "evidence_missing"]


def test_more_time_is_asked_for_before_the_date_and_once():
    assert offers(issue(), UNIT, TODAY)["request_extension"] == []
    assert [fault.code for fault in offers(issue(), UNIT, date(2026, 12, 5))["request_extension"]] == ["too_late"]
    asked = Extension("2026-11-20T09:00:00+08:00", "u", date(2026, 12, 4), date(2026, 12, 20), "x")
    assert "request_extension" not in offers(issue(extensions=(asked,)), UNIT, TODAY)
    assert "decide_extension" in offers(issue(extensions=(asked,)), OFFICE, TODAY)
