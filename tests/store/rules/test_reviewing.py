"""The order of the queue, the way through it, and who may look again at what was struck off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from store.model.closure import Check, Closure
from store.model.codec import from_dict, to_dict
from store.model.documents import Actor, Campaign
from store.model.enums import CheckVerdict, Role, Status, Verdict
from store.model.issue import Issue
from store.rules.frame import build, follow
from store.rules.lights import add_lights
from store.rules.offers import offers
from store.rules.reviewing import against_checking, neighbours, queue
from store.rules.waiting import waiting

TODAY = date(2026, 11, 23)
OFFICE, UNIT = Actor("office", Role.OFFICE), Actor("unit", Role.UNIT, "U01")
RED, YELLOW, GREEN = (TODAY + timedelta(days=days) for days in (-1, 2, 40))


def asked(days_ago: int, **more: Any) -> tuple[Closure, ...]:
    return (Closure(f"{TODAY - timedelta(days=days_ago)}T09:00:00+08:00", "unit", "done", **more),)


def held(verdict: CheckVerdict | None = CheckVerdict.HELD) -> Check:
    return Check("2026-11-20T09:00:00+08:00", "office", "seen", verdict)


def struck_off(check_on: date | None = None, *checks: Check, **more: Any) -> Issue:
    closures = asked(30, verdict=Verdict.CLOSED, check_on=check_on, checks=checks)
    standing = {"id": 1, "unit": "U01", "owner": "owner", "status": Status.CLOSED, "due": GREEN, "closed_on": date(2026, 10, 20)}
    return Issue(**{**standing, "closures": closures, **more})


def rows(*issues: Issue) -> Any:
    return add_lights(build([to_dict(issue) for issue in issues]), TODAY, 5, "CN")


def pending(number: int, due: date, days_ago: int) -> Issue:
    return Issue(id=number, status=Status.PENDING, due=due, closures=asked(days_ago))


def test_the_reddest_light_comes_first_and_in_one_colour_the_oldest_request():
    begun = Issue(id=5, status=Status.OPEN)
    found = rows(pending(1, GREEN, 30), pending(2, RED, 1), pending(3, YELLOW, 9), pending(4, RED, 5), begun)
    assert list(queue(found)["id"]) == [4, 2, 3, 1]


def test_of_one_day_the_earlier_deadline_comes_first():
    assert list(queue(rows(pending(1, RED, 2), pending(2, RED - timedelta(days=3), 2)))["id"]) == [2, 1]


def test_an_empty_queue_is_no_error():
    assert queue(rows()).empty


@pytest.mark.parametrize(
    ("refs", "ref", "expected"),
    [
        (["a", "b", "c"], "b", ("a", "c")),
        (["a", "b", "c"], "c", ("b", "a")),
        (["a", "b", "c"], "a", ("c", "b")),
        (["a"], "a", ("", "")),
        (["a", "b"], "gone", ("b", "a")),
        ([], "gone", ("", "")),
    ],
)
def test_the_queue_is_walked_as_a_ring(refs: list[str], ref: str, expected: tuple[str, str]):
    assert neighbours(refs, ref) == expected


def heaps(actor: Actor, issue: Issue) -> dict[str, str]:
    return {heap.task: heap.rows["step"].iloc[0] for heap in waiting(rows(issue), actor, TODAY, Campaign(warning_days=5))}


def test_a_check_waits_for_the_office_from_its_day_on():
    assert heaps(OFFICE, struck_off(TODAY + timedelta(days=1))) == {}
    assert heaps(OFFICE, struck_off(TODAY)) == {"check": "check"}
    assert heaps(OFFICE, struck_off(TODAY - timedelta(days=9))) == {"check": "check"}


def test_a_check_that_took_place_waits_no_longer():
    assert heaps(OFFICE, struck_off(None, held())) == {}


def test_the_next_check_waits_like_the_first():
    assert heaps(OFFICE, struck_off(TODAY, held())) == {"check": "check"}


def test_the_unit_is_told_a_week_ahead():
    assert heaps(UNIT, struck_off(TODAY + timedelta(days=7))) == {"check_ahead": "be_checked"}
    assert heaps(UNIT, struck_off(TODAY + timedelta(days=8))) == {}


def test_what_failed_waits_to_be_reopened_until_it_is():
    failed = struck_off(None, held(CheckVerdict.FAILED))
    assert heaps(OFFICE, failed) == {"check_failed": "reopen"}
    assert next(iter(offers(failed, OFFICE, TODAY))) == "reopen"
    assert "record_check" not in offers(failed, OFFICE, TODAY)


def test_the_longest_overdue_check_comes_first():
    one, other = struck_off(TODAY), struck_off(TODAY - timedelta(days=3))
    found = waiting(rows(one, Issue(**{**vars(other), "id": 2})), OFFICE, TODAY, Campaign(warning_days=5))
    assert [list(heap.rows["id"]) for heap in found] == [[2, 1]]


def test_nobody_checks_what_they_own_and_what_failed_is_not_checked_again():
    assert against_checking(struck_off(TODAY), OFFICE) == []
    assert [fault.code for fault in against_checking(struck_off(TODAY), Actor("owner", Role.OFFICE))] == ["owned_by_yourself"]
    failed = struck_off(None, held(CheckVerdict.FAILED))
    assert [fault.code for fault in against_checking(failed, OFFICE)] == ["check_failed_already"]


@pytest.mark.parametrize(
    "issue",
    [
        struck_off(),
        struck_off(TODAY),
        struck_off(TODAY, held()),
        struck_off(None, held(CheckVerdict.FAILED)),
        Issue(id=1, status=Status.IN_PROGRESS, closures=struck_off(TODAY, held(CheckVerdict.FAILED)).closures),
        struck_off(closures=asked(9, check_on=TODAY, checked_at="2026-11-20T09:00:00+08:00", check_result="ok")),
        Issue(id=1, status=Status.OPEN),
    ],
)
def test_the_rows_say_of_a_check_what_the_issue_says(issue: Issue):
    row = rows(issue).iloc[0]
    planned = issue.closures[-1].next_check if issue.status is Status.CLOSED else None
    assert (row["check_on"].date() if row["check_on"] == row["check_on"] else None) == planned
    assert bool(row["check_failed"]) == (issue.failed_check is not None)
    assert follow(build([to_dict(Issue(id=1))]), to_dict(issue)).equals(build([to_dict(issue)]))


def test_a_document_from_before_the_verdicts_is_read_with_its_check():
    older = to_dict(struck_off(TODAY))
    closure = {name: value for name, value in older["closures"][0].items() if not name.startswith(("checks", "reopen"))}
    issue = from_dict(
        Issue, older | {"closures": [closure | {"checked_at": "2026-11-20T09:00:00+08:00", "check_result": "保持"}]}
    )
    assert [(check.result, check.verdict, check.planned) for check in issue.closures[0].held_checks] == [("保持", None, TODAY)]
    assert issue.closures[0].next_check is None
    assert "record_check" not in offers(issue, OFFICE, TODAY)
