"""The numbers of the pages category, unit and cause beyond progress.py; pure, from rows with lights.

As in progress.py only issues on the books are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from store.model.enums import MeasureKind, Status
from store.rules.progress import SELECTIONS, by, days_to_close

Rows = pd.DataFrame
KINDS = tuple(kind.value for kind in MeasureKind)
STEADY = 5
"""How many problems of the average rate a ranking adds to everybody: two or three cases neither crown nor shame anybody."""


def trend(rows: Rows, column: str, order: Sequence[str], until: date, weeks: int = 17) -> Rows:
    """Long table ``column, day, found, closed``: both so far, at the end of each of the last ``weeks`` weeks up to ``until``."""
    days = pd.to_datetime([until - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]).as_unit("s")
    counted = rows[SELECTIONS["found"](rows)]
    tables = []
    for value in order:
        own = counted[counted[column] == value]
        closed = own.loc[SELECTIONS["closed"](own), "closed_on"]
        so_far = {
            name: np.searchsorted(np.sort(dates), days, side="right")
            for name, dates in (("found", own["found_on"]), ("closed", closed))
        }
        tables.append(pd.DataFrame({column: value, "day": days, **so_far}))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=[column, "day", "found", "closed"])


def measure_kinds(rows: Rows, column: str) -> Rows:
    """Long table ``column, kind, total, done, rate`` of the measures on the books; kinds that occur."""
    found = rows[SELECTIONS["found"](rows)]
    sums = found[[*KINDS, *(f"{kind}_done" for kind in KINDS)]].groupby(found[column].to_numpy(), sort=False).sum()
    tables = [
        pd.DataFrame({column: sums.index, "kind": kind, "total": sums[kind].to_numpy(), "done": sums[f"{kind}_done"].to_numpy()})
        for kind in KINDS
    ]
    table = pd.concat(tables, ignore_index=True)
    table = table[table["total"] > 0].reset_index(drop=True)
    return table.assign(rate=table["done"] / table["total"])


def ranking(rows: Rows, column: str, order: list[str] | None = None) -> Rows:
    """:func:`store.rules.progress.by` with ``fair`` and ``rank``, best first.

    ``fair`` is the close-out rate once :data:`STEADY` problems of the average rate are added to everybody; equals share a rank.
    Who has nothing on the books stands last with rank 0.
    """
    table = by(rows, column, order)
    table["fair"] = (table["closed"] + STEADY * average_rate(table)) / (table["found"] + STEADY)
    some = table["found"] > 0
    table["rank"] = table["fair"].where(some).round(9).rank(method="min", ascending=False).fillna(0).astype("int64")
    ordered = table.assign(none=~some).sort_values(["none", "rank", "found"], ascending=[True, True, False], kind="stable")
    return ordered.drop(columns="none").reset_index(drop=True)


def spread(rows: Rows, column: str) -> Rows:
    """One row a value with closed issues, quickest first: ``closed`` and ``least, lower, median, upper, most`` days to close."""
    days = days_to_close(rows).groupby(column, sort=False)["days"]
    quantiles = {"least": 0.0, "lower": 0.25, "median": 0.5, "upper": 0.75, "most": 1.0}
    table = pd.DataFrame({"closed": days.size(), **{name: days.quantile(share) for name, share in quantiles.items()}})
    return table.sort_values(["median", "closed"], ascending=[True, False], kind="stable").rename_axis(column).reset_index()


def pareto(rows: Rows) -> Rows:
    """One row a cause kind that occurs, most frequent first: ``cause_kind, count, share, cumulative, leader_led, unsettled``.

    Shares are of the issues whose cause is known; those without (code ``""``) stand last, share and cumulative missing.
    """
    table = by(rows[SELECTIONS["found"](rows)], "cause_kind")
    table = table.assign(count=table["found"], known=table["cause_kind"] != "")
    table = table.sort_values(["known", "count", "cause_kind"], ascending=[False, False, True], ignore_index=True)
    shares = table["count"].where(table["known"]) / max(1, table.loc[table["known"], "count"].sum())
    table["share"], table["cumulative"] = shares, shares.cumsum()
    return table[["cause_kind", "count", "share", "cumulative", "leader_led", "unsettled"]]


def unprevented(rows: Rows, institutional: Iterable[str]) -> Rows:
    """The issues on the books with an institutional cause for which no preventive measure is planned; unsettled ones first."""
    deep = rows[
        SELECTIONS["found"](rows) & rows["cause_kind"].isin(list(institutional)) & (rows["status"] != Status.REFERRED.value)
    ]
    bare = deep[deep["preventive"] == 0]
    return bare.assign(_settled=~SELECTIONS["unsettled"](bare)).sort_values(["_settled", "id"]).drop(columns="_settled")


def share(part: int, whole: int) -> float:
    """``part`` of ``whole`` as 0–1; of nothing it is 0."""
    return part / whole if whole else 0.0


def average_rate(table: Rows) -> float:
    """The close-out rate over all rows of a table of :func:`store.rules.progress.by` together."""
    return share(int(table["closed"].sum()), int(table["found"].sum()))


HABITS = {"leader_led": "found", "returned": "found", "extended": "found", "late": "closed"}
"""How a unit works, beside how far it is: a figure, and the figure it is a share of."""


def habits(rows: Rows, column: str, order: list[str] | None = None) -> Rows:
    """Long table ``column, figure, count, share`` over :data:`HABITS`; a share of nothing is 0."""
    table = by(rows, column, order)
    parts = []
    for figure, whole in HABITS.items():
        shares = (table[figure] / table[whole].where(table[whole] > 0)).fillna(0.0)
        parts.append(pd.DataFrame({column: table[column], "figure": figure, "count": table[figure], "share": shares}))
    return pd.concat(parts, ignore_index=True)
