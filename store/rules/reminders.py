"""What a whole group may be told: how much each unit has to answer for, in counts and numbers only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from store.model.enums import Light
from store.rules.progress import UNSETTLED, urgent


@dataclass(frozen=True)
class UnitLoad:
    """One unit's problems that press; ``numbers`` are those of its overdue ones, the longest overdue first."""

    unit: str
    overdue: int
    due_soon: int
    unanswered: int
    numbers: tuple[str, ...]


def loads(rows: pd.DataFrame, today: date) -> list[UnitLoad]:
    """The units for which something presses, those with most overdue first; ``rows`` hold only what the group may know of."""
    waiting = urgent(rows[rows["status"].isin(UNSETTLED)])
    pressing = waiting.assign(
        overdue=waiting["light"] == Light.RED.value,
        due_soon=waiting["reason"] == "due_soon",
        unanswered=(waiting["urges_open"] > 0) & (waiting["answer_due"] < pd.Timestamp(today)),
    )
    found = [_load(str(unit), own) for unit, own in pressing.groupby("unit")]
    some = [load for load in found if load.overdue or load.due_soon or load.unanswered]
    return sorted(some, key=lambda load: (-load.overdue, -load.unanswered, -load.due_soon, load.unit))


def _load(unit: str, rows: pd.DataFrame) -> UnitLoad:
    count = {name: int(rows[name].sum()) for name in ("overdue", "due_soon", "unanswered")}
    return UnitLoad(unit, numbers=tuple(rows.loc[rows["overdue"], "ref_no"]), **count)
