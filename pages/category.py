"""How far each heading is, how well the work goes there, and what lies behind the problems of one of them."""

import streamlit as st

from components import answers, boards
from components.cards import nothing_here, panel, title_row
from components.charts import category as charts
from components.charts.base import draw
from components.charts.keep import draw_kept, made_of
from components.charts.overview import by_state
from components.filters import filter_bar
from components.focus import focus
from components.i18n import t
from components.rows import all_rows
from components.session import campaign, open_page
from components.tables import SHORT, issue_table
from components.vocabulary import words

rows = all_rows()
with title_row():
    open_page("category")
    filters, chosen = filter_bar(rows)
if chosen.empty:
    nothing_here(empty=rows.empty)
    st.stop()

names, told, made = words("category"), boards.categories(chosen, filters), made_of(filters)
st.subheader(answers.of_categories(told.ranked, names), anchor=False)

left, right = st.columns([5, 4], gap="small")
with left, panel(t("boards.category.state"), key="panel_state"):
    draw(by_state(made, told.stages, told.ranked, "category", 300), key="category_state")
with right, panel(t("boards.category.work"), note=t("boards.category.work_note"), key="panel_work"):
    in_order = charts.in_order(told.ranked, names)
    draw_kept("category_work", made, charts.work_grid, told.measures, told.ranked, in_order, t("boards.category.work"))
with panel(t("boards.category.trend"), note=t("boards.category.trend_note"), key="panel_trend"):
    charts.trends(made, told.trend, names)

code = focus(names, told.last, key="category_focus", label=t("boards.category.choose"))
one, made = boards.one_of(chosen, filters, "category", code), (code, *made)
left, right = st.columns(2, gap="small")
with left, panel(t("boards.category.causes"), key="panel_causes"):
    what, empty = t("boards.category.causes"), t("boards.category.no_causes")
    draw_kept("category_causes", made, charts.cause_bars, one.pareto, words("cause_kind"), code, what, empty=empty)
with right, panel(t("boards.category.standing"), key="panel_standing"):
    charts.standing(campaign().category(code))
with panel(t("boards.category.urgent"), key="panel_urgent"):
    if one.urgent.empty:
        st.markdown(t("boards.category.no_urgent"))
    else:
        issue_table(one.urgent, SHORT, key="urgent", alt=t("boards.category.urgent"), made_of=made)
