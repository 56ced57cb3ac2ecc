"""Taking away exactly the rows on the page: as a file by a button, and as an address that gives the same file again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from components.i18n import fmt_date, language, t
from components.session import campaign, chosen_day, store, who, with_day
from store.exchange.taking import FILES, take
from store.model.documents import Actor
from store.opening import Store
from store.rules.filters import Filters

BUTTONS = {
    "issues.xlsx": ("download_list", "sheets.download", {"per": "unit"}),
    "issues.csv": ("download_issues", "ledger.issues_csv", {}),
    "measures.csv": ("download_measures", "ledger.measures_csv", {}),
}
"""The files that people take away: key and words of the button, and what else the file is asked for."""


def downloads(filters: Filters) -> None:
    """A button for each file of the rows that ``filters`` choose; a file is made when its button is pressed."""
    query = with_day({"campaign": campaign().code, **filters.chosen, "header": language()})
    for file, (key, words, more) in BUTTONS.items():
        kind = FILES[file]
        st.download_button(
            t(words),
            partial(_file, store(), who(), file, query | more),
            f"{t(kind.named, day=fmt_date(chosen_day()))}.{file.rpartition('.')[2]}",
            kind.media_type,
            key=key,
            icon=":material/download:",
            on_click="ignore",
        )


def address(filters: Filters, file: str = "issues.csv") -> str:
    """The path that gives the same file again: of the day it is asked for, or of the past day that is looked at."""
    return f"/export/{file}?{urlencode(with_day(filters.chosen))}"


def _file(opened: Store, actor: Actor, file: str, query: Mapping[str, str]) -> bytes:
    return take(opened, actor, file, query).content
