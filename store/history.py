"""The history of the whole ledger: the events somebody may read, found by person, unit, action and day; nothing changes here."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from store.engine.repository import Repository
from store.model.codec import from_dict
from store.model.documents import Actor, Event
from store.model.errors import Fault, Invalid
from store.reading import Reading
from store.rules.fields import Wrong, day
from store.rules.permissions import reads_history

Mask = npt.NDArray[np.bool_]
CODED = ("actor", "action", "subject")
AT_ONCE = 5000
"""Events read in one go when the index is built."""
MANY = {"person": "actor", "action": "action"}
"""Filters of several codes by the part of an event they are about."""


@dataclass(frozen=True)
class Wanted:
    """What to look for: codes as a query string names them, empty for any; ``first`` and ``last`` are days, both included.

    ``as_of``: nothing that happened after that day has happened yet.
    """

    person: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    action: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    ref: str = ""
    first: date | None = None
    last: date | None = None
    as_of: date | None = None

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Wanted:
        """What a query string asks for; other keys are left alone. Raises Invalid for a day that is none."""
        codes = {name: tuple(filter(None, query.get(name, "").split(","))) for name in ("person", "unit", "action", "kind")}
        first, last, as_of = (_day(query, key) for key in ("from", "to", "as_of"))
        return cls(**codes, ref=query.get("ref", "").strip(), first=first, last=last, as_of=as_of)


def _day(query: Mapping[str, str], key: str) -> date | None:
    try:
        return day(query[key]) if query.get(key) else None
    except Wrong as wrong:
        raise Invalid([Fault(key, wrong.code, wrong.params)]) from None


@dataclass(frozen=True)
class Found:
    """The events that match, newest first, by id; and by what those that this person may read could be narrowed."""

    ids: Sequence[int]
    people: Sequence[str]
    actions: Sequence[str]
    kinds: Sequence[str]


class History:
    """Every event of the store, as far as somebody may read it: what happened to a matter that one may not see did not happen."""

    def __init__(self, repository: Repository, reading: Reading) -> None:
        self._repository = repository
        self._reading = reading
        self._index = _Index()
        self._lock = threading.Lock()

    def find(self, actor: Actor, wanted: Wanted) -> Found:
        """The events that ``actor`` may read and that match ``wanted``."""
        index = self._followed()
        units = self._units(actor)
        readable = index.of_subjects(lambda subject: _reads(actor, subject, units)) & index.within(None, wanted.as_of)
        mask = readable & index.within(wanted.first, wanted.last)
        for name, part in MANY.items():
            if codes := getattr(wanted, name):
                mask &= index.has(part, codes)
        if wanted.kind:
            mask &= index.of_subjects(lambda subject: kind_of(subject) in wanted.kind)
        if wanted.unit:
            mask &= index.of_subjects(lambda subject: units.get(subject) in wanted.unit)
        if wanted.ref:
            named = f"issue:{self._reading.frames.id_of(wanted.ref)}"
            mask &= index.of_subjects(lambda subject: subject == named)
        kinds = {kind_of(subject) for subject in index.names("subject", readable)}
        return Found(
            index.ids[mask][::-1].tolist(), index.names("actor", readable), index.names("action", readable), sorted(kinds)
        )

    def events(self, actor: Actor, ids: Iterable[int]) -> list[Event]:
        """The events of these ids in their order, without those that ``actor`` may not read."""
        units = self._units(actor)
        found = [from_dict(Event, self._repository.get("event", key)) for key in ids]
        return [event for event in found if _reads(actor, event.subject, units)]

    def unit_of(self, actor: Actor) -> dict[str, str]:
        """The unit of each matter that ``actor`` may see, by the subject of its events."""
        return self._units(actor)

    def _units(self, actor: Actor) -> dict[str, str]:
        rows = self._reading.seen(actor)
        return {f"issue:{key}": unit for key, unit in zip(rows["id"].tolist(), rows["unit"].tolist(), strict=True)}

    def _followed(self) -> _Index:
        with self._lock:
            if self._index.version != self._repository.version:
                self._index = self._index.followed(self._repository)
            return self._index


def kind_of(subject: str) -> str:
    """Of which kind the document is that an event speaks of."""
    return subject.partition(":")[0]


def _reads(actor: Actor, subject: str, units: Mapping[str, str]) -> bool:
    return subject in units if kind_of(subject) == "issue" else reads_history(actor, kind_of(subject))


class _Index:
    """Who did what to which document on which day: a few small numbers an event in id order, so that finding reads no event."""

    def __init__(self) -> None:
        self.version = -1
        self.ids: npt.NDArray[np.int64] = np.empty(0, dtype="int64")
        self._days: npt.NDArray[np.datetime64] = np.empty(0, dtype="datetime64[D]")
        self._parts = {part: np.empty(0, dtype="int32") for part in CODED}
        self._codes: dict[str, dict[str, int]] = {part: {} for part in CODED}

    def followed(self, repository: Repository) -> _Index:
        """An index of every event there is: this one with what came since, or a new one when events were taken away."""
        version, known = repository.version, len(self.ids)
        same = known == 0 or [one["id"] for one in repository.select("event", offset=known - 1, limit=1)] == [self.ids[-1]]
        result = self._copy() if same else _Index()
        while events := repository.select("event", offset=len(result.ids), limit=AT_ONCE):
            result._add(events)
        result.version = version
        return result

    def of_subjects(self, test: Any) -> Mask:
        """Events of those subjects for which ``test`` holds; each subject is asked once."""
        answers = np.fromiter(map(test, self._codes["subject"]), dtype="bool", count=len(self._codes["subject"]))
        mask: Mask = answers[self._parts["subject"]]
        return mask

    def has(self, part: str, wanted: Iterable[str]) -> Mask:
        """Events whose ``part`` is one of ``wanted``."""
        return np.isin(self._parts[part], [self._codes[part].get(name, -1) for name in wanted])

    def within(self, first: date | None, last: date | None) -> Mask:
        """Events of the days from ``first`` to ``last``."""
        mask = np.ones(len(self.ids), dtype="bool")
        if first:
            mask &= self._days >= np.datetime64(first)
        if last:
            mask &= self._days <= np.datetime64(last)
        return mask

    def names(self, part: str, mask: Mask) -> list[str]:
        """Every value of ``part`` among the events of ``mask``, in order."""
        known = list(self._codes[part])
        return sorted(known[code] for code in np.unique(self._parts[part][mask]))

    def _copy(self) -> _Index:
        copy = _Index()
        copy.ids, copy._days, copy._parts = self.ids, self._days, dict(self._parts)
        copy._codes = {part: dict(codes) for part, codes in self._codes.items()}
        return copy

    def _add(self, events: Sequence[Mapping[str, Any]]) -> None:
        self.ids = np.append(self.ids, np.array([event["id"] for event in events], dtype="int64"))
        self._days = np.append(self._days, np.array([event["at"][:10] for event in events], dtype="datetime64[D]"))
        for part, codes in self._codes.items():
            new = [codes.setdefault(event[part], len(codes)) for event in events]
            self._parts[part] = np.append(self._parts[part], np.array(new, dtype="int32"))
