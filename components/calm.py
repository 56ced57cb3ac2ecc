"""What somebody sees when a bug comes up: a calm sentence; the traceback stands in the log."""

from __future__ import annotations

import logging

import streamlit as st

from components.i18n import t

log = logging.getLogger("xiaohao.app")


def calmly(error: Exception) -> bool:
    """Log the traceback and show the sentence instead of Streamlit's own, which speaks only English."""
    log.exception("a page failed", exc_info=error)
    st.error(t("error.calm"))
    return True
