"""What a person should have before their eyes while they fill in a verb's form: the standard beside the claim, the request
beside the decision."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components.cards import plain
from components.i18n import fmt_date, fmt_number, t
from components.issue_told import ladder_told, request_told
from components.printing import print_request
from components.wording import paragraphs
from store.model.enums import Verdict
from store.model.issue import Issue


def _standard(issue: Issue) -> None:
    """What the office will hold the request against, and what it will find."""
    for field in ("target", "closure_criteria"):
        if getattr(issue, field):
            st.markdown(f":gray[:small[{t(f'field.{field}')}]]  \n{paragraphs(getattr(issue, field))}")
    if not issue.closure_criteria:
        st.caption(t("review.no_criteria"))
    st.caption(t("review.handed_in", measures=fmt_number(len(issue.measures)), evidence=fmt_number(len(issue.standing_evidence))))
    if issue.closures and issue.closures[-1].verdict is Verdict.RETURNED:
        st.markdown(f":orange[:material/undo: {t('review.was_missing', what=plain(issue.closures[-1].opinion))}]")
    print_request(issue, "asking-")


def _planned(issue: Issue) -> None:
    """For which day the check was planned, and by what standard the issue was struck off."""
    last = issue.closures[-1]
    if last.next_check:
        st.caption(t("review.check_planned", day=fmt_date(last.next_check)))
    if issue.closure_criteria:
        st.markdown(f":gray[:small[{t('field.closure_criteria')}]]  \n{paragraphs(issue.closure_criteria)}")


def _why_again(issue: Issue) -> None:
    if issue.failed_check:
        st.markdown(f":red[:material/replay: {t('review.reopen_now')}]")


ASIDES: dict[str, Callable[[Issue], None]] = {
    "request_close": _standard,
    "record_check": _planned,
    "reopen": _why_again,
    "urge": ladder_told,
    "decide_extension": request_told,
}
"""What stands above the inputs of a verb."""
