"""Why a problem deserves a second look before it is struck off: each reason a sentence, politely, with what it points at."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.cards import panel
from components.i18n import fmt_number, t
from components.problem_links import link_to
from components.session import store, who
from store.model.enums import Status
from store.model.issue import Issue
from store.rules.hollow import Suspicion

WATCHED = frozenset({Status.IN_PROGRESS, Status.PENDING})
"""While something can still be mended."""
MOST_NAMED = 5
"""Other problems that a sentence names; beyond that it counts them."""


def suspicions_beside(issue: Issue) -> None:
    """For the page of a problem: the office sees the panel while the problem is being put right or waits for its verdict."""
    if who().runs_the_ledger and issue.status in WATCHED:
        suspicions_panel(issue)


def suspicions_panel(issue: Issue, *, told_when_none: bool = False) -> None:
    """Every reason; without one nothing is drawn, or with ``told_when_none`` a grey line that says so."""
    found = store().checks.suspicions(who(), issue)
    if found:
        title = f":orange[:material/visibility: {t('suspicion.title')}]"
        with panel(title, key="suspicions", height="content", note=t("suspicion.note")):
            st.markdown("\n".join(f"- {suspicion_words(one)}" for one in found))
    elif told_when_none:
        st.caption(f":material/check: {t('suspicion.none')}")


def suspicion_words(one: Suspicion) -> str:
    """The sentence of a suspicion, as Markdown: only codes, numbers, days and links are in it."""
    params: dict[str, Any] = dict(one.params)
    if one.measures:
        params["numbers"] = t("named.list").join(fmt_number(number) for number in one.measures)
    if one.others:
        params["others"] = _named(one.others)
    return t(f"suspicion.{one.code}", **params)


def _named(others: tuple[str, ...]) -> str:
    links = t("named.list").join(link_to(ref_no) for ref_no in others[:MOST_NAMED])
    more = len(others) - MOST_NAMED
    return t("suspicion.and_more", links=links, number=fmt_number(len(others))) if more > 0 else links
