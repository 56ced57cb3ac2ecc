"""Where a search found its words, for the rows in which they are not in view anyway."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.i18n import t
from components.rows import Key, key_with
from components.tables import MATCHED
from store.rules.filters import Filters
from store.rules.searching import PARTS, Match, told_matches

IN_VIEW = 2
"""The first texts of a problem, its number and its title, stand in the table."""


def with_matches(rows: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """``rows`` with the column MATCHED while somebody searches."""
    query = filters.chosen.get("q", "")
    return rows.assign(**{MATCHED: _told(key_with(filters), rows, query)}) if query else rows


def with_column(columns: list[str], filters: Filters) -> list[str]:
    """``columns`` with MATCHED after the title, or last, while somebody searches."""
    if "q" not in filters.chosen:
        return columns
    at = columns.index("title") + 1 if "title" in columns else len(columns)
    return [*columns[:at], MATCHED, *columns[at:]]


@st.cache_resource(max_entries=12, show_spinner=False)
def _told(key: Key, _rows: pd.DataFrame, query: str) -> list[str]:
    return [_words(match) for match in told_matches(_rows["written"], query, IN_VIEW)]


def _words(match: Match | None) -> str:
    if match is None:
        return ""
    name, number = match.place.name, match.place.number
    place = t(f"matched.{name}", number=number) if name in PARTS else t(f"field.{name}")
    return t("matched.at", place=place, excerpt=match.excerpt)
