"""Working days by a country's calendar, make-up workdays included; the calendar itself is the library ``holidays``."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays
import numpy as np
import numpy.typing as npt

FIRST, LAST = date(2000, 1, 1), date(2059, 12, 31)
"""The days that are reckoned with; anything outside is refused when it is typed (fields.py)."""


@lru_cache(maxsize=16)
def _counted(country: str) -> npt.NDArray[np.int32]:
    """For each day from FIRST on, how many working days lie up to and with it.

    Years the library does not know keep their weekends.
    """
    calendar = holidays.country_holidays(country, years=range(FIRST.year, LAST.year + 1))
    days = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    return np.cumsum([calendar.is_working_day(day) for day in days], dtype=np.int32)


def working_days_left(day: date, deadline: date, country: str) -> int:
    """Working days after ``day`` up to and with ``deadline``; 0 when the deadline is today or past."""
    counted = _counted(country)
    return max(0, int(counted[(deadline - FIRST).days] - counted[(day - FIRST).days]))


def working_days_left_many(day: date, deadlines: npt.NDArray[np.datetime64], country: str) -> npt.NDArray[np.int32]:
    """The same for an array of days (``datetime64[D]``); missing deadlines count 0."""
    counted = _counted(country)
    offsets = np.where(np.isnat(deadlines), 0, (deadlines - np.datetime64(FIRST)).astype("int64"))
    left: npt.NDArray[np.int32] = np.maximum(0, counted[offsets] - counted[(day - FIRST).days])
    return left


def after_working_days(day: date, number: int, country: str) -> date:
    """The day on which ``number`` working days have passed since ``day``."""
    counted = _counted(country)
    target = counted[(day - FIRST).days] + number
    return FIRST + timedelta(days=int(np.searchsorted(counted, target)))
