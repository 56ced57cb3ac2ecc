"""Which columns of the ledger a reader wants to see; kept for the session, on every page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.i18n import t
from components.tables import COLUMNS, USUAL

LIGHT = USUAL[0]
"""Always there, and first."""
CHOSEN = "ledger_columns"
"""Session key of the choice, and of the widget that makes it."""


def columns_in_force() -> list[str]:
    """The columns in the reader's order, never none."""
    return [LIGHT, *(st.session_state.get(CHOSEN) or USUAL[1:])]


def choose_columns() -> None:
    """Draw the choice behind a button."""
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


def show_columns(names: Sequence[str]) -> None:
    """Choose ``names``, those of them that there are; none are the usual ones. For callbacks."""
    st.session_state[CHOSEN] = [name for name in names if name in COLUMNS and name != LIGHT] or list(USUAL[1:])


def _usual() -> None:
    st.session_state[CHOSEN] = list(USUAL[1:])
