"""One problem on the screen, part by part: its head with the light, its facts, its measures, and what happened around it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.cards import panel, plain
from components.choice import CHOSEN, LEDGER, OPENED
from components.forms.progress import progress_editor
from components.i18n import fmt_date, fmt_number, fmt_percent, t, tn
from components.looking_back import offered
from components.session import campaign, chosen_day, past_day, with_day
from components.vocabulary import light_said, light_word, reason_word
from components.wording import moment_words, paragraphs, person, value_words
from store.model.enums import Light, Status
from store.model.issue import Issue, Measure
from store.rules.lights import Shown, light

COLOURS = {"red": "red", "yellow": "orange", "green": "green", "grey": "gray"}

FACTS = ("source", "found_on", "severity", "leader_led", "mode")
TERMS = ("due", "original_due", "next_review", "milestone", "owner", "lead")


def back_link() -> None:
    """The way back to the ledger, with the rows that were chosen there."""
    chosen = st.session_state.get(OPENED) or st.session_state.get(CHOSEN) or {}
    st.page_link(LEDGER, label=t("issue.back"), icon=":material/arrow_back:", query_params=with_day(chosen))


def no_such_issue(ref: str) -> None:
    """A calm screen for a number that is not there, or not for this person."""
    st.title(t("page.issue.title"), anchor=False)
    told = t("issue.not_there", ref=plain(ref)) if ref else t("issue.none_named")
    if ref and (past := past_day()):
        told = t("asof.not_yet", ref=plain(ref), day=past)
    st.info(told, icon=":material/search_off:")
    back_link()


def head(issue: Issue) -> None:
    """The title, and how it stands."""
    st.title(plain(issue.title), anchor=False)
    standing(issue)


def standing(issue: Issue) -> None:
    """Number, unit and category, the state and the light with its reason, in one line."""
    shown = light(issue, chosen_day(), campaign().warning_days, campaign().country)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            " &ensp; ".join(
                [f"**{issue.ref_no}**", *(plain(value_words(name, getattr(issue, name))) for name in ("unit", "category"))]
            ),
            width="content",
        )
        st.badge(t(f"status.{issue.status.value}"), color="blue")
        st.badge(light_sentence(shown, ongoing=issue.status is Status.ONGOING), color=COLOURS[shown.light.value])
        if issue.confidential:
            st.badge(t("issue.restricted"), icon=":material/visibility_lock:", color="violet", help=t("issue.restricted_means"))
        for word in _marks(issue, shown):
            st.badge(word, color="gray")


def light_sentence(shown: Shown, *, ongoing: bool = False) -> str:
    """The light, why it is so, and the day it reckons by: ``▲ 临期：剩 3 个工作日（11月26日到期）``."""
    said = light_said(shown.light.value, shown.reason, shown.days)
    if shown.light in (Light.YELLOW, Light.GREEN):
        said = t("issue.light_word", light=light_word(shown.light.value), reason=reason_word(shown.reason, shown.days))
    if shown.deadline is None or shown.light is Light.GREY:
        return said
    return t("issue.light_review" if ongoing else "issue.light", said=said, day=fmt_date(shown.deadline))


def _marks(issue: Issue, shown: Shown) -> list[str]:
    """What else to know about the light and the problem: put off, sent back, found back after closing, worth passing on."""
    marks = [
        tn("urging.extended_since", shown.extended, day=issue.original_due) if shown.extended else "",
        t("issue.returned", n=fmt_number(issue.returned)) if issue.returned else "",
        t("review.reopened", n=fmt_number(issue.reopened)) if issue.reopened else "",
        t("issue.good_practice") if issue.good_practice else "",
        t("review.check_failed") if issue.failed_check else "",
    ]
    return [mark for mark in marks if mark]


def problem(issue: Issue) -> None:
    """What was found, and why."""
    with panel(t("entry.part_problem"), key="issue-problem", height="content"):
        st.markdown(paragraphs(issue.finding))
        _facts(issue, FACTS)
    with panel(t("entry.part_cause"), key="issue-cause", height="content"):
        kind = f"**{plain(value_words('cause_kind', issue.cause_kind))}** &ensp; " if issue.cause_kind else ""
        st.markdown(kind + paragraphs(issue.cause))
        for field in ("target", "closure_criteria"):
            if getattr(issue, field):
                st.markdown(f":gray[{t(f'field.{field}')}]  \n{paragraphs(getattr(issue, field))}")


def terms(issue: Issue) -> None:
    """Until when, and who answers for it."""
    with panel(t("entry.part_deadline"), key="issue-terms", height="content"):
        told = [
            name for name in TERMS if getattr(issue, name) and not (name == "original_due" and issue.original_due == issue.due)
        ]
        if told:
            _facts(issue, told)
        else:
            st.caption(t("issue.no_terms"))
        if issue.referred_to:
            st.markdown(t("issue.referred_to", to=plain(issue.referred_to)))


def _facts(issue: Issue, fields: Sequence[str]) -> None:
    with st.grid(len(fields), min_column_width=120, gap="small"):
        for field in fields:
            st.markdown(f":gray[:small[{t(f'field.{field}')}]]  \n{plain(value_words(field, getattr(issue, field)))}")


def measures(issue: Issue) -> None:
    """Each measure with its bar; whoever works on it moves the bar on the spot."""
    done = sum(measure.done for measure in issue.measures)
    note = t("issue.measures_done", done=fmt_number(done), all=fmt_number(len(issue.measures))) if issue.measures else ""
    with panel(t("entry.part_measures"), key="issue-measures", height="content", note=note):
        if not issue.measures:
            st.caption(t("issue.no_measures"))
        for number, measure in enumerate(issue.measures, 1):
            _measure(issue, number, measure)


def _measure(issue: Issue, number: int, measure: Measure) -> None:
    with st.container(key=f"issue-measure-{measure.id}", gap="small"):
        until = t("issue.until", day=fmt_date(measure.due, form="day")) if measure.due else ""
        told = [t(f"measure_kind.{measure.kind.value}"), plain(measure.owner), until]
        st.markdown(
            f"**{fmt_number(number)}.** {paragraphs(measure.text)}  \n:gray[:small[{' · '.join(word for word in told if word)}]]"
        )
        finished = (
            t("issue.done_on", day=fmt_date(measure.done_on, form="day"))
            if measure.done_on
            else fmt_percent(measure.percent / 100, digits=0)
        )
        st.progress(measure.percent, text=finished)
        if offered("report_progress", issue):
            progress_editor(issue, measure)


def progress_notes(issue: Issue) -> None:
    """What was reported, newest first."""
    noted = [note for note in reversed(issue.progress) if note.text]
    if noted:
        with panel(t("issue.progress"), key="issue-progress", height="content"):
            st.markdown(
                "\n".join(
                    f"- {plain(note.text)}  \n:gray[:small[{moment_words(note.at)} &ensp; {plain(person(note.by))}]]"
                    for note in noted[:10]
                )
            )
