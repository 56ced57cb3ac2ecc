"""Which texts of the ledger are the same or nearly the same: an index of passages that follows single changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from rapidfuzz import fuzz, process

from store.rules.likeness import normal

NEARLY = 90
"""Percent from which two texts are nearly the same: a word or a name exchanged. Texts written apart stay below 60 (measured)."""
SHORTEST = 6
"""Characters of a normal text; shorter ones agree by chance."""


@dataclass(frozen=True)
class Passage:
    """A text of an issue by the part it stands in: ``measure``, ``cause`` or ``note``."""

    part: str
    text: str


@dataclass(frozen=True)
class Holder:
    """The issue a passage stands in, by its id, and what may be told of it."""

    key: int
    ref_no: str
    unit: str


class Copies:
    """Passages by part and length of their normal text, so that only texts of about the same length are ever compared."""

    def __init__(self) -> None:
        self._held: dict[str, dict[int, dict[str, set[Holder]]]] = defaultdict(lambda: defaultdict(dict))
        self._of: dict[int, tuple[Holder, list[tuple[str, str]]]] = {}

    def put(self, holder: Holder, passages: Iterable[Passage]) -> None:
        """These are now the passages of an issue."""
        self.drop(holder.key)
        told = [(one.part, text) for one in passages if len(text := normal(one.text)) >= SHORTEST]
        for part, text in told:
            self._held[part][len(text)].setdefault(text, set()).add(holder)
        self._of[holder.key] = holder, told

    def drop(self, key: int) -> None:
        """An issue has no passages any more."""
        holder, told = self._of.pop(key, (None, []))
        for part, text in told:
            same = self._held[part][len(text)]
            if holder and text in same:
                same[text].discard(holder)
                if not same[text]:
                    del same[text]

    def of(self, passage: Passage) -> set[Holder]:
        """Who has the same text, or nearly, in the same part."""
        text = normal(passage.text)
        if len(text) < SHORTEST:
            return set()
        by_length = self._held[passage.part]
        lengths = range(len(text) * NEARLY // (200 - NEARLY), len(text) * (200 - NEARLY) // NEARLY + 1)
        candidates = list(chain.from_iterable(by_length[length] for length in lengths if length in by_length))
        found = process.extract(text, candidates, scorer=fuzz.ratio, score_cutoff=NEARLY, limit=None)
        return {holder for alike, _, _ in found for holder in by_length[len(alike)][alike]}
