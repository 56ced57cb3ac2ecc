"""A movement in words, the same on a page, in the report and at a meeting: one sentence of parts, each a kind and its number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from store.rules.movement import Movement, told_kinds
from store.words import fmt_number, text

Dress = Callable[[str, str], str]
"""From a kind of movement and its words to how these stand in the sentence: as a link, for example."""


def part(lang: str, moved: Movement, kind: str) -> str:
    """One part of the sentence: what happened and how often."""
    return text(lang, f"moved.{kind}", n=fmt_number(len(moved.of(kind)), lang))


def sentence(lang: str, since: str, moved: Movement, dress: Dress = lambda kind, said: said) -> str:
    """What has moved ``since`` (words such as those of :func:`since_said`), deleted problems last and always."""
    *parts, deleted = (dress(kind, part(lang, moved, kind)) for kind in told_kinds(moved))
    return text(lang, "moved.sentence", since=since, said=text(lang, "moved.comma").join(parts), deleted=deleted)


def pieces(lang: str, since: str, moved: Movement) -> list[tuple[str, str]]:
    """The same sentence cut before each of its parts: the words of a piece with the kind they tell, empty for how it begins."""
    marked = sentence(lang, since, moved, lambda kind, said: f"\0{kind}\1{said}")
    begun, *parts = marked.split("\0")
    told = [tuple(part.split("\1")) for part in parts]
    return [("", begun), *((kind, said) for kind, said in told)]


def side_said(lang: str, code: str, day: date | None = None, name: str = "") -> str:
    """What a side of a comparison is called; ``name`` is that of a snapshot or of a file."""
    return text(lang, f"side.{code.partition(':')[0]}", day=day, name=name)


def since_said(lang: str, before: str, after: str, to_now: bool) -> str:
    """How the sentence begins, from the names of both sides."""
    return text(lang, "moved.since" if to_now else "moved.from_to", before=before, after=after)
