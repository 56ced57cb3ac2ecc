"""The filters of every page, route and export: codes from a query string to a choice of rows, the same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from store.model.errors import Fault, Invalid
from store.rules.numbers import meant
from store.rules.progress import SELECTIONS, ages, monday
from store.rules.searching import matches_text

Rows = pd.DataFrame
MANY = ("unit", "category", "light", "status", "source", "severity", "cause_kind", "mode", "owner", "reason")
"""Filters of several codes, comma-separated in the query string: a row matches when its column is one of them."""
DATES = {
    "found_from": ("found_on", "from"),
    "found_to": ("found_on", "to"),
    "due_from": ("deadline", "from"),
    "due_to": ("deadline", "to"),
    "closed_from": ("closed_on", "from"),
    "closed_to": ("closed_on", "to"),
}
RESTRICTED = ("without", "only")
"""Whether restricted matter is left out, or nothing else is wanted."""
KEYS = ("campaign", *MANY, "age", "figure", "refs", "q", "restricted", *DATES)
"""Every key; several figures, comma-separated, must hold at once: a number was clicked within the rows of another.

``refs`` names problems by their numbers (store/rules/numbers.py).
"""


@dataclass(frozen=True)
class Filters:
    """A choice of rows as it stands in a URL: only codes, ISO dates and the search text, each key at most once."""

    chosen: Mapping[str, str]

    def __post_init__(self) -> None:
        faults = [
            Fault(key, "not_a_date", {"value": self.chosen[key]})
            for key in DATES
            if key in self.chosen and not _is_day(self.chosen[key])
        ]
        if any(name not in SELECTIONS for name in self.chosen.get("figure", "found").split(",")):
            faults.append(Fault("figure", "unknown_code", {"value": self.chosen["figure"]}))
        if self.chosen.get("restricted", "only") not in RESTRICTED:
            faults.append(Fault("restricted", "unknown_code", {"value": self.chosen["restricted"]}))
        if faults:
            raise Invalid(faults)

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        """The filters in a query string; other keys are left alone. Raises Invalid for a bad date or an unknown figure."""
        return cls({key: query[key] for key in KEYS if query.get(key)})

    def values(self, key: str) -> list[str]:
        """The codes chosen for a key of :data:`MANY`."""
        return [value for value in self.chosen.get(key, "").split(",") if value]

    def day(self, key: str) -> date | None:
        """The day chosen for a key of :data:`DATES`."""
        return date.fromisoformat(self.chosen[key]) if key in self.chosen else None

    def but(self, **changes: str | Sequence[str] | None) -> dict[str, str]:
        """The query of a link that differs in ``changes`` (None takes a key away, a sequence is joined)."""
        query: dict[str, str | None] = dict(self.chosen)
        query.update(
            {key: value if value is None or isinstance(value, str) else ",".join(value) for key, value in changes.items()}
        )
        return {key: value for key, value in query.items() if value}

    @property
    def reads(self) -> set[str] | None:
        """The columns of the frame that are looked at beside those of the lights (lights.LIT); None for every one."""
        if "figure" in self.chosen:
            return None
        many = {key for key in MANY if key in self.chosen} - {"light", "reason"}
        dated = {column for key, (column, _) in DATES.items() if key in self.chosen}
        tested = {column for key, column in (("q", "written"), ("age", "found_on")) if key in self.chosen}
        return many | dated | tested

    def apply(self, rows: Rows, today: date) -> Rows:
        """The rows that match every filter."""
        for key in MANY:
            if key in self.chosen:
                rows = rows[rows[key].isin(self.values(key))]
        for key, (column, end) in DATES.items():
            if key in self.chosen:
                edge = pd.Timestamp(date.fromisoformat(self.chosen[key]))
                rows = rows[rows[column] >= edge] if end == "from" else rows[rows[column] <= edge]
        for key, test in _TESTS.items():
            if key in self.chosen:
                rows = rows[test(rows, self.chosen[key], today)]
        return rows


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _in_ages(rows: Rows, codes: str, today: date) -> pd.Series[bool]:
    return ages(rows, today).isin(codes.split(",")) & SELECTIONS["unsettled"](rows)


_TESTS: dict[str, Callable[[Rows, str, date], pd.Series[bool]]] = {
    "figure": lambda rows, names, today: pd.concat([SELECTIONS[name](rows) for name in names.split(",")], axis=1).all(axis=1),
    "age": _in_ages,
    "refs": lambda rows, numbers, today: rows["ref_no"].isin(meant(numbers)),
    "q": lambda rows, words, today: matches_text(rows, words),
    "restricted": lambda rows, code, today: rows["confidential"] == (code != "without"),
}


def week_of(day: date) -> dict[str, str]:
    """The filters of the deadlines of a calendar week."""
    start = monday(day)
    return {"due_from": start.isoformat(), "due_to": date.fromordinal(start.toordinal() + 6).isoformat()}
