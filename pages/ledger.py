"""The ledger: every problem that matches as a row; choose columns, sort, search, open one, take them away."""

import streamlit as st

from components.cards import nothing_here, title_row
from components.columns import chosen_columns
from components.downloads import address, downloads
from components.filters import filter_bar
from components.i18n import t, tn
from components.rows import all_rows, key_with
from components.session import open_page
from components.tables import fitting, issue_table

rows = all_rows(opened=True)
with title_row():
    open_page("ledger")
    filters, chosen = filter_bar(rows)
if chosen.empty:
    nothing_here(empty=rows.empty)
    st.stop()

with st.container(key="ledger_tools", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.markdown(f"**{tn('ledger.count', len(chosen))}**", width="content")
    with st.container(horizontal=True, horizontal_alignment="right", gap="xsmall"):
        columns = chosen_columns()
        downloads(filters)
        st.link_button(t("ledger.link"), address(filters), icon=":material/link:", help=t("ledger.link_means"))

issue_table(chosen, columns, key="ledger", alt=t("ledger.alt"), made_of=key_with(filters), height=fitting(len(chosen)))
