"""How much of long texts a screen has room for: lines estimated and shared out, so that nothing spills off a projector."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from math import ceil

WIDE = frozenset("WFA")
NARROW = 0.56
"""The width of a Latin letter beside that of a Chinese one, a little more than it mostly is."""


def lines(text: str, across: float) -> int:
    """How many lines ``text`` takes where a line holds ``across`` Chinese letters; empty text takes none."""
    width = sum(1.0 if unicodedata.east_asian_width(letter) in WIDE else NARROW for letter in " ".join(text.split()))
    return ceil(width / across)


def shared(wanted: Sequence[int], room: int) -> list[int]:
    """``room`` lines shared out: whoever wants little gets all of it, the others the same part of what is left, at least one."""
    given = [0] * len(wanted)
    left, waiting = room, [place for place, want in enumerate(wanted) if want]
    for place in sorted(waiting, key=lambda place: wanted[place]):
        still = len(waiting) - sum(given[one] > 0 for one in waiting)
        given[place] = max(1, min(wanted[place], left // still))
        left -= given[place]
    return given
