"""What waits for whom: each problem on one heap, the most urgent heap and row first, with the next step."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given

from store.model.codec import to_dict
from store.model.documents import Actor, Campaign
from store.model.enums import Decision, MeasureKind, Role, Status, UrgeLevel
from store.model.issue import Extension, Issue, Measure, Urge
from store.rules.frame import build
from store.rules.lights import add_lights
from store.rules.waiting import Waiting, number_waiting, total, waiting
from tests.store.rules.ledgers import documents, ledgers

TODAY = date(2026, 11, 23)
FIRST, OFFICE = Actor("first", Role.UNIT, "U01"), Actor("office", Role.OFFICE)
LATE, SOON, FAR = date(2026, 11, 9), date(2026, 11, 25), date(2026, 12, 30)


def rows(*issues: dict[str, Any]) -> pd.DataFrame:
    documents = [
        to_dict(
            Issue(**{"id": number, "unit": "U01", "status": Status.IN_PROGRESS, "due": FAR, "measures": measures(0), **fields})
        )
        for number, fields in enumerate(issues, 1)
    ]
    return add_lights(build(documents), TODAY, 5, "CN")


def measures(percent: int, due: date | None = None) -> tuple[Measure, ...]:
    return (Measure(1, MeasureKind.CORRECTIVE, "x", due=due, percent=percent),)


def urge(answer: str = "", day: date = TODAY) -> Urge:
    return Urge("2026-001", UrgeLevel.REMINDER, "2026-11-20T09:00:00+08:00", "office", "x", day, answer)


def desk(actor: Actor, *issues: dict[str, Any]) -> list[Waiting]:
    return waiting(rows(*issues), actor, TODAY, Campaign(warning_days=5))


def heaps(actor: Actor, *issues: dict[str, Any]) -> dict[str, list[tuple[int, str]]]:
    return {heap.task: list(zip(heap.rows["id"], heap.rows["step"], strict=True)) for heap in desk(actor, *issues)}


def test_nothing_waits_for_whom_all_is_on_track():
    assert heaps(FIRST, {}) == {}
    assert heaps(FIRST) == {}


def test_a_unit_sees_only_its_own():
    assert heaps(FIRST, {"unit": "U02", "due": LATE}) == {}


def test_heaps_come_most_urgent_first():
    found = heaps(
        FIRST,
        {"status": Status.DRAFT},
        {"status": Status.OPEN},
        {"measures": measures(100)},
        {"due": SOON},
        {"due": LATE},
        {"urges": (urge(),)},
    )
    assert list(found) == ["answer_urge", "overdue", "due_soon", "ask_close", "start", "draft"]


def test_a_problem_lies_on_one_heap_only_and_its_step_says_the_rest():
    assert heaps(FIRST, {"due": LATE, "measures": measures(100)}) == {"overdue": [(1, "ask_close")]}
    assert heaps(FIRST, {"due": LATE, "status": Status.OPEN}) == {"overdue": [(1, "start")]}
    assert heaps(FIRST, {"due": LATE, "measures": ()}) == {"overdue": [(1, "plan")]}


def test_within_a_heap_the_longest_overdue_comes_first():
    assert [number for number, _ in heaps(FIRST, {"due": date(2026, 11, 20)}, {"due": LATE})["overdue"]] == [2, 1]


def test_what_is_with_the_office_does_not_wait_for_the_unit():
    assert heaps(FIRST, {"status": Status.PENDING, "due": LATE}) == {}


def test_an_answered_slip_waits_no_longer():
    assert heaps(FIRST, {"urges": (urge("done"),)}) == {}


@pytest.mark.parametrize("status", [Status.CLOSED, Status.REFERRED, Status.DISMISSED])
def test_nothing_waits_of_what_is_settled(status: Status):
    """Its slip may no longer be answered and its request for more time no longer be decided."""
    asked = Extension("2026-11-20T09:00:00+08:00", "first", LATE, FAR, "x")
    settled = {"status": status, "due": LATE, "urges": (urge(),), "extensions": (asked,)}
    assert heaps(FIRST, settled) == {} == heaps(OFFICE, settled)


def test_the_office_decides_reviews_and_urges():
    asked = Extension("2026-11-20T09:00:00+08:00", "first", LATE, FAR, "x")
    decided = Extension("2026-11-20T09:00:00+08:00", "first", LATE, FAR, "x", Decision.GRANTED)
    found = heaps(
        OFFICE,
        {"due": LATE},
        {"status": Status.PENDING},
        {"extensions": (asked,), "due": LATE},
        {"due": LATE, "urges": (urge(),)},
        {"extensions": (decided,)},
    )
    assert found == {
        "decide_extension": [(3, "decide")],
        "review": [(2, "review")],
        "urge": [(1, "urge")],
        "urged": [(4, "await_answer")],
    }


def test_of_drafts_only_its_own_wait_for_the_office():
    others, own = {"status": Status.DRAFT, "created_by": "first"}, {"status": Status.DRAFT, "created_by": "office"}
    assert heaps(OFFICE, others, own) == {"draft": [(2, "register")]}


def test_a_slip_is_reckoned_by_the_day_to_answer_by_not_by_the_deadline():
    (heap,) = desk(FIRST, {"urges": (urge(day=SOON),)}, {"urges": (urge(day=LATE),)})
    assert heap.day == "answer_due"
    assert list(zip(heap.rows["id"], heap.rows["light"], heap.rows["days"], strict=True)) == [(2, "red", 14), (1, "yellow", 2)]


def test_what_is_settled_waits_for_nobody_even_with_an_open_slip_and_request():
    asked = Extension("2026-11-20T09:00:00+08:00", "first", LATE, FAR, "x")
    settled = {"status": Status.REFERRED, "urges": (urge(day=LATE),), "extensions": (asked,)}
    assert heaps(FIRST, settled) == heaps(OFFICE, settled) == {}


def test_what_goes_on_for_good_waits_when_its_review_comes_near():
    ongoing = {"status": Status.ONGOING, "due": None}
    found = heaps(FIRST, *({**ongoing, "next_review": day} for day in (LATE, SOON, FAR)), {"due": LATE})
    assert found == {"overdue": [(4, "carry_on")], "next_review": [(1, "take_stock"), (2, "take_stock")]}


def test_a_measure_waits_by_its_own_day_while_the_problem_still_has_time():
    late, done = measures(40, due=LATE), measures(100, due=LATE)
    (heap,) = desk(FIRST, {"measures": late}, {"measures": done + measures(0, due=FAR)}, {"measures": measures(0)})
    assert (heap.task, heap.day, list(heap.rows["id"]), list(heap.rows["days"])) == ("measure", "measure_due", [1], [14])


def test_nothing_waits_for_whom_only_looks():
    for role in (Role.VIEWER, Role.INSPECTOR, Role.ADMIN):
        assert heaps(Actor("somebody", role), {"due": LATE}, {"status": Status.PENDING}) == {}


@given(ledgers)
def test_every_problem_lies_on_one_heap_at_most_and_the_total_counts_each_once(found: list[Issue]):
    lit = add_lights(build(documents(found)), TODAY, 5, "CN")
    for actor in (FIRST, OFFICE):
        laid = waiting(lit, actor, TODAY, Campaign(warning_days=5))
        keys = [key for heap in laid for key in heap.rows["id"]]
        assert len(keys) == len(set(keys)) == total(laid) == number_waiting(lit, actor, TODAY, Campaign(warning_days=5))
        assert all(len(heap.rows) for heap in laid)
