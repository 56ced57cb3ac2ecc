"""The rounds of close-out of one problem as a small timeline: asked, decided, looked at again, reopened; and what is worth
passing on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st

from components.cards import panel, plain
from components.i18n import fmt_date, fmt_number, t, tn
from components.session import chosen_day
from components.wording import moment_words, paragraphs, person
from store.model.closure import Check, Closure
from store.model.enums import CheckVerdict, Verdict
from store.model.issue import Issue

LOOK = Path(__file__).with_name("review.css")
"""The line along a round, and what stays in view on the review page."""

FOUND = {CheckVerdict.HELD: ("green", "fact_check"), CheckVerdict.FAILED: ("red", "replay"), None: ("gray", "fact_check")}
DECIDED = {Verdict.CLOSED: ("green", "verified"), Verdict.RETURNED: ("orange", "undo")}


@dataclass(frozen=True)
class Station:
    """One thing that happened in a round, or is planned: sign and colour, what, when and who, and what was written."""

    colour: str
    icon: str
    what: str
    told: str = ""
    text: str = ""


def closures(issue: Issue, *, decided: bool = False) -> None:
    """Every round of close-out, or only those that are decided, newest first; the earlier ones stay in view."""
    rounds = len(issue.closures) - (decided and issue.pending_closure is not None)
    if rounds:
        st.html(LOOK)
        with panel(t("issue.closures"), key="issue-closures", height="content"):
            for number in range(rounds, 0, -1):
                round_of(issue.closures[number - 1], number)


def round_of(closure: Closure, number: int, place: str = "") -> None:
    """One round, station by station; ``place`` where the same round stands twice on a page."""
    with st.container(key=f"round-{place}{number}", gap="small"):
        st.markdown(f":gray[{t('review.round', number=fmt_number(number))}]")
        for station in stations(closure, chosen_day()):
            body = f"  \n{paragraphs(station.text)}" if station.text else ""
            sign = f":{station.colour}[:material/{station.icon}: **{station.what}**]"
            st.markdown(f"{sign} &ensp; :gray[:small[{station.told}]]{body}")


def stations(closure: Closure, day: date) -> Iterator[Station]:
    """What happened in a round in the order of time; a check that is still to come stands last."""
    yield Station("blue", "send", t("verb.request_close"), _when(closure.requested_at, closure.requested_by), closure.note)
    if closure.verdict:
        colour, icon = DECIDED[closure.verdict]
        outcome = f"{t('list.middle_dot')}{t(f'outcome.{closure.outcome.value}')}" if closure.outcome else ""
        what = f"{t(f'verdict.{closure.verdict.value}')}{outcome}"
        yield Station(colour, icon, what, _when(closure.decided_at, closure.decided_by), closure.opinion)
    else:
        yield Station("gray", "hourglass_empty", t("status.pending"))
    yield from (_checked(check) for check in closure.held_checks)
    if closure.next_check:
        yield _planned(closure.next_check, day)
    if closure.reopened_at:
        told = _when(closure.reopened_at, closure.reopened_by)
        yield Station("red", "restart_alt", t("verb.reopen"), told, closure.reopen_reason)


def _when(at: str, by: str) -> str:
    return t("list.middle_dot").join(plain(word) for word in (moment_words(at), person(by)) if word)


def _checked(check: Check) -> Station:
    colour, icon = FOUND[check.verdict]
    what = t(f"review.check_{check.verdict.value}") if check.verdict else t("action.record_check")
    return Station(colour, icon, what, _when(check.at, check.by), check.result)


def _planned(check_on: date, day: date) -> Station:
    """Coming, due today, or overdue: the days are said."""
    days = (check_on - day).days
    what = t("review.check_planned", day=fmt_date(check_on))
    if days > 0:
        return Station("gray", "event", what, tn("review.check_in", days))
    return Station("orange", "event_upcoming", what, tn("review.check_overdue", -days) if days else t("review.check_today"))


def good_practice(issue: Issue) -> None:
    """What others may learn from it."""
    if issue.good_practice:
        with panel(t("issue.good_practice"), key="issue-good_practice", height="content"):
            st.markdown(f"- {plain(issue.good_practice)}")
