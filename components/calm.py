"""What somebody sees when a bug comes up or the store is away: a calm sentence; a bug's traceback stands in the log."""

from __future__ import annotations

import logging

import streamlit as st

from components.i18n import t
from components.session import store
from store.model.errors import Unusable

log = logging.getLogger("xiaohao.app")


def calmly(error: Exception) -> bool:
    """Log the traceback and show the sentence instead of Streamlit's own, which speaks only English.

    What the surroundings did to the store is no bug: one line in the log, and the sentence says what it was.
    """
    if isinstance(error, Unusable):
        log.log(logging.WARNING, "the store cannot be used: %s", error.code)
        st.warning(t("trouble.part"), icon=":material/cloud_off:")
        return True
    log.exception("a page failed", exc_info=error)
    st.error(t("error.calm"))
    return True


def trouble_notice() -> None:
    """Above every page while the database cannot be reached: what is shown is what was last known."""
    if store().repository.trouble:
        st.warning(t("trouble.away"), icon=":material/cloud_off:")
