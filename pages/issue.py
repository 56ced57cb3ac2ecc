"""One problem, whole: how it stands and why, what may be done about it now, and everything that ever happened to it."""

from __future__ import annotations

import streamlit as st

from components import issue_parts as parts
from components.cards import panel
from components.forms.editing import edit_in_place, unsaved_notice
from components.forms.verbs import doing_key, next_steps
from components.history import history
from components.i18n import t
from components.issue_closures import closures, good_practice
from components.issue_evidence import evidence
from components.issue_terms import extensions, urges
from components.recurrences import recurrences
from components.session import past_day, store, who
from components.suspicions import suspicions_beside
from store.model.errors import NotFound

ref, past = st.query_params.get("ref", ""), past_day()
try:
    issue = store().ledger.issue(who(), ref, past)
except NotFound:
    parts.no_such_issue(ref)
    st.stop()

parts.back_link()
parts.head(issue)
if past is None:
    if st.session_state.get(doing_key(issue)) == "edit":
        edit_in_place(issue)
        st.stop()
    unsaved_notice(issue)
    next_steps(issue)
    suspicions_beside(issue)
left, right = st.columns([3, 2], gap="medium")
with left:
    parts.problem(issue)
    parts.measures(issue)
with right:
    parts.terms(issue)
    recurrences(issue)
    evidence(issue)
    urges(issue)
    extensions(issue)
    closures(issue)
    good_practice(issue)
    parts.progress_notes(issue)
with panel(t("issue.history"), key="issue-history", height="content"):
    history(store().ledger.history(who(), ref, past), key="issue-history-all")
