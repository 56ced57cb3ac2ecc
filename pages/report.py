"""The stage report as it will be handed in: prose, tables and charts, every number a link to its rows; as Word and PDF."""

import streamlit as st

from components.cards import plain
from components.choice import begin
from components.i18n import t
from components.report import asking, editing
from components.report.drawing import SHEET, draw
from components.report.kept import report
from components.report.taking import buttons
from components.session import open_page

begin(opened=False)
with st.container(key="title_row", horizontal=True, vertical_alignment="center", gap="small"):
    open_page("report")
    files = st.container(key="report_files", horizontal=True, horizontal_alignment="right", vertical_alignment="center")
asked = asking.asked()
asking.controls(asked)
told = report(asked)
with files:
    buttons(asked, told)

st.html(SHEET)
with st.container(key="report_sheet", border=True, gap="small"):
    st.subheader(plain(told.title), anchor=False, text_alignment="center")
    for number, part in enumerate(told.parts):
        with st.container(key=f"report_part_{number}", gap=None if part.name else "small"):
            draw(part.blocks, told, key=f"report_{number}")
            if part.name and editing.may_write():
                editing.editor(part, asked)
    st.caption(t("report.every_number"))
