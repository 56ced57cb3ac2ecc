"""Writes the report: its sections in order, over the material of one asking."""

from __future__ import annotations

from store.model.documents import Actor
from store.opening import Store
from store.report import boards, closing, overdue, practice, state
from store.report.blocks import Report
from store.report.material import Asked, Material, gather
from store.report.numbering import Numbering
from store.words import label


def build(store: Store, actor: Actor, asked: Asked) -> Report:
    """The report that ``actor`` gets; computes nothing that a page does not compute too. Raises NotFound for the campaign."""
    return told(gather(store, actor, asked))


def told(m: Material) -> Report:
    """The report over this material."""
    numbering = Numbering(m.pen)
    parts = [
        *state.opening(m),
        *state.state(m, numbering),
        *boards.categories(m, numbering),
        *boards.units(m, numbering),
        *overdue.overdue(m, numbering),
        *practice.good_practice(m, numbering),
        *practice.mechanisms(m, numbering),
        *closing.next_steps(m, numbering),
        *closing.signature(m),
    ]
    title = m.pen.term("report.title", campaign=label(m.campaign.title, m.asked.lang))
    return Report(title, tuple(part for part in parts if part.blocks), m.asked.lang, m.day, m.base)
