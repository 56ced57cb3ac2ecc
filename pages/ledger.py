"""The ledger: every problem that matches as a row; search, sort, open one, take them away, act on many at once."""

import streamlit as st

from components.cards import nothing_here, title_row
from components.columns import choose_columns, columns_in_force
from components.downloads import address, downloads
from components.filters import filter_bar
from components.i18n import t, tn
from components.many import bar, dialog, undo_strip
from components.matched import with_column, with_matches
from components.rows import all_rows, key_with
from components.session import open_page, past_day
from components.tables import fitting, ledger_table
from components.views import views

rows = all_rows(opened=True)
with title_row():
    open_page("ledger")
    filters, chosen = filter_bar(rows)
if past_day() is None:
    undo_strip()
if chosen.empty:
    with st.container(key="ledger_tools", horizontal=True, horizontal_alignment="right"):
        views(filters, columns_in_force())
    nothing_here(empty=rows.empty)
    st.stop()

tools = st.container(
    key="ledger_tools", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"
)
ticked = ledger_table(
    with_matches(chosen, filters),
    with_column(columns_in_force(), filters),
    key="ledger",
    alt=t("ledger.alt"),
    made_of=key_with(filters),
    height=fitting(len(chosen)),
)
with tools:
    if ticked:
        bar(ticked, chosen)
    else:
        st.markdown(f"**{tn('ledger.count', len(chosen))}**", width="content")
        with st.container(horizontal=True, horizontal_alignment="right", gap="xsmall"):
            views(filters, columns_in_force())
            choose_columns()
            downloads(filters)
            st.link_button(t("ledger.link"), address(filters), icon=":material/link:", help=t("ledger.link_means"))
if ticked:
    dialog(ticked, chosen)
