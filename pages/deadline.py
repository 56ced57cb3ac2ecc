"""What is late and by how much, what falls due when, and which dates were moved."""

import streamlit as st

from components import answers, boards
from components.cards import nothing_here, panel, title_row
from components.charts import deadline as charts
from components.charts.keep import draw_kept, made_of
from components.filters import filter_bar
from components.i18n import t
from components.rows import all_rows
from components.session import campaign, chosen_day, open_page
from components.tables import SHORT, fitting, issue_table

rows = all_rows()
with title_row():
    open_page("deadline")
    filters, chosen = filter_bar(rows)
if chosen.empty:
    nothing_here(empty=rows.empty)
    st.stop()

told, made, day = boards.deadlines(chosen, filters), made_of(filters), chosen_day()
st.subheader(answers.of_deadlines(told), anchor=False)

with panel(t("boards.deadline.weeks"), note=t("boards.deadline.weeks_note"), key="panel_weeks"):
    draw_kept("deadline_weeks", made, charts.week_chart, told.weeks, day, t("boards.deadline.weeks"))

left, right = st.columns([4, 5], gap="small")
with left, panel(t("boards.deadline.calendar"), note=t("boards.deadline.calendar_note"), key="panel_calendar"):
    draw_kept("deadline_calendar", made, charts.calendar_chart, told.calendar, day, t("boards.deadline.calendar"))
with right, panel(t("boards.deadline.soon"), note=t("boards.deadline.soon_note", n=campaign().warning_days), key="panel_soon"):
    if told.soon.empty:
        st.markdown(t("boards.deadline.no_soon"))
    else:
        height = fitting(len(told.soon), 10)
        issue_table(told.soon, SHORT[:-1], key="soon", alt=t("boards.deadline.soon"), made_of=("soon", *made), height=height)

left, right = st.columns(2, gap="small")
with left, panel(t("boards.deadline.late"), key="panel_late"):
    what, empty = t("boards.deadline.late"), t("boards.deadline.no_late")
    draw_kept("deadline_late", made, charts.late_chart, told.late, what, empty=empty)
with right, panel(t("boards.deadline.ages"), note=t("boards.deadline.ages_note"), key="panel_ages"):
    what, empty = t("boards.deadline.ages"), t("answer.nothing_waits")
    draw_kept("deadline_ages", made, charts.age_chart, told.ages, what, empty=empty)

with panel(t("boards.deadline.moved"), note=t("boards.deadline.moved_note"), key="panel_moved"):
    what, empty = t("boards.deadline.moved"), t("boards.deadline.no_moved")
    draw_kept("deadline_moved", made, charts.moved_chart, told.moved, day, what, empty=empty)
