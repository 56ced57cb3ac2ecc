"""The charts of the overview: found and closed over time, categories by state, units by what is open, the weeks ahead.

Each is prepared once for what it is made of (``made_of``, see :func:`components.rows.key_with`) and then only sent.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from components.charts import overview_specs as specs
from components.charts.base import STAGES, Drawing, mode, stage_queries, words_for
from components.i18n import fmt_date, fmt_number, fmt_percent, language, t
from components.rows import Key
from components.vocabulary import words

LIGHTS = ("red", "yellow", "green")
MOST_UNITS = 14
"""More bars than this cannot be read from the back of a room; the page of the units has them all."""


@st.cache_resource(max_entries=16, show_spinner=False)
def over_time(made_of: Key, _days: pd.DataFrame, height: int) -> Drawing:
    """Found and closed so far, day by day; the shaded gap is what is still on the books. ``_days``: progress.cumulative."""
    end, last = _days.iloc[-1], _days.index == _days.index[-1]
    said = {f"{name}_said": t(f"chart.{name}_so_far", n=fmt_number(end[name])) for name in ("found", "closed")}
    data = _days.assign(**{name: texts(text if here else "" for here in last) for name, text in said.items()})
    told = t("chart.over_time_alt", found=fmt_number(end["found"]), closed=fmt_number(end["closed"]), gap=fmt_number(end["gap"]))
    return Drawing(specs.over_time(language(), mode()), data, told, height)


@st.cache_resource(max_entries=16, show_spinner=False)
def by_state(made_of: Key, _stages: pd.DataFrame, _totals: pd.DataFrame, column: str, height: int) -> Drawing:
    """Each value of ``column`` as one bar of its stages, with its rate at the end; the largest first."""
    most = _totals[_totals["found"] > 0].sort_values("found", ascending=False, kind="stable")
    ends = most[[column]].assign(total=most["found"], said=texts(map(_rate, most["rate"], most["closed"], most["found"])))
    data = ends.merge(words_for(stage_queries(_stages), "stage", words("stage")), on=column)
    data = words_for(_said_once(data, column), column, words(column), "name").assign(order=data["stage"].map(STAGES.index))
    told = t("chart.by_state_alt", what=t(f"column.{column}"), said=_sentence(ends, column))
    pick = {column: column, "status": "status", "light": "light"}
    return Drawing(specs.by_state(language(), mode()), data, told, height, pick)


@st.cache_resource(max_entries=16, show_spinner=False)
def units_open(made_of: Key, _units: pd.DataFrame, height: int) -> Drawing:
    """Units with something left to do, most overdue first; bars begin with what is overdue. ``_units``: progress.by("unit")."""
    still = _units[_units["unsettled"] > 0].sort_values(["red", "yellow", "unsettled"], ascending=False).head(MOST_UNITS)
    ends = still.assign(said=texts(map(_left, still["unsettled"], still["red"])), figure="unsettled")
    data = ends.melt(["unit", "unsettled", "said", "figure"], list(LIGHTS), "light", "count")
    data = data[data["count"] > 0].assign(
        place=lambda rows: rows["unit"].map({code: place for place, code in enumerate(still["unit"])})
    )
    data = data.sort_values("place", kind="stable")
    data = words_for(words_for(_said_once(data, "unit"), "unit", words("unit"), "name"), "light", words("light"))
    told = t("chart.units_open_alt", said=_sentence(ends, "unit"))
    pick = {"unit": "unit", "light": "light", "figure": "figure"}
    height = min(height, 44 * len(still) + 60)
    data = data.assign(order=data["light"].map(LIGHTS.index))
    return Drawing(specs.units_open(language(), mode()), data, told, height, pick)


@st.cache_resource(max_entries=16, show_spinner=False)
def weeks_ahead(made_of: Key, _weeks: pd.DataFrame, height: int) -> Drawing:
    """How much falls due in each of the weeks ahead, this week in the one highlight colour. ``_weeks``: reckoning.weeks."""
    near = [t("chart.this_week"), t("chart.next_week")]
    names = [*near, *(fmt_date(week.date(), form="day") for week in _weeks["week"][len(near) :])]
    said = [fmt_number(count) for count in _weeks["count"]]
    columns = {"name": texts(names), "said": texts(said), "due_from": texts(_weeks["from"]), "due_to": texts(_weeks["to"])}
    data = pd.DataFrame(columns).assign(count=_weeks["count"], now=_weeks.index == 0, figure="unsettled")
    told = t("chart.weeks_alt", said=_joined(zip(names, said, strict=True)))
    pick = {"due_from": "due_from", "due_to": "due_to", "figure": "figure"}
    return Drawing(specs.weeks_ahead(language(), mode()), data, told, height, pick)


def texts(words: Iterable[str]) -> pd.api.extensions.ExtensionArray:
    """A column of text, also when there is none."""
    return pd.array(list(words), dtype="str")


def _said_once(data: pd.DataFrame, column: str) -> pd.DataFrame:
    """What is said at the end of a bar stands in the first row of the bar only, or it would be written once a piece."""
    return data.assign(said=data["said"].where(~data.duplicated(column), ""))


def _rate(rate: float, closed: int, found: int) -> str:
    return f"{fmt_percent(rate, digits=0)}  {fmt_number(closed)}/{fmt_number(found)}"


def _left(left: int, red: int) -> str:
    return t("chart.left_and_red" if red else "chart.left", left=fmt_number(left), red=fmt_number(red))


def _sentence(ends: pd.DataFrame, column: str) -> str:
    """What the bars say, for who cannot see them."""
    known = words(column)
    return _joined(zip((known.get(code, code) for code in ends[column]), ends["said"], strict=True))


def _joined(pairs: Iterable[tuple[str, str]]) -> str:
    return t("chart.and").join(f"{name} {said}" for name, said in pairs)
