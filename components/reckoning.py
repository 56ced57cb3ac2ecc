"""What the overview tells, reckoned once a version of the ledger and choice of rows, and shared by all who look at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from components.i18n import t
from components.rows import Key, key_with, past_rows, sight
from components.session import campaign, chosen_day, who
from store.rules import progress, trend
from store.rules.filters import Filters, week_of
from store.rules.progress import Summary

URGENT = 12
"""As many of the most urgent problems as a projector shows without scrolling."""


@dataclass(frozen=True)
class Overview:
    """Everything on the page, ready to be drawn. ``past`` holds the figures of earlier days."""

    now: Summary
    past: dict[date, Summary]
    days: pd.DataFrame
    stages: pd.DataFrame
    categories: pd.DataFrame
    units: pd.DataFrame
    weeks: pd.DataFrame
    urgent: pd.DataFrame

    def trend(self, figure: str) -> list[float]:
        """The figure week by week up to today."""
        return trend.series([*(self.past[day] for day in sorted(self.past)), self.now], figure)


def overview(rows: pd.DataFrame, filters: Filters) -> Overview:
    """The overview of ``rows``, which are those that match ``filters``."""
    with st.spinner(t("nothing.loading")):
        return _overview(key_with(filters), rows, filters)


@st.cache_resource(max_entries=16, show_spinner=False)
def _overview(key: Key, _rows: pd.DataFrame, _filters: Filters) -> Overview:
    now, day = progress.summary(_rows), chosen_day()
    return Overview(
        now=now,
        past={back: past_summary(back, _filters) for back in reversed(trend.days_back(day))},
        days=progress.cumulative(_rows, day),
        stages=progress.stages(_rows, "category"),
        categories=progress.by(_rows, "category", [one.code for one in campaign().categories]),
        units=progress.by(_rows, "unit"),
        weeks=weeks(_rows, day),
        urgent=progress.urgent(_rows, URGENT),
    )


def weeks(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """The weeks ahead with the days a click asks for: ``from`` is today in this week, so that what is overdue stays out."""
    table = progress.weeks_ahead(rows, day)
    spans = [week_of(start.date()) for start in table["week"]]
    return table.assign(
        **{"from": [max(span["due_from"], day.isoformat()) for span in spans], "to": [span["due_to"] for span in spans]}
    )


def past_summary(day: date, filters: Filters) -> Summary:
    """The figures as the ledger stood at the end of a past day; that never changes, so it outlives the ledger's versions."""
    chosen = campaign()
    return _past_summary((day, chosen.code, chosen.revision, *sight(who()), tuple(sorted(filters.chosen.items()))), day, filters)


@st.cache_resource(max_entries=500, show_spinner=False)
def _past_summary(key: Key, _day: date, _filters: Filters) -> Summary:
    columns = None if _filters.reads is None else {*progress.SUMMED, *_filters.reads}
    return progress.summary(_filters.apply(past_rows(_day, columns), _day))
