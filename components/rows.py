"""The rows that a page is about, as this reader may see them on this day; shared by all sessions, so never edited.

A rerun without a change costs a look into the cache: all is keyed by the ledger's edition, the day, the campaign and who sees.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd
import streamlit as st

from components.choice import begin, in_force
from components.i18n import language
from components.session import campaign, past_day, store, today, who
from store.model.documents import Actor
from store.model.enums import Role
from store.rules.filters import Filters

Key = tuple[object, ...]


def all_rows(*, opened: bool = False) -> pd.DataFrame:
    """Every row of the campaign that this reader may see, on the day that the page looks at.

    ``opened`` as in :func:`components.choice.begin`.
    """
    begin(opened=opened)
    in_force()
    return _rows(key(), who(), past_day())


def own_rows() -> pd.DataFrame:
    """The rows of today, without a look at the URL: for what stands beside every page."""
    return _rows(key_of_now(), who(), None)


def key() -> Key:
    """What :func:`all_rows` depends on; a past day does not change with the ledger, only with the names of units."""
    day = past_day()
    return key_of_now() if day is None else ("past", store().ledger.frames.current().naming, day, *_whose())


def key_of_now() -> Key:
    """What :func:`own_rows` depends on."""
    return (store().ledger.frames.current().edition, today(), *_whose())


def _whose() -> Key:
    return campaign().code, campaign().revision, *sight(who())


def key_with(filters: Filters) -> Key:
    """What anything made of the rows under ``filters`` and shown in words depends on."""
    return (*key(), tuple(sorted(filters.chosen.items())), language())


def sight(actor: Actor) -> Key:
    """What the choice of visible rows depends on (permissions.sees), whatever the edition: also of rows of the past."""
    return actor.role.value, actor.unit if actor.role is Role.UNIT else "", store().ledger.hidden(actor)


def past_rows(day: date, columns: Collection[str] | None = None) -> pd.DataFrame:
    """The same as the ledger stood at the end of a past day; with ``columns`` only these and those of the lights."""
    return store().ledger.rows(who(), today(), as_of=day, campaign=campaign().code, columns=columns)


@st.cache_resource(max_entries=8, show_spinner=False)
def _rows(key: Key, _actor: Actor, _day: date | None) -> pd.DataFrame:
    return store().ledger.rows(_actor, today(), as_of=_day, campaign=campaign().code)
