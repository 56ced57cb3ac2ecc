"""Meetings: begun by the office, each decision the ledger's own verb and a line of the minutes in one transaction."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from store.history import Wanted
from store.model.codec import from_dict, to_dict
from store.model.documents import Actor
from store.model.enums import Role
from store.model.errors import Conflict, Invalid, NotFound, Refused
from store.model.issue import Issue
from store.model.meeting import Meeting
from store.opening import Store
from tests.store.conftest import ADMIN, CONTACT, INSPECTOR, OFFICE, OTHER_CONTACT, TODAY, VIEWER, Clock, registered

MONDAY = TODAY + timedelta(days=7)
NAMED = {"name": "第一次调度会", "day": TODAY, "present": "局领导、各单位负责人"}
URGE = {"level": "reminder", "text": "请尽快整改", "answer_by": MONDAY}


def red(store: Store, clock: Clock, days: int = 3, **changed: Any) -> Issue:
    """A problem that is overdue by so many days."""
    due = TODAY - timedelta(days=days)
    measures = [{"kind": "corrective", "text": "改", "owner": "王责任", "due": due}]
    return registered(store, **{"found_on": due - timedelta(days=9), "due": due, "measures": measures} | changed)


def yellow(store: Store, **changed: Any) -> Issue:
    return registered(store, **{"due": TODAY + timedelta(days=2)} | changed)


def asked(store: Store, **changed: Any) -> Issue:
    """A problem whose close-out was asked for."""
    due = changed.get("due", TODAY + timedelta(days=20))
    measures = [{"kind": "corrective", "text": "改", "owner": "王责任", "due": due}]
    issue = registered(store, **{"found_on": TODAY - timedelta(days=9), "measures": measures} | changed)
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("start", {}),
        ("report_progress", {"measure": 1, "percent": 100}),
        ("add_evidence", {"title": "登记簿"}),
        ("request_close", {"note": "已整改"}),
    )
    for verb, inputs in steps:
        issue = store.ledger.do(CONTACT, verb, issue.ref_no, issue.revision, **inputs)
    return issue


def begun(store: Store, **more: Any) -> Meeting:
    return store.meetings.begin(OFFICE, "c", NAMED, **more)


def decide(store: Store, meeting: Meeting, issue: Issue, verb: str, inputs: dict[str, Any], **more: Any) -> Issue:
    return store.meetings.decide(OFFICE, meeting.id, verb, issue.ref_no, issue.revision, inputs, **more)


def events(store: Store, subject: str) -> list[str]:
    return [event["action"] for event in store.repository.select("event", subject=subject)]


def test_a_meeting_is_numbered_and_keeps_what_it_goes_through(store: Store, clock: Clock):
    late, soon = red(store, clock), yellow(store)
    first, second = begun(store), begun(store, parts=("yellow",))
    assert (first.number, second.number) == (1, 2)
    assert (first.agenda, second.agenda) == ((late.ref_no, soon.ref_no), (soon.ref_no,))
    assert (first.name, first.day, first.present, first.running) == (*NAMED.values(), True)
    assert from_dict(Meeting, to_dict(first)) == first
    assert events(store, f"meeting:{first.id}") == ["begin_meeting"]


def test_the_filters_choose_what_a_meeting_goes_through(store: Store, clock: Clock):
    red(store, clock)
    other = red(store, clock, unit="U02")
    assert begun(store, filters={"unit": "U02", "campaign": "c"}).agenda == (other.ref_no,)


def test_a_meeting_needs_a_name_and_a_day(store: Store):
    with pytest.raises(Invalid) as invalid:
        store.meetings.begin(OFFICE, "c", {"name": " ", "day": "heute", "present": ""})
    assert {(fault.field, fault.code) for fault in invalid.value.faults} == {("name", "required"), ("day", "not_a_date")}
    assert store.meetings.all(OFFICE) == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICE])
def test_only_the_office_holds_meetings(store: Store, role: Role):
    issue, meeting = registered(store), begun(store)
    somebody, version = Actor("某人", role, "U01" if role is Role.UNIT else ""), store.repository.version
    for attempt in (
        lambda: store.meetings.begin(somebody, "c", NAMED),
        lambda: store.meetings.change(somebody, meeting.id, 1, {"present": "我"}),
        lambda: store.meetings.end(somebody, meeting.id),
        lambda: store.meetings.decide(somebody, meeting.id, "report_progress", issue.ref_no, 1, {"note": "好"}),
    ):
        with pytest.raises(Refused, match="role_may_not"):
            attempt()
    assert store.repository.version == version


def test_an_urge_of_a_meeting_is_an_urge_like_any_other_and_stands_in_the_minutes(store: Store):
    issue, meeting = registered(store), begun(store)
    after = decide(store, meeting, issue, "urge", URGE)
    slip, noted = after.urges[-1], store.meetings.get(OFFICE, meeting.id).decisions[0]
    assert (slip.text, slip.answer_by, slip.by) == ("请尽快整改", MONDAY, OFFICE.name)
    assert (noted.ref_no, noted.verb, noted.words, noted.answer_by) == (issue.ref_no, "urge", "请尽快整改", MONDAY)
    assert (noted.slip, noted.level, noted.responsible, noted.revision) == ("2026-001", "reminder", "王责任", after.revision)
    assert events(store, after.subject)[-1] == "urge"
    assert events(store, f"meeting:{meeting.id}")[-1] == "decide_in_meeting"


def test_more_time_given_in_a_meeting_keeps_the_old_day_in_the_minutes(store: Store):
    issue, meeting, later = registered(store), begun(store), TODAY + timedelta(days=50)
    after = decide(store, meeting, issue, "grant_extension", {"new_due": later, "reason": "雨季停工"})
    noted = store.meetings.get(OFFICE, meeting.id).decisions[0]
    assert after.due == later
    assert (noted.old_due, noted.due, noted.verdict, noted.words) == (issue.due, later, "granted", "雨季停工")


def test_a_wish_for_more_time_that_a_meeting_refuses_moves_no_day(store: Store):
    issue, meeting = registered(store), begun(store)
    wish = {"new_due": TODAY + timedelta(days=50), "reason": "等"}
    issue = store.ledger.do(CONTACT, "request_extension", issue.ref_no, issue.revision, **wish)
    decide(store, meeting, issue, "decide_extension", {"decision": "refused", "opinion": "不同意"})
    noted = store.meetings.get(OFFICE, meeting.id).decisions[0]
    assert (noted.verdict, noted.due, noted.words) == ("refused", None, "不同意")


def test_another_person_responsible_stands_in_the_minutes_with_the_one_before(store: Store):
    issue, meeting = registered(store), begun(store)
    decide(store, meeting, issue, "edit", {"owner": "刘接手"}, words="原责任人调离", answer_by=MONDAY)
    noted = store.meetings.get(OFFICE, meeting.id).decisions[0]
    assert store.ledger.issue(OFFICE, issue.ref_no).owner == "刘接手"
    assert (noted.owner_before, noted.responsible, noted.words, noted.answer_by) == ("王责任", "刘接手", "原责任人调离", MONDAY)


def test_a_decision_edits_nothing_but_the_person_responsible(store: Store):
    issue, meeting = registered(store), begun(store)
    after = decide(store, meeting, issue, "edit", {"owner": "刘接手", "title": "另一个标题"})
    assert (after.title, after.owner) == (issue.title, "刘接手")


def test_a_note_of_a_meeting_is_a_note_of_progress(store: Store):
    issue, meeting = registered(store), begun(store)
    after = decide(store, meeting, issue, "report_progress", {"note": "下周听取专题汇报"}, answer_by=MONDAY.isoformat())
    noted = store.meetings.get(OFFICE, meeting.id).decisions[0]
    assert after.progress[-1].text == noted.words == "下周听取专题汇报"
    assert noted.answer_by == MONDAY


def test_a_refused_decision_leaves_nothing_behind(store: Store):
    issue, meeting, version = registered(store), begun(store), store.repository.version
    for wrong in ({**URGE, "text": ""}, {**URGE, "answer_by": TODAY - timedelta(days=1)}, {**URGE, "level": "criticism"}):
        with pytest.raises(Invalid):
            decide(store, meeting, issue, "urge", wrong)
    with pytest.raises(Invalid, match="answer_by"):
        decide(store, meeting, issue, "report_progress", {"note": "好"}, answer_by=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="nothing_decided"):
        decide(store, meeting, issue, "edit", {"owner": issue.owner})
    with pytest.raises(Refused, match="not_for_a_meeting"):
        decide(store, meeting, issue, "dismiss", {"reason": "算了"})
    assert store.repository.version == version
    assert store.meetings.get(OFFICE, meeting.id).decisions == ()


def test_who_saved_first_is_told_to_the_meeting_and_nothing_is_noted(store: Store):
    issue, meeting = registered(store), begun(store)
    store.ledger.edit(CONTACT, issue.ref_no, issue.revision, {"cause": "另有原因"})
    with pytest.raises(Conflict):
        decide(store, meeting, issue, "urge", URGE)
    assert store.meetings.get(OFFICE, meeting.id).decisions == ()


def test_a_decision_that_cannot_be_noted_is_not_carried_out_either(store: Store):
    issue, meeting = registered(store), begun(store)
    store.meetings.end(OFFICE, meeting.id)
    with pytest.raises(Refused, match="meeting_ended"):
        decide(store, meeting, issue, "urge", URGE)
    assert store.ledger.issue(OFFICE, issue.ref_no).urges == ()


def test_ending_twice_is_ending_once_and_who_was_present_may_be_put_right_after(store: Store):
    meeting = begun(store)
    ended = store.meetings.end(OFFICE, meeting.id)
    assert (store.meetings.end(OFFICE, meeting.id), ended.running) == (ended, False)
    after = store.meetings.change(OFFICE, meeting.id, ended.revision, {"present": "局领导"})
    assert (after.present, after.name) == ("局领导", meeting.name)
    with pytest.raises(Conflict):
        store.meetings.change(OFFICE, meeting.id, ended.revision, {"present": "别人"})


def test_decisions_of_two_at_once_both_stand(store: Store):
    one, other, meeting = registered(store), registered(store), begun(store)
    decide(store, meeting, one, "urge", URGE)
    decide(store, meeting, other, "urge", URGE)
    assert [noted.ref_no for noted in store.meetings.get(OFFICE, meeting.id).decisions] == [one.ref_no, other.ref_no]


def test_a_decision_moves_no_problem_of_the_meeting_to_another_screen(store: Store, clock: Clock):
    first, second = red(store, clock, days=9), yellow(store)
    meeting = begun(store)
    decide(store, meeting, second, "grant_extension", {"new_due": TODAY + timedelta(days=60), "reason": "停工"})
    assert store.meetings.get(OFFICE, meeting.id).agenda == (first.ref_no, second.ref_no)


@pytest.mark.parametrize("closed_door", [False, True])
def test_restricted_matter_is_gone_through_behind_closed_doors_only(store: Store, clock: Clock, closed_door: bool):
    open_one, restricted = red(store, clock), red(store, clock, confidential=True)
    meeting = begun(store, closed_door=closed_door)
    assert set(meeting.agenda) == {open_one.ref_no, *([restricted.ref_no] if closed_door else [])}
    assert len(store.meetings.rows(OFFICE, meeting)) == 1 + closed_door
    assert len(store.meetings.rows(VIEWER, meeting)) == 1


@pytest.mark.parametrize(("reader", "sees"), [(VIEWER, 1), (OTHER_CONTACT, 1), (CONTACT, 2), (INSPECTOR, 2), (ADMIN, 2)])
def test_the_minutes_are_silent_about_what_a_reader_may_not_see(store: Store, clock: Clock, reader: Actor, sees: int):
    open_one, restricted = red(store, clock), red(store, clock, confidential=True)
    meeting = begun(store, closed_door=True)
    for issue in (open_one, restricted):
        decide(store, meeting, issue, "urge", URGE)
    read = store.meetings.get(reader, meeting.id)
    assert (len(read.decisions), len(read.agenda)) == (sees, sees)
    assert store.meetings.all(reader) == [read]


def test_the_history_of_a_meeting_is_not_for_everybody(store: Store):
    """It carries the words of every decision, on restricted matter too."""
    issue, meeting = registered(store, confidential=True), begun(store)
    decide(store, meeting, issue, "urge", URGE)
    for reader in (VIEWER, OFFICE):
        assert "decide_in_meeting" not in store.history.find(reader, Wanted()).actions
    assert "decide_in_meeting" in store.history.find(ADMIN, Wanted()).actions


def test_the_last_meeting_is_the_one_held_before(store: Store, clock: Clock):
    assert store.meetings.last(OFFICE) is None
    first, second = begun(store), begun(store)
    assert store.meetings.last(OFFICE) == second
    assert store.meetings.last(OFFICE, before=second) == first
    assert store.meetings.last(OFFICE, before=first) is None


def test_a_meeting_that_is_not_there_is_not_found(store: Store):
    with pytest.raises(NotFound):
        store.meetings.get(OFFICE, 4711)


def test_starting_over_takes_the_meetings_of_the_sample_away(store: Store):
    campaign = store.ledger.campaign()
    with store.repository.transaction() as transaction:
        store.setup.write(transaction, ADMIN, "set_up_campaign", campaign, replace(campaign, sample=True))
    begun(store)
    store.setup.start_empty(ADMIN)
    assert store.meetings.all(OFFICE) == []
    assert begun(store).number == 1


def test_fields_of_a_newer_version_survive(store: Store):
    assert to_dict(from_dict(Meeting, {"name": "会", "seats": 12}))["seats"] == 12


def test_a_meeting_keeps_the_ledger_as_it_stood_at_its_beginning(store: Store, clock: Clock):
    red(store, clock)
    meeting = begun(store)
    taken = store.snapshots.one(meeting.snapshot)
    assert (taken.name, taken.rows, taken.campaign) == (meeting.name, 1, "c")


def test_the_first_meeting_has_no_last_one(store: Store):
    assert store.meetings.since_last(OFFICE, begun(store)) is None
    assert store.meetings.since_last(OFFICE, replace(begun(store), id=0)) is not None


def test_the_next_meeting_says_what_moved_since_the_last_one(store: Store, clock: Clock):
    soon, other = yellow(store), asked(store)
    first = begun(store)
    clock.go_to(TODAY + timedelta(days=7))
    new = registered(store, found_on=TODAY, due=TODAY + timedelta(days=60))
    store.ledger.do(replace(OFFICE, name="吴复核"), "close", other.ref_no, other.revision, opinion="好", outcome="full")
    second = begun(store)
    last, moved = store.meetings.since_last(VIEWER, second) or (None, None)
    assert last is not None
    assert moved is not None
    assert last.id == first.id
    assert (moved.added, moved.closed, moved.turned_red) == ((new.ref_no,), (other.ref_no,), (soon.ref_no,))
    registered(store, found_on=TODAY, due=TODAY + timedelta(days=60))
    assert store.meetings.since_last(VIEWER, second) == (last, moved)


def test_a_snapshot_whose_file_is_gone_is_told_from_the_history(store: Store, clock: Clock, tmp_path: Path):
    registered(store)
    begun(store)
    shutil.rmtree(tmp_path / "ledger.db.files")
    clock.go_to(TODAY + timedelta(days=1))
    new = registered(store)
    _, moved = store.meetings.since_last(OFFICE, Meeting(campaign="c")) or (None, None)
    assert moved is not None
    assert moved.added == (new.ref_no,)


def test_what_moved_since_the_last_meeting_is_of_the_rows_chosen_and_of_what_the_room_may_see(store: Store, clock: Clock):
    begun(store)
    registered(store)
    there = registered(store, unit="U02")
    hidden = registered(store, unit="U02", confidential=True)
    assert moved_since(store, filters={"unit": "U02", "light": "red"}) == (there.ref_no,)
    begun(store)
    registered(store, unit="U02", confidential=True)
    assert moved_since(store) == ()
    assert hidden.ref_no not in moved_since(store, closed_door=True)


def moved_since(store: Store, **more: Any) -> tuple[str, ...]:
    _, moved = store.meetings.since_last(OFFICE, begun(store, **more)) or (None, None)
    assert moved is not None
    return moved.added
