"""What moved the terms of one problem: its urging slips with their answers, and every date it ever had."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from urllib.parse import quote

import streamlit as st

from components.cards import panel, plain
from components.forms.verbs import begin
from components.i18n import fmt_date, t
from components.looking_back import offered
from components.slip_words import COLOURS, state_of
from components.wording import moment_words, paragraphs, person
from store.model.enums import Decision
from store.model.issue import Extension, Issue, Urge

DECIDED = {None: "blue", Decision.GRANTED: "green", Decision.REFUSED: "red"}


def urges(issue: Issue) -> None:
    """Every slip with its answer, newest first; whoever may answers from here, and everybody may print."""
    if issue.urges:
        with panel(t("issue.urges"), key="issue-urges", height="content"):
            for slip in reversed(issue.urges):
                _slip(issue, slip)


def _slip(issue: Issue, slip: Urge) -> None:
    said, colour = state_of(issue, slip)
    with st.container(key=f"slip-{slip.number}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(t(f"urge_level.{slip.level.value}"), color=COLOURS[slip.level])
            st.markdown(f"**{slip.number}**", width="content")
            st.badge(said, color=colour)
        signed = t("urging.signed_on", name=plain(person(slip.by)), at=moment_words(slip.at))
        st.markdown(f"{paragraphs(slip.text)}  \n:gray[:small[{signed} · {t('urging.asked_until', day=slip.answer_by)}]]")
        if slip.answer:
            st.markdown(_answer(slip))
        with st.container(horizontal=True, gap="small"):
            if not slip.answer and offered("answer_urge", issue):
                with_number = {"number": slip.number}
                answer = {"on_click": begin, "args": ("answer_urge", issue), "kwargs": with_number}
                st.button(t("verb.answer_urge"), key=f"answer-{slip.number}", icon=":material/reply:", **answer)
            to = f"/print/slip/{quote(slip.number)}"
            st.link_button(t("urging.print"), to, key=f"print-{slip.number}", icon=":material/print:", type="tertiary")


def _answer(slip: Urge) -> str:
    quoted = "\n".join(f"> {line}" for line in paragraphs(slip.answer).splitlines())
    return f"{quoted}\n>\n> :gray[:small[{t('urging.answered_at', at=moment_words(slip.answered_at))}]]"


def extensions(issue: Issue) -> None:
    """Every date that held, the old ones struck through; then each request with its reason and what the office said."""
    if issue.extensions:
        with panel(t("issue.extensions"), key="issue-extensions", height="content"):
            st.markdown(_dates(issue))
            for one in reversed(issue.extensions):
                _extension(one, waits=one is issue.pending_extension)


def _dates(issue: Issue) -> str:
    """``~~11月10日~~ → ~~11月24日~~ → **12月8日**``: the original date first, the one in force last."""
    moved = [day for one in issue.extensions if one.decision is Decision.GRANTED for day in (one.old_due, one.later_due)]
    days: list[date] = [day for day in (issue.original_due, *moved, issue.due) if day]
    kept = [*(one for one, following in pairwise(days) if one != following), *days[-1:]]
    struck = [f"~~{fmt_date(day)}~~" for day in kept[:-1]]
    return " → ".join([*struck, *(f"**{fmt_date(day)}**" for day in kept[-1:])])


def _extension(one: Extension, *, waits: bool) -> None:
    undecided = t("issue.undecided" if waits else "issue.lapsed")
    with st.container(gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"{fmt_date(one.old_due)} → {fmt_date(one.new_due)}", width="content")
            st.badge(t(f"decision.{one.decision.value}") if one.decision else undecided, color=DECIDED[one.decision])
            if one.granted_due:
                st.badge(t("urging.granted_instead", day=one.granted_due), color="green")
        asked = t("urging.asked_by", name=plain(person(one.asked_by)), at=moment_words(one.asked_at))
        st.markdown(f"{paragraphs(one.reason)}  \n:gray[:small[{asked}]]")
        if one.decision:
            decided = t("urging.decided_by", name=plain(person(one.decided_by)), at=moment_words(one.decided_at))
            opinion = f"{paragraphs(one.opinion)}  \n" if one.opinion else ""
            st.markdown(f"{opinion}:gray[:small[{decided}]]")
