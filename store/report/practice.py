"""What went well and what will last: good practice of closed problems, and the rules that were made."""

from __future__ import annotations

from datetime import date

from store.model.enums import MeasureKind
from store.model.issue import Issue, Measure
from store.report.blocks import Block, Heading, Paragraph, Part, Problem, Runs, Table
from store.report.handwritten import written
from store.report.material import Material
from store.report.numbering import Numbering
from store.report.overdue import shortened
from store.rules import boards
from store.rules.progress import SELECTIONS
from store.words import fmt_date, fmt_number

PREVENTIVE = MeasureKind.PREVENTIVE.value
MOST_RULES = 20
"""More new rules than this are told as a number; the ledger has them all."""
WIDTHS = (18, 17, 43, 60, 20)
INNER = str.maketrans("“”", "‘’")
"""Quotation marks within quotation marks."""
COLUMNS = ("ref_no", "unit", "title", "rule", "done_on")


def good_practice(m: Material, numbering: Numbering) -> list[Part]:
    """Section five."""
    rows = m.rows[SELECTIONS["closed"](m.rows) & m.rows["good_practice"]].sort_values(["closed_on", "id"], ascending=False)
    heading = Heading(1, numbering.first(m.pen.term("report.practice_heading")))
    done = m.figure("closed")
    about = m.pen.counted("report.practice", done) if done.count else m.pen.say("report.no_practice")
    told = tuple(_practice(m, numbering, issue) for issue in m.behind(rows))
    return [written(m, "practice", (Paragraph(about),), before=(heading,)), Part(told)]


def _practice(m: Material, numbering: Numbering, issue: Issue) -> Paragraph:
    told = m.pen.say(
        "report.one_practice",
        title=issue.title.translate(INNER),
        note=" ".join(issue.good_practice.split()).rstrip(m.pen.term("report.full_stops")),
        ref=Problem(issue.ref_no),
    )
    return Paragraph(told, lead=numbering.second(m.named("unit", issue.unit)) + m.pen.term("report.after_lead"))


def mechanisms(m: Material, numbering: Numbering) -> list[Part]:
    """Section six."""
    heading = Heading(1, numbering.first(m.pen.term("report.mechanisms_heading")))
    told = m.pen.joined([_planned(m), _institutional(m)])
    return [Part((heading, Paragraph(told), *_made(m, numbering)))]


def _planned(m: Material) -> Runs:
    """How many preventive measures there are and how many are done."""
    table = boards.measure_kinds(m.rows.assign(all=""), "all")
    row = table[table["kind"] == PREVENTIVE]
    if row.empty:
        return m.pen.say("report.no_rules")
    total, done = int(row["total"].iloc[0]), int(row["done"].iloc[0])
    behind = int(SELECTIONS[f"with_{PREVENTIVE}"](m.rows).sum())
    words = {name: fmt_number(number, m.asked.lang) for name, number in (("n", total), ("done", done))}
    numbers = {name: m.worded(word, behind, figure=f"with_{PREVENTIVE}") for name, word in words.items()}
    share = m.rate(boards.share(done, total), behind, {"figure": f"with_{PREVENTIVE}"})
    return m.pen.plural("report.rules", total, **numbers, rate=share)


def _institutional(m: Material) -> Runs:
    """How many problems have a cause that asks for a rule."""
    codes = [kind.code for kind in m.campaign.cause_kinds if kind.institutional]
    table = boards.pareto(m.rows)
    known = table[table["cause_kind"] != ""]
    deep = int(known.loc[known["cause_kind"].isin(codes), "count"].sum())
    if not deep:
        return ()
    query = {"figure": "found", "cause_kind": ",".join(codes)}
    share = m.rate(boards.share(deep, int(known["count"].sum())), deep, query)
    return m.pen.counted("report.institutional", m.number(deep, **query), share=share)


def _made(m: Material, numbering: Numbering) -> tuple[Block, ...]:
    """The rules that were finished within the period."""
    rows = m.rows[SELECTIONS[f"with_{PREVENTIVE}"](m.rows) & (m.rows["preventive_done"] > 0)]
    made = [(issue, one) for issue in m.behind(rows) for one in issue.measures if _within(m, one)]
    made.sort(key=lambda pair: (pair[1].done_on or date.min, pair[0].ref_no, pair[1].id))
    if not made:
        return (Paragraph(m.pen.say("report.none_made")),)
    head = tuple(m.pen.term(f"report.column_{name}") for name in COLUMNS)
    cells = tuple(_row(m, issue, one) for issue, one in made[-MOST_RULES:])
    caption = numbering.table(m.pen.term("report.rules_table"))
    whole = "report.made" if len(cells) < len(made) else "report.made_all"
    told = m.pen.plural(whole, len(made), n=fmt_number(len(made), m.asked.lang), shown=len(cells))
    return Paragraph(told), Table(caption, head, cells, WIDTHS, frozenset({1, 2, 3}))


def _within(m: Material, measure: Measure) -> bool:
    period = m.asked.period
    return measure.kind == PREVENTIVE and bool(measure.done_on) and period.first <= (measure.done_on or date.min) <= period.last


def _row(m: Material, issue: Issue, measure: Measure) -> tuple[Runs, ...]:
    return (
        (Problem(issue.ref_no),),
        (m.named("unit", issue.unit),),
        (issue.title,),
        (shortened(measure.text, 120),),
        (fmt_date(measure.done_on, m.asked.lang, "day"),),
    )
