"""What cells of the frame were before they changed: the frame of a past day is the present one with such cells put back.

Walking every document back costs seconds where the history is long. Here the events are walked through once, newest first, and of
each issue and day on which it changed those cells are kept that were other ones in the morning. A day is then a look-up a column.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from store.engine.repository import Repository
from store.rules.changes import earlier, touched
from store.rules.frame import COLUMNS, Doc, series

AT_ONCE = 5000
"""Events read in one go."""
FOREVER = -1
"""The day of birth of an issue whose first event is not there: it was brought in from elsewhere."""
ALWAYS = ("revision", "updated_at")
"""What every event changes without saying so."""
Numbers = npt.NDArray[np.int64]


@dataclass
class Cells:
    """Of one column: the cells as they were before, each with the number of its moment, earliest first."""

    moments: Numbers
    values: Any

    def since(self, moment: int) -> Cells:
        """Those that changed from a moment on."""
        first = int(np.searchsorted(self.moments, moment))
        return Cells(self.moments[first:], self.values[first:])


class Changed:
    """The past of the issues of one repository, as far as it was read; not safe for threads (store/frames.py has the lock)."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self.forget()

    def forget(self) -> None:
        """Nothing is known any more: events were taken away."""
        self._rows: pd.DataFrame | None = None
        self._last = 0
        self._born: dict[int, int] = {}
        self._newest: dict[int, tuple[int, str]] = {}
        self._days = np.empty(0, dtype="int64")
        self._ids = np.empty(0, dtype="int64")
        self._cells = {name: Cells(np.empty(0, dtype="int64"), series(column.kind, [])) for name, column in COLUMNS.items()}

    def knows(self, day: date) -> bool:
        """Whether everything up to the end of ``day`` has been read; what came later does not matter for it."""
        until = (day + timedelta(days=1)).isoformat()
        return self._rows is not None and not self._repository.select("event", until=until, after_id=self._last, limit=1)

    def follow(self, rows: pd.DataFrame, documents: Sequence[Doc]) -> None:
        """Read what happened since the last time; ``rows`` and ``documents`` are all issues at one version."""
        walk = _walked(self._repository, documents, self._last, self._newest)
        if any(day < self._newest[key][0] for key, day in walk.earliest.items() if key in self._newest):  # the clock was put back
            self.forget()
            walk = _walked(self._repository, documents, 0, {})
        self._last = max(self._last, walk.last)
        self._born |= walk.born
        self._newest |= walk.newest
        self._take_in(walk)
        self._rows = rows
        self._births = np.array([self._born.get(key, FOREVER) for key in rows.index.tolist()], dtype="int64")
        self._places = rows.index.get_indexer(pd.Index(self._ids))

    def frame(self, day: date, columns: Sequence[str], written: Callable[[int, int], Any]) -> pd.DataFrame:
        """One row an issue as it stood at the end of ``day``, which is known; only ``columns`` (``written`` is one of them).

        ``written`` gives what is written of an issue, by its id and revision.
        """
        rows = self._known()
        moment = int(np.searchsorted(self._days, day.toordinal(), side="right"))
        there = np.flatnonzero(self._births <= day.toordinal())
        data = {name: self._column(rows, name, moment, there) for name in columns if name in COLUMNS}
        if "written" in columns:
            data["written"] = self._written(rows, moment, there, written)
        return pd.DataFrame(data, index=rows.index[there], copy=False)

    def _known(self) -> pd.DataFrame:
        if self._rows is None:
            raise LookupError("nothing was read yet")
        return self._rows

    def _column(self, rows: pd.DataFrame, name: str, moment: int, there: Numbers) -> Any:
        cells, present = self._cells[name].since(moment), rows[name]
        if not len(cells.moments):
            return present.array.take(there) if COLUMNS[name].kind == "str" else present.to_numpy()[there]
        source = np.arange(len(rows))
        # The latest first, so that of several changes of one cell the earliest has the last word.
        source[self._places[cells.moments][::-1]] = np.arange(len(rows), len(rows) + len(cells.moments))[::-1]
        return _joined(present.array, cells.values).take(source[there])

    def _written(self, rows: pd.DataFrame, moment: int, there: Numbers, written: Callable[[int, int], Any]) -> Any:
        texts, changed = rows["written"].to_numpy(copy=True), np.unique(self._places[moment:])
        revisions = self._column(rows, "revision", moment, changed)
        for place, key, revision in zip(changed, rows.index[changed].tolist(), revisions.tolist(), strict=True):
            texts[place] = written(key, revision)
        return texts[there]

    def _take_in(self, walk: _Walk) -> None:
        """Put what a walk found behind what is known, in the order of days; of one day what was known first stays first."""
        known = len(self._days)
        days = np.append(self._days, np.array(walk.days, dtype="int64"))
        order = np.argsort(days, kind="stable")
        self._days, self._ids = days[order], np.append(self._ids, np.array(walk.ids, dtype="int64"))[order]
        number = np.empty(len(order), dtype="int64")
        number[order] = np.arange(len(order))
        for name, (moments, values) in walk.cells.items():
            cells = self._cells[name]
            joined = number[np.append(cells.moments, np.array(moments, dtype="int64") + known)]
            sorted_ = np.argsort(joined, kind="stable")
            self._cells[name] = Cells(joined[sorted_], _joined(cells.values, series(COLUMNS[name].kind, values)).take(sorted_))


@dataclass
class _Walk:
    """A walk back through the events: what it found, and of each issue the day it is in the middle of.

    ``cells`` are the moments and the values of each column; a moment is an issue and a day on which it changed.
    """

    standing: dict[str, Doc]
    older: dict[int, tuple[int, str]]
    days: array[int] = field(default_factory=lambda: array("q"))
    ids: array[int] = field(default_factory=lambda: array("q"))
    cells: dict[str, tuple[array[int], list[Any]]] = field(default_factory=lambda: {name: (array("q"), []) for name in COLUMNS})
    born: dict[int, int] = field(default_factory=dict)
    newest: dict[int, tuple[int, str]] = field(default_factory=dict)
    earliest: dict[int, int] = field(default_factory=dict)
    last: int = 0
    begun: dict[str, tuple[int, set[str]]] = field(default_factory=dict)

    def back(self, event: Doc) -> None:
        """One event further back. What is newer than the documents, or of one that is no more, is passed over."""
        subject, document = event["subject"], self.standing.get(event["subject"])
        if document is None or document["revision"] != event["doc_revision"]:
            return
        key, day, at = document["id"], _ordinal(event["at"][:10]), event["at"]
        self.last = max(self.last, event["id"])
        begun = self.begun.get(subject)
        if begun and day < begun[0]:
            self._end(subject, at)
            begun = None
        day, changed = begun or (day, set(ALWAYS))
        self.newest.setdefault(key, (day, at))
        self.earliest[key] = day
        if event["doc_revision"] == 1:
            self.born[key] = day
            self.begun.pop(subject, None)
            del self.standing[subject]
            return
        self.standing[subject] = earlier(document, event)
        self.begun[subject] = (day, changed | touched(event["before"], event["after"]))

    def ended(self) -> _Walk:
        """There is nothing further back, or it is known already."""
        for subject in list(self.begun):
            document = self.standing[subject]
            self._end(subject, self.older.get(document["id"], (0, document["created_at"]))[1])
        return self

    def _end(self, subject: str, at: str) -> None:
        """The day that an issue was in the middle of is over: this is how it stood that morning, last written at ``at``."""
        (day, changed), document = self.begun.pop(subject), self.standing[subject] | {"updated_at": at}
        self.standing[subject] = document
        moment = len(self.days)
        self.days.append(day)
        self.ids.append(document["id"])
        for name in _columns_of(frozenset(changed)):
            moments, values = self.cells[name]
            moments.append(moment)
            values.append(COLUMNS[name].read(document))


def _walked(repository: Repository, documents: Sequence[Doc], last: int, older: dict[int, tuple[int, str]]) -> _Walk:
    walk = _Walk({f"issue:{document['id']}": document for document in documents}, older)
    for event in _newest_first(repository, last):
        walk.back(event)
    return walk.ended()


def _newest_first(repository: Repository, last: int) -> Iterator[Doc]:
    """The events after the one of the id ``last``."""
    before: int | None = None
    while events := repository.select("event", after_id=last, before_id=before, newest_first=True, limit=AT_ONCE):
        yield from events
        before = events[-1]["id"]


@cache
def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


@cache
def _columns_of(fields: frozenset[str]) -> tuple[str, ...]:
    """The columns that are read of any of ``fields``."""
    return tuple(name for name, column in COLUMNS.items() if fields.intersection(column.fields))


def _joined(one: Any, other: Any) -> Any:
    return pd.concat([pd.Series(one, copy=False), pd.Series(other, copy=False)], ignore_index=True).array
