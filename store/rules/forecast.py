"""When the ledger will be empty: at the closing speed of the last weeks, with a plain range, or in words why nobody can say.

Counted are close-outs that still stand: one that was taken back is no progress, and its problem is among those left. Newly found
problems are told beside it and not taken off. Weeks are seven days each, back from the day looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from store.rules.progress import SELECTIONS

Rows = pd.DataFrame
Days = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

WEEKS, USUAL = (4, 8, 12), 8
"""How many weeks back the speed may be measured over."""
FEWEST = 4
"""Weeks of history; from fewer nobody can tell a pace from chance."""
FARTHEST = 366
"""Days; a forecast beyond a year says nothing."""
DRAWS, SURE, SEED = 2000, 0.8, 20260801
"""How often the future is drawn, and which share of the outcomes the range holds; the same rows give the same range."""

VERDICTS = ("nothing", "empty", "short", "standstill", "far", "dated")
"""No problem on the books; none left; too little history; nothing closed lately; beyond a year; a day with its range."""


@dataclass(frozen=True)
class Pace:
    """The last weeks: their first and last day, how many were closed in each (oldest first), how many found in all of them."""

    first: date
    last: date
    closings: tuple[int, ...]
    found: int

    @property
    def closed(self) -> int:
        """Closed in all of the weeks."""
        return sum(self.closings)

    @property
    def mean(self) -> float:
        """Closed a week."""
        return self.closed / len(self.closings) if self.closings else 0.0

    @property
    def outrun(self) -> bool:
        """Whether more were found than closed, so that the ledger does not shrink at all."""
        return self.found > self.closed


@dataclass(frozen=True)
class Forecast:
    """How far the ledger is from empty, and when it will be; days only with the verdict ``dated``."""

    verdict: str
    closed: int
    left: int
    pace: Pace
    day: date | None = None
    earliest: date | None = None
    latest: date | None = None

    def against(self, ends: date | None) -> str:
        """How that stands to the last day of the campaign.

        ``in_time`` with the whole range, ``doubtful`` when only the day itself is, ``late``; empty without days to compare.
        """
        if ends is None or self.day is None or self.latest is None:
            return ""
        return "late" if self.day > ends else "doubtful" if self.latest > ends else "in_time"


def forecast(rows: Rows, today: date, weeks: int = USUAL) -> Forecast:
    """The forecast for ``rows`` as they stand on ``today``, at the speed of the last ``weeks``, or of all there are if fewer."""
    closed, left = (int(SELECTIONS[name](rows).sum()) for name in ("closed", "unsettled"))
    pace = pace_of(rows, today, weeks)
    verdict = _verdict(closed, left, pace)
    if verdict != "dated":
        return Forecast(verdict, closed, left, pace)
    ahead = -(-7 * len(pace.closings) * left // pace.closed)
    first, last = span(pace.closings, left)
    if max(ahead, last) > FARTHEST:
        return Forecast("far", closed, left, pace)
    days = (today + timedelta(days=number) for number in (ahead, min(first, ahead), max(last, ahead)))
    return Forecast("dated", closed, left, pace, *days)


def _verdict(closed: int, left: int, pace: Pace) -> str:
    if not left:
        return "empty" if closed else "nothing"
    if len(pace.closings) < FEWEST:
        return "short"
    return "dated" if pace.closed else "standstill"


def pace_of(rows: Rows, today: date, weeks: int) -> Pace:
    """The last ``weeks``, without those before the first problem was found: nothing could be closed in them."""
    found = rows.loc[SELECTIONS["found"](rows), "found_on"]
    ages = _ages(found, today)
    lived = (int(ages.max()) + 1) // 7 if len(ages) else 0
    count = max(0, min(weeks, lived))
    since = _ages(rows.loc[SELECTIONS["closed"](rows), "closed_on"], today)
    within = since[(since >= 0) & (since < 7 * count)]
    closings = np.bincount(within // 7, minlength=count)[::-1]
    new = int(((ages >= 0) & (ages < 7 * count)).sum())
    return Pace(today - timedelta(days=7 * count - 1), today, tuple(closings.tolist()), new)


def _ages(days: pd.Series[pd.Timestamp], today: date) -> Days:
    """How many days ago each is."""
    return (pd.Timestamp(today) - days.dropna()).dt.days.to_numpy().astype(np.int64)


def span(closings: tuple[int, ...], left: int) -> tuple[int, int]:
    """Between how many days the emptying falls in :data:`SURE` of the outcomes; beyond :data:`FARTHEST` is one day more.

    Each outcome draws its typical weeks from ``closings`` and then, week by week, what happens from these: the first says how
    little a few weeks tell of the pace, the second how unevenly the work goes.
    """
    chance, count = np.random.default_rng(SEED), len(closings)
    typical = np.array(closings, dtype=np.int64)[chance.integers(count, size=(DRAWS, count))]
    drawn = np.take_along_axis(typical, chance.integers(count, size=(DRAWS, FARTHEST // 7 + 1)), axis=1)
    edge = (1 - SURE) / 2
    first, last = np.quantile(days_until(drawn, left), (edge, 1 - edge), method="inverted_cdf")
    return int(first), int(last)


def days_until(drawn: Days, left: int) -> Days:
    """For each row of weekly closings: after how many days ``left`` are closed, evenly through the last week."""
    so_far = drawn.cumsum(axis=1)
    week = np.argmax(so_far >= left, axis=1)[:, None]
    closed = np.take_along_axis(drawn, week, axis=1)
    missing = left - (np.take_along_axis(so_far, week, axis=1) - closed)
    days = 7 * week - (-7 * missing // np.maximum(closed, 1))
    return np.where(so_far[:, -1] < left, FARTHEST + 1, np.minimum(days[:, 0], FARTHEST + 1))


def course(rows: Rows, pace: Pace) -> Rows:
    """One row an end of a week, from the day before the first: ``day, left``; those of today that were on the books by then."""
    counted = rows[SELECTIONS["closed"](rows) | SELECTIONS["unsettled"](rows)]
    days = [pace.first - timedelta(days=1) + timedelta(weeks=number) for number in range(len(pace.closings) + 1)]
    moments = pd.to_datetime(days).as_unit("s").to_numpy()
    ended = counted.loc[SELECTIONS["closed"](counted), "closed_on"]
    found, closed = (np.searchsorted(np.sort(one.to_numpy()), moments, side="right") for one in (counted["found_on"], ended))
    return pd.DataFrame({"day": pd.to_datetime(days), "left": found - closed})
