"""What is said of urging slips: what one opens with and asks for, why the ladder suggests a rung, how its answer stands."""

from __future__ import annotations

from datetime import date

from components.i18n import fmt_date, language, t, text, tn
from components.session import chosen_day, today
from store.model.enums import UrgeLevel
from store.model.issue import Issue, Urge
from store.rules.ladder import because, current_slips, overdue
from store.rules.lifecycle import UNFINISHED

COLOURS = {UrgeLevel.REMINDER: "blue", UrgeLevel.URGE: "orange", UrgeLevel.CRITICISM: "red"}


def opening(issue: Issue) -> str:
    """The first line of a slip: which problem, until when, how long overdue, what is still to be done."""
    due = issue.deadline
    open_measures = sum(not measure.done for measure in issue.measures)
    parts = [t("urging.about", title=issue.title, number=issue.ref_no)]
    if due:
        parts.append(t("urging.about_due", day=due))
        parts.append(tn("urging.about_overdue", (today() - due).days) if overdue(issue, today()) else "")
    parts.append(tn("urging.about_measures", open_measures) if open_measures else "")
    return t("urging.about_said", said=t("list.comma").join(part for part in parts if part))


def ask(level: UrgeLevel, lang: str = "") -> str:
    """What a slip of this rung usually asks for."""
    return text(lang or language(), f"urging.ask_{level.value}")


def because_said(issue: Issue) -> str:
    """Why the ladder suggests what it does."""
    slips = current_slips(issue)
    if not slips:
        return t("urging.because_first")
    last = slips[-1]
    code = because(issue, today())
    return t(f"urging.because_{code}", urge_level=last.level.value, slip=last.number, day=last.answer_by)


def answer_said(answer_by: date) -> str:
    """How an unanswered slip stands: until when it may be answered, or how long it should have been."""
    late = (chosen_day() - answer_by).days
    return tn("urging.unanswered", late) if late > 0 else t("urging.answer_until", day=fmt_date(answer_by, form="day"))


def state_of(issue: Issue, slip: Urge) -> tuple[str, str]:
    """The state of a slip in words, and the colour that goes with it; what is settled owes no answer."""
    if not slip.answer and issue.status not in UNFINISHED:
        return t("urging.never_answered"), "gray"
    if not slip.answer:
        return answer_said(slip.answer_by), "red" if slip.answer_by < chosen_day() else "blue"
    late = (date.fromisoformat(slip.answered_at[:10]) - slip.answer_by).days
    return (tn("urging.answered_late", late), "orange") if late > 0 else (t("urging.answered_in_time"), "green")
