"""The checks over a real store: kept up by every change, and silent about what the person asking may not see."""

from __future__ import annotations

from typing import Any

import pytest

from store.checks import Checks
from store.model.errors import Invalid
from store.opening import Store
from store.rules.recurrence import Probe
from tests.store.conftest import CONTACT, OFFICE, OTHER_CONTACT, VIEWER, fields, registered

TEXT = "组织全体人员认真学习有关文件精神，进一步统一思想、压实责任"
TOLD = Probe("窗口首问责任没有落实", "来访人被推转三次，没有人负责到底")


def measures(text: str) -> list[dict[str, Any]]:
    return [{"kind": "preventive", "text": text, "owner": "陈措施"}]


def copied(store: Store, issue: Any, actor: Any = OFFICE) -> tuple[str, ...]:
    return next((one.others for one in store.checks.suspicions(actor, issue) if one.code == "measure_copied"), ())


def found(store: Store, actor: Any = OFFICE, but: str = "") -> list[str]:
    return [issue.ref_no for issue, _ in store.checks.similar(actor, TOLD, but)]


def test_a_copy_in_another_unit_is_found_as_soon_as_it_is_saved_and_no_more_once_it_is_rewritten(store: Store):
    first = registered(store, measures=measures(TEXT))
    assert copied(store, first) == ()
    second = registered(store, unit="U02", measures=measures(TEXT))
    assert copied(store, first) == (second.ref_no,)
    store.ledger.edit(OFFICE, second.ref_no, second.revision, {"measures": measures("每周抽查一次窗口首问登记并通报")})
    assert copied(store, first) == ()


def test_a_draft_is_no_problem_yet_and_what_was_dismissed_is_none(store: Store):
    first = registered(store, measures=measures(TEXT))
    draft = store.ledger.save_draft(OTHER_CONTACT, "c", fields(unit="U02", measures=measures(TEXT)))
    assert (copied(store, first), found(store)) == ((), [first.ref_no])
    opened = store.ledger.do(OTHER_CONTACT, "register", draft.ref_no, draft.revision)
    assert copied(store, first) == (opened.ref_no,)
    store.ledger.do(OFFICE, "dismiss", opened.ref_no, opened.revision, reason="不属实")
    assert (copied(store, first), found(store)) == ((), [first.ref_no])


def test_restricted_matter_is_told_only_to_whom_it_is_there_for(store: Store):
    first = registered(store, measures=measures(TEXT))
    second = registered(store, unit="U02", measures=measures(TEXT), confidential=True, recurrence_of=first.ref_no)
    sees = {OFFICE: (second.ref_no,), OTHER_CONTACT: (second.ref_no,), CONTACT: (), VIEWER: ()}
    assert {actor: copied(store, first, actor) for actor in sees} == sees
    assert {actor: tuple(found(store, actor, but=first.ref_no)) for actor in sees} == sees
    assert {actor: tuple(one.ref_no for one in store.ledger.recurrences(actor, first.ref_no)) for actor in sees} == sees


def test_who_sees_what_is_asked_of_the_ledger(store: Store):
    registered(store)
    store.ledger.save_draft(OTHER_CONTACT, "c", fields(unit="U02"))
    assert [store.ledger.visible(actor) for actor in (VIEWER, CONTACT, OTHER_CONTACT, OFFICE)] == [{1}, {1}, {1, 2}, {1, 2}]


def test_a_problem_under_edit_is_not_like_itself(store: Store):
    issue = registered(store)
    assert (found(store), found(store, but=issue.ref_no)) == ([issue.ref_no], [])


def test_an_index_that_followed_says_the_same_as_one_read_anew(store: Store):
    first = registered(store, measures=measures(TEXT))
    for number in range(4):
        issue = registered(store, unit="U02", measures=measures(TEXT), title=f"窗口首问责任第{number}次落空")
        store.checks.read()
        store.ledger.edit(OFFICE, issue.ref_no, issue.revision, {"finding": f"来访人被推转{number}次，没有人负责到底。"})
    fresh = Checks(store.ledger)
    assert store.checks.suspicions(OFFICE, first) == fresh.suspicions(OFFICE, first)
    assert store.checks.similar(OFFICE, TOLD) == fresh.similar(OFFICE, TOLD)


def test_the_sample_that_was_taken_away_is_forgotten(store: Store):
    registered(store)
    assert found(store)
    with store.repository.transaction() as transaction:
        transaction.clear("issue")
    assert found(store) == []


def again(store: Store, ref_no: str, actor: Any = CONTACT) -> Any:
    return store.ledger.register(actor, "c", fields(recurrence_of=ref_no))


def faults(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in refused.value.faults]


def test_a_recurrence_names_a_problem_and_is_found_from_both_sides(store: Store):
    old = registered(store)
    new = again(store, old.ref_no)
    assert new.recurrence_of == old.ref_no
    assert [issue.ref_no for issue in store.ledger.recurrences(OFFICE, old.ref_no)] == [new.ref_no]
    assert store.ledger.recurrences(OFFICE, new.ref_no) == []


def test_a_later_draft_is_told_only_to_whom_it_is_there_for(store: Store):
    old = registered(store)
    store.ledger.save_draft(CONTACT, "c", fields(recurrence_of=old.ref_no))
    assert [len(store.ledger.recurrences(actor, old.ref_no)) for actor in (CONTACT, OTHER_CONTACT, VIEWER)] == [1, 0, 0]


def test_a_number_that_is_not_there_or_not_for_this_person_is_a_fault_beside_the_others(store: Store):
    hidden = store.ledger.save_draft(OTHER_CONTACT, "c", fields(unit="U02"))
    for number in ("XH-4711", hidden.ref_no):
        with pytest.raises(Invalid) as refused:
            store.ledger.register(CONTACT, "c", fields(recurrence_of=number, title=""))
        assert faults(refused) == [("recurrence_of", "no_such_issue"), ("title", "required")]


def test_a_problem_recurs_neither_from_itself_nor_in_a_circle(store: Store):
    first = registered(store)
    third = again(store, again(store, first.ref_no).ref_no)
    for number in (first.ref_no, third.ref_no):
        with pytest.raises(Invalid) as refused:
            store.ledger.edit(CONTACT, first.ref_no, first.revision, {"recurrence_of": number})
        assert faults(refused) == [("recurrence_of", "recurrence_of_itself")]


def test_an_old_link_to_what_one_may_not_see_hinders_no_other_change(store: Store):
    hidden = store.ledger.save_draft(OTHER_CONTACT, "c", fields(unit="U02"))
    issue = again(store, hidden.ref_no, OFFICE)
    edited = store.ledger.edit(CONTACT, issue.ref_no, issue.revision, {"recurrence_of": hidden.ref_no, "owner": "刘启"})
    assert (edited.owner, edited.recurrence_of) == ("刘启", hidden.ref_no)
