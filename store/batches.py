"""One change of many issues: previewed line by line, made in one transaction with an event each, and taken back as one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from store.engine.repository import Transaction
from store.ledger import Done, Ledger
from store.model.codec import from_dict, to_dict
from store.model.documents import Actor, Batch, Event
from store.model.errors import Conflict, NotFound, Refused, XiaohaoError
from store.model.issue import Issue
from store.record import Record, one_batch
from store.rules.bulk import CHANGES, Line, line, may_undo
from store.rules.changes import rewind
from store.rules.permissions import check_role

MOST = 1000
"""Issues of one batch: more than a person can look through, and as long as others have to wait for their turn to write."""
UNDO = "undo"
"""The action of the events that take a batch back."""


@dataclass
class Applied(Done):
    """What became of a batch; ``batch`` is None when nothing was changed."""

    batch: Batch | None = None
    unchanged: list[str] = field(default_factory=list)


class Batches(Record):
    """Changing many issues as somebody; ``change`` is one of CHANGES, ``chosen`` number → the revision that the person saw."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger.repository, ledger.clock)
        self._ledger = ledger

    def preview(self, actor: Actor, change: str, chosen: Mapping[str, int], inputs: Mapping[str, Any]) -> list[Line]:
        """What the change would make of each; nothing is written. Inputs that are wrong are the reason of every line."""
        return [self._line(actor, change, ref_no, revision, inputs) for ref_no, revision in chosen.items()]

    def apply(self, actor: Actor, change: str, chosen: Mapping[str, int], inputs: Mapping[str, Any]) -> Applied:
        """Make the change, all in one transaction: what is refused for one leaves it as it was, the others go on."""
        check_role(CHANGES[change].verb, actor)
        if len(chosen) > MOST:
            raise Refused("too_many_at_once", most=MOST)
        done = Applied()
        with self.repository.transaction() as transaction:
            number = str(transaction.next_number("batch"))
            with one_batch(number):
                for ref_no, revision in chosen.items():
                    self._one(actor, change, ref_no, revision, inputs, done)
            if done.issues:
                changed = {issue.ref_no: issue.revision for issue in done.issues}
                new = Batch(number=number, at=self._now(), by=actor.name, change=change, revisions=changed)
                done.batch = from_dict(Batch, transaction.insert("batch", to_dict(new)))
        return done

    def undo(self, actor: Actor, id: int) -> Done:
        """Take a batch back: each issue that nobody has changed since is again what it was, an event each; the others are told.

        Raises NotFound, Refused ``not_your_batch`` or ``already_undone``.
        """
        done = Done()
        with self.repository.transaction() as transaction:
            batch = from_dict(Batch, transaction.get("batch", id))
            if not may_undo(actor, batch.by):
                raise Refused("not_your_batch")
            if batch.undone_at:
                raise Refused("already_undone")
            named = {one["recurrence_of"] for one in transaction.all("issue") if one["ref_no"] not in batch.revisions}
            events = self._events(batch)
            with one_batch(batch.number):
                for ref_no, revision in batch.revisions.items():
                    self._take_back(transaction, actor, (ref_no, revision), events, named, done)
            transaction.replace("batch", to_dict(replace(batch, undone_at=self._now())), batch.revision)
        return done

    def last(self, actor: Actor, day: date) -> Batch | None:
        """The batch that ``actor`` made last on that day, if it can still be taken back for at least one issue."""
        _, documents = self.repository.snapshot("batch")
        mine = (one for one in reversed(documents) if one["by"] == actor.name and one["at"][:10] == day.isoformat())
        newest = next(mine, None)
        if newest is None or newest["undone_at"]:
            return None
        batch = from_dict(Batch, newest)
        return batch if any(self._stands(actor, *one) for one in batch.revisions.items()) else None

    def _now(self) -> str:
        return self.clock().isoformat(timespec="milliseconds")

    def _line(self, actor: Actor, change: str, ref_no: str, revision: int, inputs: Mapping[str, Any]) -> Line:
        rule = CHANGES[change]
        try:
            issue = self._ledger.issue(actor, ref_no)
            if issue.revision != revision:
                raise Conflict(to_dict(issue))
        except XiaohaoError as error:
            return Line(ref_no, refused=error)
        return line(rule, issue, lambda one: self._ledger.outcome(actor, rule.verb, one, inputs))

    def _one(self, actor: Actor, change: str, ref_no: str, revision: int, inputs: Mapping[str, Any], done: Applied) -> None:
        verb = CHANGES[change].verb
        try:
            if verb == "edit":
                issue = self._ledger.edit(actor, ref_no, revision, inputs)
            else:
                issue = self._ledger.do(actor, verb, ref_no, revision, **inputs)
        except XiaohaoError as error:
            done.refused[ref_no] = error
        else:
            done.issues.append(issue) if issue.revision > revision else done.unchanged.append(ref_no)

    def _events(self, batch: Batch) -> dict[str, list[Event]]:
        """What the batch did, by subject, the latest first: read once, because it may be ten thousand issues."""
        found: dict[str, list[Event]] = {}
        for one in self.repository.select("event", since=batch.at[:10], newest_first=True):
            if one["batch"] == batch.number:
                found.setdefault(one["subject"], []).append(from_dict(Event, one))
        return found

    def _take_back(
        self,
        transaction: Transaction,
        actor: Actor,
        seen: tuple[str, int],
        events: Mapping[str, Sequence[Event]],
        named: Collection[str],
        done: Done,
    ) -> None:
        """One issue as it was before the batch; one that the batch brought goes, unless another issue has come to name it."""
        ref_no, revision = seen
        try:
            issue = self._ledger.issue(actor, ref_no)
            if issue.revision != revision:
                raise Conflict(to_dict(issue))
            before = _before(issue, events.get(issue.subject, ()))
            if before is None:
                if ref_no in named:
                    raise Refused("named_by_another")
                self.erase(transaction, actor, UNDO, issue)
            done.issues.append(self.write(transaction, actor, UNDO, issue, before) if before else issue)
        except XiaohaoError as error:
            done.refused[ref_no] = error

    def _stands(self, actor: Actor, ref_no: str, revision: int) -> bool:
        try:
            return self._ledger.issue(actor, ref_no).revision == revision
        except XiaohaoError:
            return False


def _before(issue: Issue, events: Sequence[Event]) -> Issue | None:
    """The issue as it was before these changes, the latest first; None when the first of them brought it."""
    if not events:
        raise NotFound("event", issue.ref_no)
    if events[-1].doc_revision == 1:
        return None
    document = to_dict(issue)
    for event in events:
        document = rewind(document, event.before, event.after)
    return from_dict(Issue, document)
