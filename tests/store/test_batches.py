"""A change of many issues says beforehand what it does to each, is one transaction with an event each, and is undone as one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from store.batches import MOST
from store.model.codec import to_dict
from store.model.documents import Actor
from store.model.enums import Decision, Role, Status
from store.model.errors import Conflict, Invalid, NotFound, Refused, XiaohaoError
from store.model.issue import Issue
from store.opening import Store
from store.rules.bulk import CHANGES, may
from store.rules.changes import BOOKKEEPING
from tests.store.conftest import ADMIN, BOTH_ENGINES, CONTACT, OFFICE, OTHER_CONTACT, REVIEWER, TODAY, VIEWER, Clock, registered

pytestmark = BOTH_ENGINES

LATER = TODAY + timedelta(days=40)
INPUTS = {
    "owner": {"owner": "刘启"},
    "lead": {"lead": "陈副局长"},
    "due": {"new_due": LATER, "reason": "等批复"},
    "category": {"category": "meetings", "reason": "归类有误"},
}


def chosen(*issues: Issue) -> dict[str, int]:
    return {issue.ref_no: issue.revision for issue in issues}


def why(error: XiaohaoError) -> str:
    """The one reason of a refusal, by its code."""
    faults = getattr(error, "faults", None) or error.params.get("reasons") or ()
    return next((fault.code for fault in faults), error.code)


def same(one: Issue, other: Issue) -> bool:
    kept = [{name: value for name, value in to_dict(issue).items() if name not in BOOKKEEPING} for issue in (one, other)]
    return kept[0] == kept[1]


@pytest.mark.parametrize("change", CHANGES)
def test_a_preview_says_exactly_what_is_done_and_writes_nothing(store: Store, change: str):
    issues = [registered(store), registered(store, due=TODAY + timedelta(days=9))]
    version = store.repository.version
    lines = store.batches.preview(OFFICE, change, chosen(*issues), INPUTS[change])
    assert store.repository.version == version
    done = store.batches.apply(OFFICE, change, chosen(*issues), INPUTS[change])
    field = CHANGES[change].field
    assert [(one.old, one.new) for one in lines] == [
        (getattr(before, field), getattr(after, field)) for before, after in zip(issues, done.issues, strict=True)
    ]
    assert all(one.changes for one in lines)


@pytest.mark.parametrize("change", CHANGES)
def test_one_undo_brings_back_exactly_what_was(store: Store, change: str):
    issues = [registered(store), registered(store)]
    done = store.batches.apply(OFFICE, change, chosen(*issues), INPUTS[change])
    assert done.batch
    undone = store.batches.undo(OFFICE, done.batch.id)
    assert undone.refused == {}
    for before in issues:
        assert same(store.ledger.issue(OFFICE, before.ref_no), before)
        events = store.ledger.history(OFFICE, before.ref_no)
        assert [event.action for event in events] == ["register", CHANGES[change].verb, "undo"]
        assert [event.batch for event in events] == ["", done.batch.number, done.batch.number]
    with pytest.raises(Refused, match="already_undone"):
        store.batches.undo(OFFICE, done.batch.id)


def test_each_batch_has_its_own_number_and_a_single_change_has_none(store: Store):
    issue = registered(store)
    first = store.batches.apply(OFFICE, "owner", chosen(issue), INPUTS["owner"]).batch
    second = store.batches.apply(OFFICE, "lead", {issue.ref_no: 2}, INPUTS["lead"]).batch
    assert first
    assert second
    assert first.number != second.number
    store.ledger.edit(OFFICE, issue.ref_no, 3, {"owner": "别人"})
    assert store.ledger.history(OFFICE, issue.ref_no)[-1].batch == ""


def test_what_is_refused_is_told_beforehand_with_the_same_reason(store: Store, clock: Clock):
    late = registered(store, due=TODAY + timedelta(days=1))
    asked = registered(store)
    asked = store.ledger.do(CONTACT, "request_extension", asked.ref_no, 1, new_due=LATER, reason="等批复")
    ongoing = registered(store, mode="ongoing", due=None, next_review=LATER)
    long = registered(store, due=LATER + timedelta(days=1))
    good = registered(store)
    stale = replace(registered(store), revision=7)
    clock.go_to(TODAY + timedelta(days=2))
    picked = chosen(late, asked, ongoing, long, good, stale) | {"XH-9999": 1}
    lines = store.batches.preview(OFFICE, "due", picked, INPUTS["due"])
    done = store.batches.apply(OFFICE, "due", picked, INPUTS["due"])
    told = {one.ref_no: repr(one.refused) for one in lines if one.refused}
    assert told == {ref_no: repr(error) for ref_no, error in done.refused.items()}
    kinds = [why(done.refused[one.ref_no]) for one in (late, asked, ongoing, long, stale)]
    assert kinds == ["too_late", "already_asked", "no_due_date", "not_later", "conflict"]
    assert isinstance(done.refused["XH-9999"], NotFound)
    assert [issue.ref_no for issue in done.issues] == [good.ref_no]


def test_granted_time_leaves_the_old_date_on_record(store: Store):
    issue = registered(store)
    after = store.batches.apply(OFFICE, "due", chosen(issue), INPUTS["due"]).issues[0]
    given = after.extensions[-1]
    assert (after.due, after.original_due) == (LATER, issue.due)
    assert (given.old_due, given.new_due, given.reason, given.decision) == (issue.due, LATER, "等批复", Decision.GRANTED)
    assert given.asked_by == given.decided_by == OFFICE.name


def test_what_is_already_so_is_left_alone_and_not_counted(store: Store):
    one, other = registered(store, owner="刘启"), registered(store)
    done = store.batches.apply(OFFICE, "owner", chosen(one, other), INPUTS["owner"])
    assert (done.unchanged, [issue.ref_no for issue in done.issues]) == ([one.ref_no], [other.ref_no])
    assert not store.batches.preview(OFFICE, "owner", chosen(one), INPUTS["owner"])[0].changes
    assert store.batches.apply(OFFICE, "owner", chosen(one), INPUTS["owner"]).batch is None


def test_what_somebody_changed_since_is_told_and_left(store: Store):
    one, other = registered(store), registered(store)
    batch = store.batches.apply(OFFICE, "owner", chosen(one, other), INPUTS["owner"]).batch
    assert batch
    store.ledger.edit(CONTACT, one.ref_no, 2, {"title": "改了题目"})
    done = store.batches.undo(OFFICE, batch.id)
    assert isinstance(done.refused[one.ref_no], Conflict)
    assert store.ledger.issue(OFFICE, one.ref_no).owner == "刘启"
    assert store.ledger.issue(OFFICE, other.ref_no).owner == other.owner


def test_it_is_taken_back_by_who_made_it_and_by_the_office(store: Store):
    issues = [registered(store) for _ in range(3)]
    batches = [store.batches.apply(CONTACT, "owner", chosen(issue), INPUTS["owner"]).batch for issue in issues]
    ids = [batch.id for batch in batches if batch]
    for stranger in (OTHER_CONTACT, VIEWER, ADMIN):
        with pytest.raises(Refused, match="not_your_batch"):
            store.batches.undo(stranger, ids[0])
    assert store.batches.undo(CONTACT, ids[0]).issues
    assert store.batches.undo(REVIEWER, ids[1]).issues


def test_a_unit_changes_its_own_issues_only_and_no_date_and_no_category(store: Store):
    own, foreign = registered(store), registered(store, unit="U02")
    done = store.batches.apply(CONTACT, "owner", chosen(own, foreign), INPUTS["owner"])
    assert [issue.ref_no for issue in done.issues] == [own.ref_no]
    assert done.refused[foreign.ref_no].code == "not_your_unit"
    for change in ("due", "category"):
        with pytest.raises(Refused, match="role_may_not"):
            store.batches.apply(CONTACT, change, chosen(own), INPUTS[change])


def test_what_may_be_offered_to_whom():
    offered = {role: [name for name in CHANGES if may(name, Actor("某人", role))] for role in Role}
    nothing = {role: [] for role in (Role.VIEWER, Role.INSPECTOR, Role.ADMIN)}
    assert offered == {Role.OFFICE: list(CHANGES), Role.UNIT: ["owner", "lead"], **nothing}


def test_a_category_must_be_one_of_the_campaign(store: Store):
    issue = registered(store)
    lines = store.batches.preview(OFFICE, "category", chosen(issue), {"category": "nonsense", "reason": "x"})
    assert isinstance(lines[0].refused, Invalid)
    with pytest.raises(Invalid):
        store.ledger.do(OFFICE, "recategorise", issue.ref_no, 1, category="nonsense", reason="x")
    assert store.ledger.do(OFFICE, "recategorise", issue.ref_no, 1, category="meetings", reason="x").category == "meetings"


def test_the_last_batch_of_the_day_is_found_as_long_as_it_can_be_undone(store: Store, clock: Clock):
    one, other = registered(store), registered(store)
    batch = store.batches.apply(OFFICE, "owner", chosen(one, other), INPUTS["owner"]).batch
    assert store.batches.last(OFFICE, TODAY) == batch
    assert store.batches.last(CONTACT, TODAY) is None
    assert store.batches.last(OFFICE, TODAY + timedelta(days=1)) is None
    for issue in (one, other):
        assert store.batches.last(OFFICE, TODAY) == batch
        store.ledger.edit(CONTACT, issue.ref_no, 2, {"title": "改了题目"})
    assert store.batches.last(OFFICE, TODAY) is None


def test_a_past_day_before_a_batch_and_its_undoing_is_as_it_was(store: Store, clock: Clock):
    issue = registered(store)
    clock.go_to(TODAY + timedelta(days=1))
    batch = store.batches.apply(OFFICE, "category", chosen(issue), INPUTS["category"]).batch
    assert batch
    clock.go_to(TODAY + timedelta(days=2))
    store.batches.undo(OFFICE, batch.id)
    days = [TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=2)]
    assert [store.ledger.frames.as_of(day)["category"].iloc[0] for day in days] == ["duty", "meetings", "duty"]


def test_what_is_with_the_office_is_not_edited_in_bulk_either(store: Store):
    issue = registered(store)
    issue = store.ledger.do(OFFICE, "dismiss", issue.ref_no, 1, reason="不属实")
    lines = store.batches.preview(OFFICE, "owner", chosen(issue), INPUTS["owner"])
    assert lines[0].refused
    assert lines[0].refused.code == "wrong_status"
    assert issue.status is Status.DISMISSED


def test_who_may_not_and_too_many_are_refused_as_a_whole(store: Store):
    issue = registered(store)
    version = store.repository.version
    with pytest.raises(Refused, match="role_may_not"):
        store.batches.apply(VIEWER, "owner", chosen(issue), INPUTS["owner"])
    with pytest.raises(Refused, match="too_many_at_once"):
        store.batches.apply(OFFICE, "owner", {f"XH-{number}": 1 for number in range(MOST + 1)}, INPUTS["owner"])
    assert store.repository.version == version
