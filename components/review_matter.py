"""The matter of one request for close-out: what was to be reached beside what was done, its proof, and how it came here."""

from __future__ import annotations

import streamlit as st

from components import issue_parts as parts
from components.cards import panel, plain
from components.choice import ISSUE
from components.history import history
from components.i18n import t
from components.issue_closures import closures
from components.issue_evidence import evidence
from components.issue_terms import extensions, urges
from components.printing import print_request
from components.review_queue import asked_ago
from components.session import store, who
from components.suspicions import suspicions_panel
from components.wording import moment_words, paragraphs, person
from store.model.issue import Issue


def matter(issue: Issue) -> None:
    """Everything that is needed to decide, the claim and its standard first."""
    with st.container(key="review-matter", gap="small"):
        st.subheader(plain(issue.title), anchor=False)
        parts.standing(issue)
        claim(issue)
        suspicions_panel(issue, told_when_none=True)
        left, right = st.columns(2, gap="small")
        with left:
            parts.measures(issue)
        with right:
            evidence(issue)
        parts.problem(issue)
        closures(issue, decided=True)
        extensions(issue)
        urges(issue)
        left, right = st.columns(2, gap="small")
        with left:
            parts.terms(issue)
        with right:
            parts.progress_notes(issue)
        with st.expander(t("issue.history"), key="review-history"):
            history(store().ledger.history(who(), issue.ref_no), key="review-history-all")
        st.page_link(ISSUE, label=t("review.whole"), icon=":material/article:", query_params={"ref": issue.ref_no})


def claim(issue: Issue) -> None:
    """The note of who asked beside the criteria it has to meet."""
    last = issue.closures[-1]
    asked = t("list.middle_dot").join(
        plain(one) for one in (person(last.requested_by), moment_words(last.requested_at), asked_ago(last.requested_at))
    )
    with panel(t("review.claim"), key="review-claim", height="content", note=asked):
        standard, note = st.columns(2, gap="medium")
        with standard:
            for field in ("target", "closure_criteria"):
                text = paragraphs(getattr(issue, field)) if getattr(issue, field) else f":gray[{t(f'review.no_{field}')}]"
                st.markdown(f":gray[:small[{t(f'field.{field}')}]]  \n{text}")
        with note:
            st.markdown(f":gray[:small[{t('review.note')}]]  \n{paragraphs(last.note)}")
        print_request(issue)
