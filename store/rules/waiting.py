"""What waits for whom, most urgent first: the rows of the ledger sorted into what somebody has to do next."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from store.model.documents import Actor
from store.model.enums import Light, Role, Status
from store.rules.progress import urgent

Rows = pd.DataFrame
Test = Callable[[Rows], "pd.Series[bool]"]

AT_WORK = (Status.OPEN.value, Status.IN_PROGRESS.value, Status.ONGOING.value)
BEGUN = (Status.IN_PROGRESS.value, Status.ONGOING.value)


@dataclass(frozen=True)
class Waiting:
    """One heap of a person's desk: what is to be done (``task``) and its rows with ``step``, the next thing to do on each."""

    task: str
    rows: Rows


def _at_work(rows: Rows) -> pd.Series[bool]:
    return rows["status"].isin(AT_WORK)


def _all_done(rows: Rows) -> pd.Series[bool]:
    return rows["status"].isin(BEGUN) & (rows["measures"] > 0) & (rows["measures"] == rows["measures_done"])


UNIT_TASKS: dict[str, Test] = {
    "answer_urge": lambda rows: rows["urges_open"] > 0,
    "overdue": lambda rows: _at_work(rows) & (rows["light"] == Light.RED.value),
    "returned": lambda rows: (rows["status"] == Status.IN_PROGRESS.value) & (rows["returned"] > 0),
    "due_soon": lambda rows: _at_work(rows) & (rows["light"] == Light.YELLOW.value),
    "ask_close": _all_done,
    "start": lambda rows: rows["status"] == Status.OPEN.value,
    "draft": lambda rows: rows["status"] == Status.DRAFT.value,
}
"""What waits for a unit; a row lies on the first heap it belongs to, so every problem is named once."""

OFFICE_TASKS: dict[str, Test] = {
    "decide_extension": lambda rows: rows["extension_asked"] > 0,
    "review": lambda rows: rows["status"] == Status.PENDING.value,
    "urge": lambda rows: _at_work(rows) & (rows["light"] == Light.RED.value) & (rows["urges_open"] == 0),
    "urged": lambda rows: _at_work(rows) & (rows["light"] == Light.RED.value),
    "draft": lambda rows: rows["status"] == Status.DRAFT.value,
}
"""What waits for the office, over all units; of the drafts only its own."""


def waiting(rows: Rows, actor: Actor, own_drafts: Collection[int] = ()) -> list[Waiting]:
    """The desk of ``actor``: its heaps that are not empty, most urgent first, each row on one heap only.

    A unit's drafts are the unit's; of all others only those that the actor began (``own_drafts``, by id) wait for them.
    """
    others = (rows["status"] == Status.DRAFT.value) & ~rows["id"].isin(own_drafts)
    mine = rows[rows["unit"] == actor.unit] if actor.role is Role.UNIT else rows[~others]
    heaps: list[Waiting] = []
    for task, test in (UNIT_TASKS if actor.role is Role.UNIT else OFFICE_TASKS).items():
        chosen = mine[test(mine)]
        mine = mine.drop(chosen.index)
        if len(chosen):
            heaps.append(Waiting(task, with_step(chosen if task == "draft" else urgent(chosen), actor)))
    return heaps


def with_step(rows: Rows, actor: Actor) -> Rows:
    """``rows`` with ``step``: the code of the next thing that ``actor`` does on each, of which only one is named."""
    status = rows["status"].to_numpy(dtype=object)
    cases: dict[str, pd.Series[bool] | np.ndarray[tuple[int, ...], np.dtype[np.bool_]]] = {
        "register": status == Status.DRAFT.value,
        "answer": (rows["urges_open"] > 0) & (actor.role is Role.UNIT),
        "decide": (rows["extension_asked"] > 0) & actor.runs_the_ledger,
        "review": (status == Status.PENDING.value) & actor.runs_the_ledger,
        "wait": status == Status.PENDING.value,
        "await_answer": (rows["urges_open"] > 0) & actor.runs_the_ledger,
        "urge": _at_work(rows) & (rows["light"] == Light.RED.value) & actor.runs_the_ledger,
        "plan": _at_work(rows) & (rows["measures"] == 0),
        "start": status == Status.OPEN.value,
        "ask_close": _all_done(rows),
    }
    step = np.select([np.asarray(case, dtype=bool) for case in cases.values()], list(cases), "carry_on")
    return rows.assign(step=pd.array(step, dtype="str"))
