"""Second looks at the ledger, as somebody: signs of hollow rectification, and which known problems a new one is like.

The texts of all problems are kept as two indexes that follow single changes; what is told of another problem is only ever taken
from those the person asking may see.
"""

from __future__ import annotations

import threading
from typing import Any

from store.model.codec import from_dict
from store.model.documents import Actor
from store.model.issue import Issue
from store.reading import Reading
from store.rules.copies import Copies, Holder, Passage
from store.rules.hollow import Ground, Suspicion, suspicions
from store.rules.progress import UNCOUNTED
from store.rules.recurrence import Known, Match, Probe

NEVER = -1


class Checks:
    """The checks that think along; safe for threads."""

    def __init__(self, ledger: Reading) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._forget()

    def read(self) -> None:
        """Read every text once, which the first to ask would otherwise wait for."""
        with self._lock:
            self._keep_up()

    def suspicions(self, actor: Actor, issue: Issue) -> tuple[Suspicion, ...]:
        """Why ``issue`` deserves a second look, the weightiest reason first."""
        seen = self._ledger.visible(actor)
        with self._lock:
            self._keep_up()
            return suspicions(issue, Ground(self._ledger.campaign(issue.campaign), self._copies, seen))

    def similar(self, actor: Actor, probe: Probe, but: str = "") -> list[tuple[Issue, Match]]:
        """The problems on the books that are like ``probe``, the likest first, without the one numbered ``but``."""
        seen = self._ledger.visible(actor) - {self._ledger.frames.id_of(but)}
        with self._lock:
            self._keep_up()
            matches = self._known.similar(probe, seen)
        documents = [(self._ledger.repository.get("issue", match.key), match) for match in matches]
        return [(from_dict(Issue, document), match) for document, match in documents]

    def _forget(self) -> None:
        self._version = NEVER
        self._copies = Copies()
        self._known = Known()

    def _keep_up(self) -> None:
        """Bring both indexes to the present version."""
        repository = self._ledger.repository
        if self._version == repository.version:
            return
        if self._version != NEVER:
            version, changes = repository.changes_since(self._version)
            touched = [change for change in changes if change.kind == "issue"]
            if not any(change.deleted for change in touched):
                for change in touched:
                    self._take(repository.get("issue", change.id))
                self._version = version
                return
            self._forget()
        self._version, documents = repository.snapshot("issue")
        for document in documents:
            self._take(document)

    def _take(self, document: dict[str, Any]) -> None:
        """Neither drafts nor what was dismissed count as problems."""
        key = document["id"]
        if document["status"] in UNCOUNTED:
            self._copies.drop(key)
            self._known.drop(key)
            return
        self._copies.put(Holder(key, document["ref_no"], document["unit"]), _passages(document))
        self._known.put(key, Probe(document["title"], document["finding"], document["category"], document["unit"]))


def _passages(document: dict[str, Any]) -> list[Passage]:
    """The texts that somebody should have written for this problem alone, from the stored form."""
    measures = [Passage("measure", one["text"]) for one in document["measures"]]
    notes = [Passage("note", closure["note"]) for closure in document["closures"][-1:]]
    return [*measures, Passage("cause", document["cause"]), *notes]
