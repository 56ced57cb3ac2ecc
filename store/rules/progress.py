"""The numbers of the ledger, defined once for page, report, CSV and API alike (domain.md, Numbers); all from rows with lights.

``rows`` are those of :meth:`store.reading.Reading.rows`. Counted are the issues on the books: neither draft nor dismissed.
Every number has its rows: :data:`SELECTIONS` names the rows a figure counts, so a page can open them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from store.model.enums import Light, Status

Rows = pd.DataFrame
UNCOUNTED = (Status.DRAFT.value, Status.DISMISSED.value)
UNSETTLED = (Status.OPEN.value, Status.IN_PROGRESS.value, Status.PENDING.value, Status.ONGOING.value)

SELECTIONS: dict[str, Callable[[Rows], pd.Series[bool]]] = {
    "found": lambda rows: ~rows["status"].isin(UNCOUNTED),
    "closed": lambda rows: rows["status"] == Status.CLOSED.value,
    "unsettled": lambda rows: rows["status"].isin(UNSETTLED),
    "pending": lambda rows: rows["status"] == Status.PENDING.value,
    "on_time": lambda rows: (rows["status"] == Status.CLOSED.value) & ~rows["late"],
    "late": lambda rows: (rows["status"] == Status.CLOSED.value) & rows["late"],
    "green": lambda rows: rows["light"] == Light.GREEN.value,
    "yellow": lambda rows: rows["light"] == Light.YELLOW.value,
    "red": lambda rows: rows["light"] == Light.RED.value,
    "due_soon": lambda rows: rows["reason"] == "due_soon",
    "returned": lambda rows: SELECTIONS["found"](rows) & (rows["returned"] > 0),
    "extended": lambda rows: SELECTIONS["found"](rows) & (rows["extended"] > 0),
    "leader_led": lambda rows: SELECTIONS["found"](rows) & rows["leader_led"],
    "with_containment": lambda rows: SELECTIONS["found"](rows) & (rows["containment"] > 0),
    "with_corrective": lambda rows: SELECTIONS["found"](rows) & (rows["corrective"] > 0),
    "with_preventive": lambda rows: SELECTIONS["found"](rows) & (rows["preventive"] > 0),
    "recurred": lambda rows: SELECTIONS["found"](rows) & (rows["recurrence_of"] != ""),
    "urged": lambda rows: SELECTIONS["found"](rows) & (rows["urged"] > 0),
    "answered_in_time": lambda rows: SELECTIONS["found"](rows) & (rows["urges_in_time"] > 0),
    "answers_late": lambda rows: SELECTIONS["found"](rows) & (rows["answers_late"] > 0),
}


@dataclass(frozen=True)
class Summary:
    """The figures of a set of rows.

    Rates are 0–1 and 0 when there is nothing to divide by; days are calendar days, None without a closed issue. ``slips`` are
    urging slips, ``urged`` the issues that have one; ``answer_rate`` is the share answered in time of those that were answered
    or should have been by now.
    """

    found: int
    closed: int
    unsettled: int
    pending: int
    on_time: int
    late: int
    green: int
    yellow: int
    red: int
    returned: int
    extended: int
    leader_led: int
    recurred: int
    urged: int
    answers_late: int
    rate: float
    on_time_rate: float
    leader_led_share: float
    recurrence_rate: float
    measures: int
    measures_done: int
    mean_days: float | None
    median_days: float | None
    slips: int
    slips_in_time: int
    answer_rate: float


@dataclass(frozen=True)
class Counts:
    """The few figures that are compared from day to day: as in a :class:`Summary`, and made of the columns of lights alone."""

    found: int
    closed: int
    unsettled: int
    on_time: int
    yellow: int
    red: int

    @property
    def rate(self) -> float:
        """The share closed of those found."""
        return _share(self.closed, self.found)

    @property
    def on_time_rate(self) -> float:
        """The share closed on time of those closed."""
        return _share(self.on_time, self.closed)


def counts(rows: Rows) -> Counts:
    """The figures of :class:`Counts`; defined for no rows too."""
    return Counts(**{name: int(SELECTIONS[name](rows).sum()) for name in Counts.__annotations__})


def summary(rows: Rows) -> Summary:
    """Every figure at once; defined for no rows too."""
    count = {name: int(SELECTIONS[name](rows).sum()) for name in SELECTIONS if name in Summary.__annotations__}
    found = rows.loc[
        SELECTIONS["found"](rows), ["measures", "measures_done", "urged", "urges_open", "urges_in_time", "answers_late"]
    ]
    days = days_to_close(rows[["status", "found_on", "closed_on"]])["days"]
    in_time = int(found["urges_in_time"].sum())
    return Summary(
        **count,
        rate=_share(count["closed"], count["found"]),
        on_time_rate=_share(count["on_time"], count["closed"]),
        leader_led_share=_share(count["leader_led"], count["found"]),
        recurrence_rate=_share(count["recurred"], count["found"]),
        measures=int(found["measures"].sum()),
        measures_done=int(found["measures_done"].sum()),
        mean_days=float(days.mean()) if len(days) else None,
        median_days=float(days.median()) if len(days) else None,
        slips=int(found["urged"].sum()),
        slips_in_time=in_time,
        answer_rate=_share(in_time, int((found["urged"] - found["urges_open"] + found["answers_late"]).sum())),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def by(rows: Rows, column: str, order: list[str] | None = None) -> Rows:
    """One row a value of ``column`` (``unit``, ``category``, ``cause_kind``, …) with found, closed, rate, green, yellow, red, …

    ``order`` names the values that appear in any case and first, e.g. the campaign's categories; without it, values as they
    occur.
    """
    names = (
        "found",
        "closed",
        "unsettled",
        "pending",
        "on_time",
        "late",
        "green",
        "yellow",
        "red",
        "returned",
        "extended",
        "leader_led",
    )
    flags = pd.DataFrame({name: SELECTIONS[name](rows).to_numpy() for name in names})
    table = flags.groupby(rows[column].to_numpy(), sort=False).sum()
    listed = [*(order or []), *(value for value in table.index if value not in set(order or []))]
    table = table.reindex(listed, fill_value=0).astype("int64")
    table["rate"] = (table["closed"] / table["found"].where(table["found"] > 0)).fillna(0.0)
    table["on_time_rate"] = (table["on_time"] / table["closed"].where(table["closed"] > 0)).fillna(0.0)
    return table.rename_axis(column).reset_index()


def cross(rows: Rows, down: str, across: str, figure: str = "found") -> Rows:
    """Long table ``down, across, count`` of the rows that ``figure`` counts; only pairs that occur."""
    counted = rows[SELECTIONS[figure](rows)]
    return counted.groupby([down, across], sort=False).size().rename("count").reset_index()


def stages(rows: Rows, column: str) -> Rows:
    """Long table ``column, stage, count``.

    Each issue on the books in exactly one stage: closed, pending, red, yellow, green, referred.
    """
    found = rows.loc[SELECTIONS["found"](rows), [column, "status", "light"]]
    stage = np.select(
        [
            found["status"] == Status.CLOSED.value,
            found["status"] == Status.REFERRED.value,
            found["status"] == Status.PENDING.value,
        ],
        ["closed", "referred", "pending"],
        found["light"].to_numpy(dtype=object),
    )
    table = found.assign(stage=pd.array(stage, dtype="str")).groupby([column, "stage"], sort=False).size()
    return table.rename("count").reset_index()


def cumulative(rows: Rows, until: date, since: date | None = None) -> Rows:
    """One row a day from ``since`` (default.

    The first finding) to ``until``: found and closed so far, and the gap between them.
    """
    found = rows.loc[SELECTIONS["found"](rows), ["status", "found_on", "closed_on"]]
    first = since or (found["found_on"].min().date() if len(found) else until)
    days = pd.date_range(min(first, until), until, freq="D", unit="s")
    opened = np.sort(found["found_on"].to_numpy())
    closed = np.sort(found.loc[found["status"] == Status.CLOSED.value, "closed_on"].to_numpy())
    so_far = {
        name: np.searchsorted(dates, days.to_numpy(), side="right") for name, dates in (("found", opened), ("closed", closed))
    }
    return pd.DataFrame({"day": days, **so_far, "gap": so_far["found"] - so_far["closed"]})


def monday(day: date) -> date:
    """The first day of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def weeks_ahead(rows: Rows, today: date, weeks: int = 8) -> Rows:
    """One row a calendar week from this one.

    ``week`` (its Monday), how many unsettled issues fall due from today on, by light.
    """
    waiting = rows.loc[SELECTIONS["unsettled"](rows) & (rows["deadline"] >= pd.Timestamp(today)), ["deadline", "light"]]
    starts = [monday(today) + timedelta(weeks=number) for number in range(weeks)]
    index = ((waiting["deadline"] - pd.Timestamp(starts[0])).dt.days // 7).to_numpy()
    lights = waiting["light"].to_numpy(dtype=object)
    count = {light: np.bincount(index[(index < weeks) & (lights == light)], minlength=weeks) for light in ("green", "yellow")}
    return pd.DataFrame({"week": pd.to_datetime(starts), "count": count["green"] + count["yellow"], **count})


def urgent(rows: Rows, most: int | None = None) -> Rows:
    """Unsettled rows, most urgent first: red by days overdue, yellow by days left, then by deadline.

    Grave ones first among equals.
    """
    waiting = rows.loc[SELECTIONS["unsettled"](rows), ["light", "severity", "deadline", "id"]]
    rank = waiting["light"].map({"red": 0, "yellow": 1, "green": 2}).astype("int64")
    grave = waiting["severity"].map({"critical": 0, "major": 1, "minor": 2}).fillna(2).astype("int64")
    order = pd.DataFrame({"rank": rank, "deadline": waiting["deadline"], "grave": grave, "id": waiting["id"]})
    return rows.loc[order.sort_values(["rank", "deadline", "grave", "id"]).index[:most]]


def days_to_close(rows: Rows) -> Rows:
    """The closed rows with ``days``: calendar days from the finding to the close-out."""
    closed = rows[SELECTIONS["closed"](rows)]
    return closed.assign(days=(closed["closed_on"] - closed["found_on"]).dt.days)


AGES = ((0, 7), (8, 30), (31, 60), (61, 90), (91, None))
"""Ageing buckets in calendar days since the finding, both ends included."""


def age_code(first: int, last: int | None) -> str:
    """The code of an ageing bucket: ``8-30``, ``91-``."""
    return f"{first}-{'' if last is None else last}"


def ages(rows: Rows, today: date) -> pd.Series[str]:
    """The bucket code of each row's age."""
    days = (pd.Timestamp(today) - rows["found_on"]).dt.days.to_numpy()
    cases = [days <= (last if last is not None else np.inf) for _, last in AGES]
    return pd.Series(np.select(cases, [age_code(*bucket) for bucket in AGES], ""), index=rows.index, dtype="str")


def ageing(rows: Rows, today: date) -> Rows:
    """One row a bucket and light: ``age, light, count`` over the unsettled issues, buckets in order."""
    waiting = rows[SELECTIONS["unsettled"](rows)]
    table = waiting.assign(age=ages(waiting, today)).groupby(["age", "light"], sort=False).size().rename("count").reset_index()
    order = [age_code(*bucket) for bucket in AGES]
    return table.sort_values("age", key=lambda column: column.map(order.index)).reset_index(drop=True)
