"""Which columns of the ledger a reader wants to see; kept for the session, on every page."""

from __future__ import annotations

import streamlit as st

from components.i18n import t
from components.tables import COLUMNS, USUAL

LIGHT = USUAL[0]
"""Always there, and first."""
CHOSEN = "ledger_columns"
"""Session key of the choice, and of the widget that makes it."""


def chosen_columns() -> list[str]:
    """Draw the choice behind a button; returns the columns in the reader's order, never none."""
    st.session_state.setdefault(CHOSEN, list(USUAL[1:]))
    with st.popover(t("ledger.columns"), icon=":material/view_column:", key="column_sheet"):
        st.multiselect(
            t("ledger.columns"),
            [name for name in COLUMNS if name != LIGHT],
            key=CHOSEN,
            format_func=lambda name: t(f"column.{name}"),
            label_visibility="collapsed",
            persist_state="session",
            width=420,
        )
        st.button(t("ledger.columns_usual"), key="columns_usual", type="tertiary", on_click=_usual)
    return [LIGHT, *(st.session_state[CHOSEN] or USUAL[1:])]


def _usual() -> None:
    st.session_state[CHOSEN] = list(USUAL[1:])
