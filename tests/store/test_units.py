"""Units: added, changed, deactivated and brought back by the administrator alone; never deleted, and nobody's change is lost."""

from __future__ import annotations

import pytest

from store.model.documents import Actor, Unit
from store.model.enums import Role
from store.model.errors import Conflict, Invalid, NotFound, Refused
from store.opening import Store
from tests.store.conftest import ADMIN, CONTACT, OFFICE, fields, registered


def unit_of(store: Store, code: str) -> Unit:
    return next(unit for unit in store.ledger.units() if unit.code == code)


def faults(call, *arguments) -> dict[str, str]:
    with pytest.raises(Invalid) as error:
        call(*arguments)
    return {fault.field: fault.code for fault in error.value.faults}


def actions(store: Store) -> list[str]:
    return [event["action"] for event in store.repository.select("event")]


def test_a_new_unit_is_an_event_and_may_be_given_problems(store: Store):
    unit = store.units.add(ADMIN, {"code": "U09", "name": " 督察  大队 ", "leader": "石磊"})
    assert (unit.name, unit.active) == ("督察 大队", True)
    assert actions(store)[-1] == "add_unit"
    assert store.ledger.register(OFFICE, "c", fields(unit="U09")).unit == "U09"


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ({}, {"code": "required", "name": "required"}),
        ({"code": "两 个", "name": "长" * 61}, {"code": "code_not_usable", "name": "too_long"}),
        ({"code": "u01", "name": "办公室"}, {"code": "taken", "name": "taken"}),
        ({"code": "U09", "name": "新", "colour": "red"}, {"colour": "unknown_field"}),
        ({"code": "U09", "name": "新", "active": "maybe"}, {"active": "not_yes_or_no"}),
    ],
)
def test_every_fault_of_a_new_unit_is_told_at_once(store: Store, raw: dict[str, object], wanted: dict[str, str]):
    assert faults(store.units.add, ADMIN, raw) == wanted
    assert len(store.ledger.units()) == 2


def test_a_unit_gets_other_words_and_keeps_its_code(store: Store):
    store.units.edit(ADMIN, "U01", 1, {"name": "综合办公室", "contact": "李晓"})
    assert (unit_of(store, "U01").name, unit_of(store, "U01").contact) == ("综合办公室", "李晓")
    assert faults(store.units.edit, ADMIN, "U01", 2, {"code": "U10", "name": ""}) == {"code": "code_stays", "name": "required"}
    event = store.repository.select("event")[-1]
    assert (event["action"], event["before"]["name"], event["after"]["name"]) == ("edit_unit", "办公室", "综合办公室")


def test_without_a_difference_nothing_is_written(store: Store):
    version = store.repository.version
    assert store.units.edit(ADMIN, "U01", 1, {"name": "办公室"}).revision == 1
    assert store.repository.version == version


def test_whoever_saves_second_is_told_and_changes_nothing(store: Store):
    store.units.edit(ADMIN, "U01", 1, {"leader": "甲"})
    with pytest.raises(Conflict) as conflict:
        store.units.edit(ADMIN, "U01", 1, {"leader": "乙"})
    assert conflict.value.current["leader"] == "甲"
    assert unit_of(store, "U01").leader == "甲"


def test_an_inactive_unit_stays_on_its_issues_but_gets_no_new_ones(store: Store):
    issue = registered(store)
    assert store.units.workload() == {"U01": (1, 1)}
    store.units.deactivate(ADMIN, "U01", 1)
    assert faults(store.ledger.register, OFFICE, "c", fields()) == {"unit": "unknown_code"}
    edited = store.ledger.edit(CONTACT, issue.ref_no, issue.revision, {"owner": "新责任人"})
    assert (edited.unit, edited.owner) == ("U01", "新责任人")
    store.units.activate(ADMIN, "U01", 2)
    assert store.ledger.register(OFFICE, "c", fields()).unit == "U01"
    assert actions(store)[-2] == "activate_unit"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_only_the_administrator_manages_units(store: Store, role: Role):
    somebody, version = Actor("某人", role, "U01" if role is Role.UNIT else ""), store.repository.version
    for call, arguments in (
        (store.units.add, ({"code": "U09", "name": "新"},)),
        (store.units.edit, ("U01", 1, {"name": "新"})),
        (store.units.deactivate, ("U01", 1)),
        (store.units.activate, ("U01", 1)),
    ):
        with pytest.raises(Refused, match="role_may_not"):
            call(somebody, *arguments)
    assert store.repository.version == version


def test_an_unknown_unit_is_not_found(store: Store):
    with pytest.raises(NotFound):
        store.units.deactivate(ADMIN, "U77", 1)
