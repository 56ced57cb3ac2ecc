"""What somebody should have before their eyes when they urge, or decide on more time."""

from __future__ import annotations

import streamlit as st

from components.cards import plain
from components.i18n import fmt_date, fmt_number, t, tn
from components.slip_words import because_said
from components.wording import moment_words, paragraphs, person
from store.model.issue import Issue


def ladder_told(issue: Issue) -> None:
    """Where the problem stands on the ladder."""
    st.caption(f":material/stairs: {plain(because_said(issue))}")


def request_told(issue: Issue) -> None:
    """The request: from which day to which, why, how often it was put off before, and how far the measures are."""
    asked = issue.pending_extension
    if asked is None:
        return
    added = (asked.new_due - asked.old_due).days
    st.markdown(
        f"~~{fmt_date(asked.old_due)}~~ → **{fmt_date(asked.new_due)}** &ensp; :gray[:small[{tn('urging.days_more', added)}]]"
        f"  \n{paragraphs(asked.reason)}"
    )
    done = sum(measure.done for measure in issue.measures)
    told = [
        t("urging.asked_by", name=plain(person(asked.asked_by)), at=moment_words(asked.asked_at)),
        tn("urging.extended_since", issue.extended, day=issue.original_due) if issue.extended else t("urging.never_extended"),
        t("issue.measures_done", done=fmt_number(done), all=fmt_number(len(issue.measures))),
    ]
    st.caption(" · ".join(told))
