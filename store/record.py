"""What every verb stands on: the clock, and writing a document together with its event in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any, TypeVar

from store.engine.repository import Repository, Transaction
from store.model.codec import from_dict, to_dict
from store.model.documents import Account, Actor, Campaign, Event, ReportText, Snapshot, Token, Unit, View
from store.model.issue import Issue
from store.model.meeting import Meeting
from store.rules.changes import difference

Clock = Callable[[], datetime]
Kept = TypeVar("Kept", Issue, Campaign, Unit, Account, View, Snapshot, Token, Meeting, ReportText)
KINDS: dict[type[Any], str] = {
    Issue: "issue",
    Campaign: "campaign",
    Unit: "unit",
    Account: "account",
    View: "view",
    Snapshot: "snapshot",
    Token: "token",
    Meeting: "meeting",
    ReportText: "report_text",
}
SECRET = frozenset({"password", "digest"})
"""Fields whose values never go into the history."""

_BATCH: ContextVar[str] = ContextVar("batch", default="")


@contextmanager
def one_batch(number: str) -> Iterator[None]:
    """Every event written in the block, by this thread, belongs to the batch of that number."""
    before = _BATCH.set(number)
    try:
        yield
    finally:
        _BATCH.reset(before)


def clock_for(today: date | None) -> Clock:
    """The machine's clock with its offset; with ``today`` (XIAOHAO_TODAY) the day stands still and only the time of day runs."""

    def now() -> datetime:
        moment = datetime.now().astimezone()
        return moment if today is None else moment.replace(year=today.year, month=today.month, day=today.day)

    return now


class Record:
    """A repository with a clock; subclasses hold the verbs."""

    def __init__(self, repository: Repository, clock: Clock) -> None:
        self.repository = repository
        self.clock = clock

    def today(self) -> date:
        """The day everything reckons by."""
        return self.clock().date()

    def write(
        self, transaction: Transaction, actor: Actor, action: str, before: Kept | None, after: Kept, note: str = ""
    ) -> Kept:
        """Store ``after`` (new when ``before`` is None) and its event; returns it with id and revision. Raises Conflict."""
        at = self.clock().isoformat(timespec="milliseconds")
        kind = KINDS[type(after)]
        document = to_dict(after) | {"updated_at": at}
        if before is None:
            stored = transaction.insert(kind, document | {"created_at": at})
        else:
            stored = transaction.replace(kind, document, before.revision)
        old, new = difference(to_dict(before) if before else {}, stored)
        self._log(transaction, actor, action, kind, stored, (old, new), note)
        return from_dict(type(after), stored)

    def erase(self, transaction: Transaction, actor: Actor, action: str, document: Kept) -> None:
        """Take ``document`` away; its last event keeps all of it. Raises Conflict or NotFound."""
        kind, gone = KINDS[type(document)], to_dict(document)
        transaction.delete(kind, document.id, document.revision)
        last = gone | {"revision": document.revision + 1, "updated_at": self.clock().isoformat(timespec="milliseconds")}
        self._log(transaction, actor, action, kind, last, difference(gone, {}), "")

    def _log(
        self,
        transaction: Transaction,
        actor: Actor,
        action: str,
        kind: str,
        stored: dict[str, Any],
        change: tuple[Any, Any],
        note: str,
    ) -> None:
        hidden = [{name: value for name, value in side.items() if name not in SECRET} for side in change]
        event = Event(
            at=stored["updated_at"],
            actor=actor.name,
            role=actor.role.value,
            subject=f"{kind}:{stored['id']}",
            ref=stored.get("ref_no") or stored.get("code") or stored.get("name") or "",
            doc_revision=stored["revision"],
            action=action,
            note=note,
            batch=_BATCH.get(),
            before=hidden[0],
            after=hidden[1],
        )
        transaction.insert("event", to_dict(event))
