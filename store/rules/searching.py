"""Full-text search over everything written of an issue: how text is folded, what a query asks for, and where it is found.

Upper and lower case, full width and half width are the same, any run of spaces is one. Every word of a query must occur somewhere
in the issue; what stands between quotation marks must occur as it stands, within one text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

import pandas as pd

Doc = Mapping[str, Any]

FIELDS = ("ref_no", "title", "finding", "cause", "target", "closure_criteria", "owner", "lead", "referred_to", "good_practice")
"""Texts of the issue itself, in the order in which a match is told."""

PARTS: dict[str, tuple[str, ...]] = {
    "measures": ("text", "owner"),
    "progress": ("text",),
    "evidence": ("title", "file"),
    "urges": ("number", "text", "answer"),
    "extensions": ("reason", "opinion"),
    "closures": ("note", "opinion", "check_result", "reopen_reason"),
    "checks": ("result",),
}
"""Texts of its parts; of a file its name."""

_ITEMS: dict[str, Callable[[Doc], Sequence[Doc]]] = {
    "evidence": lambda document: [piece for piece in document["evidence"] if not piece.get("removed_at")],
    "checks": lambda document: [check for closure in document["closures"] for check in closure.get("checks", ())],
}
"""Parts that are not simply all of a list of the issue: what was taken back is not found."""

AROUND = 14
"""Characters before a match that an excerpt shows."""
LENGTH = 48
"""Characters of an excerpt."""

_ASKED = re.compile(r'"([^"]*)"|([^\s"]+)')
_SPACES = re.compile(r"[^\S\n]+")
_WIDE = [(chr(0xFEE0 + ord(narrow)), narrow) for narrow in ",:;()!?"]
"""The full-width signs of every Chinese text: bringing them to their form beforehand makes folding ten times as quick."""
_QUOTES = str.maketrans("“”„‟＂", '"""""')


@dataclass(frozen=True)
class Place:
    """Where a text stands: the field of the issue or the kind of part, and for a part which one, from 1."""

    name: str
    number: int = 0


@dataclass(frozen=True)
class Match:
    """Where a word was found, and the words around it."""

    place: Place
    excerpt: str


class Written:
    """All that is written of one issue, folded when it is first searched; two are equal when the same is written."""

    __slots__ = ("__weakref__", "_folded", "places", "texts")

    def __init__(self, document: Doc) -> None:
        parts = [_ITEMS[kind](document) if kind in _ITEMS else document[kind] for kind in PARTS]
        told = (item.get(name) or "" for kind, items in zip(PARTS, parts, strict=True) for item in items for name in PARTS[kind])
        texts = chain((document.get(name) or "" for name in FIELDS), told)
        self.texts: tuple[str, ...] = tuple(text if isinstance(text, str) else text["name"] for text in texts)
        self.places = _places(tuple(map(len, parts)))
        self._folded = ""

    @property
    def folded(self) -> str:
        """Every text folded, one a line: a line end stands in no query, so nothing is found across two texts."""
        if not self._folded:
            self._folded = _one_form("\n".join(" ".join(text.split()) for text in self.texts))
        return self._folded

    def find(self, term: str, start: int = 0) -> Match | None:
        """The first place of a folded ``term`` from the text number ``start`` on."""
        lines = self.folded.split("\n")
        for number in range(start, len(lines)):
            at = lines[number].find(term)
            if at >= 0:
                return Match(self.places[number], _excerpt(self.texts[number], lines[number], at))
        return None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Written) and self.texts == other.texts

    __hash__ = None  # type: ignore[assignment]


class Late(Written):
    """What is written of an issue as it stood on a past day; its document is looked for when somebody reads it."""

    __slots__ = ("_load",)

    def __init__(self, load: Callable[[], Doc]) -> None:
        self._load = load
        self._folded = ""

    def __getattr__(self, name: str) -> Any:
        """Asked for what is not there yet."""
        if name not in Written.__slots__:
            raise AttributeError(name)
        super().__init__(self._load())
        return getattr(self, name)


def fold(text: str) -> str:
    """``text`` as it is compared: one form of every character, no case, single spaces."""
    return _one_form(" ".join(text.split())).strip()


def _one_form(text: str) -> str:
    """Folding a case may undo the form of a character, so it is brought to its form again; some forms bring spaces with them."""
    if text.isascii():
        return text.lower()
    for wide, narrow in _WIDE:
        text = text.replace(wide, narrow)
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))


def terms(query: str) -> list[str]:
    """What a query asks for, folded, each once: its words and quoted phrases; a quotation mark without its pair is left out."""
    found = (fold(phrase or word) for phrase, word in _ASKED.findall(query.translate(_QUOTES)))
    return [term for term in dict.fromkeys(found) if term]


def matches_text(rows: pd.DataFrame, query: str) -> pd.Series[bool]:
    """Rows in whose issues every term of ``query`` occurs."""
    wanted = terms(query)
    found = [all(term in written.folded for term in wanted) for written in rows["written"]]
    return pd.Series(found, index=rows.index, dtype=bool)


def told_matches(written: Iterable[Written], query: str, in_view: int) -> list[Match | None]:
    """For each issue where the first term is found that none of its first ``in_view`` texts, which are seen anyway, has."""
    wanted = terms(query)
    return [_first_hidden(one, wanted, in_view) for one in written]


def _first_hidden(written: Written, wanted: Sequence[str], in_view: int) -> Match | None:
    seen = written.folded.split("\n", in_view)[:in_view]
    hidden = (term for term in wanted if not any(term in line for line in seen))
    return next((match for term in hidden if (match := written.find(term, in_view))), None)


@lru_cache(maxsize=4096)
def _places(lengths: tuple[int, ...]) -> tuple[Place, ...]:
    """The places of the texts of an issue with so many parts of each kind; many issues share one."""
    parts = zip(PARTS.items(), lengths, strict=True)
    return (
        *(Place(name) for name in FIELDS),
        *(Place(kind, number) for (kind, fields), length in parts for number in range(1, length + 1) for _ in fields),
    )


def _excerpt(text: str, line: str, at: int) -> str:
    """The words around a match, as they were written where folding left every character in its place."""
    tidy = " ".join(text.split())
    whole = tidy if len(tidy) == len(line) else line
    start = max(0, at - AROUND)
    end = start + LENGTH
    return ("…" if start else "") + whole[start:end] + ("…" if end < len(whole) else "")
