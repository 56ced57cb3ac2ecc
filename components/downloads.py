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


def downloads(filters: Filters) -> None:
    """A button for each file of the rows that ``filters`` choose; a file is made when its button is pressed."""
    query = with_day({"campaign": campaign().code, **filters.chosen, "header": language()})
    for file in FILES:
        name = file.partition(".")[0]
        st.download_button(
            t(f"ledger.{name}_csv"),
            partial(_file, store(), who(), file, query),
            f"{t(f'csv.file_{name}', day=fmt_date(chosen_day()))}.csv",
            "text/csv",
            key=f"download_{name}",
            icon=":material/download:",
            on_click="ignore",
        )


def address(filters: Filters, file: str = "issues.csv") -> str:
    """The path that gives the same file again: of the day it is asked for, or of the past day that is looked at."""
    return f"/export/{file}?{urlencode(with_day(filters.chosen))}"


def _file(opened: Store, actor: Actor, file: str, query: Mapping[str, str]) -> bytes:
    return take(opened, actor, file, query).content
