"""One problem on one screen: what it is, how it stands and why, what was found, what is done about it and what was promised."""

from __future__ import annotations

import streamlit as st

from components.cards import plain
from components.i18n import fmt_date, fmt_number, fmt_percent, language, t, tn
from components.issue_parts import light_sentence, marks
from components.issue_terms import dates_said
from components.meeting.fitting import lines, shared
from components.session import campaign, store, today, who
from components.slip_words import state_of
from components.wording import moment_words, person, value_words
from store.exchange.minutes import decision_said
from store.model.enums import Status
from store.model.errors import NotFound
from store.model.issue import Issue, Measure
from store.model.meeting import Decided, Meeting
from store.rules.lights import light

LEFT = 35
"""Chinese letters in a line of the left column."""
ROOM_LEFT, ROOM_RIGHT = 12, 16
"""Lines of text that each column has beside headings and gaps, under a title of one line."""
PEOPLE = 20
"""Chinese letters of the names that stand in one line."""
A_MEASURE = 4
"""Lines of a measure: two of text, one of who and until when, its bar."""
LONG_TITLE = 28


def problem(meeting: Meeting, ref: str) -> Issue | None:
    """Draw it; returns it, or None when it is not there for this reader."""
    try:
        issue = store().ledger.issue(who(), ref)
    except NotFound:
        st.title(t("meeting.gone"), anchor=False)
        return None
    _head(issue)
    with st.container(key="slide_columns"):
        left, right = st.columns([3, 2], gap="large")
        with left, st.container(key="slide_left", gap="small"):
            _texts(issue)
        with right, st.container(key="slide_right", gap="small"):
            _doing(issue, meeting.decided_on(ref))
    return issue


def _head(issue: Issue) -> None:
    shown = light(issue, today(), campaign().warning_days, campaign().country)
    about = [f"**{issue.ref_no}**", *(plain(value_words(name, getattr(issue, name))) for name in ("unit", "category"))]
    told = [t(f"status.{issue.status.value}"), *marks(issue, shown)]
    with st.container(key="slide_about", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(" &ensp; ".join(about), width="content")
        for word in told:
            st.badge(plain(word), color="gray")
        if issue.confidential:
            st.badge(t("issue.restricted"), color="violet")
    with st.container(key="slide_title_long" if _long(issue) else "slide_title"):
        st.title(plain(issue.title), anchor=False)
    with st.container(key=f"slide_light_{shown.light.value}"):
        st.markdown(f"**{plain(light_sentence(shown, ongoing=issue.status is Status.ONGOING))}**")


def _long(issue: Issue) -> bool:
    """Whether the title takes a second line, which the columns then lack."""
    return lines(issue.title, LONG_TITLE) > 1


def _texts(issue: Issue) -> None:
    """What was found, why, and what is to be reached, as far as there is room."""
    told = {
        "finding": (t("field.finding"), issue.finding),
        "cause": (t("field.cause"), issue.cause),
        "target": (t("field.target"), issue.target),
    }
    room = shared([lines(text, LEFT) for _, text in told.values()], ROOM_LEFT - _long(issue))
    for (name, (heading, text)), most in zip(told.items(), room, strict=True):
        if most:
            _clamped(name, heading, text, most)


def _clamped(name: str, heading: str, text: str, most: int) -> None:
    """A heading over at most ``most`` lines of text."""
    with st.container(key=f"slide_{name}", gap=None):
        st.markdown(f":gray[{heading}]")
        with st.container(key=f"clamp{most}_{name}"):
            st.markdown(plain(text))


def _doing(issue: Issue, decided: tuple[Decided, ...]) -> None:
    """Who answers until when, what is done, what was said last, what was sent, what this meeting decides."""
    room = ROOM_RIGHT - 2 - _terms(issue) - _long(issue)
    room -= _decided(decided) + _urged(issue, decided) + _said_last(issue, dry=True)
    _measures(issue, max(1, room // A_MEASURE))
    _said_last(issue)


def _terms(issue: Issue) -> int:
    """Who answers, in one line if there is room, and what was promised; returns the lines that the people take."""
    people = {name: getattr(issue, name) or t("meeting.nobody") for name in ("owner", "lead")}
    said = [f":gray[{t(f'field.{name}')}] **{plain(one)}**" for name, one in people.items()]
    abreast = [" &emsp; ".join(said)] if lines("".join(people.values()), PEOPLE) == 1 else said
    for number, line in enumerate(abreast):
        with st.container(key=f"clamp1_people_{number}"):
            st.markdown(line)
    days = dates_said(issue) or f"**{fmt_date(issue.next_review)}**"
    with st.container(key="clamp2_promised"):
        st.markdown(f":gray[{t('meeting.promised')}] {days}")
    return len(abreast)


def _decided(decided: tuple[Decided, ...]) -> int:
    """What this meeting decided on it last; returns the lines that takes."""
    for one in decided[-1:]:
        with st.container(key="slide_decided"), st.container(key="clamp2_decided"):
            said = f"{decision_said(language(), one)} {one.words}"
            st.markdown(f"**{t('meeting.decided_here')}** {plain(said)}")
    return 3 if decided else 0


def _urged(issue: Issue, decided: tuple[Decided, ...]) -> int:
    """The last slip and how its answer stands, unless it was sent just now; returns the lines that takes."""
    if not issue.urges or (decided and decided[-1].slip == issue.urges[-1].number):
        return 0
    slip = issue.urges[-1]
    told = tn("meeting.urged", len(issue.urges), urge_level=slip.level.value, slip=slip.number, said=state_of(issue, slip)[0])
    with st.container(key="clamp1_urged"):
        st.markdown(f":orange[**{plain(told)}**]")
    return 1


def _measures(issue: Issue, most: int) -> None:
    """Those still to be done first, each with its bar; the others by their number."""
    done = sum(measure.done for measure in issue.measures)
    counted = t("issue.measures_done", done=fmt_number(done), all=fmt_number(len(issue.measures))) if issue.measures else ""
    more = tn("meeting.more_measures", len(issue.measures) - most) if len(issue.measures) > most else ""
    st.markdown(f":gray[{' &ensp; '.join(word for word in (t('entry.part_measures'), counted, more) if word)}]")
    if not issue.measures:
        st.markdown(t("issue.no_measures"))
    for measure in sorted(issue.measures, key=lambda one: one.done)[:most]:
        _measure(measure)


def _measure(measure: Measure) -> None:
    until = t("issue.until", day=fmt_date(measure.due, form="day")) if measure.due else ""
    how_far = fmt_percent(measure.percent / 100, digits=0)
    with st.container(key=f"slide_measure_{measure.id}", gap=None):
        with st.container(key=f"clamp2_measure_{measure.id}"):
            st.markdown(plain(measure.text))
        st.progress(
            measure.percent, text=t("list.middle_dot").join(word for word in (how_far, plain(measure.owner), until) if word)
        )


def _said_last(issue: Issue, *, dry: bool = False) -> int:
    """The latest note of progress; returns the lines that takes."""
    noted = next((note for note in reversed(issue.progress) if note.text), None)
    if noted is None:
        return 0
    if not dry:
        _clamped(
            "progress", f"{t('meeting.last_progress')} &ensp; {moment_words(noted.at)} {plain(person(noted.by))}", noted.text, 2
        )
    return 3
