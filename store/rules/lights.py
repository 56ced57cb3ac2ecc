"""The light 红黄绿灯 of an issue, always with its reason (domain.md, The light)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from store.model.enums import Light, Status
from store.model.issue import Issue
from store.rules.workdays import working_days_left, working_days_left_many

SETTLED = frozenset({Status.CLOSED, Status.REFERRED, Status.DISMISSED, Status.DRAFT})
"""Statuses in which no clock runs: their light is grey."""


LIT = ("status", "deadline", "closed_on", "returned", "urges_open", "urged_until", "answer_days")
"""The columns of the frame that lights are made of."""
_ENDED = (Status.REFERRED, Status.DISMISSED, Status.DRAFT)
_REASONS: Any = pd.array(
    [
        *("closed_late", "closed_on_time", *(one.value for one in _ENDED)),
        *("no_deadline", "overdue", "due_soon", "returned", "on_track"),
    ],
    dtype="str",
)
_COLOURS: Any = pd.array(["grey"] * 5 + ["green", "red", "yellow", "yellow", "green"], dtype="str")
"""The reasons in the order in which they are asked for, and their colours."""


@dataclass(frozen=True)
class Shown:
    """A light and why.

    ``reason`` is a code, ``days`` its number (days overdue or late, working days left), ``deadline`` the day of reckoning,
    ``extended`` how often that day was put off.
    """

    light: Light
    reason: str
    days: int
    deadline: date | None
    extended: int = 0


def light(issue: Issue, today: date, warning_days: int, country: str) -> Shown:
    """The light of one issue.

    Red: past the deadline (``overdue``, calendar days). Yellow: at most ``warning_days`` working days left (``due_soon``)
    or sent back by the office (``returned``). Green: ``on_track``, or ``no_deadline``. Grey: ``closed_on_time``,
    ``closed_late``, ``draft``, ``referred``, ``dismissed``.
    """
    return replace(_light(issue, today, warning_days, country), extended=issue.extended)


def _light(issue: Issue, today: date, warning_days: int, country: str) -> Shown:
    deadline = issue.deadline
    if issue.status in SETTLED:
        return _settled(issue)
    if deadline is None:
        return Shown(Light.GREEN, "no_deadline", 0, None)
    if today > deadline:
        return Shown(Light.RED, "overdue", (today - deadline).days, deadline)
    left = working_days_left(today, deadline, country)
    if left <= warning_days:
        return Shown(Light.YELLOW, "due_soon", left, deadline)
    if issue.returned:
        return Shown(Light.YELLOW, "returned", issue.returned, deadline)
    return Shown(Light.GREEN, "on_track", left, deadline)


def _settled(issue: Issue) -> Shown:
    if issue.status is not Status.CLOSED or issue.closed_on is None:
        return Shown(Light.GREY, issue.status.value, 0, issue.deadline)
    late = max(0, (issue.closed_on - issue.deadline).days) if issue.deadline else 0
    return Shown(Light.GREY, "closed_late" if late else "closed_on_time", late, issue.deadline)


def add_lights(rows: pd.DataFrame, today: date, warning_days: int, country: str) -> pd.DataFrame:
    """The same for a whole frame.

    A copy of ``rows`` with ``light``, ``reason``, ``days`` and ``late`` (test: equal to :func:`light`), and with
    ``answers_late``: the slips of an unsettled issue that should have been answered before ``today`` and were not;
    ``urge_running``: whether the time to answer its latest slip is not over yet.
    """
    lit = _lit(rows, today, warning_days, country)
    settled = rows["status"].isin([one.value for one in SETTLED]).to_numpy()
    running = rows["urged_until"].to_numpy().astype("datetime64[D]") >= np.datetime64(today)
    return rows.assign(**lit, answers_late=_answers_late(rows, today, settled), urge_running=running)


def by_another_clock(rows: pd.DataFrame, day: str, today: date, warning_days: int, country: str) -> pd.DataFrame:
    """A copy of ``rows`` whose ``light``, ``reason`` and ``days`` reckon by the column ``day`` instead of the deadline."""
    clock = rows[["deadline", "closed_on", "status", "returned"]]
    clock = clock.assign(deadline=rows[day], status=Status.OPEN.value, returned=0)
    lit = _lit(clock, today, warning_days, country)
    return rows.assign(light=lit["light"], reason=lit["reason"], days=lit["days"], extended=0)


def _lit(rows: pd.DataFrame, today: date, warning_days: int, country: str) -> dict[str, Any]:
    """The columns ``light``, ``reason``, ``days`` and ``late``."""
    deadline = rows["deadline"].to_numpy().astype("datetime64[D]")
    closed_on = rows["closed_on"].to_numpy().astype("datetime64[D]")
    none = np.isnat(deadline)
    overdue = np.where(none, 0, (np.datetime64(today) - deadline).astype("int64"))
    left = working_days_left_many(today, deadline, country)
    late = np.where(none | np.isnat(closed_on), 0, np.maximum(0, (closed_on - deadline).astype("int64")))
    closed, *ended = (_is(rows, status) for status in (Status.CLOSED, *_ENDED))
    returned = rows["returned"].to_numpy()
    cases = [closed & (late > 0), closed, *ended, none, overdue > 0, left <= warning_days, returned > 0]
    numbers: list[Any] = [late, 0, *(0 for _ in ended), 0, overdue, left, returned]
    case = np.select(cases, list(range(len(cases))), len(cases))
    return {
        "light": _COLOURS.take(case),
        "reason": _REASONS.take(case),
        "days": np.select(cases, numbers, left),
        "late": closed & (late > 0),
    }


def _is(rows: pd.DataFrame, status: Status) -> npt.NDArray[np.bool_]:
    return (rows["status"] == status.value).to_numpy()


def _answers_late(rows: pd.DataFrame, today: date, settled: Any) -> Any:
    """Only the few rows with an unanswered slip are looked at."""
    late = np.zeros(len(rows), dtype="int64")
    days, day = rows["answer_days"].to_numpy(dtype=object), today.isoformat()
    for place in np.flatnonzero((rows["urges_open"].to_numpy() > 0) & ~settled):
        late[place] = sum(one < day for one in days[place].split())
    return late
