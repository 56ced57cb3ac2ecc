"""The decision on one request for close-out: strike off or return, its form always in view; then the next request opens."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components.cards import panel, plain
from components.faults import fault_words
from components.forms.verbs import verb_entry, verb_form
from components.i18n import fmt_number, t
from components.issue_closures import round_of
from components.review_queue import take
from components.said import say
from components.session import who
from components.wording import paragraphs
from store.model.enums import Status
from store.model.issue import Issue
from store.rules.lifecycle import reasons_against
from store.rules.reviewing import neighbours

DECISIONS = ("close", "return")
TYPED = {"close": "opinion", "return": "missing"}
"""What each decision makes somebody write."""


def decision(issue: Issue, refs: list[str]) -> None:
    """Strike off or return; instead of that, who decided meanwhile, or why this person may not close."""
    with panel(t("review.decision"), key="review-decision", height="content"):
        if issue.status is not Status.PENDING:
            _decided_meanwhile(issue, refs)
            return
        against = reasons_against("close", issue, who())
        for fault in against:
            st.warning(plain(fault_words(fault)), icon=":material/lock:")
        _entry(issue, refs, [verb for verb in DECISIONS if verb == "return" or not against])


def _entry(issue: Issue, refs: list[str], open_ones: list[str]) -> None:
    key = f"review-choice-{issue.ref_no}"
    if st.session_state.get(key) not in open_ones:
        st.session_state[key] = _begun(issue, open_ones)
    verb = st.segmented_control(
        t("review.decision"),
        open_ones,
        key=key,
        format_func=lambda one: t(f"verb.{one}"),
        label_visibility="collapsed",
        required=True,
        width="stretch",
    )
    place = f"deciding:{issue.ref_no}"
    st.session_state[place] = verb
    _, following = neighbours(refs, issue.ref_no)
    verb_entry(issue, verb, place, partial(_decided, following=following))


def _begun(issue: Issue, open_ones: list[str]) -> str:
    """The decision that this person was writing, otherwise the first."""
    typed = [verb for verb in open_ones if verb_form(verb, issue).value(TYPED[verb])]
    return (typed or open_ones)[0]


def _decided(after: Issue, verb: str, following: str) -> None:
    take(following)
    said = t(f"review.said_{verb}", ref=after.ref_no, title=plain(after.title))
    more = t("review.next", ref=following) if following else t("review.was_last")
    say(f"{said} {more}")


def _decided_meanwhile(issue: Issue, refs: list[str]) -> None:
    """Somebody else was first: what they decided, and what this person had written, to take along or to let go."""
    st.info(t("review.decided_meanwhile", status=t(f"status.{issue.status.value}")), icon=":material/sync_problem:")
    if issue.closures:
        round_of(issue.closures[-1], len(issue.closures), place="decided-")
    for verb in DECISIONS:
        form = verb_form(verb, issue)
        if typed := form.value(TYPED[verb]):
            with st.container(border=True, key=f"review-kept-{verb}", gap="small"):
                st.markdown(f":gray[:small[{t('review.kept')}]]  \n{paragraphs(typed)}")
                st.button(t("entry.discard"), key=f"review-drop-{verb}", type="tertiary", on_click=form.close)
    st.button(
        t("review.go_on", n=fmt_number(len(refs))),
        key="review-go-on",
        type="primary",
        disabled=not refs,
        on_click=take,
        args=("",),
    )
