"""Every change of the ledger is one verb, one transaction, one event; what is refused writes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store.model.documents import Unit
from store.model.enums import Outcome, Status
from store.model.errors import Conflict, Invalid, NotFound, Refused
from store.opening import Store
from store.rules.lights import light
from tests.store.conftest import (
    ADMIN,
    BOTH_ENGINES,
    CONTACT,
    INSPECTOR,
    OFFICE,
    OTHER_CONTACT,
    REVIEWER,
    TODAY,
    VIEWER,
    Clock,
    fields,
    registered,
)

pytestmark = BOTH_ENGINES


def faults(error: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {fault.field: fault.code for fault in error.value.faults}


def test_a_registered_issue_has_a_number_and_remembers_its_first_date(store: Store):
    issue = registered(store)
    assert (issue.ref_no, issue.status, issue.revision) == ("XH-0001", Status.OPEN, 1)
    assert issue.original_due == issue.due
    assert [measure.id for measure in issue.measures] == [1, 2]


def test_what_was_registered_is_read_back_exactly(store: Store):
    issue = registered(store)
    assert store.ledger.issue(VIEWER, issue.ref_no) == issue


def test_registering_writes_one_event_that_says_who_and_everything_that_was_entered(store: Store):
    issue = store.ledger.register(CONTACT, "c", fields())
    (event,) = store.ledger.history(CONTACT, issue.ref_no)
    assert (event.action, event.actor, event.role, event.doc_revision) == ("register", "李填报", "unit", 1)
    assert event.before == {}
    assert event.after["title"] == "窗口首问责任落空"


def test_all_faults_are_told_at_once_each_with_its_field(store: Store):
    with pytest.raises(Invalid) as error:
        store.ledger.register(
            OFFICE,
            "c",
            fields(
                title="  ",
                category="nonsense",
                found_on=TODAY + timedelta(days=1),
                due="soon",
                leader_led="yes",
                measures=[{"text": ""}, {"text": "好", "due": TODAY - timedelta(days=90), "kind": "magic"}],
                colour="red",
            ),
        )
    assert faults(error) == {
        "title": "required",
        "category": "unknown_code",
        "found_on": "in_the_future",
        "due": "not_a_date",
        "leader_led": "not_yes_or_no",
        "measures.0.text": "required",
        "measures.1.kind": "unknown_code",
        "measures.1.due": "before_found",
        "colour": "unknown_field",
    }


def test_a_due_date_before_the_finding_is_a_fault(store: Store):
    with pytest.raises(Invalid) as error:
        registered(store, due=TODAY - timedelta(days=4))
    assert faults(error) == {"due": "before_found"}


def test_an_issue_without_any_date_to_answer_for_is_not_registered(store: Store):
    with pytest.raises(Invalid) as error:
        registered(store, due=None)
    assert faults(error) == {"due": "required"}


def test_an_ongoing_issue_answers_for_its_next_review(store: Store):
    issue = registered(store, mode="ongoing", due=None, next_review=TODAY + timedelta(days=30))
    assert issue.deadline == TODAY + timedelta(days=30)


def test_what_is_refused_leaves_no_document_and_no_event(store: Store):
    before = store.repository.version
    with pytest.raises(Invalid):
        registered(store, title="")
    assert store.repository.version == before
    assert store.ledger.rows(OFFICE, TODAY).empty


def test_a_unit_enters_only_for_itself(store: Store):
    with pytest.raises(Refused, match="not_your_unit"):
        store.ledger.register(OTHER_CONTACT, "c", fields())


@pytest.mark.parametrize("actor", [VIEWER, INSPECTOR, ADMIN])
def test_who_does_not_enter_problems_may_not(store: Store, actor):
    with pytest.raises(Refused, match="role_may_not"):
        store.ledger.register(actor, "c", fields())


def test_a_draft_needs_only_unit_and_title_and_is_seen_by_its_unit_and_the_office(store: Store):
    draft = store.ledger.save_draft(CONTACT, "c", {"unit": "U01", "title": "还没想好"})
    assert store.ledger.issue(OFFICE, draft.ref_no) == draft
    for stranger in (OTHER_CONTACT, VIEWER, INSPECTOR):
        with pytest.raises(NotFound):
            store.ledger.issue(stranger, draft.ref_no)
        assert store.ledger.rows(stranger, TODAY).empty
    assert len(store.ledger.rows(CONTACT, TODAY)) == 1


def test_a_draft_is_registered_when_everything_is_there(store: Store):
    draft = store.ledger.save_draft(CONTACT, "c", {"unit": "U01", "title": "还没想好"})
    with pytest.raises(Refused, match="not_ready") as error:
        store.ledger.do(CONTACT, "register", draft.ref_no, draft.revision)
    assert [one.field for one in error.value.params["reasons"]] == ["category", "finding", "source", "found_on", "due"]
    edited = store.ledger.edit(CONTACT, draft.ref_no, draft.revision, fields())
    issue = store.ledger.do(CONTACT, "register", draft.ref_no, edited.revision)
    assert (issue.status, issue.original_due) == (Status.OPEN, issue.due)


def test_an_edit_records_old_and_new_of_exactly_what_changed(store: Store):
    issue = registered(store)
    store.ledger.edit(OFFICE, issue.ref_no, 1, {"title": "首问责任没有落到人", "owner": "王责任"})
    event = store.ledger.history(OFFICE, issue.ref_no)[-1]
    assert (event.before, event.after) == ({"title": "窗口首问责任落空"}, {"title": "首问责任没有落到人"})


def test_an_edit_without_a_difference_writes_nothing(store: Store):
    issue = registered(store)
    version = store.repository.version
    assert store.ledger.edit(OFFICE, issue.ref_no, 1, {"title": issue.title}) == issue
    assert store.repository.version == version


def test_the_second_of_two_saves_is_told_and_loses_nothing_of_the_first(store: Store):
    issue = registered(store)
    first = store.ledger.edit(CONTACT, issue.ref_no, 1, {"owner": "孙新人"})
    with pytest.raises(Conflict) as error:
        store.ledger.edit(OFFICE, issue.ref_no, 1, {"owner": "钱旧人"})
    assert error.value.current["owner"] == "孙新人"
    assert store.ledger.issue(OFFICE, issue.ref_no) == first


def test_dates_of_a_registered_issue_move_only_by_an_extension(store: Store):
    issue = registered(store)
    with pytest.raises(Invalid) as error:
        store.ledger.edit(OFFICE, issue.ref_no, 1, {"due": TODAY + timedelta(days=60), "unit": "U02"})
    assert faults(error) == {"due": "fixed_once_registered", "unit": "fixed_once_registered"}


def test_measures_keep_their_progress_when_the_list_is_edited(store: Store):
    issue = registered(store)
    issue = store.ledger.do(OFFICE, "report_progress", issue.ref_no, 1, measure=2, percent=40)
    wanted = [{"id": 2, "text": "办法改为规定", "kind": "preventive"}, {"text": "补充培训"}]
    after = store.ledger.edit(OFFICE, issue.ref_no, issue.revision, {"measures": wanted})
    assert [(one.id, one.text, one.percent) for one in after.measures] == [(2, "办法改为规定", 40), (3, "补充培训", 0)]


def test_the_id_of_a_removed_measure_is_not_given_again(store: Store):
    issue = registered(store)
    fewer = store.ledger.edit(OFFICE, issue.ref_no, 1, {"measures": [{"id": 1, "text": "当日起登记首问"}]})
    more = store.ledger.edit(
        OFFICE, issue.ref_no, fewer.revision, {"measures": [{"id": 1, "text": "当日起登记首问"}, {"text": "新"}]}
    )
    assert [measure.id for measure in more.measures] == [1, 3]


def test_a_measure_at_a_hundred_percent_is_done_today(store: Store):
    issue = registered(store)
    after = store.ledger.do(CONTACT, "report_progress", issue.ref_no, 1, measure=1, percent=100, note="已登记")
    assert (after.measures[0].done, after.measures[0].done_on) == (True, TODAY)
    again = store.ledger.do(CONTACT, "report_progress", issue.ref_no, 2, measure=1, percent=80)
    assert again.measures[0].done_on is None


def brought_to_review(store: Store, clock: Clock):
    issue = registered(store)
    issue = store.ledger.do(CONTACT, "start", issue.ref_no, issue.revision)
    for measure in issue.measures:
        issue = store.ledger.do(CONTACT, "report_progress", issue.ref_no, issue.revision, measure=measure.id, percent=100)
    issue = store.ledger.do(CONTACT, "add_evidence", issue.ref_no, issue.revision, title="首问登记簿")
    return store.ledger.do(CONTACT, "request_close", issue.ref_no, issue.revision, note="已全部完成")


def test_a_close_out_names_everything_that_is_missing(store: Store):
    issue = registered(store)
    issue = store.ledger.do(CONTACT, "start", issue.ref_no, issue.revision)
    with pytest.raises(Refused) as error:
        store.ledger.do(CONTACT, "request_close", issue.ref_no, issue.revision, note="好了")
    assert [(one.code, one.params) for one in error.value.params["reasons"]] == [
        ("measure_not_done", {"number": 1}),
        ("measure_not_done", {"number": 2}),
        ("evidence_missing", {}),
    ]


def test_from_entered_to_struck_off_with_four_eyes(store: Store, clock: Clock):
    issue = brought_to_review(store, clock)
    closed = store.ledger.do(
        REVIEWER, "close", issue.ref_no, issue.revision, opinion="属实", outcome="full", check_on=TODAY + timedelta(days=30)
    )
    assert (closed.status, closed.closed_on, closed.closures[-1].outcome) == (Status.CLOSED, TODAY, Outcome.FULL)
    assert [event.action for event in store.ledger.history(VIEWER, issue.ref_no)][-2:] == ["request_close", "close"]


def test_who_asked_or_owns_does_not_close(store: Store, clock: Clock):
    issue = brought_to_review(store, clock)
    owner = type(OFFICE)("王责任", OFFICE.role)
    with pytest.raises(Refused) as error:
        store.ledger.do(owner, "close", issue.ref_no, issue.revision, opinion="行", outcome="full")
    assert [one.code for one in error.value.params["reasons"]] == ["owned_by_yourself"]


def test_a_return_makes_the_light_yellow_and_goes_on_record(store: Store, clock: Clock):
    issue = brought_to_review(store, clock)
    back = store.ledger.do(REVIEWER, "return", issue.ref_no, issue.revision, missing="缺签到表")
    assert (back.status, back.returned) == (Status.IN_PROGRESS, 1)
    assert (light(back, TODAY, 5, "CN").light, light(back, TODAY, 5, "CN").reason) == ("yellow", "returned")


def test_more_time_is_asked_before_the_date_and_the_first_date_stays(store: Store, clock: Clock):
    issue = registered(store)
    later = TODAY + timedelta(days=40)
    asked = store.ledger.do(CONTACT, "request_extension", issue.ref_no, 1, new_due=later, reason="采购未完成")
    granted = store.ledger.do(OFFICE, "decide_extension", issue.ref_no, asked.revision, decision="granted")
    assert (granted.due, granted.original_due, granted.extended) == (later, issue.due, 1)
    clock.go_to(later + timedelta(days=1))
    with pytest.raises(Refused, match="too_late"):
        store.ledger.do(
            CONTACT, "request_extension", issue.ref_no, granted.revision, new_due=later + timedelta(days=9), reason="还要"
        )


def test_urging_slips_are_numbered_over_the_whole_ledger_and_answered_once(store: Store):
    one, other = registered(store), registered(store)
    slip = {"level": "reminder", "text": "请尽快", "answer_by": TODAY + timedelta(days=3)}
    urged = [store.ledger.do(OFFICE, "urge", issue.ref_no, 1, **slip) for issue in (one, other)]
    assert [issue.urges[0].number for issue in urged] == ["2026-001", "2026-002"]
    store.ledger.do(CONTACT, "answer_urge", one.ref_no, 2, number="2026-001", answer="本周完成")
    with pytest.raises(Refused, match="nothing_to_answer"):
        store.ledger.do(CONTACT, "answer_urge", one.ref_no, 3, number="2026-001", answer="再答一次")


def test_the_same_number_is_never_given_twice_even_after_a_refusal(store: Store):
    first = registered(store)
    with pytest.raises(Invalid):
        registered(store, title="")
    assert registered(store).ref_no != first.ref_no


def test_an_inactive_unit_stays_on_its_issues_but_gets_no_new_ones(store: Store):
    store.setup.add_unit(ADMIN, Unit(code="U09", name="撤并单位", short_name="撤并", active=False))
    with pytest.raises(Invalid) as error:
        registered(store, unit="U09")
    assert faults(error) == {"unit": "unknown_code"}


def test_control_characters_are_dropped_and_line_ends_unified(store: Store):
    issue = registered(store, finding="第一行\r\n第二行\x00\x07")
    assert issue.finding == "第一行\n第二行"
