"""Who is here, on which day, over which store: what every page begins with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from components.i18n import t
from components.pages import PAGES
from store.access import SESSION_COOKIE, acting_from, signed_in
from store.model.documents import Actor, Campaign, Unit
from store.model.errors import NotFound
from store.opening import Store, the_store

AS_OF = "as_of"
"""The name of the day in the query string."""
ACTING = "acting"
"""Session key of the role and unit chosen in open access."""


def store() -> Store:
    """The store of this process."""
    return the_store()


def who() -> Actor:
    """The person of this session.

    In open access whoever sits at the machine chose role and unit; otherwise the signed-in account.
    """
    if store().settings.access == "open":
        if ACTING not in st.session_state:
            st.session_state[ACTING] = acting_from(st.context.cookies)
        actor: Actor = st.session_state[ACTING]
        return actor
    found = signed_in(store(), st.context.cookies)
    if found is None:
        st.info(t("access.signed_out"))
        st.stop()
    return found


def owes_password() -> bool:
    """Whether this person must change the password they were given before anything else."""
    return store().settings.access == "accounts" and store().accounts.owes_password(st.context.cookies.get(SESSION_COOKIE))


def today() -> date:
    """The day everything reckons by."""
    return store().ledger.today()


def chosen_day() -> date:
    """The day that this page looks at: a past day that the URL names (``as_of=2026-11-01``), else today."""
    return past_day() or today()


def past_day() -> date | None:
    """The past day that this page looks back to, or None for the present.

    On a page of the present the URL names none: components/looking_back.py has taken it away before.
    """
    try:
        asked = date.fromisoformat(st.query_params.get(AS_OF, ""))
    except ValueError:
        return None
    return asked if asked < today() else None


def with_day(query: Mapping[str, str]) -> dict[str, str]:
    """``query`` with the past day that this page looks back to: for whatever leads to another page or to a file of it."""
    day = past_day()
    return {**query, AS_OF: day.isoformat()} if day else dict(query)


def campaign() -> Campaign:
    """The campaign that the URL names, by default the newest."""
    try:
        return store().ledger.campaign(st.query_params.get("campaign", ""))
    except NotFound:
        return store().ledger.campaign()


def units() -> dict[str, Unit]:
    """All units by their code, in the order of the codes."""
    return {unit.code: unit for unit in store().ledger.units()}


def open_page(name: str) -> None:
    """Lock two of two.

    The page checks for itself that this person may be here (the first lock is the navigation), then shows its title.
    """
    if who().role not in PAGES[name].roles:
        st.error(t("refused.page_not_yours"))
        st.stop()
    st.title(t(f"page.{name}.title"), anchor=False)
