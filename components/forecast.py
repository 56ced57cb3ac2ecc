"""The panel of the empty ledger: how far it is, when it will be reached and how sure that is; every number opens its rows."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from components.cards import panel
from components.charts import forecast as charts
from components.charts.keep import draw_kept, made_of
from components.choice import open_rows
from components.i18n import fmt_date, fmt_number, t, tn
from components.rows import Key, key_with
from components.session import campaign, chosen_day
from store.rules import forecast as rule
from store.rules.filters import Filters
from store.rules.forecast import FEWEST, USUAL, WEEKS, Forecast

ASKED = "weeks"
"""The name in the query string of how many weeks back are reckoned with."""


def chosen_weeks() -> int:
    """How many weeks back this reader reckons with."""
    asked = st.query_params.get(ASKED, "")
    return int(asked) if asked in map(str, WEEKS) else USUAL


def outlook(rows: pd.DataFrame, filters: Filters) -> Forecast:
    """The forecast for ``rows``, which are those that match ``filters``."""
    weeks = chosen_weeks()
    return _outlook((weeks, *key_with(filters)), rows, weeks)


@st.cache_resource(max_entries=48, show_spinner=False)
def _outlook(key: Key, _rows: pd.DataFrame, weeks: int) -> Forecast:
    return rule.forecast(_rows, chosen_day(), weeks)


def said_in_short(told: Forecast) -> str:
    """The forecast as a part of the sentence that an overview begins with."""
    weeks = len(told.pace.closings)
    if told.day:
        return tn("forecast.sentence_dated", weeks, day=_with_year(told.day))
    if told.verdict == "empty":
        return t("sentence.empty")
    if told.verdict == "short":
        return t("forecast.sentence_short", n=FEWEST)
    return tn(f"forecast.sentence_{told.verdict}", weeks) if told.verdict != "nothing" else ""


def forecast_panel(told: Forecast, rows: pd.DataFrame, filters: Filters) -> None:
    """The gauge and what it means on the left, the way to the empty ledger on the right."""
    if told.verdict == "nothing":
        return
    made, ends = (chosen_weeks(), *made_of(filters)), campaign().ends
    with panel(t("forecast.title"), key="panel_forecast"):
        left, right = st.columns([5, 6], gap="medium")
        with left:
            draw_kept("forecast_gauge", made, charts.gauge, told, rows)
            st.subheader(_headed(told), anchor=False)
            st.markdown(_why(told, ends))
            _numbers(told)
            _weeks_choice()
        with right:
            draw_kept("forecast_course", made, charts.course, told, rows, ends, " ".join((_headed(told), _why(told, ends))))


def _headed(told: Forecast) -> str:
    if told.day:
        return t("forecast.day", day=_with_year(told.day))
    return t("forecast.empty" if told.verdict == "empty" else "forecast.no_day")


def _why(told: Forecast, ends: date | None) -> str:
    """The range and how it stands to the end of the campaign, or why there is no day; then the pace it rests on."""
    weeks = len(told.pace.closings)
    if told.verdict == "empty":
        return t("forecast.empty_why")
    if told.verdict == "short":
        return t("forecast.short_why", n=FEWEST)
    parts = [_when(told, ends) if told.day else tn(f"forecast.{told.verdict}_why", weeks)]
    if told.pace.closed:
        parts.append(tn("forecast.pace", weeks, mean=fmt_number(told.pace.mean, digits=1)))
    if told.day and told.pace.outrun:
        parts.append(t("forecast.outrun"))
    return "  \n".join(parts)


def _when(told: Forecast, ends: date | None) -> str:
    """The range of days, and whether it lies within the campaign."""
    said = [t("forecast.range", earliest=_day(told.earliest), latest=_day(told.latest))]
    against = told.against(ends)
    if against == "late" and ends and told.day:
        said.append(tn("forecast.late", (told.day - ends).days, ends=_day(ends)))
    elif against:
        said.append(t(f"forecast.{against}", ends=_day(ends)))
    return t("forecast.joined", first=said[0], then=said[1]) if len(said) > 1 else t("forecast.alone", first=said[0])


def _numbers(told: Forecast) -> None:
    """The numbers behind it, each a button to its rows."""
    pace, weeks = told.pace, len(told.pace.closings)
    first, last = pace.first.isoformat(), pace.last.isoformat()
    lately, found = {"closed_from": first, "closed_to": last}, {"found_from": first, "found_to": last}
    shown = (
        ("closed", told.closed, {"figure": "closed"}),
        ("left", told.left, {"figure": "unsettled"}),
        ("lately", pace.closed, {"figure": "closed", **lately}),
        ("found", pace.found, {"figure": "found", **found}),
    )
    with st.container(horizontal=True, gap="small", key="forecast_numbers"):
        for name, count, query in shown:
            said = tn(f"forecast.open_{name}", count, weeks=fmt_number(weeks))
            if count and st.button(said, key=f"forecast_open_{name}", type="tertiary", icon=":material/list:"):
                open_rows(query)


def _weeks_choice() -> None:
    st.session_state["forecast_weeks"] = chosen_weeks()
    st.segmented_control(
        t("forecast.choose"),
        list(WEEKS),
        key="forecast_weeks",
        required=True,
        format_func=lambda weeks: tn("forecast.weeks", weeks),
        label_visibility="collapsed",
        on_change=_take_weeks,
    )


def _take_weeks() -> None:
    st.query_params[ASKED] = str(st.session_state.get("forecast_weeks", USUAL))


def _day(day: date | None) -> str:
    """A day so near that its year goes without saying."""
    return fmt_date(day, form="day")


def _with_year(day: date) -> str:
    """A day with its year, where that is another than that of the day looked at."""
    return fmt_date(day, form="day" if day.year == chosen_day().year else "full")
