"""The use cases of the ledger: every change of an issue is one verb here = one transaction = one event."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from store.engine.repository import Transaction
from store.model.codec import to_dict
from store.model.documents import Actor
from store.model.enums import Status
from store.model.errors import Conflict, Fault, Invalid
from store.model.issue import Issue
from store.reading import Reading
from store.rules import verbs
from store.rules.fields import FIELDS, Known, clean, clean_inputs, faults_of
from store.rules.lifecycle import MOVES
from store.rules.permissions import check_issue, check_role

FIXED_ONCE_REGISTERED = ("unit", "category", "found_on", "due", "milestone")
"""After registering these move only by a verb of their own (an extension), so that no date and no belonging is ever lost."""


class Ledger(Reading):
    """Changing issues, as somebody: every verb checks role, life cycle and input before it writes.

    ``revision`` is the one the person saw. Raises Invalid (input, all faults at once), Refused (role or life cycle),
    Conflict (somebody
    saved first, carries the document as it stands) or NotFound. A refused verb writes nothing.
    """

    def save_draft(self, actor: Actor, campaign: str, raw: Mapping[str, Any]) -> Issue:
        """A new issue that is not on the books yet; needs only unit and title.

        ``raw`` as :func:`store.rules.fields.clean` takes it.
        """
        return self._create(actor, campaign, raw, Status.DRAFT)

    def register(self, actor: Actor, campaign: str, raw: Mapping[str, Any]) -> Issue:
        """A new issue on the books 待整改, with its number."""
        return self._create(actor, campaign, raw, Status.OPEN)

    def edit(self, actor: Actor, ref_no: str, revision: int, raw: Mapping[str, Any]) -> Issue:
        """Write the named fields anew; without a difference nothing is written."""

        def make(issue: Issue, act: verbs.Act) -> Issue:
            check_issue("edit", actor, issue)
            return self._edited(issue, act, raw)

        return self._change(actor, "edit", ref_no, revision, make, "")

    def do(self, actor: Actor, verb: str, ref_no: str, revision: int, **inputs: Any) -> Issue:
        """Any other verb of :data:`store.rules.verbs.VERBS` with its inputs, e.g.

        ``do(actor, "return", ref, 3, missing="…")``.
        """
        rule = verbs.VERBS[verb]
        values = clean_inputs(inputs, rule.inputs)

        def make(issue: Issue, act: verbs.Act) -> Issue:
            if verb not in MOVES:
                check_issue(verb, actor, issue)
            after = rule.make(issue, act, **values)
            if verb == "register":
                _raise(faults_of(to_values(issue), act.today, registering=True))
            return after

        return self._change(actor, verb, ref_no, revision, make, str(values.get(rule.note) or ""))

    def _create(self, actor: Actor, campaign: str, raw: Mapping[str, Any], status: Status) -> Issue:
        known = self._known(campaign)
        cleaned = clean(raw, known)
        check_role("create", actor, cleaned.values.get("unit") or None)
        act = self._act(actor, None)
        issue = verbs.with_fields(Issue(campaign=known.campaign.code, status=status, created_by=actor.name), cleaned.values)
        _raise(_merged(cleaned.faults, faults_of(to_values(issue), act.today, status is Status.OPEN)))
        with self.repository.transaction() as transaction:
            number = transaction.next_number(f"ref {known.campaign.code} {known.campaign.series}")
            numbered = replace(issue, ref_no=f"{known.campaign.ref_prefix}-{number:04d}")
            first = replace(numbered, original_due=issue.due) if status is Status.OPEN else numbered
            stored = self.write(transaction, actor, "register" if status is Status.OPEN else "save_draft", None, first)
            self.frames.remember(stored.ref_no, stored.id)
            return stored

    def _edited(self, issue: Issue, act: verbs.Act, raw: Mapping[str, Any]) -> Issue:
        cleaned = clean(raw, self._known(issue.campaign, keep=issue))
        check_role("edit", act.actor, cleaned.values.get("unit", issue.unit))
        after = verbs.with_fields(issue, cleaned.values)
        fixed = () if issue.status is Status.DRAFT else FIXED_ONCE_REGISTERED
        moved = [Fault(name, "fixed_once_registered") for name in fixed if getattr(after, name) != getattr(issue, name)]
        _raise(_merged(cleaned.faults + moved, faults_of(to_values(after), act.today, issue.status is not Status.DRAFT)))
        return after

    def _change(
        self, actor: Actor, action: str, ref_no: str, revision: int, make: Callable[[Issue, verbs.Act], Issue], note: str
    ) -> Issue:
        """One verb: read, make, write the document and its event. What does not differ is not written."""
        with self.repository.transaction() as transaction:
            issue = self._found(actor, ref_no, transaction)
            if issue.revision != revision:
                raise Conflict(to_dict(issue))
            after = make(issue, self._act(actor, transaction))
            return issue if after == issue else self.write(transaction, actor, action, issue, after, note)

    def _act(self, actor: Actor, transaction: Transaction | None) -> verbs.Act:
        moment = self.clock()
        serial = transaction.next_number if transaction else lambda counter: 0
        return verbs.Act(actor, moment.isoformat(timespec="milliseconds"), moment.date(), serial)

    def _known(self, campaign: str, keep: Issue | None = None) -> Known:
        """The codes in force; an issue under edit may keep a unit that is no longer active."""
        units = [unit.code for unit in self.units() if unit.active or (keep and unit.code == keep.unit)]
        return Known(self.campaign(campaign), units)


def to_values(issue: Issue) -> dict[str, Any]:
    """The fields of an issue as the rules check them (and as a form shows them): by name, measures as mappings."""
    values = {name: getattr(issue, name) for name in FIELDS}
    shown = ("id", "kind", "text", "owner", "due")
    return values | {"measures": [{name: getattr(measure, name) for name in shown} for measure in issue.measures]}


def _merged(first: Sequence[Fault], then: Sequence[Fault]) -> list[Fault]:
    """All faults, one a field: what could not be read at all is not also called missing."""
    named = {fault.field for fault in first}
    return [*first, *(fault for fault in then if fault.field not in named)]


def _raise(faults: Sequence[Fault]) -> None:
    if faults:
        raise Invalid(faults)
