"""Which known problems a new one is like: shared grams weighed by how rare they are, the same unit and category first.

Why not a scorer of rapidfuzz: of fourteen paraphrases held against the sample's problems, every scorer finds the right problem,
but only a weighed share of the shorter text keeps all unrelated ones below a limit whatever the lengths, and over 10,000 problems
it takes a fraction of the time (docs/decisions/0014).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from store.model.enums import MeasureKind
from store.model.issue import Issue
from store.rules.likeness import grams, runs

ALIKE = 0.175
"""Score from which a problem is worth showing: in the sample's ledger 6 of 174 problems then look like one they have nothing to
do with, and 11 of the 14 written as coming back are found."""
SAME_UNIT, SAME_CATEGORY = 1.3, 1.2
"""What the score is multiplied by: trouble comes back where it was and under its own heading, where also fewer could be alike."""
ENOUGH = 6
"""Shared grams below which the score fades: two words may agree by chance."""
USUAL_SIZE = 100
"""Problems assumed at least when rarity is reckoned: in a ledger of three, nothing is known yet about how rare a word is."""
MOST_SHARED, SHORTEST_SHARED = 4, 3
"""Words in common that are told, and their length: two characters seldom tell what it is about."""

Numbers = NDArray[np.float64]
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Probe:
    """A problem as far as it is typed."""

    title: str
    finding: str
    category: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Match:
    """A known problem that is like it: its id, how much (0 and up), and why."""

    key: int
    score: float
    same_unit: bool
    same_category: bool
    shared: tuple[str, ...]


@dataclass(frozen=True)
class _Entry:
    grams: Ids
    unit: str
    category: str


@dataclass(frozen=True)
class _Packed:
    """All entries in one row of numbers, so that a probe is held against all of them at once."""

    keys: Ids
    flat: Ids
    starts: Ids
    units: NDArray[np.str_]
    categories: NDArray[np.str_]
    weights: Numbers
    sizes: Numbers


class Known:
    """The problems on the books by what they say; follows single changes."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._entries: dict[int, _Entry] = {}
        self._packed: _Packed | None = None

    def put(self, key: int, probe: Probe) -> None:
        """This is now what the problem says."""
        found = [self._numbers.setdefault(gram, len(self._numbers)) for gram in sorted(grams(_text(probe)))]
        self.drop(key)
        if found:
            self._entries[key] = _Entry(np.array(found, dtype=np.int64), probe.unit, probe.category)

    def drop(self, key: int) -> None:
        """The problem is not on the books."""
        self._entries.pop(key, None)
        self._packed = None

    def similar(self, probe: Probe, seen: Collection[int], most: int = 3) -> list[Match]:
        """The problems among ``seen`` that are like ``probe``, the likest first."""
        if not self._entries:
            return []
        packed = self._pack()
        said = grams(_text(probe))
        numbers = np.array([self._numbers[gram] for gram in sorted(said) if gram in self._numbers], dtype=np.int64)
        score = _scores(packed, numbers, len(said) - len(numbers))
        score *= np.where(packed.units == (probe.unit or "?"), SAME_UNIT, 1)
        score *= np.where(packed.categories == (probe.category or "?"), SAME_CATEGORY, 1)
        score = np.round(score, 6)  # sums depend on their order in the last digits
        likest = [place for place in np.argsort(-score, kind="stable") if score[place] >= ALIKE]
        chosen = [int(place) for place in likest if int(packed.keys[place]) in seen][:most]
        return [self._match(int(packed.keys[place]), float(score[place]), probe) for place in chosen]

    def _match(self, key: int, score: float, probe: Probe) -> Match:
        entry = self._entries[key]
        own = set(entry.grams.tolist())
        shared = shared_words(probe, {gram for gram in grams(_text(probe)) if self._numbers.get(gram) in own})
        return Match(key, score, bool(probe.unit) and entry.unit == probe.unit, entry.category == probe.category != "", shared)

    def _pack(self) -> _Packed:
        if self._packed is None:
            self._packed = _packed(self._entries, len(self._numbers))
        return self._packed


def _packed(entries: dict[int, _Entry], vocabulary: int) -> _Packed:
    rows = [entries[key] for key in sorted(entries)]
    lengths = np.array([len(row.grams) for row in rows], dtype=np.int64)
    flat = np.concatenate([row.grams for row in rows])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    weights = _rarity(np.bincount(flat, minlength=vocabulary), len(rows))
    units, categories = np.array([row.unit for row in rows]), np.array([row.category for row in rows])
    keys = np.array(sorted(entries), dtype=np.int64)
    return _Packed(keys, flat, starts, units, categories, weights, np.add.reduceat(weights[flat], starts))


def _rarity(times: Ids, problems: int) -> Numbers:
    """The weight of a gram that occurs in so many of the problems."""
    weights: Numbers = np.sqrt(np.log1p(max(problems, USUAL_SIZE) / (0.5 + times)))
    return weights


def _scores(packed: _Packed, numbers: Ids, unknown: int) -> Numbers:
    """For each problem: the weight of what it shares with the probe, as a part of the lighter of the two texts."""
    asked = np.zeros(len(packed.weights))
    asked[numbers] = packed.weights[numbers]
    hits = asked[packed.flat]
    shared = np.add.reduceat(hits, packed.starts)
    count = np.add.reduceat((hits > 0).astype(np.int64), packed.starts)
    new = float(_rarity(np.array([0]), len(packed.keys))[0])
    whole = np.minimum(packed.sizes, max(1e-9, asked.sum() + unknown * new))
    scores: Numbers = shared / whole * np.minimum(1, count / ENOUGH)
    return scores


def _text(probe: Probe) -> str:
    return f"{probe.title}\n{probe.finding}"


def shared_words(probe: Probe, shared: Collection[str]) -> tuple[str, ...]:
    """The longest stretches of the probe that are made of shared grams, as a reader recognises them."""
    found: dict[str, None] = {}
    for run in runs(_text(probe)):
        stretch = ""
        for gram, words in [*run, ("", "")]:
            if gram and gram in shared:
                stretch = stretch + words[-1] if stretch else words
            elif stretch:
                found[stretch] = None
                stretch = ""
    telling = [words for words in found if len(words) >= SHORTEST_SHARED] or list(found)
    return tuple(sorted(telling, key=lambda words: -len(words))[:MOST_SHARED])


def rules_made(issue: Issue) -> tuple[str, ...]:
    """The rules 建章立制 that should have kept the problem from coming back."""
    return tuple(measure.text for measure in issue.measures if measure.kind is MeasureKind.PREVENTIVE)
