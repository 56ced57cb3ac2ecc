"""What a file of units or accounts would do, row by row, before it is written: new, changed, the same, or faulty and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from store.model.documents import Account, Unit
from store.model.errors import Fault

NEW, CHANGED, SAME, FAULTY = "new", "changed", "same", "faulty"
Document = Unit | Account
Draw = Callable[[Any, Mapping[str, Any]], tuple[Any, list[Fault]]]
"""A document and raw fields to the document as it would be, and what is wrong with that."""


@dataclass(frozen=True)
class Line:
    """One row of the file: whom it is about, what it would do, the document before (None: new) and after, and its faults."""

    number: int
    key: str
    before: Document | None
    after: Document
    faults: tuple[Fault, ...] = ()
    password: str = field(default="", repr=False)

    @property
    def what(self) -> str:
        """NEW, CHANGED, SAME or FAULTY."""
        if self.faults:
            return FAULTY
        if self.before is None:
            return NEW
        return SAME if self.after == self.before else CHANGED

    def changes(self, columns: Sequence[str]) -> dict[str, tuple[Any, Any]]:
        """Of ``columns`` those that change, each with the value before and after."""
        return {
            name: (getattr(self.before, name), getattr(self.after, name))
            for name in columns
            if self.before is not None and getattr(self.before, name) != getattr(self.after, name)
        }


@dataclass(frozen=True)
class Plan:
    """Every row of a file, and the headings in it that are not read."""

    lines: tuple[Line, ...]
    unread: tuple[str, ...] = ()

    def of(self, what: str) -> list[Line]:
        """The rows that would do that."""
        return [line for line in self.lines if line.what == what]


def judged(line: Line, *faults: Fault) -> Line:
    """``line`` with more faults."""
    return replace(line, faults=(*line.faults, *faults))


def twice_named(lines: Sequence[Line], column: str) -> list[Line]:
    """Rows about the same unit or account are faulty, all of them: which one is meant cannot be known."""
    often = Counter(line.key.casefold() for line in lines)
    return [
        judged(line, Fault(column, "code_twice", {"value": line.key})) if often[line.key.casefold()] > 1 else line
        for line in lines
    ]


def clashing(lines: Sequence[Line], known: Sequence[Document], column: str) -> list[Line]:
    """Rows after which two units would have the same value in ``column`` are faulty."""
    touched = {line.before.id for line in lines if line.before is not None and not line.faults}
    values = [getattr(line.after, column) for line in lines if not line.faults]
    often = Counter([*values, *(getattr(one, column) for one in known if one.id not in touched)])
    return [
        judged(line, Fault(column, "taken", {"value": getattr(line.after, column)}))
        if not line.faults and often[getattr(line.after, column)] > 1
        else line
        for line in lines
    ]
