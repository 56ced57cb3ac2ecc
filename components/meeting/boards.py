"""The screens of a run-down that are no problem: the opening with its figures, the two charts, and the closing."""

from __future__ import annotations

from datetime import date

import streamlit as st

from components.cards import plain
from components.charts import overview as charts
from components.charts.base import mode
from components.charts.projector import draw_large
from components.headline import sentence, six_figures
from components.i18n import fmt_date, fmt_number, language, t, tn
from components.meeting.matter import DECISIONS_A_SCREEN, Screen, ahead, key, told
from components.meeting.since import since_said
from components.session import store, who
from components.vocabulary import SHAPES
from store.exchange.minutes import Line, lines
from store.model.meeting import Meeting

MOST_UNITS = charts.MOST_UNITS


def figures(meeting: Meeting, screen: Screen) -> None:
    """How it stands: the name of the meeting, the state in a sentence, six figures, what has moved since the last meeting."""
    reckoned = told(meeting)
    with st.container(key="board_opening", gap="small", height="stretch", vertical_alignment="distribute"):
        with st.container(gap="small"):
            st.title(plain(meeting.name), anchor=False)
            st.markdown(_when(meeting))
        with st.container(key="board_sentence"):
            sentence(reckoned, ahead(meeting))
        if said := since_said(meeting):
            with st.container(key="board_since"):
                st.markdown(plain(said))
        with st.grid(3, min_column_width=150, gap="small", key="board_figures"):
            for figure in six_figures(reckoned):
                with st.container(border=True, key=f"board_figure_{figure.name}"):
                    st.metric(
                        figure.title,
                        figure.value,
                        figure.change,
                        delta_color=figure.feeling,
                        delta_description=t("figure.week"),
                    )


def _when(meeting: Meeting) -> str:
    parts = [fmt_date(meeting.day), tn("meeting.problems", len(meeting.agenda))]
    if meeting.number:
        parts.insert(0, t("meeting.nth", n=fmt_number(meeting.number)))
    if meeting.closed_door:
        parts.append(f":violet[{t('meeting.closed_door')}]")
    return f":gray[{t('list.middle_dot').join(parts)}]"


def categories(meeting: Meeting, screen: Screen) -> None:
    """How far each category is."""
    _heading(t("overview.by_state"))
    reckoned = told(meeting)
    if reckoned.now.found:
        made_of = (mode(), *key(meeting))
        draw_large(
            charts.by_state(made_of, reckoned.stages, reckoned.categories, "category", 820), key="board_categories", height=820
        )
    else:
        st.markdown(t("meeting.nothing_found"))


def units(meeting: Meeting, screen: Screen) -> None:
    """What each unit has left to do, most overdue first."""
    _heading(t("overview.units_open"))
    reckoned = told(meeting)
    if not reckoned.now.unsettled:
        st.markdown(t("overview.units_open_none"))
        return
    drawn = charts.units_open((mode(), *key(meeting)), reckoned.units, 820)
    draw_large(drawn, key="board_units", height=min(820, 90 * int((reckoned.units["unsettled"] > 0).sum()) + 90))
    if (more := int((reckoned.units["unsettled"] > 0).sum()) - MOST_UNITS) > 0:
        st.markdown(f":gray[{tn('overview.more_units', more)}]")


def closing(meeting: Meeting, screen: Screen) -> None:
    """What was decided, a few decisions a page; or, where nothing is recorded, what was gone through."""
    _heading(t("meeting.closing") if meeting.id else t("meeting.closing_shown"))
    if not meeting.id:
        st.markdown(t("meeting.not_recorded"))
        _gone_through(meeting)
        return
    if not meeting.decisions:
        st.markdown(t("meeting.no_decisions"))
        _gone_through(meeting)
        return
    first = screen.page * DECISIONS_A_SCREEN
    st.markdown(f":gray[{tn('meeting.decisions', len(meeting.decisions))}]")
    with st.container(key="board_decisions", gap="small"):
        for line in list(lines(store(), who(), meeting, language()))[first : first + DECISIONS_A_SCREEN]:
            _decision(line)


def _gone_through(meeting: Meeting) -> None:
    now = told(meeting).now
    with st.grid(3, min_column_width=150, gap="medium", key="board_gone_through"):
        for name in ("red", "yellow", "pending"):
            shape = f"{SHAPES[name]} " if name in SHAPES else ""
            with st.container(border=True):
                st.metric(shape + t(f"figure.{name}"), fmt_number(getattr(now, name)))


def _decision(line: Line) -> None:
    """Two lines: what was decided on which problem; what was said, who answers for it and until when."""
    with st.container(key=f"decided_{line.number}", gap=None):
        st.markdown(f"**{line.number}. {plain(line.decision)}** &ensp; {line.ref_no} {plain(line.title)}")
        until = t("meeting.answer_until", day=fmt_date(date.fromisoformat(line.answer_by))) if line.answer_by else ""
        parts = [plain(one) for one in (line.unit, line.responsible, until, line.words) if one]
        st.markdown(f":gray[{t('list.middle_dot').join(parts)}]")


def _heading(words: str) -> None:
    st.title(words, anchor=False)
