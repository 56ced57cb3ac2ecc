"""What has happened since then: two standings of the ledger, in one sentence, cell by cell, and as a flow from state to state."""

import streamlit as st

from components.cards import panel, title_row
from components.charts import moved as charts
from components.charts.keep import draw_kept
from components.charts.style import mode
from components.compare_sides import sides
from components.compare_table import change_table
from components.compare_told import ignore_choice, kinds_chosen, sentence
from components.comparing import codes, compared, follow_campaign, held, made_of, openable, why_not
from components.comparison_files import downloads
from components.i18n import language, t
from components.session import open_page
from components.vocabulary import words
from store.comparisons import FILE
from store.model.errors import XiaohaoError
from store.rules.movement import moved_by

with title_row():
    open_page("compare")
follow_campaign()
before, after = codes()
sides(before, after)
ignore_choice()
if FILE in (before, after) and held() is None:
    st.info(t("compare.file_first"), icon=":material/upload_file:")
    st.stop()
try:
    told = compared(before, after)
except XiaohaoError as error:
    st.error(why_not(error), icon=":material/block:")
    st.stop()

sentence(told)
if not told.changes:
    st.info(t("compare.nothing"), icon=":material/check:")
    st.stop()

made, here = (mode(), language(), *made_of(before, after)), openable()
with panel(t("compare.flow"), note=t("compare.flow_note"), key="panel_flow"):
    draw_kept("compare_flow", made, charts.flow_chart, told.flow, here, t("compare.flow"))
left, right = st.columns(2, gap="small")
for place, column in ((left, "unit"), (right, "category")):
    with place, panel(t(f"compare.by_{column}"), key=f"panel_by_{column}"):
        pairs = moved_by(told.moved, told.before, told.after, column)
        draw_kept(
            f"compare_by_{column}",
            made,
            charts.moved_chart,
            pairs,
            words(column),
            here,
            t(f"compare.by_{column}"),
            empty=t("compare.unmoved"),
        )

with panel(t("compare.table"), key="panel_table", height="content"):
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="compare_tools"):
        kinds = kinds_chosen(told)
        downloads(told, kinds)
    change_table(told, told.of(kinds))
