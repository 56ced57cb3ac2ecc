"""Taking a comparison away: exactly the changes that the table shows, as CSV or as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from components.comparing import Compared
from components.i18n import fmt_date, language, t
from components.session import campaign, store, today
from store.exchange.comparison import FILES, MEDIA_TYPES, Difference, lines
from store.model.documents import Campaign, Unit


def downloads(told: Compared, kinds: Sequence[str]) -> None:
    """A button for each kind of file; a file is made when its button is pressed."""
    numbers = told.of(kinds)
    changes = [change for number in numbers for change in told.changes[number]]
    shown = Difference(told.before, told.after, changes, told.kinds)
    with st.container(horizontal=True, horizontal_alignment="right", gap="xsmall", width="content", key="compare_files"):
        for ending in FILES:
            st.download_button(
                t(f"compare.download_{ending}"),
                partial(_file, ending, shown, language(), campaign(), store().ledger.units()),
                f"{t('compare.file_name', day=fmt_date(today()))}.{ending}",
                MEDIA_TYPES[ending],
                key=f"compare_{ending}",
                icon=":material/download:",
                on_click="ignore",
            )


def _file(ending: str, shown: Difference, lang: str, chosen: Campaign, units: Sequence[Unit]) -> bytes:
    return FILES[ending](lines(shown, lang, chosen, units))
