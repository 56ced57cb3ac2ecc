"""What the pages category, unit, deadline and cause tell, reckoned once a version of the ledger and choice of rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from components.rows import Key, key_with
from components.session import campaign, chosen_day, past_day, store, units, who
from store.model.documents import Actor
from store.rules import boards, progress, spans
from store.rules.filters import Filters

MOVED = 12
URGENT = 8
"""As many extensions as a projector shows without scrolling."""


@dataclass(frozen=True)
class Categories:
    """The page category. ``ranked``: :func:`store.rules.boards.ranking`."""

    ranked: pd.DataFrame
    stages: pd.DataFrame
    trend: pd.DataFrame
    measures: pd.DataFrame

    @property
    def last(self) -> str:
        """The code of the heading that needs a push."""
        return _last(self.ranked, "category")


@dataclass(frozen=True)
class Units:
    """The page unit."""

    ranked: pd.DataFrame
    habits: pd.DataFrame
    spread: pd.DataFrame
    where: dict[str, pd.DataFrame]

    @property
    def last(self) -> str:
        """The code of the unit that needs a push."""
        return _last(self.ranked, "unit")


@dataclass(frozen=True)
class One:
    """One category or one unit by itself."""

    now: progress.Summary
    pareto: pd.DataFrame
    urgent: pd.DataFrame


@dataclass(frozen=True)
class Deadlines:
    """The page deadline. ``soon`` and ``red`` are rows."""

    waiting: int
    weeks: pd.DataFrame
    late: pd.DataFrame
    ages: pd.DataFrame
    calendar: pd.DataFrame
    soon: pd.DataFrame
    red: pd.DataFrame
    coming: pd.DataFrame
    moved: pd.DataFrame


@dataclass(frozen=True)
class Causes:
    """The page cause. ``deep`` are the rows with an institutional cause, ``bare`` those of them without a preventive measure."""

    now: progress.Summary
    pareto: pd.DataFrame
    by_category: pd.DataFrame
    by_unit: pd.DataFrame
    known: pd.DataFrame
    deep: pd.DataFrame
    bare: pd.DataFrame


def categories(rows: pd.DataFrame, filters: Filters) -> Categories:
    """What the page category tells of ``rows``, which are those that match ``filters``."""
    return _categories(key_with(filters), rows)


def of_units(rows: pd.DataFrame, filters: Filters) -> Units:
    """What the page unit tells of ``rows``."""
    return _units(key_with(filters), rows)


def deadlines(rows: pd.DataFrame, filters: Filters) -> Deadlines:
    """What the page deadline tells of ``rows``."""
    return _deadlines(key_with(filters), rows, who(), past_day())


def causes(rows: pd.DataFrame, filters: Filters) -> Causes:
    """What the page cause tells of ``rows``."""
    return _causes(key_with(filters), rows)


def one_of(rows: pd.DataFrame, filters: Filters, column: str, code: str) -> One:
    """What is told of those of ``rows`` whose ``column`` is ``code``."""
    return _one((code, *key_with(filters)), rows[rows[column] == code])


def institutional() -> list[str]:
    """The cause kinds that ask for a rule."""
    return [kind.code for kind in campaign().cause_kinds if kind.institutional]


@st.cache_resource(max_entries=16, show_spinner=False)
def _categories(key: Key, _rows: pd.DataFrame) -> Categories:
    codes = [one.code for one in campaign().categories]
    return Categories(
        ranked=boards.ranking(_rows, "category", codes),
        stages=progress.stages(_rows, "category"),
        trend=boards.trend(_rows, "category", codes, chosen_day()),
        measures=boards.measure_kinds(_rows, "category"),
    )


@st.cache_resource(max_entries=16, show_spinner=False)
def _units(key: Key, _rows: pd.DataFrame) -> Units:
    ranked = boards.ranking(_rows, "unit", [unit.code for unit in units().values() if unit.active])
    order = list(ranked["unit"])
    return Units(
        ranked=ranked,
        habits=boards.habits(_rows, "unit", order),
        spread=boards.spread(_rows, "unit"),
        where={figure: progress.cross(_rows, "unit", "category", figure) for figure in ("unsettled", "found", "red")},
    )


def _last(ranked: pd.DataFrame, column: str) -> str:
    """The last of a ranking among those with anything on the books, else the first of all."""
    some = ranked[ranked["found"] > 0]
    return str(some[column].iloc[-1] if len(some) else ranked[column].iloc[0])


@st.cache_resource(max_entries=32, show_spinner=False)
def _one(key: Key, _rows: pd.DataFrame) -> One:
    return One(now=progress.summary(_rows), pareto=boards.pareto(_rows), urgent=progress.urgent(_rows, URGENT))


@st.cache_resource(max_entries=16, show_spinner=False)
def _deadlines(key: Key, _rows: pd.DataFrame, _actor: Actor, _past: date | None) -> Deadlines:
    day = chosen_day()
    urgent = progress.urgent(_rows)
    return Deadlines(
        waiting=len(urgent),
        weeks=spans.per_span(_rows, spans.week_spans(day)),
        late=spans.per_span(_rows, spans.late_spans(day)),
        ages=progress.ageing(_rows, day),
        calendar=spans.calendar(_rows, day, campaign().country),
        soon=urgent[progress.SELECTIONS["due_soon"](urgent)],
        red=urgent[progress.SELECTIONS["red"](urgent)],
        coming=progress.weeks_ahead(_rows, day, 2),
        moved=_moved(_rows, day, _actor, _past),
    )


def _moved(rows: pd.DataFrame, day: date, actor: Actor, past: date | None) -> pd.DataFrame:
    issues = [store().ledger.issue(actor, ref_no, past) for ref_no in spans.extended(rows, MOVED)["ref_no"]]
    return spans.moved_deadlines(issues, day)


@st.cache_resource(max_entries=16, show_spinner=False)
def _causes(key: Key, _rows: pd.DataFrame) -> Causes:
    found = _rows[progress.SELECTIONS["found"](_rows)]
    known = found[found["cause_kind"] != ""]
    return Causes(
        now=progress.summary(_rows),
        pareto=boards.pareto(_rows),
        by_category=progress.cross(known, "category", "cause_kind"),
        by_unit=progress.cross(known, "unit", "cause_kind"),
        known=known,
        deep=known[known["cause_kind"].isin(institutional())],
        bare=boards.unprevented(_rows, institutional()),
    )
