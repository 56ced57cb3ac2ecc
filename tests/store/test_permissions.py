"""Role × verb, walked on a real store: who is not named in mission.md for a verb is refused, and nothing is written."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from store.model.documents import Actor, Unit
from store.model.enums import Role
from store.model.errors import NotFound, Refused
from store.opening import Store
from store.rules.verbs import VERBS
from tests.store.conftest import ADMIN, CONTACT, OFFICE, TODAY, fields, registered

LATER = TODAY + timedelta(days=40)
INPUTS: dict[str, dict[str, Any]] = {
    "register": {},
    "start": {},
    "report_progress": {"note": "进展"},
    "add_evidence": {"title": "登记簿"},
    "remove_evidence": {"piece": 2, "reason": "传错了"},
    "request_close": {"note": "完成"},
    "close": {"opinion": "属实", "outcome": "full"},
    "return": {"missing": "缺材料"},
    "keep_going": {"next_review": LATER},
    "reopen": {"reason": "反弹", "due": LATER},
    "refer": {"recipient": "督察总队", "reason": "违纪"},
    "dismiss": {"reason": "不属实"},
    "request_extension": {"new_due": LATER, "reason": "等批复"},
    "decide_extension": {"decision": "granted"},
    "grant_extension": {"new_due": LATER, "reason": "雨季停工"},
    "recategorise": {"category": "meetings", "reason": "归类有误"},
    "urge": {"level": "reminder", "text": "请抓紧", "answer_by": TODAY + timedelta(days=2)},
    "answer_urge": {"number": "2026-001", "answer": "好"},
    "record_check": {"check_verdict": "held", "result": "保持得好"},
    "mark_good_practice": {"note": "可推广"},
}
UNIT_AND_OFFICE = frozenset({Role.UNIT, Role.OFFICE})
OFFICE_ALONE = frozenset({Role.OFFICE})
MAY = {
    **dict.fromkeys(
        ("register", "start", "report_progress", "add_evidence", "remove_evidence", "request_close"), UNIT_AND_OFFICE
    ),
    **dict.fromkeys(("request_extension", "answer_urge"), UNIT_AND_OFFICE),
    **dict.fromkeys(("close", "return", "keep_going", "reopen", "dismiss", "decide_extension", "urge"), OFFICE_ALONE),
    **dict.fromkeys(("record_check", "mark_good_practice", "grant_extension", "recategorise"), OFFICE_ALONE),
    "refer": {Role.OFFICE, Role.INSPECTOR},
}
STEPS = ("start", "report_progress", "add_evidence", "request_close", "close")
"""The way to where a verb makes sense, by the office or the unit."""
STANDING = {
    "remove_evidence": 3,
    "close": 4,
    "return": 4,
    "request_close": 3,
    "keep_going": 1,
    "reopen": 5,
    "record_check": 5,
    "mark_good_practice": 5,
}


def brought_to(store: Store, verb: str) -> Any:
    """An issue on which ``verb`` makes sense."""
    if verb == "register":
        return store.ledger.save_draft(OFFICE, "c", fields())
    issue = registered(store, measures=[{"text": "改", "owner": "王责任", "due": LATER}])
    for step in STEPS[: STANDING.get(verb, 0)]:
        inputs = {"measure": 1, "percent": 100} if step == "report_progress" else INPUTS[step]
        actor = Actor("吴复核", Role.OFFICE) if step == "close" else CONTACT
        issue = store.ledger.do(actor, step, issue.ref_no, issue.revision, **inputs)
    if verb == "decide_extension":
        issue = store.ledger.do(CONTACT, "request_extension", issue.ref_no, issue.revision, **INPUTS["request_extension"])
    if verb == "answer_urge":
        issue = store.ledger.do(OFFICE, "urge", issue.ref_no, issue.revision, **INPUTS["urge"])
    return issue


def test_the_matrix_names_every_verb():
    assert set(INPUTS) == set(MAY) == set(VERBS)


@pytest.mark.parametrize(("verb", "role"), list(product(VERBS, Role)))
def test_a_verb_is_for_the_roles_that_the_mission_names(store: Store, verb: str, role: Role):
    issue = brought_to(store, verb)
    version = store.repository.version
    somebody = Actor("某人", role, "U01" if role is Role.UNIT else "")
    if role in MAY[verb]:
        assert store.ledger.do(somebody, verb, issue.ref_no, issue.revision, **INPUTS[verb]).revision == issue.revision + 1
    else:
        with pytest.raises((Refused, NotFound)):
            store.ledger.do(somebody, verb, issue.ref_no, issue.revision, **INPUTS[verb])
        assert store.repository.version == version


@pytest.mark.parametrize("verb", [verb for verb in VERBS if Role.UNIT in MAY[verb]])
def test_a_unit_uses_no_verb_on_another_units_issue(store: Store, verb: str):
    issue = brought_to(store, verb)
    with pytest.raises((Refused, NotFound)):
        store.ledger.do(Actor("赵填报", Role.UNIT, "U02"), verb, issue.ref_no, issue.revision, **INPUTS[verb])


@pytest.mark.parametrize("role", Role)
def test_entering_and_editing_are_for_units_and_the_office(store: Store, role: Role):
    issue, somebody = registered(store), Actor("某人", role, "U01" if role is Role.UNIT else "")
    if role in UNIT_AND_OFFICE:
        assert store.ledger.edit(somebody, issue.ref_no, 1, {"owner": "新责任人"}).owner == "新责任人"
        assert store.ledger.register(somebody, "c", fields(title="另一个问题")).ref_no == "XH-0002"
    else:
        with pytest.raises(Refused, match="role_may_not"):
            store.ledger.edit(somebody, issue.ref_no, 1, {"owner": "新责任人"})
        with pytest.raises(Refused, match="role_may_not"):
            store.ledger.register(somebody, "c", fields())


@pytest.mark.parametrize("role", Role)
def test_units_are_set_up_by_the_administrator_alone(store: Store, role: Role):
    if role is Role.ADMIN:
        assert store.setup.add_unit(ADMIN, Unit(code="U09", name="新单位")).code == "U09"
    else:
        with pytest.raises(Refused, match="role_may_not"):
            store.setup.add_unit(Actor("某人", role, "U01"), Unit(code="U09", name="新单位"))
