"""What waits for whom: each problem on one heap, the most urgent heap and row first, with the next step."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from store.model.codec import to_dict
from store.model.documents import Actor
from store.model.enums import Decision, MeasureKind, Role, Status, UrgeLevel
from store.model.issue import Extension, Issue, Measure, Urge
from store.rules.frame import build
from store.rules.lights import add_lights
from store.rules.waiting import waiting

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


def measures(percent: int) -> tuple[Measure, ...]:
    return (Measure(1, MeasureKind.CORRECTIVE, "x", percent=percent),)


def urge(answer: str = "") -> Urge:
    return Urge("2026-001", UrgeLevel.REMINDER, "2026-11-20T09:00:00+08:00", "office", "x", TODAY, answer)


def heaps(actor: Actor, *issues: dict[str, Any], own: tuple[int, ...] = ()) -> dict[str, list[tuple[int, str]]]:
    return {heap.task: list(zip(heap.rows["id"], heap.rows["step"], strict=True)) for heap in waiting(rows(*issues), actor, own)}


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


def test_the_office_decides_reviews_and_urges():
    asked = Extension("2026-11-20T09:00:00+08:00", "first", LATE, FAR, "x")
    decided = Extension("2026-11-20T09:00:00+08:00", "first", LATE, FAR, "x", Decision.GRANTED)
    found = heaps(
        OFFICE,
        {"due": LATE},
        {"status": Status.PENDING},
        {"extensions": (asked,)},
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
    assert heaps(OFFICE, {"status": Status.DRAFT}, {"status": Status.DRAFT}, own=(2,)) == {"draft": [(2, "register")]}
