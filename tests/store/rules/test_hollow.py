"""Each check fires on what it is about and stays silent on a problem that was really put right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from store.model.documents import Campaign, Category, Option, StandingMeasure
from store.model.enums import MeasureKind, Status
from store.model.issue import Closure, Evidence, Issue, Measure
from store.rules.copies import Copies, Holder, Passage
from store.rules.hollow import CHECKS, Ground, Suspicion, suspicions

PRESCRIBED = "领导机关带头精简文件，坚持少而精，可发可不发的不发。"
CAMPAIGN = Campaign(
    categories=(
        Category("C1", {"en": "Duty"}, {"en": "Duty"}, standing_measures=(StandingMeasure("S", {"zh_CN": PRESCRIBED}),)),
    ),
    cause_kinds=(Option("rules", {"en": "No rule"}, institutional=True), Option("care", {"en": "Care"})),
)
SOUND = (
    Measure(
        1, MeasureKind.CORRECTIVE, "开通来电排队，未接来电由值班员当日回拨并登记", "陈", percent=100, done_on=date(2026, 11, 10)
    ),
    Measure(
        2,
        MeasureKind.PREVENTIVE,
        "把接通率列入窗口月度服务质量通报，连续两月不达标约谈",
        "林",
        percent=100,
        done_on=date(2026, 11, 16),
    ),
)
NOTE = "回拨登记坚持六周，四次抽测接通率均在百分之九十五以上"
ASKED = Closure("2026-11-18T10:00:00+08:00", "李", NOTE)
PAPER = Evidence(3, "抽测记录单", date(2026, 11, 16), "2026-11-17T09:00:00+08:00", "李")


def problem(**other: Any) -> Issue:
    """A problem that waits for its verdict and has nothing hollow about it."""
    fields = {
        "title": "咨询电话无人接听",
        "finding": "连续五天拨打三十次，十七次无人接听。",
        "cause": "电话由窗口兼接，没有人统计未接来电。",
    }
    when = {"created_at": "2026-11-02T09:00:00+08:00", "found_on": date(2026, 11, 2), "status": Status.PENDING}
    whole = Issue(
        id=1,
        ref_no="XH-0001",
        unit="U01",
        category="C1",
        cause_kind="rules",
        measures=SOUND,
        evidence=(PAPER,),
        closures=(ASKED,),
        **fields,
        **when,
    )
    return replace(whole, **other)


def found(issue: Issue, copies: Copies | None = None, seen: tuple[int, ...] = (1, 2, 3)) -> tuple[Suspicion, ...]:
    return suspicions(issue, Ground(CAMPAIGN, copies or Copies(), seen))


def codes(issue: Issue, copies: Copies | None = None) -> list[str]:
    return [one.code for one in found(issue, copies)]


def elsewhere(part: str, text: str, key: int = 2, unit: str = "U02") -> Copies:
    copies = Copies()
    copies.put(Holder(1, "XH-0001", "U01"), [Passage(part, text)])
    copies.put(Holder(key, f"XH-{key:04d}", unit), [Passage(part, text)])
    return copies


def with_measure(**other: Any) -> Issue:
    return problem(measures=(replace(SOUND[0], **other), SOUND[1]))


def test_nothing_speaks_against_a_problem_that_was_really_put_right():
    assert found(problem()) == ()


def test_a_problem_that_is_only_just_begun_is_not_blamed_for_what_is_still_to_come():
    begun = tuple(replace(one, percent=0, done_on=None) for one in SOUND)
    assert found(problem(status=Status.IN_PROGRESS, measures=begun, evidence=(), closures=())) == ()


@pytest.mark.parametrize("text", ["加强学习，提高认识！", "Train the staff.", "严 肃 纪 律 要 求"])
def test_a_measure_of_a_few_words_is_named_by_its_number(text: str):
    assert found(with_measure(text=text)) == (Suspicion("measure_too_short", {}, (1,)),)


def test_an_english_measure_that_says_who_does_what_is_long_enough():
    assert codes(with_measure(text="The desk officer calls back every missed caller")) == []


def test_a_measure_that_repeats_the_finding_is_no_measure():
    issue = with_measure(text="连续五天拨打三十次有十七次无人接听")
    assert found(issue) == (Suspicion("measure_copies_finding", {}, (1,)),)


def test_a_measure_without_owner_is_named_by_its_number():
    assert found(with_measure(owner="")) == (Suspicion("measure_without_owner", {}, (1,)),)


def test_an_institutional_cause_asks_for_a_rule():
    contained = tuple(replace(one, kind=MeasureKind.CONTAINMENT) for one in SOUND)
    corrected = tuple(replace(one, kind=MeasureKind.CORRECTIVE) for one in SOUND)
    assert codes(problem(measures=contained)) == ["only_containment"]
    assert codes(problem(measures=corrected)) == ["no_preventive"]
    assert codes(problem(measures=contained, cause_kind="care")) == []


def test_the_same_measure_in_another_unit_is_told_with_who_else_has_it():
    assert found(problem(), elsewhere("measure", SOUND[0].text)) == (Suspicion("measure_copied", {}, (1,), ("XH-0002",)),)


def test_the_same_measure_twice_in_one_unit_is_its_own_business():
    assert codes(problem(), elsewhere("measure", SOUND[0].text, unit="U01")) == []


def test_a_measure_that_the_campaign_prescribes_is_no_copy():
    assert codes(with_measure(text=PRESCRIBED), elsewhere("measure", PRESCRIBED)) == []


def test_cause_and_completion_note_may_be_copied_too():
    assert codes(problem(), elsewhere("cause", "电话由窗口兼接；没有人统计未接来电")) == ["cause_copied"]
    assert codes(problem(), elsewhere("note", NOTE)) == ["note_copied"]


def test_a_problem_that_the_person_may_not_see_is_not_named():
    assert found(problem(), elsewhere("cause", problem().cause), seen=(1,)) == ()


def test_a_request_on_the_day_of_entering_is_told_with_its_day():
    issue = problem(created_at="2026-11-18T08:00:00+08:00")
    assert found(issue) == (Suspicion("asked_on_first_day", {"day": date(2026, 11, 18)}),)


def test_measures_that_were_all_finished_on_one_day():
    once = tuple(replace(one, done_on=date(2026, 11, 16)) for one in SOUND)
    for_the_request = tuple(replace(one, done_on=date(2026, 11, 18)) for one in SOUND)
    assert codes(problem(measures=once)) == ["done_on_one_day"]
    assert codes(problem(measures=for_the_request)) == ["done_on_request_day"]
    assert codes(problem(measures=once[1:])) == []


def test_evidence_is_missing_or_too_little_for_so_many_measures():
    assert codes(problem(evidence=())) == ["evidence_missing"]
    assert codes(problem(evidence=(replace(PAPER, removed_at="2026-11-17T10:00:00+08:00"),))) == ["evidence_missing"]
    three = (*SOUND, replace(SOUND[0], id=4))
    assert found(problem(measures=three)) == (Suspicion("evidence_few", {"pieces": 1, "all": 3}),)
    assert codes(problem(measures=three, evidence=(PAPER, PAPER))) == []


def test_a_paper_that_was_taken_back_proves_nothing():
    taken_back = replace(PAPER, removed_at="2026-11-20T09:00:00+08:00", removed_by="李填报", removed_why="传错了")
    assert codes(problem(evidence=(taken_back,))) == ["evidence_missing"]


def test_evidence_from_before_the_finding_or_after_the_request():
    early, late = replace(PAPER, dated=date(2026, 11, 1)), replace(PAPER, dated=date(2026, 11, 19))
    assert found(problem(evidence=(early,))) == (
        Suspicion("evidence_before_found", {"day": date(2026, 11, 1), "found_on": date(2026, 11, 2)}),
    )
    assert found(problem(evidence=(late,))) == (
        Suspicion("evidence_after_request", {"day": date(2026, 11, 19), "asked_on": date(2026, 11, 18)}),
    )
    assert codes(problem(evidence=(replace(PAPER, dated=None),))) == []


def test_a_completion_note_of_a_few_words():
    assert codes(problem(closures=(replace(ASKED, note="已按要求整改完毕。"),))) == ["note_too_short"]


def test_an_empty_draft_goes_through_every_check():
    assert all(list(check(Issue(), Ground(CAMPAIGN, Copies(), ()))) == [] for check in CHECKS.values())
