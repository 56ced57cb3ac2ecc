"""Which report this is: the period and the matter as codes in the URL, chosen in the row under the title."""

from __future__ import annotations

from datetime import date

import streamlit as st

from components.choice import CHOSEN
from components.i18n import language, t
from components.session import campaign, store, today, who
from components.vocabulary import words
from store.report.material import Asked
from store.rules.periods import Period, period_of, proposals

FIRST, LAST, MATTER = "from", "to", "matter"
"""The names in the query string."""
RESTRICTED = "restricted"
KEPT = "report_asked"
"""Session key of what was asked for last."""


def asked() -> Asked:
    """The report that the URL names; for the campaign that was chosen on another page, if it names none."""
    kept = st.session_state.get(CHOSEN, {}).get("campaign")
    if kept and "campaign" not in st.query_params:
        st.query_params["campaign"] = kept
    _carry()
    chosen = campaign()
    period = period_of(_day(FIRST), _day(LAST), today(), chosen)
    texts = store().reports.texts(chosen.code, period.last, language()).texts
    restricted = who().runs_the_ledger and st.query_params.get(MATTER) == RESTRICTED
    return Asked(chosen.code, period, language(), restricted, texts)


def _carry() -> None:
    """What the URL names is kept for the session: the browser's way back, and a click in the navigation, name nothing."""
    named = {name: st.query_params[name] for name in (FIRST, LAST, MATTER) if name in st.query_params}
    if named:
        st.session_state[KEPT] = named
    for name, value in st.session_state.get(KEPT, {}).items():
        if name not in st.query_params:
            st.query_params[name] = value


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(st.query_params.get(name, ""))
    except ValueError:
        return None


def controls(of: Asked) -> None:
    """The campaign where there are several, the period, and for the office whether restricted matter is in."""
    with st.container(key="report_controls", horizontal=True, vertical_alignment="bottom", gap="small"):
        _campaign(of)
        _proposals(of)
        _span(of.period)
        if who().runs_the_ledger:
            st.session_state["report_matter"] = of.restricted
            st.toggle(t("report.with_restricted"), key="report_matter", help=t("report.restricted_means"), on_change=_take_matter)


def _campaign(of: Asked) -> None:
    campaigns = [one.code for one in store().ledger.campaigns()]
    if len(campaigns) > 1:
        st.session_state["report_campaign"] = of.campaign
        names = words("campaign")
        st.selectbox(
            t("filter.campaign"), campaigns, key="report_campaign", format_func=names.get, on_change=_take_campaign, width=240
        )


def _proposals(of: Asked) -> None:
    offered = _offered()
    st.session_state["report_period"] = next((name for name, period in offered.items() if period == of.period), None)
    st.segmented_control(
        t("report.period"),
        list(offered),
        key="report_period",
        format_func=lambda name: t(f"period.{name}"),
        on_change=_take_period,
    )


def _offered() -> dict[str, Period]:
    reported = store().reports.days(campaign().code)
    return proposals(today(), campaign(), reported)


def _span(period: Period) -> None:
    """Any other days; the key names those in force, so that a proposal that is taken shows here too."""
    key = f"report_span:{period.first}:{period.last}"
    days = (period.first, period.last)
    st.date_input(
        t("report.days"), days, key=key, max_value=today(), format="YYYY-MM-DD", on_change=_take_span, args=(key,), width=250
    )


def _take_period() -> None:
    period = _offered().get(st.session_state.get("report_period") or "")
    if period:
        _write(period.first, period.last)


def _take_span(key: str) -> None:
    """Both days; after the first of two the reader is still choosing."""
    days = st.session_state.get(key) or ()
    if len(days) == 2:
        _write(*days)


def _write(first: date, last: date) -> None:
    st.query_params[FIRST], st.query_params[LAST] = first.isoformat(), last.isoformat()


def _take_matter() -> None:
    if st.session_state.get("report_matter"):
        st.query_params[MATTER] = RESTRICTED
    else:
        st.query_params.pop(MATTER, None)
        st.session_state.get(KEPT, {}).pop(MATTER, None)


def _take_campaign() -> None:
    st.query_params["campaign"] = st.session_state.get("report_campaign", "")
