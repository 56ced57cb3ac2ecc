"""How much two texts have in common, in Chinese and English alike: their normal form, their size, the grams they are made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_CJK = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]+")
_RUN = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
_MARKS = re.compile(r"[\W_]+")

WORD_SIZE = 2
"""Chinese characters that an English word stands for: a sentence in translation has about half as many words."""
STEM = 5
"""Letters of an English word that count: enough to tell words apart, few enough that answered and answering are one."""
SHORTEST_WORD = 4
"""English words of fewer letters (the, of, and, was) say nothing about the matter."""


def normal(text: str) -> str:
    """``text`` without what copying changes: width, case, spaces and punctuation."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).lower())


def size(text: str) -> int:
    """How much is said, in Chinese characters; a word of letters or a number counts as two, punctuation not at all."""
    return sum(1 if _CJK.match(one) else WORD_SIZE for one in _RUN.findall(unicodedata.normalize("NFKC", text)))


def runs(text: str) -> Iterator[list[tuple[str, str]]]:
    """The grams of ``text`` in order, those that hang together in one list: (gram, the words it stands for).

    A gram is two neighbouring Chinese characters or the beginning of an English word; numbers are none.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    for run in _CJK.findall(plain):
        yield [(run[place : place + 2], run[place : place + 2]) for place in range(len(run) - 1)]
    for word in _WORD.findall(plain):
        if len(word) >= SHORTEST_WORD:
            yield [(word[:STEM], word)]


def grams(text: str) -> set[str]:
    """The grams of ``text``, each once."""
    return {gram for run in runs(text) for gram, _ in run}
