"""What a problem recurs from and what recurred from it, with the rules that did not hold."""

from __future__ import annotations

import streamlit as st

from components.cards import panel, plain
from components.forms.recurrence import rules_said
from components.i18n import t
from components.problem_links import named
from components.session import past_day, store, who
from store.model.errors import NotFound
from store.model.issue import Issue


def recurrences(issue: Issue) -> None:
    """Both directions; nothing is drawn for a problem that stands alone."""
    later = store().ledger.recurrences(who(), issue.ref_no, past_day())
    if issue.recurrence_of or later:
        with panel(t("recurrence.title"), key="issue-recurrences", height="content"):
            if issue.recurrence_of:
                _earlier(issue.recurrence_of)
            for one in later:
                st.markdown(f":orange[:material/history:] {t('recurrence.later', problem=named(one))}")


def _earlier(ref_no: str) -> None:
    try:
        earlier = store().ledger.issue(who(), ref_no, past_day())
    except NotFound:
        st.markdown(t("recurrence.linked", problem=plain(ref_no)))
        return
    st.markdown(f":orange[:material/history:] {t('recurrence.linked', problem=named(earlier))}")
    st.markdown(rules_said(earlier))
