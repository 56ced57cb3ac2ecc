"""The way from a page to its paper: the sheet of a problem, the form of its close-out."""

from __future__ import annotations

from urllib.parse import quote

import streamlit as st

from components.i18n import t
from store.model.enums import Status
from store.model.issue import Issue


def print_issue(issue: Issue) -> None:
    """A button that opens everything of the problem as a sheet to print."""
    _link("issue", "print.issue", issue)


def print_request(issue: Issue, place: str = "") -> None:
    """A button that opens the request for close-out as a form to sign; ``place`` where it stands twice on a page."""
    if issue.status is not Status.DRAFT:
        _link("close-out", "print.request", issue, place)


def _link(paper: str, words: str, issue: Issue, place: str = "") -> None:
    to = f"/print/{paper}/{quote(issue.ref_no, safe='')}"
    st.link_button(t(words), to, key=f"print-{place}{paper}", icon=":material/print:", type="tertiary")
