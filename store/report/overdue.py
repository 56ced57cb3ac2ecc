"""What is late and what is about to be, problem by problem, with the reason that its unit gave last."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from store.model.issue import Issue
from store.report.blocks import Block, Heading, Paragraph, Part, Problem, Runs, Table
from store.report.handwritten import written
from store.report.material import Material
from store.report.numbering import Numbering
from store.rules import progress, spans
from store.rules.progress import SELECTIONS
from store.said import reason_word
from store.words import fmt_date

WIDTHS = (18, 16, 29, 13, 17, 19, 46)
COLUMNS = ("ref_no", "unit", "title", "owner", "deadline", "why", "reason")
WORDY = frozenset({1, 2, 6})
LONGEST = 90
"""Characters of a reason in a table; the problem itself has all of it."""


def overdue(m: Material, numbering: Numbering) -> list[Part]:
    """Section four."""
    urgent = progress.urgent(m.rows)
    red, soon = urgent[SELECTIONS["red"](urgent)], urgent[SELECTIONS["due_soon"](urgent)]
    heading = Heading(1, numbering.first(m.pen.term("report.overdue_heading")))
    if not len(red) and not len(soon):
        return [written(m, "problems", (Paragraph(m.pen.say("report.nothing_late")),), before=(heading,))]
    about = written(m, "problems", (Paragraph(_about(m, red)),), before=(heading,))
    return [about, Part((*_list(m, numbering, red, "overdue"), *_list(m, numbering, soon, "soon")))]


def _about(m: Material, red: pd.DataFrame) -> Runs:
    """How many are late, by how much, and where most of them are."""
    if not len(red):
        return m.pen.say("report.only_soon")
    parts = [m.pen.counted("report.late", m.figure("red")), _by_lateness(m, red)]
    table = progress.by(red, "unit").sort_values(["red", "unit"], ascending=[False, True])
    most = [
        m.pen.say("report.late_in", name=m.named("unit", unit), n=m.number(count, figure="red", unit=unit))
        for unit, count in zip(table["unit"].head(3).tolist(), table["red"].head(3).tolist(), strict=True)
    ]
    return m.pen.joined([*parts, m.pen.say("report.late_where", parts=most)])


def _by_lateness(m: Material, red: pd.DataFrame) -> Runs:
    table = spans.per_span(red, spans.late_spans(m.day)).to_dict("records")
    told = []
    for row in (one for one in table if one["light"] == "red" and one["count"]):
        days = {name: str(row[name]) for name in ("due_from", "due_to") if row[name]}
        least, _, most = str(row["span"]).partition("-")
        late = m.number(int(row["count"]), figure="red", **days)
        told.append(m.pen.say("report.late_span" if most else "report.late_over", least=least, most=most, n=late))
    return m.pen.say("report.late_by", parts=told)


def _list(m: Material, numbering: Numbering, rows: pd.DataFrame, which: str) -> tuple[Block, ...]:
    heading = Heading(2, numbering.second(m.pen.term(f"report.{which}_list_heading")))
    if not len(rows):
        return heading, Paragraph(m.pen.say(f"report.{which}_none"))
    head = tuple(m.pen.term(f"report.column_{name}") for name in COLUMNS)
    cells = tuple(_row(m, issue, row) for issue, row in zip(m.behind(rows), rows.itertuples(), strict=True))
    return heading, Table(numbering.table(m.pen.term(f"report.{which}_table")), head, cells, WIDTHS, WORDY)


def _row(m: Material, issue: Issue, row: object) -> tuple[Runs, ...]:
    why = reason_word(m.asked.lang, row.reason, row.days)  # type: ignore[attr-defined]
    return (
        (Problem(issue.ref_no),),
        (m.named("unit", issue.unit),),
        (issue.title,),
        (issue.owner or m.pen.term("report.none"),),
        (fmt_date(issue.deadline, m.asked.lang, "day"),),
        (why,),
        (_reason(m, issue),),
    )


def _reason(m: Material, issue: Issue) -> str:
    """What the unit said last about why it takes so long; if it never said anything, the cause of the problem itself."""
    said = sorted(_said(issue))
    kind, words = (said[-1][1:]) if said else ("cause", issue.cause)
    if not words:
        return m.pen.term("report.reason_missing")
    done = sum(measure.done for measure in issue.measures)
    told = m.pen.term(f"report.reason_{kind}", words=shortened(words))
    return m.pen.term("report.reason_and_work", reason=told, done=done, all=len(issue.measures))


def _said(issue: Issue) -> Iterator[tuple[str, str, str]]:
    """When, in which way, and what."""
    yield from ((one.answered_at, "answer", one.answer) for one in issue.urges if one.answer)
    yield from ((one.asked_at, "extension", one.reason) for one in issue.extensions)
    yield from ((one.at, "progress", one.text) for one in issue.progress if one.text)
    yield from ((one.decided_at, "returned", one.opinion) for one in issue.closures if one.verdict == "returned" and one.opinion)


def shortened(words: str, longest: int = LONGEST) -> str:
    """One line, cut where it is too long."""
    tidy = " ".join(words.split())
    return tidy if len(tidy) <= longest else tidy[: longest - 1].rstrip() + "…"
