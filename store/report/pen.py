"""Sentences of the catalogue with numbers in them that know their rows: filled as any sentence, then taken apart into runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from typing import Any

from store.report.blocks import Number, Problem, Run, Runs
from store.words import text, text_n

_PLACE = re.compile("\ue000([0-9]+)\ue001")
"""Two private characters around the place of a run: no catalogue and no reader's keyboard has them."""


class Pen:
    """Writes in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def term(self, key: str, /, **params: Any) -> str:
        """A sentence without numbers of the ledger."""
        return text(self.lang, key, **params)

    def say(self, key: str, /, **params: Any) -> Runs:
        """The sentence of ``key``; a parameter may be a number, runs, or a list of runs that are joined as people join them."""
        held: list[Runs] = []
        return _taken_apart(text(self.lang, key, **self._held(params, held)), held)

    def counted(self, key: str, n: Number, /, **params: Any) -> Runs:
        """The same in the plural form of a number of rows, which is also ``{n}``."""
        return self.plural(key, n.count, n=n, **params)

    def plural(self, key: str, n: int, /, **params: Any) -> Runs:
        """The same in the plural form of ``n``."""
        held: list[Runs] = []
        return _taken_apart(text_n(self.lang, key, n, **self._held(params, held)), held)

    def joined(self, sentences: Sequence[Runs]) -> Runs:
        """Sentences one after the other."""
        some = [runs for runs in sentences if runs]
        return reduce(lambda first, then: self.say("answer.joined", first=first, then=then), some) if some else ()

    def _held(self, params: dict[str, Any], held: list[Runs]) -> dict[str, Any]:
        return {name: self._place(value, held) for name, value in params.items()}

    def _place(self, value: Any, held: list[Runs]) -> Any:
        """A text that stands for runs until the sentence is filled; whatever is no run stays as it is."""
        if isinstance(value, list):
            return self._listed([str(self._place(one, held)) for one in value])
        if isinstance(value, Number | Problem):
            value = (value,)
        if not isinstance(value, tuple):
            return value
        held.append(value)
        return f"\ue000{len(held) - 1}\ue001"

    def _listed(self, parts: list[str]) -> str:
        """Joined as an official paper joins them; ``format_list`` of the calendar data has another taste in Chinese."""
        if len(parts) < 2:
            return "".join(parts)
        first = reduce(lambda one, other: text(self.lang, "report.list", first=one, then=other), parts[:-1])
        return text(self.lang, "report.list_end", first=first, then=parts[-1])


def _taken_apart(sentence: str, held: list[Runs]) -> Runs:
    parts: list[Run] = []
    for place, piece in enumerate(_PLACE.split(sentence)):
        parts += held[int(piece)] if place % 2 else [piece] if piece else []
    return tuple(parts)
