"""What a meeting decided, in words: one table for screen, Word and CSV, in the language of whoever reads it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from store.exchange.csv import neutral
from store.exchange.wording import person
from store.model.documents import Actor
from store.model.meeting import Decided, Meeting
from store.opening import Store
from store.rules.permissions import check_role
from store.words import fmt_date, text

COLUMNS = ("number", "ref_no", "title", "unit", "decision", "words", "responsible", "answer_by", "at", "by")
"""Columns of the file, in their fixed order."""


@dataclass(frozen=True)
class Line:
    """One decision as the minutes tell it; ``decision`` says what was done, ``words`` what the meeting said."""

    number: int
    ref_no: str
    title: str
    unit: str
    decision: str
    words: str
    responsible: str
    answer_by: str
    at: str
    by: str


def decision_said(lang: str, decided: Decided) -> str:
    """``督办（2026-031 号）``, ``延期：11月30日 → 12月15日``, ``责任人：王 → 刘``."""
    return _SAID[decided.verb](lang, decided)


def _urge(lang: str, one: Decided) -> str:
    return text(lang, "meeting.did_urge", urge_level=one.level.value if one.level else "", slip=one.slip)


def _more_time(lang: str, one: Decided) -> str:
    if one.due is None:
        return text(lang, "meeting.did_refuse_time", day=fmt_date(one.old_due, lang))
    return text(lang, "meeting.did_give_time", before=fmt_date(one.old_due, lang), after=fmt_date(one.due, lang))


def _owner(lang: str, one: Decided) -> str:
    nobody = text(lang, "meeting.nobody")
    return text(lang, "meeting.did_owner", before=one.owner_before or nobody, after=one.responsible or nobody)


_SAID: dict[str, Callable[[str, Decided], str]] = {
    "urge": _urge,
    "grant_extension": _more_time,
    "decide_extension": _more_time,
    "edit": _owner,
    "report_progress": lambda lang, one: text(lang, "meeting.did_note"),
}


def lines(store: Store, actor: Actor, meeting: Meeting, lang: str) -> Iterator[Line]:
    """The decisions of ``meeting``, which is as ``actor`` may read it, in the order in which they were taken."""
    units = {unit.code: unit.name for unit in store.ledger.units()}
    for number, one in enumerate(meeting.decisions, 1):
        issue = store.ledger.issue(actor, one.ref_no)
        yield Line(
            number=number,
            ref_no=one.ref_no,
            title=issue.title,
            unit=units.get(issue.unit, issue.unit),
            decision=decision_said(lang, one),
            words=one.words,
            responsible=one.responsible,
            answer_by=one.answer_by.isoformat() if one.answer_by else "",
            at=one.at,
            by=person(one.by, lang, units),
        )


def minutes_csv(store: Store, actor: Actor, id: int, lang: str) -> bytes:
    """The decisions as a table with headings in ``lang``; days and moments are ISO. Raises NotFound or Refused."""
    check_role("export", actor)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([text(lang, f"minutes.{name}") for name in COLUMNS])
    for line in lines(store, actor, store.meetings.get(actor, id), lang):
        cells = [getattr(line, name) for name in COLUMNS]
        writer.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in cells])
    return file.getvalue().encode("utf-8-sig")
