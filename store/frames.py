"""Keeps the dashboard frame of a store: built once, then following single changes; and rebuilds any past day from the events."""

from __future__ import annotations

import gc
import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from weakref import WeakValueDictionary

import pandas as pd

from store.changed import Changed
from store.engine.repository import Document, Repository
from store.rules.changes import earlier, taken_away
from store.rules.frame import COLUMNS, build, follow
from store.rules.searching import Late, Written

REBUILD_AFTER = 300
"""More changes than this are cheaper to build anew than to follow one by one."""
PAST_DAYS_KEPT = 12
FEW = 100
"""Up to so many documents are walked back one by one; more, and every event since that day is read in one go."""
EVERY = (*COLUMNS, "written")
NAMING = frozenset({"campaign", "unit"})
SHOWN = NAMING | {"issue"}
"""The kinds of documents that dashboards are made of."""


Standing = dict[str, Document]
"""Issue documents by the subject that their events carry, in id order."""


@dataclass(frozen=True)
class Frame:
    """One row an issue at one version of the store; shared between sessions, so never edited.

    ``edition`` is the last version that changed what dashboards show: a draft that is typed or a sign-in does not; ``naming``
    the last that changed what things are called in every past, too: a campaign or a unit.
    """

    version: int
    rows: pd.DataFrame
    edition: int
    naming: int


class Frames:
    """The frames of one repository; safe for threads."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._lock = threading.Lock()
        self._current: Frame | None = None
        self._refs: dict[str, int] = {}
        self._changed = Changed(repository)
        self._past: OrderedDict[date, pd.DataFrame] = OrderedDict()
        self._written: WeakValueDictionary[tuple[int, int], Written] = WeakValueDictionary()

    def current(self) -> Frame:
        """The frame at the present version."""
        with self._lock:
            return self._keep_up()

    def _keep_up(self) -> Frame:
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

    def as_of(self, day: date, columns: Collection[str] | None = None) -> pd.DataFrame:
        """One row an issue as the ledger stood at the end of ``day``; a past day never changes, so it is kept.

        With ``columns``, only these, and nothing is kept.
        """
        self.current()
        with self._lock:
            if day in self._past:
                self._past.move_to_end(day)
                return self._past[day] if columns is None else self._past[day][list(dict.fromkeys(columns))]
            if not self._changed.knows(day):
                self._read_the_past()
            wanted = EVERY if columns is None else tuple(dict.fromkeys(columns))
            rows = self._changed.frame(day, wanted, partial(self._written_on, day))
            if columns is None:
                self._past[day] = rows
                if len(self._past) > PAST_DAYS_KEPT:
                    self._past.popitem(last=False)
            return rows

    def warm(self) -> None:
        """Read the present and the past: what the first visitor, and whoever looks back first, would otherwise wait for."""
        with self._lock:
            self._keep_up()
            self._read_the_past()

    def documents(self, day: date, wanted: Collection[int]) -> list[Document]:
        """The issues of these ids as they were stored at the end of ``day``, in id order; without those that came later."""
        rows = self.as_of(day, ("revision", "updated_at"))
        rows = rows.loc[rows.index.isin(list(wanted))]
        there = set(rows.index.tolist())
        known = [*self._repository.snapshot("issue")[1], *self._changed.all_gone().values()]
        standing = {f"issue:{one['id']}": one for one in known if one["id"] in there}
        revisions, moments = rows["revision"].to_dict(), rows["updated_at"].to_dict()
        changed = [key for key, one in standing.items() if one["revision"] != revisions[one["id"]]]
        if len(changed) > FEW:
            standing = walked_back(self._repository, standing, day)
        else:
            standing |= {key: one_back(self._repository, standing[key], day) for key in changed}
        ordered = sorted(standing.values(), key=lambda one: int(one["id"]))
        return [one | {"updated_at": moments[one["id"]]} for one in ordered]

    def _read_the_past(self) -> None:
        """Follow the events up to the present frame."""
        version, documents = self._repository.snapshot("issue")
        while (current := self._keep_up()).version != version:  # somebody saved in between
            version, documents = self._repository.snapshot("issue")
        self._changed.follow(current.rows, documents)
        _spare_the_collector()

    def _written_on(self, day: date, key: int, revision: int) -> Written:
        """What was written of an issue on a past day: its document is looked for when somebody searches."""
        known = self._written.get((key, revision))
        if known is None:
            known = self._written[key, revision] = Late(partial(self._document_on, day, key))
        return known

    def _document_on(self, day: date, key: int) -> Document:
        return one_back(self._repository, self._changed.gone(key) or self._repository.get("issue", key), day)

    def _written_of(self, document: Document) -> Written:
        """What is written of a document, shared by all days on which it stood so: folding it takes long."""
        key = document["id"], document["revision"]
        known = self._written.get(key)
        if known is None:
            known = self._written[key] = Written(document)
        return known

    def _built(self) -> Frame:
        version, documents = self._repository.snapshot("issue")
        self._refs.update((document["ref_no"], document["id"]) for document in documents)
        return Frame(version, build(documents, self._written_of), edition=version, naming=version)

    def _followed(self, old: Frame) -> Frame:
        version, changes = self._repository.changes_since(old.version)
        touched = [change for change in changes if change.kind == "issue"]
        if any(change.deleted for change in touched):  # the sample was taken away, and its past with it (setup.py)
            self._refs.clear()
            self._past.clear()
            self._changed.forget()
            return self._built()
        if len(touched) > REBUILD_AFTER:
            return self._built()
        rows = old.rows
        for change in touched:
            document = self._repository.get("issue", change.id)
            self._refs[document["ref_no"]] = change.id
            rows = follow(rows, document, self._written_of)
        shown = any(change.kind in SHOWN for change in changes)
        named = any(change.kind in NAMING for change in changes)
        return Frame(version, rows, edition=version if shown else old.edition, naming=version if named else old.naming)


def _spare_the_collector() -> None:
    """Streamlit collects garbage after every rerun: what a walk back leaves behind lives long and need not be looked at again."""
    gc.collect(1)
    gc.freeze()


def present(repository: Repository) -> Standing:
    """Every issue document as it stands, by its subject."""
    return {f"issue:{document['id']}": document for document in repository.snapshot("issue")[1]}


def walked_back(repository: Repository, standing: Standing, day: date) -> Standing:
    """What stands now as it was at the end of ``day``; but for ``updated_at``, which only the event before tells."""
    standing = dict(standing)
    for event in repository.select("event", since=_after(day), newest_first=True):
        document = standing.get(event["subject"])
        if document is None and (gone := taken_away(event)):
            standing[event["subject"]] = gone
            continue
        if document is None or document["revision"] != event["doc_revision"]:  # newer than what we walk back from
            continue
        if event["doc_revision"] == 1:
            del standing[event["subject"]]
        else:
            standing[event["subject"]] = earlier(document, event)
    return dict(sorted(standing.items(), key=lambda item: int(item[1]["id"])))


def one_back(repository: Repository, document: Document, day: date) -> Document:
    """One document as it was at the end of ``day``, on which it was there; but for ``updated_at``."""
    for event in repository.select("event", subject=f"issue:{document['id']}", since=_after(day), newest_first=True):
        if document["revision"] == event["doc_revision"]:
            document = earlier(document, event)
    return document


def _after(day: date) -> str:
    return (day + timedelta(days=1)).isoformat()
