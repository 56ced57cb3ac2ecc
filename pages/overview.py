"""The overview: how far the campaign is, in one sentence, six figures and five answers; every number opens its rows."""

import streamlit as st

from components.cards import figures, nothing_here, panel, title_row
from components.charts import overview as charts
from components.charts.base import draw, mode
from components.filters import filter_bar
from components.forecast import forecast_panel, outlook
from components.headline import sentence, six_figures
from components.i18n import t, tn
from components.reckoning import overview
from components.rows import all_rows, key_with
from components.session import open_page
from components.tables import SHORT, issue_table

rows = all_rows()
with title_row():
    open_page("overview")
    filters, chosen = filter_bar(rows)
if chosen.empty:
    nothing_here(empty=rows.empty)
    st.stop()

told, made_of = overview(chosen, filters), (mode(), *key_with(filters))
ahead = outlook(chosen, filters)
sentence(told, ahead)
figures(six_figures(told), key="figures")

left, right = st.columns([3, 2], gap="small")
with left, panel(t("overview.over_time"), key="panel_over_time"):
    draw(charts.over_time(made_of, told.days, 330), key="chart_over_time")
with right, panel(t("overview.by_state"), key="panel_by_state"):
    draw(charts.by_state(made_of, told.stages, told.categories, "category", 330), key="chart_by_state")

forecast_panel(ahead, chosen, filters)

left, right = st.columns(2, gap="small")
with left, panel(t("overview.units_open"), key="panel_units_open"):
    if told.now.unsettled:
        draw(charts.units_open(made_of, told.units, 380), key="chart_units_open")
    else:
        st.markdown(t("overview.units_open_none"))
    if (more := int((told.units["unsettled"] > 0).sum()) - charts.MOST_UNITS) > 0:
        st.caption(tn("overview.more_units", more))
with right, panel(t("overview.weeks"), key="panel_weeks"):
    if told.weeks["count"].any():
        draw(charts.weeks_ahead(made_of, told.weeks, 380), key="chart_weeks")
    else:
        st.markdown(t("overview.weeks_none"))

with panel(t("overview.urgent"), key="panel_urgent"):
    if told.now.unsettled:
        issue_table(told.urgent, SHORT, key="urgent", alt=t("overview.urgent_alt"), made_of=("urgent", *made_of))
    else:
        st.markdown(t("overview.urgent_none"))
