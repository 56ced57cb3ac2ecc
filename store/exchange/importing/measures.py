"""One cell with several measures: our own export's form read back exactly, and the ways in which people number them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from store.exchange.importing.lexicon import TABLE

_MARK = re.compile(TABLE["measure_marks"])
_BREAK = re.compile(TABLE["measure_breaks"])
_ENDS: str = TABLE["measure_ends"]
_OURS = re.compile(r"(?P<text>.*) \[(?P<told>(?:[^\[\]\n]*; )?\d{1,3}%)\]", re.DOTALL)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Measure = dict[str, Any]


def split_measures(cell: str) -> list[Measure]:
    """The measures in ``cell``: text, and where our own export tells them owner, due and percent."""
    if not cell.strip():
        return []
    return list(_ours(cell)) or [{"text": one} for one in _people(cell)]


def is_ours(measures: list[Measure]) -> bool:
    """Whether the cell told owner, day and percent as well."""
    return bool(measures) and "percent" in measures[0]


def _ours(cell: str) -> Iterator[Measure]:
    """By the numbers of the export: the next measure begins only where the one before ended with its percentage."""
    parts, number, rest = [], 1, cell.replace("\r\n", "\n")
    while rest.startswith(f"{number}. "):
        ends = [found.start() for found in re.finditer(rf"\]\n{number + 1}\. ", rest)]
        cut = ends[0] + 1 if ends else len(rest)
        parts.append(rest[len(f"{number}. ") : cut])
        number, rest = number + 1, rest[cut + 1 :]
    found = [_OURS.fullmatch(part) for part in parts]
    if rest or not all(found):
        return
    yield from (_read(one["text"], one["told"].split("; ")) for one in found if one)


def _read(text: str, told: list[str]) -> Measure:
    percent = min(100, int(told.pop().rstrip("%")))
    due = told.pop() if told and _DAY.fullmatch(told[-1]) else ""
    return {"text": text, "owner": "; ".join(told), "due": due, "percent": percent}


def _people(cell: str) -> list[str]:
    """Numbered pieces; else a line each; else what stands between semicolons."""
    marks = list(_MARK.finditer(cell))
    if len(marks) > 1 and not cell[: marks[0].start()].strip():
        ends = [*(mark.start() for mark in marks[1:]), len(cell)]
        pieces = [cell[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
    else:
        whole = cell[marks[0].end() :] if len(marks) == 1 and not cell[: marks[0].start()].strip() else cell
        pieces = whole.splitlines() if "\n" in whole.strip() else _BREAK.split(whole)
    return [tidy for piece in pieces if (tidy := piece.strip(_ENDS))]
