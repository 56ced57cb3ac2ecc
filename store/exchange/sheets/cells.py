"""What fits into a cell: characters that a workbook may hold, as many as it may hold, and how many lines they take."""

from __future__ import annotations

import re
from math import ceil

LONGEST = 32_767
"""Characters of a cell, as UTF-16 counts them; a spreadsheet calls a file with more damaged."""
ELLIPSIS = "…"
HIGHEST = 409
"""Points; no spreadsheet shows a row that is higher."""

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What XML forbids or advises against: no reader shows it, and some call the file damaged."""
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")


def cleaned(text: str) -> str:
    """``text`` as a cell holds it: line ends alike, nothing that cannot be shown, and told when it goes on."""
    text = _NO_TEXT.sub("", _LINE_ENDS.sub("\n", text))
    if 2 * len(text) > LONGEST and _units(text) > LONGEST:
        text = text.encode("utf-16-le")[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + ELLIPSIS
    return text


def lines(text: str, width: float) -> int:
    """How many lines ``text`` takes in a column of ``width`` (in digits)."""
    return sum(max(1, ceil(_width(line) / (1.05 * width - _lost(line)))) for line in text.split("\n"))


def _lost(line: str) -> float:
    """What stays empty at the end of a line: more where it is broken between words than between Chinese characters."""
    return 2.5 if " " in line else 1


def _width(text: str) -> float:
    """In digits: a Chinese character is as wide as two. UTF-8 tells which they are, far faster than looking at each."""
    return (len(text.encode()) + len(text)) / 2


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
