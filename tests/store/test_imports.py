"""Importing a list: planned with the ledger's own rules, written as one batch, unchanged by the same file, undone as one."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from store.batches import UNDO
from store.exchange.importing.header import header_at
from store.exchange.importing.reading import read_book
from store.exchange.importing.rows import Source
from store.exchange.taking import take
from store.history import Wanted
from store.imports import next_review
from store.model.documents import Actor
from store.model.enums import Mode, Status
from store.model.errors import Conflict, Invalid, NotFound, Refused
from store.opening import Store
from tests.store.conftest import (
    ADMIN,
    CAMPAIGN,
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
from tests.store.exchange.test_csv import ledger_of_every_kind
from tests.store.lists_of_others import (
    FOR_GOOD,
    MEETING,
    ROWS,
    STRUCK_OFF,
    USUAL,
    WINDOW,
    as_csv,
    as_workbook,
    planned,
    said,
    source,
    taken,
    told,
    usual,
    whats,
)
from tests.store.walked import past_documents


def changed(row: Any, **cells: str) -> list[str]:
    """A row of the usual list with some cells different."""
    return [cells.get(name, cell) for name, cell in zip(USUAL, row, strict=True)]


def ours(store: Store, **cells: str) -> bytes:
    """Our own export with some columns different in every row."""
    head, *rows = take(store, OFFICE, "issues.csv", {}).content.decode("utf-8-sig").split("\r\n")[:-1]
    names = head.split(",")
    read = csv.reader(io.StringIO("\r\n".join(rows), newline=""))
    return as_csv(names, *[[cells.get(name, cell) for name, cell in zip(names, row, strict=True)] for row in read])


def test_the_usual_list_becomes_problems_with_all_that_it_says(store: Store):
    done = taken(store, usual())
    first, second, third, fourth = (store.ledger.issue(OFFICE, issue.ref_no) for issue in done.issues)
    assert (first.unit, first.category, first.owner, first.due) == ("U01", "duty", "王责任", date(2026, 12, 20))
    assert first.title == "来访人被推转三次，没有人负责到底"
    assert [(one.text, one.owner, one.due) for one in first.measures] == [
        ("当日起登记首问", "王责任", date(2026, 12, 20)),
        ("制定首问负责办法", "王责任", date(2026, 12, 20)),
    ]
    assert [note.text for note in first.progress] == ["已拟稿\n备注：每周一报"]
    assert (second.owner, second.due, second.original_due) == ("陈措", date(2026, 11, 30), date(2026, 11, 30))
    assert (third.mode, third.due, third.next_review) == (Mode.ONGOING, None, date(2026, 12, 10))
    assert (fourth.status, fourth.closed_on) == (Status.CLOSED, date(2026, 10, 20))
    assert [issue.status for issue in (first, second, third)] == [Status.OPEN] * 3
    assert {issue.found_on for issue in (first, second, third, fourth)} == {CAMPAIGN.starts}


def test_the_same_list_again_changes_nothing_however_it_is_kept(store: Store):
    taken(store, usual())
    for content in (usual(), as_csv(USUAL, *ROWS, encoding="gb18030"), as_workbook(["标题"], USUAL, *ROWS, merged=("A1:M1",))):
        plan = planned(store, content)
        assert whats(plan) == ["same"] * 4
        version = store.repository.snapshot("issue")[0]
        assert not store.imports.accept(OFFICE, plan, {line.number for line in plan.lines}).issues
        assert [one for one in store.repository.changes_since(version)[1] if one.kind in ("issue", "batch")] == []


def test_our_own_export_comes_back_without_a_change(store: Store):
    ledger_of_every_kind(store)
    for header in ("code", "zh_CN", "en"):
        before = take(store, OFFICE, "issues.csv", {"header": header}).content
        plan = planned(store, before)
        assert [(line.what, said(line), line.refused) for line in plan.lines] == [("same", [], None)] * len(plan.lines)
        assert not store.imports.accept(OFFICE, plan, {line.number for line in plan.lines}).issues
        assert take(store, OFFICE, "issues.csv", {"header": header}).content == before


def test_a_changed_cell_is_told_before_and_after_and_written_by_its_own_verb(store: Store):
    issue = registered(store)
    content = ours(store, owner="刘启", category="meetings", due="2027-01-15", progress="2026-11-20 已开会部署", source="hotline")
    (line,) = planned(store, content).lines
    assert line.what == "changed"
    assert dict(line.changes) == {
        "owner": ("王责任", "刘启"),
        "source": ("self_check", "hotline"),
        "category": ("duty", "meetings"),
        "due": (issue.due, date(2027, 1, 15)),
        "progress": ("", "2026-11-20 已开会部署"),
    }
    done = taken(store, content)
    after = store.ledger.issue(OFFICE, issue.ref_no)
    assert (after.owner, after.category, after.due, after.original_due) == ("刘启", "meetings", date(2027, 1, 15), issue.due)
    actions = [event.action for event in store.ledger.history(OFFICE, issue.ref_no)]
    assert actions == ["register", "edit", "recategorise", "grant_extension", "report_progress"]
    assert {event.batch for event in store.ledger.history(OFFICE, issue.ref_no)[1:]} == {done.batch.number}
    assert whats(planned(store, content)) == ["same"]


def test_a_unit_asks_for_more_time_where_the_office_gives_it(store: Store):
    issue = registered(store)
    content = ours(store, due="2027-01-15")
    taken(store, content, CONTACT)
    after = store.ledger.issue(OFFICE, issue.ref_no)
    assert after.due == issue.due
    assert after.pending_extension
    assert after.pending_extension.new_due == date(2027, 1, 15)
    (line,) = planned(store, content, CONTACT).lines
    assert (line.what, told(line)) == ("same", [("due", "import_due_asked")])


def test_a_list_that_is_older_than_an_extension_does_not_put_the_date_back(store: Store):
    taken(store, usual(WINDOW))
    store.ledger.do(OFFICE, "grant_extension", "XH-0001", 2, new_due=date(2027, 1, 20), reason="雨季")
    (line,) = planned(store, usual(WINDOW)).lines
    assert (line.what, told(line)) == ("same", [("due", "import_due_extended")])


def test_an_empty_cell_empties_a_field_only_in_a_file_with_our_numbers(store: Store):
    registered(store, lead="赵领导")
    (line,) = planned(store, ours(store, lead="", owner="")).lines
    assert dict(line.changes) == {"lead": ("赵领导", ""), "owner": ("王责任", "")}
    usual_row = changed(
        WINDOW,
        问题表现="来访人被推转三次，没有人负责到底。",
        责任人="",
        整改措施="",
        整改进展="",
        备注="",
        原因剖析="",
        完成时限="",
    )
    assert whats(planned(store, usual(usual_row))) == ["same"]


def test_measures_keep_who_they_are_when_their_list_changes(store: Store):
    taken(store, usual(WINDOW))
    before = store.ledger.issue(OFFICE, "XH-0001")
    row = changed(WINDOW, 整改措施="1.制定首问负责办法；2.当日起登记首问；3.每月抽查")
    taken(store, usual(row))
    after = store.ledger.issue(OFFICE, "XH-0001")
    assert [one.text for one in after.measures] == ["制定首问负责办法", "当日起登记首问", "每月抽查"]
    assert [one.id for one in after.measures] == [before.measures[1].id, before.measures[0].id, 3]
    assert whats(planned(store, usual(row))) == ["same"]


def test_the_percentages_of_our_own_export_are_reported(store: Store):
    issue = registered(store)
    cell = "1. 当日起登记首问 [王责任; 2026-11-28; 100%]\n2. 制定首问负责办法 [陈措施; 2026-12-08; 30%]"
    taken(store, ours(store, measures=cell))
    after = store.ledger.issue(OFFICE, issue.ref_no)
    assert [(one.percent, one.done_on) for one in after.measures] == [(100, TODAY), (30, None)]
    assert whats(planned(store, ours(store))) == ["same"]


def test_the_state_of_an_existing_problem_is_never_changed_by_an_import(store: Store):
    taken(store, usual(WINDOW))
    (line,) = planned(store, usual(changed(WINDOW, 是否销号="是", 销号日期="2026-11-20"))).lines
    assert (line.what, told(line)) == ("same", [("closed", "import_status_stays")])
    (line,) = planned(store, ours(store, status="closed")).lines
    assert (line.what, told(line)) == ("same", [("status", "import_status_stays")])


def test_what_was_struck_off_before_comes_in_as_such_by_the_office_alone(store: Store):
    (line,) = planned(store, usual(STRUCK_OFF)).lines
    assert (line.what, told(line)) == ("new", [("closed", "import_as_closed")])
    done = taken(store, usual(STRUCK_OFF))
    issue = done.issues[0]
    assert [event.action for event in store.ledger.history(OFFICE, issue.ref_no)] == ["import_closed"]
    assert (issue.closures[-1].requested_by, issue.closures[-1].decided_by) == (OFFICE.name, OFFICE.name)
    assert issue.closures[-1].extra == {"imported": True}
    assert all(one.done for one in issue.measures)
    row = changed(STRUCK_OFF, 责任单位="办公室", 问题表现="另一个问题")
    (line,) = planned(store, usual(row), CONTACT).lines
    assert said(line) == [("closed", "import_closed_by_office")]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"销号日期": ""}, ("closed_on", "required")),
        ({"销号日期": "2026-12-30"}, ("closed_on", "in_the_future")),
        ({"销号日期": "2026-07-01"}, ("closed_on", "before_found")),
        ({"销号日期": "月初"}, ("closed_on", "not_a_date")),
    ],
)
def test_the_day_of_a_close_out_of_before_is_checked(store: Store, cells: dict[str, str], fault: tuple[str, str]):
    (line,) = planned(store, usual(changed(STRUCK_OFF, **cells))).lines
    assert fault in said(line)


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ({"责任单位": "人事"}, [("unit", "unknown_word")]),
        ({"责任单位": "办公室、人事处"}, [("unit", "several_units")]),
        ({"问题类别": "会务"}, [("category", "unknown_word")]),
        ({"完成时限": "大约冬天"}, [("due", "not_a_date")]),
        ({"完成时限": "5/11/2026"}, [("due", "date_ambiguous")]),
        ({"完成时限": ""}, [("due", "required")]),
        ({"完成时限": "2026-07-01"}, [("due", "before_found")]),
        ({"问题表现": "x" * 4001}, [("finding", "too_long")]),
        ({"责任人": "x" * 41}, [("owner", "too_long")]),
        ({"是否销号": "也许"}, [("closed", "not_yes_or_no_word")]),
        ({"责任单位": "", "完成时限": "冬天"}, [("due", "not_a_date"), ("unit", "required")]),
    ],
)
def test_a_faulty_cell_is_named_with_its_reason(store: Store, cells: dict[str, str], faults: list[tuple[str, str]]):
    (line,) = planned(store, usual(changed(WINDOW, **cells))).lines
    assert line.what == "faulty"
    assert said(line) == faults


def test_a_near_miss_is_proposed_and_once_explained_it_holds(store: Store):
    content = usual(changed(WINDOW, 责任单位="人事", 问题类别="会"))
    (line,) = planned(store, content).lines
    near = {fault.field: fault.params["near"] for fault in line.faults}
    assert (near["unit"][0], near["category"][0]) == ("U02", "meetings")
    (line,) = planned(store, content, explained={"unit": {"人事": "U02"}, "category": {"会": "meetings"}}).lines
    assert (line.what, line.unit) == ("new", "U02")


def test_people_states_and_words_for_yes_are_read(store: Store):
    head = [
        "问题",
        "问题表现",
        "责任单位",
        "问题类别",
        "完成时限",
        "责任人",
        "严重程度",
        "整改方式",
        "领导带头",
        "内部掌握",
        "状态",
    ]
    row = ["甲", "甲的表现", "U02", "meetings", "2026-12-01", "欧 阳 明", "重大", "立即整改", "√", "Y", "未整改"]
    (issue,) = taken(store, as_csv(head, row)).issues
    assert (issue.owner, issue.severity, issue.mode) == ("欧阳明", "critical", "immediate")
    assert (issue.leader_led, issue.confidential, issue.status) == (True, True, Status.OPEN)


def test_a_new_problem_goes_as_far_as_its_row_says_and_the_guards_allow(store: Store):
    head = [
        "编号",
        "状态",
        "问题",
        "问题表现",
        "责任单位",
        "问题类别",
        "完成时限",
        "原因类别",
        "原因",
        "整改措施",
        "责任人",
        "下次复查",
    ]
    full = ["制度", "没有办法", "制定办法", "王责任", ""]
    rows = [
        ["", "整改中", "甲", "甲的表现", "办公室", "担当", "2026-12-20", *full],
        ["", "整改中", "乙", "乙的表现", "办公室", "担当", "2026-12-20", "", "", "制定办法", "王责任", ""],
        ["", "待复核", "丙", "丙的表现", "办公室", "担当", "2026-12-20", *full],
        ["", "持续整改", "丁", "丁的表现", "办公室", "担当", "2026-12-20", *full[:-1], "2026-12-31"],
        ["", "草稿", "戊", "", "办公室", "", "", "", "", "", "", ""],
        ["", "已移交", "己", "己的表现", "办公室", "担当", "2026-12-20", *full],
    ]
    plan = planned(store, as_csv(head, *rows))
    assert [told(line)[:1] for line in plan.lines][1:4] == [
        [("status", "import_stays_open")],
        [("status", "import_ask_again")],
        [],
    ]
    assert said(plan.lines[5]) == [("status", "import_status_not_brought")]
    done = store.imports.accept(OFFICE, plan, {line.number for line in plan.lines})
    assert [issue.status.value for issue in done.issues] == ["in_progress", "open", "in_progress", "ongoing", "draft"]
    assert not done.refused


def test_only_what_was_accepted_is_written(store: Store):
    plan = planned(store, usual())
    assert not store.repository.snapshot("issue")[1]
    done = store.imports.accept(OFFICE, plan, {plan.lines[1].number})
    assert [issue.finding for issue in done.issues] == [MEETING[2]]
    assert not store.imports.accept(OFFICE, plan, set()).batch
    assert len(store.repository.snapshot("issue")[1]) == 1


def test_an_import_is_one_batch_and_undone_as_one(store: Store, clock: Clock):
    taken(store, usual(WINDOW))
    before = {one["ref_no"]: one for one in store.repository.snapshot("issue")[1]}
    clock.go_to(TODAY + timedelta(days=1))
    done = taken(store, usual(changed(WINDOW, 责任人="刘启", 整改进展="已印发", 完成时限="2027-01-10"), MEETING, STRUCK_OFF))
    assert [issue.revision for issue in done.issues] == [5, 1, 1]
    undone = store.batches.undo(OFFICE, done.batch.id)
    assert not undone.refused
    (after,) = store.repository.snapshot("issue")[1]
    ignored = {"revision": 0, "updated_at": ""}
    assert after | ignored == before["XH-0001"] | ignored
    with pytest.raises(NotFound):
        store.ledger.issue(OFFICE, "XH-0002")
    assert whats(planned(store, usual(MEETING))) == ["new"]
    assert taken(store, usual(MEETING)).issues[0].ref_no == "XH-0004"


def test_the_days_between_an_import_and_its_undoing_still_show_what_was_there(store: Store, clock: Clock):
    done = taken(store, usual())
    clock.go_to(TODAY + timedelta(days=3))
    store.batches.undo(OFFICE, done.batch.id)
    assert len(store.ledger.rows(OFFICE, TODAY + timedelta(days=3))) == 0
    past = store.ledger.rows(OFFICE, TODAY + timedelta(days=3), as_of=TODAY + timedelta(days=1))
    assert past["ref_no"].tolist() == ["XH-0001", "XH-0002", "XH-0003", "XH-0004"]
    assert past["status"].tolist() == ["open", "open", "open", "closed"]
    assert past_documents(store.repository, TODAY - timedelta(days=1)) == []
    assert {event["action"] for event in store.repository.select("event", since="2026-11-26")} == {UNDO}


def test_what_was_worked_on_since_stays_when_an_import_is_undone(store: Store):
    done = taken(store, usual(WINDOW, MEETING, FOR_GOOD))
    store.ledger.edit(CONTACT, "XH-0001", 2, {"title": "改了题目"})
    registered(store, recurrence_of="XH-0002")
    undone = store.batches.undo(OFFICE, done.batch.id)
    assert isinstance(undone.refused["XH-0001"], Conflict)
    assert undone.refused["XH-0002"].code == "named_by_another"
    assert [one["ref_no"] for one in store.repository.snapshot("issue")[1]] == ["XH-0001", "XH-0002", "XH-0004"]


def test_what_changed_since_the_preview_is_told_and_left(store: Store):
    issue = registered(store)
    plan = planned(store, ours(store, owner="刘启"))
    store.ledger.edit(CONTACT, issue.ref_no, 1, {"title": "改了题目"})
    done = store.imports.accept(OFFICE, plan, {line.number for line in plan.lines})
    assert not done.issues
    assert [type(error) for error in done.refused.values()] == [Conflict]
    plan = planned(store, usual(MEETING))
    registered(store, unit="U02", category="meetings", finding=MEETING[2])
    done = store.imports.accept(OFFICE, plan, {line.number for line in plan.lines})
    assert [error.code for error in done.refused.values()] == ["import_there_meanwhile"]
    assert done.batch is None


def test_a_row_is_all_of_its_steps_or_none(store: Store, monkeypatch: pytest.MonkeyPatch):
    plan = planned(store, usual(WINDOW, MEETING))
    clipped = replace(plan.lines[0], steps=(plan.lines[0].steps[0], replace(plan.lines[0].steps[1], inputs={"note": ""})))
    done = store.imports.accept(OFFICE, replace(plan, lines=(clipped, plan.lines[1])), {4, 5})
    assert [type(error) for error in done.refused.values()] == [Invalid]
    assert [one["finding"] for one in store.repository.snapshot("issue")[1]] == [MEETING[2]]


def test_a_problem_twice_in_a_file_is_told_once(store: Store):
    plan = planned(store, usual(WINDOW, changed(WINDOW, 序号="9")))
    assert [said(line) for line in plan.lines] == [[], [("row", "import_row_twice")]]
    taken(store, usual(WINDOW))
    plan = planned(store, usual(WINDOW, changed(WINDOW, 序号="9", 责任人="刘启")))
    assert [(line.what, said(line)) for line in plan.lines] == [("same", []), ("faulty", [("row", "import_row_twice")])]


def test_rows_with_numbers_of_our_own_are_as_many_problems_although_they_say_the_same(store: Store):
    for _ in range(3):
        registered(store)
    content = take(store, OFFICE, "issues.csv", {}).content
    assert whats(planned(store, content)) == ["same"] * 3


def test_a_running_number_is_not_our_number_but_remembers_what_its_row_became(store: Store):
    taken(store, usual(WINDOW, MEETING))
    row = changed(WINDOW, 问题表现="来访人被推转三次，窗口没有人负责到底。")
    (line,) = planned(store, usual(row)).lines
    assert (line.what, line.ref_no, list(line.changes)) == ("changed", "XH-0001", ["finding"])
    other = changed(WINDOW, 问题表现="报表重复报送，数据不一致，基层负担重。")
    (line,) = planned(store, usual(other)).lines
    assert line.what == "new"


def test_a_number_that_the_ledger_does_not_have_is_told(store: Store):
    content = as_csv(["编号", "问题表现", "责任单位", "问题类别", "完成时限"], ["XH-0999", "甲", "办公室", "担当", "2026-12-01"])
    (line,) = planned(store, content).lines
    assert (line.what, told(line)) == ("new", [("ref_no", "import_number_unknown")])


def test_sums_signatures_and_headers_that_come_again_are_no_problems(store: Store):
    rows = [
        WINDOW,
        USUAL,
        MEETING,
        ["合计", "2", *[""] * 11],
        ["填表人：李四", "", "审核人：王五", *[""] * 10],
        ["注：以上"] * 13,
    ]
    content = as_csv(USUAL, *rows[:4], ["填表人：李四", *[""] * 12], rows[5])
    plan = planned(store, content)
    assert whats(plan) == ["new", "new"]
    assert plan.asides == (3, 5, 6, 7)


def test_a_row_that_says_much_but_no_problem_is_faulty(store: Store):
    (line,) = planned(store, usual(changed(WINDOW, 问题表现=""))).lines
    assert ("finding", "required") in said(line)


def test_a_sheet_without_a_column_for_the_problem_is_refused(store: Store):
    with pytest.raises(Invalid) as error:
        planned(store, as_csv(["责任单位", "责任人", "完成时限"], ["办公室", "王", "2026-12-01"]))
    assert error.value.faults[0].code == "import_no_problem_column"


def test_a_unit_brings_in_and_changes_its_own_rows_only(store: Store):
    plan = planned(store, usual(WINDOW, MEETING), CONTACT)
    assert [said(line) for line in plan.lines] == [[], [("unit", "not_your_unit")]]
    registered(store, unit="U02", finding=MEETING[2], category="meetings")
    plan = planned(store, usual(changed(MEETING, 责任人="刘启")), CONTACT)
    assert said(plan.lines[0]) == [("unit", "not_your_unit")]
    blank = as_csv(["问题表现", "问题类别", "完成时限"], ["甲", "担当", "2026-12-01"])
    assert [line.unit for line in planned(store, blank, CONTACT).lines] == ["U01"]


def test_who_may_not_import_may_neither_look_nor_write(store: Store):
    plan = planned(store, usual())
    for actor in (VIEWER, INSPECTOR):
        with pytest.raises(Refused, match="role_may_not"):
            planned(store, usual(), actor)
        with pytest.raises(Refused, match="role_may_not"):
            store.imports.accept(actor, plan, {4})


def test_the_administrator_imports_in_the_offices_place(store: Store):
    done = taken(store, usual(STRUCK_OFF), ADMIN)
    (event,) = store.ledger.history(OFFICE, done.issues[0].ref_no)
    assert (event.actor, event.role) == (ADMIN.name, "office")
    assert store.batches.undo(ADMIN, done.batch.id).issues


def test_what_somebody_may_not_see_does_not_exist_for_their_import(store: Store):
    hidden = registered(store, unit="U02", category="duty", finding="内部问题", confidential=True)
    draft = store.ledger.save_draft(OTHER_CONTACT, "c", fields(unit="U02", finding="草稿问题"))
    head = ["编号", "问题表现", "责任单位", "问题类别", "完成时限"]
    rows = [
        [hidden.ref_no, "内部问题", "办公室", "担当", "2026-12-01"],
        [draft.ref_no, "草稿问题", "办公室", "担当", "2026-12-01"],
        ["XH-0999", "没有的问题", "办公室", "担当", "2026-12-01"],
    ]
    plan = planned(store, as_csv(head, *rows), CONTACT)
    assert [(line.what, line.ref_no, told(line)) for line in plan.lines] == [
        ("new", "", [("ref_no", "import_number_unknown")])
    ] * 3


def test_a_confidential_mark_is_lifted_by_no_unit(store: Store):
    registered(store, confidential=True)
    content = ours(store, confidential="false")
    assert said(planned(store, content, CONTACT).lines[0]) == [("confidential", "office_lifts")]
    assert whats(planned(store, content, OFFICE)) == ["changed"]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("unit", "U02", "fixed_once_registered"),
        ("found_on", "2026-11-01", "fixed_once_registered"),
        ("due", "2026-11-25", "not_later"),
    ],
)
def test_what_the_ledger_refuses_is_refused_by_cell(store: Store, name: str, value: str, code: str):
    registered(store)
    assert said(planned(store, ours(store, **{name: value})).lines[0]) == [(name, code)]


def test_what_is_with_the_office_or_settled_is_not_edited(store: Store):
    issue = registered(store)
    store.ledger.do(OFFICE, "dismiss", issue.ref_no, 1, reason="不属实")
    assert said(planned(store, ours(store, owner="刘启")).lines[0]) == [("owner", "import_settled")]


def test_what_was_said_about_a_file_is_remembered_by_its_headings(store: Store):
    head, row = ["问题表现", "责任单位", "谁"], ["甲", "一办", "王"]
    first = source(
        as_csv(head, row), explained={"unit": {"一办": "U01"}}, supposed={"category": "duty", "found_on": "2026-11-01"}
    )
    chosen = replace(first, header=first.header.with_fields({2: "owner"}))
    store.imports.remember(OFFICE, chosen)
    store.imports.remember(OFFICE, chosen)
    assert len(store.repository.snapshot("mapping")[1]) == 1
    again = store.imports.remembered(OFFICE, source(as_csv(["标题"], head, ["乙", "一办", "李"])).header)
    assert (again["columns"], again["explained"]) == (["finding", "unit", "owner"], {"unit": {"一办": "U01"}})
    assert again["supposed"] == {"category": "duty"}
    assert store.imports.remembered(REVIEWER, first.header)["columns"] == again["columns"]
    assert store.imports.remembered(OFFICE, source(as_csv(["问题表现", "责任单位"], row[:2])).header) == {}


def test_a_review_is_proposed_at_a_milestone_or_the_end_of_a_quarter():
    assert next_review(CAMPAIGN, TODAY) == date(2026, 12, 10)
    assert next_review(replace(CAMPAIGN, milestones=()), TODAY) == date(2026, 12, 31)
    assert next_review(replace(CAMPAIGN, milestones=()), date(2026, 12, 20)) == date(2027, 3, 31)


def test_progress_is_told_while_rows_are_compared_and_written(store: Store):
    heard: list[tuple[int, int]] = []
    found = source(usual(), supposed=store.imports.supposed(OFFICE))
    plan = store.imports.plan(OFFICE, found, tell=lambda done, of: heard.append((done, of)))
    assert heard[-1] == (4, 4)
    store.imports.accept(OFFICE, plan, {4, 5}, lambda done, of: heard.append((done, of)))
    assert heard[-1] == (2, 2)


def test_more_than_can_be_written_at_once_is_refused_as_a_whole(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("store.imports.MOST", 3)
    plan = planned(store, usual())
    with pytest.raises(Refused, match="too_many_at_once"):
        store.imports.accept(OFFICE, plan, {line.number for line in plan.lines})
    assert store.repository.snapshot("issue")[1] == []


def test_what_went_with_its_import_stays_in_the_history_of_those_who_run_the_ledger(store: Store):
    done = taken(store, usual(WINDOW))
    store.batches.undo(OFFICE, done.batch.id)
    wanted = Wanted.read({})

    def actions(actor: Actor) -> list[str]:
        found = store.history.events(actor, store.history.find(actor, wanted).ids)
        return [event.action for event in found if event.subject.startswith("issue")]

    assert actions(OFFICE) == actions(ADMIN) == ["undo", "report_progress", "register"]
    assert actions(CONTACT) == actions(VIEWER) == []


@pytest.mark.parametrize("header", ["code", "zh_CN", "en"])
def test_our_file_of_measures_is_told_from_the_list_of_problems(store: Store, header: str):
    registered(store)
    content = take(store, OFFICE, "measures.csv", {"header": header}).content
    book = read_book("measures.csv", content)
    with pytest.raises(Invalid) as error:
        store.imports.plan(OFFICE, Source(book, book.sheets[0], header_at(book.sheets[0], 0)))
    assert error.value.faults[0].code == "import_is_of_measures"
