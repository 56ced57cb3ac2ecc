"""Which unit is how far, fairly ranked, where its problems lie, how it works, and one unit by itself."""

import streamlit as st

from components import answers, boards
from components.cards import figures, nothing_here, panel, title_row
from components.charts import unit as charts
from components.charts.keep import draw_kept, made_of
from components.filters import filter_bar
from components.focus import focus
from components.i18n import t
from components.rows import all_rows
from components.session import open_page, who
from components.tables import SHORT, issue_table
from components.unit_card import unit_figures
from components.vocabulary import words
from store.rules.boards import STEADY

rows = all_rows()
with title_row():
    open_page("unit")
    filters, chosen = filter_bar(rows)
if chosen.empty:
    nothing_here(empty=rows.empty)
    st.stop()

names, told, made = words("unit"), boards.of_units(chosen, filters), made_of(filters)
st.subheader(answers.of_units(told.ranked, names), anchor=False)

left, right = st.columns(2, gap="small")
with left, panel(t("boards.unit.ranking"), key="panel_ranking"):
    draw_kept("unit_ranking", made, charts.rank_chart, told.ranked, names, t("boards.unit.ranking"))
    st.caption(t("boards.unit.ranking_note", n=STEADY))
with right, panel(t("boards.unit.grid"), key="panel_grid"):
    figure = charts.figure_choice()
    draw_kept(f"unit_grid_{figure}", made, charts.where_grid, told.where[figure], told.ranked, figure, t("boards.unit.grid"))

left, right = st.columns(2, gap="small")
with left, panel(t("boards.unit.days"), note=t("boards.unit.days_note"), key="panel_days"):
    draw_kept("unit_days", made, charts.spread_chart, told.spread, names, t("boards.unit.days"), empty=t("boards.unit.no_days"))
with right, panel(t("boards.unit.habits"), note=t("boards.unit.habits_note"), key="panel_habits"):
    draw_kept("unit_habits", made, charts.habit_grid, told.habits, names, t("boards.unit.habits"))

code = focus(names, who().unit or told.last, key="unit_focus", label=t("boards.unit.choose"))
one = boards.one_of(chosen, filters, "unit", code)
figures(unit_figures(one.now, told.ranked, code), key="unit_figures")
with panel(t("boards.unit.urgent"), key="panel_urgent"):
    if one.urgent.empty:
        st.markdown(t("boards.unit.no_urgent"))
    else:
        issue_table(one.urgent, SHORT, key="urgent", alt=t("boards.unit.urgent"), made_of=(code, *made))
