"""What waits for whom, most urgent first: the rows of the ledger sorted into what somebody has to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from store.model.documents import Actor, Campaign
from store.model.enums import UNFINISHED, Light, Role, Status
from store.rules.lights import by_another_clock
from store.rules.progress import urgent
from store.rules.reviewing import queue

Rows = pd.DataFrame
Test = Callable[[Rows], "pd.Series[bool]"]

DATED = (Status.OPEN.value, Status.IN_PROGRESS.value)
AT_WORK = (*DATED, Status.ONGOING.value)
ANNOUNCED = 7
"""Days before an effectiveness check in which the unit is told of it."""
BEGUN = (Status.IN_PROGRESS.value, Status.ONGOING.value)
PRESSING = (Light.RED.value, Light.YELLOW.value)


@dataclass(frozen=True)
class Waiting:
    """One heap of a person's desk: what is to be done (``task``) and its rows with ``step``, the next thing to do on each.

    ``day`` names the column that the heap reckons by; ``light``, ``reason`` and ``days`` of its rows are that day's.
    """

    task: str
    rows: Rows
    day: str = "deadline"


def _at_work(rows: Rows) -> pd.Series[bool]:
    return rows["status"].isin(AT_WORK)


def _all_done(rows: Rows) -> pd.Series[bool]:
    return rows["status"].isin(BEGUN) & (rows["measures"] > 0) & (rows["measures"] == rows["measures_done"])


def _to_look_at(rows: Rows) -> pd.Series[bool]:
    """Ongoing, and its review is due within the warning days or past."""
    return (rows["status"] == Status.ONGOING.value) & rows["reason"].isin(("overdue", "due_soon"))


def _to_answer(rows: Rows) -> pd.Series[bool]:
    """A slip wants its answer; of what is settled nobody answers any more (permissions.py)."""
    return (rows["urges_open"] > 0) & rows["status"].isin(UNFINISHED)


def _to_urge(rows: Rows) -> pd.Series[bool]:
    """Overdue, or its slip not answered by the day; not while the unit still has time to answer (ladder.py)."""
    late = (rows["light"] == Light.RED.value) | (rows["answers_late"] > 0)
    return _at_work(rows) & late & ~rows["urge_running"]


UNIT_TASKS: dict[str, Test] = {
    "answer_urge": _to_answer,
    "overdue": lambda rows: rows["status"].isin(DATED) & (rows["reason"] == "overdue"),
    "next_review": _to_look_at,
    "returned": lambda rows: (rows["status"] == Status.IN_PROGRESS.value) & (rows["returned"] > 0),
    "due_soon": lambda rows: rows["status"].isin(DATED) & (rows["reason"] == "due_soon"),
    "measure": lambda rows: rows["measure_light"].isin(PRESSING),
    "ask_close": _all_done,
    "start": lambda rows: rows["status"] == Status.OPEN.value,
    "check_ahead": lambda rows: rows["check_in"] <= ANNOUNCED,
    "draft": lambda rows: rows["status"] == Status.DRAFT.value,
}
"""What waits for a unit; a row lies on the first heap it belongs to, so every problem is named once."""

OFFICE_TASKS: dict[str, Test] = {
    "decide_extension": lambda rows: rows["extension_asked"] > 0,
    "review": lambda rows: rows["status"] == Status.PENDING.value,
    "check_failed": lambda rows: rows["check_failed"],
    "check": lambda rows: rows["check_in"] <= 0,
    "urge": _to_urge,
    "urged": lambda rows: _at_work(rows) & (rows["light"] == Light.RED.value),
    "draft": lambda rows: rows["status"] == Status.DRAFT.value,
}
"""What waits for the office, over all units; of the drafts only its own."""

TASKS: dict[Role, dict[str, Test]] = {Role.UNIT: UNIT_TASKS, Role.OFFICE: OFFICE_TASKS}
"""For whom anything can wait; whoever only looks has no desk."""

DAYS = {
    "answer_urge": "answer_due",
    "measure": "measure_due",
    "next_review": "next_review",
    "check": "check_on",
    "check_ahead": "check_on",
}
"""The heaps that reckon by another day than the deadline of the problem, and follow each other by it."""

IN_ORDER: dict[str, Callable[[Rows], Rows]] = {
    "draft": lambda rows: rows,
    "review": queue,
    "check_failed": lambda rows: rows.sort_values(["check_on", "closed_on", "id"]),
}
"""How the rows of a heap follow each other where that is neither by such a day nor by urgency."""


def waiting(rows: Rows, actor: Actor, today: date, campaign: Campaign) -> list[Waiting]:
    """The desk of ``actor``: its heaps that are not empty, most urgent first, each row on one heap only.

    A unit's drafts are the unit's; of all others only those that the actor began wait for them.
    """
    mine, tasks = _laid(rows, actor, today, campaign)
    taken = tasks != ""
    stepped, tasks = with_step(mine[taken], actor), tasks[taken]
    heaps = {task: stepped[tasks == task] for task in TASKS.get(actor.role, {})}
    return [_heap(task, rows, today, campaign) for task, rows in heaps.items() if len(rows)]


def number_waiting(rows: Rows, actor: Actor, today: date, campaign: Campaign) -> int:
    """The :func:`total` of :func:`waiting`, without laying the heaps out: every page shows it beside the name of the desk."""
    return int((_laid(rows, actor, today, campaign)[1] != "").sum())


def _laid(rows: Rows, actor: Actor, today: date, campaign: Campaign) -> tuple[Rows, np.ndarray[tuple[int, ...], Any]]:
    """The rows that ``actor`` answers for, and of each the heap it lies on, empty for none."""
    mine = rows[rows["unit"] == actor.unit] if actor.role is Role.UNIT else rows
    mine = _with_clocks(mine, today, campaign)
    others = (mine["status"] == Status.DRAFT.value) & (mine["created_by"] != actor.name) & (actor.role is not Role.UNIT)
    tasks, left = np.full(len(mine), "", dtype=object), ~others.to_numpy()
    for task, test in TASKS.get(actor.role, {}).items():
        chosen = left & test(mine).to_numpy()
        tasks[chosen], left = task, left & ~chosen
    return mine, tasks


def total(heaps: Iterable[Waiting]) -> int:
    """How many problems wait: the number beside the page's name, at the head of the page and in the reminder."""
    return sum(len(heap.rows) for heap in heaps)


def _with_clocks(rows: Rows, today: date, campaign: Campaign) -> Rows:
    """``rows`` with the light of the measure to be finished first, empty where none is at work, and the days to the check."""
    at_work = rows.loc[rows["measure_due"].notna() & rows["status"].isin(BEGUN)]
    clock = by_another_clock(at_work, "measure_due", today, campaign.warning_days, campaign.country)
    return rows.assign(
        measure_light=clock["light"].reindex(rows.index, fill_value=""),
        check_in=(rows["check_on"] - pd.Timestamp(today)).dt.days,
    )


def _heap(task: str, rows: Rows, today: date, campaign: Campaign) -> Waiting:
    if task not in DAYS:
        return Waiting(task, IN_ORDER.get(task, urgent)(rows))
    day = DAYS[task]
    clock = by_another_clock(rows, day, today, campaign.warning_days, campaign.country)
    return Waiting(task, clock.sort_values([day, "id"]), day)


def with_step(rows: Rows, actor: Actor) -> Rows:
    """``rows`` with ``step``: the code of the next thing that ``actor`` does on each, of which only one is named."""
    status = rows["status"].to_numpy(dtype=object)
    cases: dict[str, pd.Series[bool] | np.ndarray[tuple[int, ...], np.dtype[np.bool_]]] = {
        "reopen": rows["check_failed"] & actor.runs_the_ledger,
        "check": rows["check_on"].notna() & actor.runs_the_ledger,
        "be_checked": rows["check_on"].notna(),
        "register": status == Status.DRAFT.value,
        "answer": _to_answer(rows) & (actor.role is Role.UNIT),
        "decide": (rows["extension_asked"] > 0) & actor.runs_the_ledger,
        "review": (status == Status.PENDING.value) & actor.runs_the_ledger,
        "wait": status == Status.PENDING.value,
        "await_answer": _to_answer(rows) & (rows["urges_open"] > rows["answers_late"]) & actor.runs_the_ledger,
        "urge": _to_urge(rows) & actor.runs_the_ledger,
        "plan": _at_work(rows) & (rows["measures"] == 0),
        "start": status == Status.OPEN.value,
        "ask_close": _all_done(rows),
        "take_stock": _to_look_at(rows),
    }
    step = np.select([np.asarray(case, dtype=bool) for case in cases.values()], list(cases), "carry_on")
    return rows.assign(step=pd.array(step, dtype="str"))
