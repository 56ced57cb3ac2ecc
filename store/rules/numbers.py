"""Many numbers of problems as one short code for an address: ``XH-0001..0004,XH-0009``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from store.rules.movement import in_order

MOST = 100_000
"""Numbers that one code can stand for; a longer span was written by nobody's click."""
_NUMBER = re.compile(r"(.*?)(\d{1,18})", re.DOTALL)
_SPAN = re.compile(r"(.*?)(\d{1,18})\.\.(\d{1,18})", re.DOTALL)


def spelled(numbers: Iterable[str]) -> str:
    """The code of ``numbers``: neighbours as a span, so that thousands fit into an address."""
    spans: list[list[str]] = []
    for number in in_order(set(numbers)):
        if spans and _follows(spans[-1][-1], number):
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    return ",".join(_span(span) for span in spans)


def meant(code: str) -> set[str]:
    """The numbers of a code; a part that is no number stands for itself, as nothing has that number."""
    found: set[str] = set()
    for part in filter(None, code.split(",")):
        span = _SPAN.fullmatch(part)
        if span is None:
            found.add(part)
            continue
        first, last = int(span[2]), int(span[3])
        if last - first < MOST - len(found):
            found.update(f"{span[1]}{number:0{len(span[2])}d}" for number in range(first, last + 1))
    return found


def _follows(one: str, other: str) -> bool:
    this, next_one = _NUMBER.fullmatch(one), _NUMBER.fullmatch(other)
    return (
        this is not None
        and next_one is not None
        and this[1] == next_one[1]
        and len(this[2]) == len(next_one[2])
        and int(next_one[2]) == int(this[2]) + 1
    )


def _span(span: list[str]) -> str:
    found = _NUMBER.fullmatch(span[-1])
    return f"{span[0]}..{found[2]}" if len(span) > 1 and found else span[0]
