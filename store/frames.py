"""Keeps the dashboard frame of a store: built once, then following single changes; and rebuilds any past day from the events."""

from __future__ import annotations

import gc
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from weakref import WeakValueDictionary

import pandas as pd

from store.engine.repository import Repository
from store.rules.changes import rewind
from store.rules.frame import build, follow
from store.rules.searching import Written

REBUILD_AFTER = 300
"""More changes than this are cheaper to build anew than to follow one by one."""
PAST_DAYS_KEPT = 40
SHOWN = frozenset({"issue", "campaign", "unit"})
"""The kinds of documents that dashboards are made of."""


Standing = dict[str, dict[str, Any]]
"""Issue documents by the subject that their events carry, in id order."""


@dataclass(frozen=True)
class Frame:
    """One row an issue at one version of the store; shared between sessions, so never edited.

    ``edition`` is the last version that changed what dashboards show: a draft that is typed or a sign-in does not.
    """

    version: int
    rows: pd.DataFrame
    edition: int


class Frames:
    """The frames of one repository; safe for threads."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._lock = threading.Lock()
        self._current: Frame | None = None
        self._refs: dict[str, int] = {}
        self._past: OrderedDict[date, pd.DataFrame] = OrderedDict()
        self._walked: tuple[date, Standing] | None = None
        self._written: WeakValueDictionary[tuple[int, int], Written] = WeakValueDictionary()

    def current(self) -> Frame:
        """The frame at the present version."""
        with self._lock:
            if self._current is None:
                self._current = self._built()
            elif self._current.version != self._repository.version:
                self._current = self._followed(self._current)
            return self._current

    def id_of(self, ref_no: str) -> int | None:
        """The id of the issue with that number, or None."""
        self.current()
        return self._refs.get(ref_no)

    def remember(self, ref_no: str, key: int) -> None:
        """A number just given, before its transaction is committed (many verbs in one transaction: sample, import)."""
        self._refs[ref_no] = key

    def as_of(self, day: date) -> pd.DataFrame:
        """One row an issue as the ledger stood at the end of ``day``; a past day never changes, so it is kept."""
        self.current()
        with self._lock:
            if day not in self._past:
                self._past[day] = build(list(self._standing_on(day).values()), self._written_of)
                _spare_the_collector()
                if len(self._past) > PAST_DAYS_KEPT:
                    self._past.popitem(last=False)
            self._past.move_to_end(day)
            return self._past[day]

    def _written_of(self, document: dict[str, Any]) -> Written:
        """What is written of a document, shared by all days on which it stood so: folding it takes long."""
        key = document["id"], document["revision"]
        known = self._written.get(key)
        if known is None:
            known = self._written[key] = Written(document)
        return known

    def _standing_on(self, day: date) -> Standing:
        """As :func:`past_documents`; asked for ever earlier days it walks through each event once."""
        if self._walked is None or self._walked[0] <= day:
            self._walked = None
        later, standing = self._walked or (None, present(self._repository))
        self._walked = (day, walked_back(self._repository, standing, day, later))
        return self._walked[1]

    def _built(self) -> Frame:
        version, documents = self._repository.snapshot("issue")
        self._refs.update((document["ref_no"], document["id"]) for document in documents)
        return Frame(version, build(documents, self._written_of), edition=version)

    def _followed(self, old: Frame) -> Frame:
        version, changes = self._repository.changes_since(old.version)
        touched = [change for change in changes if change.kind == "issue"]
        if any(change.deleted for change in touched):  # the sample was taken away, and its past with it (setup.py)
            self._refs.clear()
            self._past.clear()
            self._walked = None
            return self._built()
        if len(touched) > REBUILD_AFTER:
            return self._built()
        rows = old.rows
        for change in touched:
            document = self._repository.get("issue", change.id)
            self._refs[document["ref_no"]] = change.id
            rows = follow(rows, document, self._written_of)
        shown = any(change.kind in SHOWN for change in changes)
        return Frame(version, rows, edition=version if shown else old.edition)


def _spare_the_collector() -> None:
    """Streamlit collects garbage after every rerun: what a walk back leaves behind lives long and need not be looked at again."""
    gc.collect(1)
    gc.freeze()


def past_documents(repository: Repository, day: date) -> list[dict[str, Any]]:
    """Every issue document as it stood at the end of ``day``, in id order, walked back through the events since."""
    return list(walked_back(repository, present(repository), day).values())


def present(repository: Repository) -> Standing:
    """Every issue document as it stands, by its subject."""
    return {f"issue:{document['id']}": document for document in repository.snapshot("issue")[1]}


def walked_back(repository: Repository, standing: Standing, day: date, later: date | None = None) -> Standing:
    """``standing``, which is how things stood at the end of ``later`` (now, if None), as it was at the end of ``day``."""
    standing = dict(standing)
    until = (later + timedelta(days=1)).isoformat() if later else None
    for event in repository.select("event", since=(day + timedelta(days=1)).isoformat(), until=until, newest_first=True):
        document = standing.get(event["subject"])
        if document is None:
            standing |= _taken_away(event)
            continue
        if event["doc_revision"] == 1:
            del standing[event["subject"]]
        else:
            earlier = rewind(document, event["before"], event["after"])
            earlier["revision"] = event["doc_revision"] - 1
            standing[event["subject"]] = earlier
    return dict(sorted(standing.items(), key=lambda item: int(item[1]["id"])))


def _taken_away(event: dict[str, Any]) -> Standing:
    """An issue that was taken away with the import that brought it: its last event keeps all of it. Else nothing."""
    kind, _, key = event["subject"].partition(":")
    if kind != "issue" or event["after"] or not event["before"]:
        return {}
    unkept = {
        "id": int(key),
        "revision": event["doc_revision"] - 1,
        "created_by": event["actor"],
        "updated_at": "",
        "last_part": 0,
    }
    return {event["subject"]: {**unkept, **event["before"]}}
