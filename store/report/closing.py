"""The end of the report: what comes next as the figures suggest it, who signs, and what the figures count."""

from __future__ import annotations

from collections.abc import Callable

from store.report.blocks import Heading, Paragraph, Part
from store.report.handwritten import written
from store.report.material import Material
from store.report.numbering import Numbering
from store.rules import boards
from store.rules.progress import SELECTIONS, by
from store.words import fmt_date, label


def _found_nothing(m: Material) -> bool:
    units = [unit.code for unit in m.units.values() if unit.active]
    return bool((by(m.rows, "unit", units)["found"] == 0).any()) if units else False


def _bare(m: Material) -> bool:
    codes = [kind.code for kind in m.campaign.cause_kinds if kind.institutional]
    return len(boards.unprevented(m.rows, codes)) > 0


def _unchecked(m: Material) -> bool:
    return bool((SELECTIONS["closed"](m.rows) & m.rows["check_on"].notna()).any())


STEPS: dict[str, Callable[[Material], bool]] = {
    "begin": lambda m: not m.now.found,
    "overdue": lambda m: m.now.red > 0,
    "soon": lambda m: m.now.yellow > 0,
    "review": lambda m: m.now.pending > 0,
    "search": _found_nothing,
    "rules": _bare,
    "check": _unchecked,
    "keep": lambda m: m.now.found > 0 and not m.now.unsettled,
    "share": lambda m: bool(m.rows["good_practice"].any()),
}
"""What is proposed as a next step, and when."""


def next_steps(m: Material, numbering: Numbering) -> list[Part]:
    """Section seven."""
    heading = Heading(1, numbering.first(m.pen.term("report.next_heading")))
    names = [name for name, holds in STEPS.items() if holds(m)] or ["carry_on"]
    steps = [
        Paragraph(m.pen.say(f"report.step_{name}"), lead=numbering.second(m.pen.term(f"report.step_{name}_lead")))
        for name in names
    ]
    return [written(m, "next", tuple(steps), before=(heading,))]


def signature(m: Material) -> list[Part]:
    """Who signs, the day, and what the figures count."""
    lang = m.asked.lang
    signed = written(m, "signature", (Paragraph(m.pen.say("report.signature"), kind="signature"),), kind="signature")
    day = Paragraph((fmt_date(m.day, lang, "full"),), kind="signature")
    matter = "with" if m.asked.restricted else "without"
    notes = [
        m.pen.say("report.note", first=m.asked.period.first, last=m.day, campaign=label(m.campaign.title, lang)),
        m.pen.plural(f"report.note_{matter}", m.restricted, n=m.restricted),
    ]
    return [signed, Part((day, *(Paragraph(runs, kind="note") for runs in notes)))]
