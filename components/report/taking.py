"""Taking the report away: as Word at a click, and as PDF where LibreOffice is there to make it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components.i18n import fmt_date, label, t
from components.report.kept import as_pdf, made_of
from components.session import campaign
from store.model.errors import Unusable
from store.report.blocks import Report
from store.report.material import Asked
from store.report.pdf import converter
from store.report.word import docx

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WANTED = "report_pdf_wanted"
"""Session key: which report was asked for as PDF."""


def buttons(asked: Asked, report: Report) -> None:
    """The files; a file is made when it is asked for."""
    chosen = campaign()
    name = t("report.file", campaign=label(chosen.short_title) or label(chosen.title), day=fmt_date(report.day))
    how = {"icon": ":material/download:", "on_click": "ignore"}
    st.download_button(t("report.word"), partial(docx, report), f"{name}.docx", WORD, key="report_word", type="primary", **how)
    if converter() is None:
        return
    if st.session_state.get(WANTED) != made_of(asked):
        st.button(t("report.make_pdf"), key="report_make_pdf", icon=":material/picture_as_pdf:", on_click=_want, args=(asked,))
        return
    try:
        st.download_button(t("report.pdf"), as_pdf(asked, report), f"{name}.pdf", "application/pdf", key="report_pdf", **how)
    except Unusable as error:
        st.session_state.pop(WANTED, None)
        st.warning(t(f"unusable.{error.code}"), icon=":material/picture_as_pdf:")


def _want(asked: Asked) -> None:
    st.session_state[WANTED] = made_of(asked)
