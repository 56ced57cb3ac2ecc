"""The parts of a report that the office may write by hand: what was written, else what the figures propose."""

from __future__ import annotations

from store.report.blocks import Block, Paragraph, Part, flat
from store.report.material import Material

PARTS = ("recipients", "opening", "problems", "practice", "next", "signature")
"""Every part that may be written by hand, in the order of the report."""


def written(
    m: Material, name: str, proposed: tuple[Paragraph, ...], *, kind: str = "body", before: tuple[Block, ...] = ()
) -> Part:
    """The part of that name after the blocks ``before``, which stand in any case: by hand where somebody wrote it."""
    proposal = "\n".join(paragraph.lead + flat(paragraph.runs) for paragraph in proposed)
    text = m.asked.texts.get(name, "")
    own = tuple(Paragraph((line.strip(),), kind=kind) for line in text.splitlines() if line.strip())
    return Part((*before, *(own or proposed)), name, proposal, bool(own))
