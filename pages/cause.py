"""What lies behind the problems, where each kind of cause occurs, and which institutional causes no rule answers yet."""

import streamlit as st

from components import answers, boards
from components.cards import figures, nothing_here, panel, title_row
from components.charts import cause as charts
from components.charts.keep import draw_kept, made_of
from components.filters import filter_bar
from components.i18n import t
from components.rows import all_rows
from components.session import open_page
from components.tables import SHORT, fitting, issue_table
from components.vocabulary import words

rows = all_rows()
with title_row():
    open_page("cause")
    filters, chosen = filter_bar(rows)
if chosen.empty:
    nothing_here(empty=rows.empty)
    st.stop()

told, made = boards.causes(chosen, filters), made_of(filters)
st.subheader(answers.of_causes(told, words("cause_kind")), anchor=False)
figures(charts.cause_figures(told), key="cause_figures")

left, right = st.columns(2, gap="small")
with left, panel(t("boards.cause.pareto"), note=t("boards.cause.pareto_note"), key="panel_pareto"):
    what, empty = t("boards.cause.pareto"), t("answer.no_cause")
    draw_kept("cause_pareto", made, charts.pareto_chart, told.pareto, what, empty=empty)
with right, panel(t("boards.cause.by_category"), key="panel_by_category"):
    what = t("boards.cause.by_category")
    draw_kept("cause_by_category", made, charts.category_grid, told.by_category, told.pareto, what, empty=empty)

left, right = st.columns([4, 5], gap="small")
with left, panel(t("boards.cause.by_unit"), key="panel_by_unit"):
    draw_kept("cause_by_unit", made, charts.unit_grid, told.by_unit, told.pareto, t("boards.cause.by_unit"), empty=empty)
with right, panel(t("boards.cause.list"), key="panel_bare"):
    if told.bare.empty:
        st.markdown(t("boards.cause.no_list"))
    else:
        height = fitting(len(told.bare), 12)
        issue_table(told.bare, SHORT[:-1], key="bare", alt=t("boards.cause.list"), made_of=("bare", *made), height=height)
