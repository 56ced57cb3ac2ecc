"""One problem on the screen, part by part: its head with the light, its facts, its measures, and what happened around it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.cards import panel, plain
from components.choice import CHOSEN, LEDGER, OPENED
from components.forms.progress import progress_editor
from components.i18n import fmt_date, fmt_number, fmt_percent, t
from components.session import campaign, today, who
from components.vocabulary import light_said, light_word, reason_word
from components.wording import moment_words, paragraphs, person, value_words
from store.model.enums import Light, Status
from store.model.issue import Closure, Extension, Issue, Measure, Urge
from store.rules.lights import Shown, light
from store.rules.permissions import may

COLOURS = {"red": "red", "yellow": "orange", "green": "green", "grey": "gray"}

FACTS = ("source", "found_on", "severity", "leader_led", "mode")
TERMS = ("due", "original_due", "next_review", "milestone", "owner", "lead")


def back_link() -> None:
    """The way back to the ledger, with the rows that were chosen there."""
    chosen = st.session_state.get(OPENED) or st.session_state.get(CHOSEN) or {}
    st.page_link(LEDGER, label=t("issue.back"), icon=":material/arrow_back:", query_params=dict(chosen))


def no_such_issue(ref: str) -> None:
    """A calm screen for a number that is not there, or not for this person."""
    st.title(t("page.issue.title"), anchor=False)
    st.info(t("issue.not_there", ref=plain(ref)) if ref else t("issue.none_named"), icon=":material/search_off:")
    back_link()


def head(issue: Issue) -> None:
    """Number, unit and category; the title; the state and the light with its reason."""
    st.title(plain(issue.title), anchor=False)
    shown = light(issue, today(), campaign().warning_days, campaign().country)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            " &ensp; ".join(
                [f"**{issue.ref_no}**", *(plain(value_words(name, getattr(issue, name))) for name in ("unit", "category"))]
            ),
            width="content",
        )
        st.badge(t(f"status.{issue.status.value}"), color="blue")
        st.badge(light_sentence(shown, ongoing=issue.status is Status.ONGOING), color=COLOURS[shown.light.value])
        for word in _marks(issue):
            st.badge(word, color="gray")


def light_sentence(shown: Shown, *, ongoing: bool = False) -> str:
    """The light, why it is so, and the day it reckons by: ``▲ 临期：剩 3 个工作日（11月26日到期）``."""
    said = light_said(shown.light.value, shown.reason, shown.days)
    if shown.light in (Light.YELLOW, Light.GREEN):
        said = t("issue.light_word", light=light_word(shown.light.value), reason=reason_word(shown.reason, shown.days))
    if shown.deadline is None or shown.light is Light.GREY:
        return said
    return t("issue.light_review" if ongoing else "issue.light", said=said, day=fmt_date(shown.deadline))


def _marks(issue: Issue) -> list[str]:
    counted = {"issue.extended": issue.extended, "issue.returned": issue.returned}
    marks = [t(key, n=fmt_number(number)) for key, number in counted.items() if number]
    return [*marks, *([t("issue.good_practice")] if issue.good_practice else [])]


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
        _facts(
            issue,
            [
                field
                for field in TERMS
                if getattr(issue, field) and not (field == "original_due" and issue.original_due == issue.due)
            ],
        )
        if issue.recurrence_of:
            st.markdown(t("issue.recurrence_of", ref=plain(issue.recurrence_of)))
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
        if may("report_progress", who(), issue):
            progress_editor(issue, measure)


def papers(issue: Issue) -> None:
    """Evidence, urging slips, requests for more time and for close-out: only those that there are."""
    lists = {
        "issue.evidence": [
            t("issue.evidence_line", title=plain(one.title), day=fmt_date(one.dated), by=plain(person(one.added_by)))
            for one in issue.evidence
        ],
        "issue.urges": [_urge(one) for one in reversed(issue.urges)],
        "issue.extensions": [_extension(one) for one in reversed(issue.extensions)],
        "issue.closures": [_closure(one) for one in reversed(issue.closures)],
        "issue.good_practice": [plain(issue.good_practice)] if issue.good_practice else [],
    }
    for key, lines in lists.items():
        if lines or key == "issue.evidence":
            with panel(t(key), key=key.replace(".", "-"), height="content"):
                st.markdown("\n".join(f"- {line}" for line in lines)) if lines else st.caption(t("issue.no_evidence"))


def _urge(slip: Urge) -> str:
    head = t("issue.urge_line", level=t(f"urge_level.{slip.level.value}"), slip=slip.number, day=slip.answer_by)
    answer = (
        t("issue.urge_answer", answer=plain(slip.answer), at=moment_words(slip.answered_at))
        if slip.answer
        else t("issue.urge_open")
    )
    return f"{head}  \n{plain(slip.text)}  \n{answer}"


def _extension(one: Extension) -> str:
    head = t("issue.extension_line", old=one.old_due, new=one.new_due, by=plain(person(one.asked_by)))
    decided = t(f"decision.{one.decision.value}") if one.decision else t("issue.undecided")
    return f"{head}  \n{plain(one.reason)}  \n**{decided}** {plain(one.opinion)}"


def _closure(one: Closure) -> str:
    head = t("issue.closure_line", at=moment_words(one.requested_at), by=plain(person(one.requested_by)))
    verdict = t(f"verdict.{one.verdict.value}") if one.verdict else t("issue.undecided")
    outcome = f" {t(f'outcome.{one.outcome.value}')}" if one.outcome else ""
    check = f"  \n{t('issue.check_on', day=one.check_on)} {plain(one.check_result)}" if one.check_on else ""
    decided = f"**{verdict}**{outcome} {plain(one.opinion)}"
    return f"{head}  \n{plain(one.note)}  \n{decided}{check}"


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
