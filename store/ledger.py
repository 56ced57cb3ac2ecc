"""The use cases of the ledger: every change of an issue is one verb here = one transaction = one event."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from store.engine.repository import Transaction
from store.model.codec import to_dict
from store.model.documents import Actor, Campaign
from store.model.enums import Role, Status
from store.model.errors import Conflict, Fault, Invalid, NotFound, XiaohaoError
from store.model.evidence import Upload
from store.model.issue import Issue
from store.reading import Reading
from store.rules.acts.base import Act
from store.rules.acts.brought_in import CLOSED_BEFORE, struck_off_before
from store.rules.acts.content import with_fields
from store.rules.fields import FIELDS, Known, clean, clean_inputs, faults_of
from store.rules.lifecycle import MOVES
from store.rules.permissions import check_issue, check_role
from store.rules.uploads import files_of, refuse_crowd
from store.rules.verbs import VERBS

Make = Callable[[Issue, Act], Issue]

FIXED_ONCE_REGISTERED = ("unit", "category", "found_on", "due", "milestone")
"""After registering these move only by a verb of their own (an extension), so that no date and no belonging is ever lost."""


@dataclass
class Done:
    """What became of a verb on many issues: those changed, and by number why the others were not."""

    issues: list[Issue] = field(default_factory=list)
    refused: dict[str, XiaohaoError] = field(default_factory=dict)


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

    def import_closed(self, actor: Actor, campaign: str, raw: Mapping[str, Any], **inputs: Any) -> Issue:
        """A problem of an older list that was struck off before it came here, with its close-out; told as imported."""
        return self._add(actor, "import_closed", self.imported_closed(actor, campaign, raw, **inputs))

    def imported_closed(self, actor: Actor, campaign: str, raw: Mapping[str, Any], **inputs: Any) -> Issue:
        """What :meth:`import_closed` would write."""
        check_role("import_closed", actor)
        values = clean_inputs(inputs, CLOSED_BEFORE)
        issue = self.drafted(actor, campaign, raw, Status.OPEN)
        return struck_off_before(issue, self._act(actor, self.campaign(issue.campaign)), **values)

    def edit(self, actor: Actor, ref_no: str, revision: int, raw: Mapping[str, Any]) -> Issue:
        """Write the named fields anew; without a difference nothing is written."""
        return self._change(actor, "edit", ref_no, revision, partial(self._made, verb="edit", values=raw), "")

    def do(self, actor: Actor, verb: str, ref_no: str, revision: int, **inputs: Any) -> Issue:
        """Any other verb of :data:`store.rules.verbs.VERBS` with its inputs, e.g.

        ``do(actor, "return", ref, 3, missing="…")``.
        """
        rule = VERBS[verb]
        values = clean_inputs(inputs, rule.inputs)
        handed_in = values.get("files") or ()
        if handed_in:
            values["files"] = files_of(handed_in, self.limits)
        make = partial(self._made, verb=verb, values=values)
        if handed_in:
            self._keep_first(actor, ref_no, revision, make, handed_in)
        return self._change(actor, verb, ref_no, revision, make, str(values.get(rule.note) or ""), handed_in)

    def outcome(self, actor: Actor, verb: str, issue: Issue, inputs: Mapping[str, Any]) -> Issue:
        """What ``verb`` (``edit`` with its fields, too) would make of ``issue`` now; raises as it would, writes nothing."""
        values = inputs if verb == "edit" else clean_inputs(inputs, VERBS[verb].inputs)
        return self._made(issue, self._act(actor, self.campaign(issue.campaign)), verb, values)

    def do_many(self, actor: Actor, verb: str, chosen: Mapping[str, int], **inputs: Any) -> Done:
        """The same verb on each of ``chosen`` (number → the revision seen), in one transaction, one event each.

        What is refused for one leaves that one as it was and is told; the others go on. Raises Invalid for inputs that are wrong
        whatever the issue.
        """
        clean_inputs(inputs, VERBS[verb].inputs)
        return self.do_each(actor, verb, {ref_no: (revision, inputs) for ref_no, revision in chosen.items()})

    def do_each(self, actor: Actor, verb: str, chosen: Mapping[str, tuple[int, Mapping[str, Any]]]) -> Done:
        """As :meth:`do_many`, with inputs of its own for each (number → revision seen, inputs); wrong ones are refused."""
        done = Done()
        with self.repository.transaction():
            for ref_no, (revision, inputs) in chosen.items():
                try:
                    done.issues.append(self.do(actor, verb, ref_no, revision, **inputs))
                except XiaohaoError as error:
                    done.refused[ref_no] = error
        return done

    def drafted(self, actor: Actor, campaign: str, raw: Mapping[str, Any], status: Status) -> Issue:
        """The new issue that ``raw`` makes, without a number: what :meth:`save_draft` and :meth:`register` would write."""
        known = self._known(campaign)
        cleaned = clean(raw, known)
        check_role("create", actor, cleaned.values.get("unit") or None)
        issue = with_fields(Issue(campaign=known.campaign.code, status=status, created_by=actor.name), cleaned.values)
        of_old = self._recurrence_faults(actor, issue, "")
        _raise(_merged([*cleaned.faults, *of_old], faults_of(to_values(issue), self.today(), status is Status.OPEN)))
        return replace(issue, original_due=issue.due) if status is Status.OPEN else issue

    def _create(self, actor: Actor, campaign: str, raw: Mapping[str, Any], status: Status) -> Issue:
        action = "register" if status is Status.OPEN else "save_draft"
        return self._add(actor, action, self.drafted(actor, campaign, raw, status))

    def _add(self, actor: Actor, action: str, issue: Issue) -> Issue:
        known = self.campaign(issue.campaign)
        with self.repository.transaction() as transaction:
            number = transaction.next_number(f"ref {known.code} {known.series}")
            numbered = replace(issue, ref_no=f"{known.ref_prefix}-{number:04d}")
            stored = self.write(transaction, actor, action, None, numbered)
            self.frames.remember(stored.ref_no, stored.id)
            return stored

    def _made(self, issue: Issue, act: Act, verb: str, values: Mapping[str, Any]) -> Issue:
        if verb not in MOVES:
            check_issue(verb, act.actor, issue)
        if verb == "edit":
            return self._edited(issue, act, values)
        after = VERBS[verb].make(issue, act, **values)
        if verb == "register":
            _raise(faults_of(to_values(issue), act.today, registering=True))
        if values.get("files"):
            refuse_crowd(after, self.limits)
        if after.category != issue.category:
            _raise(clean({"category": after.category}, self._known(issue.campaign)).faults)
        return after

    def _edited(self, issue: Issue, act: Act, raw: Mapping[str, Any]) -> Issue:
        cleaned = clean(raw, self._known(issue.campaign, keep=issue))
        check_role("edit", act.actor, cleaned.values.get("unit", issue.unit))
        after = with_fields(issue, cleaned.values)
        fixed = fixed_for(issue, act.actor)
        moved = [Fault(name, code) for name, code in fixed.items() if getattr(after, name) != getattr(issue, name)]
        moved += self._recurrence_faults(act.actor, after, issue.recurrence_of)
        _raise(_merged(cleaned.faults + moved, faults_of(to_values(after), act.today, issue.status is not Status.DRAFT)))
        return after

    def _recurrence_faults(self, actor: Actor, issue: Issue, before: str) -> list[Fault]:
        """What is wrong with the earlier problem that is newly named: not there for this person, or in the end the same one."""
        named, seen = issue.recurrence_of, {issue.ref_no}
        if not named or named == before:
            return []
        with self.repository.transaction() as transaction:
            try:
                earlier = self._found(actor, named, transaction)
                while earlier.ref_no not in seen and earlier.recurrence_of:
                    seen.add(earlier.ref_no)
                    earlier = self._found(actor, earlier.recurrence_of, transaction)
            except NotFound as missing:
                known = missing.params["key"] != named  # further back there is one that this person may not see: no matter
                return [] if known else [Fault("recurrence_of", "no_such_issue", {"ref": named})]
        return [Fault("recurrence_of", "recurrence_of_itself")] if earlier.ref_no in seen else []

    def _change(
        self,
        actor: Actor,
        action: str,
        ref_no: str,
        revision: int,
        make: Make,
        note: str,
        handed_in: Sequence[Upload] = (),
    ) -> Issue:
        """One verb: read, make, write the document and its event. What does not differ is not written."""
        with self.repository.transaction() as transaction:
            issue = self._as_seen(actor, ref_no, revision, transaction)
            after = make(issue, self._act(actor, self.campaign(issue.campaign), transaction))
            self._keep(handed_in)  # kept already, unless the last document that had the same content went a moment ago
            return issue if after == issue else self.write(transaction, actor, action, issue, after, note)

    def _keep_first(self, actor: Actor, ref_no: str, revision: int, make: Make, handed_in: Sequence[Upload]) -> None:
        """Keep the files before the transaction that refers to them, and nothing of a verb that would be refused."""
        with self.repository.transaction() as transaction:
            issue = self._as_seen(actor, ref_no, revision, transaction)
            make(issue, self._act(actor, self.campaign(issue.campaign)))
        self._keep(handed_in)

    def _keep(self, handed_in: Sequence[Upload]) -> None:
        for one in handed_in:
            self.repository.blobs.put(one.content)

    def _as_seen(self, actor: Actor, ref_no: str, revision: int, transaction: Transaction) -> Issue:
        issue = self._found(actor, ref_no, transaction)
        if issue.revision != revision:
            raise Conflict(to_dict(issue))
        return issue

    def _act(self, actor: Actor, campaign: Campaign, transaction: Transaction | None = None) -> Act:
        moment = self.clock()
        series = max(one.series for one in self.campaigns())
        begun_anew = f" {series}" if series > 1 else ""  # the sample was taken away, its slips too: the first real one is 001

        def serial(counter: str) -> int:
            return transaction.next_number(counter + begun_anew) if transaction else 0

        return Act(actor, moment.isoformat(timespec="milliseconds"), moment.date(), serial, campaign.country)

    def _known(self, campaign: str, keep: Issue | None = None) -> Known:
        """The codes in force; an issue under edit may keep a unit, a category, … that is no longer active."""
        units = [unit.code for unit in self.units() if unit.active or (keep and unit.code == keep.unit)]
        return Known(self.campaign(campaign), units, kept_codes(keep) if keep else {})


def kept_codes(issue: Issue) -> dict[str, str]:
    """The codes that ``issue`` has, by the vocabulary they are of."""
    return {"categories": issue.category, "sources": issue.source, "cause_kinds": issue.cause_kind}


def fixed_for(issue: Issue, actor: Actor) -> dict[str, str]:
    """The fields of ``issue`` that ``actor`` does not edit, with the code that says why.

    A unit moves neither the review by which its issue is judged, nor does it lift the mark that keeps a matter confidential.
    """
    fixed = {} if issue.status is Status.DRAFT else dict.fromkeys(FIXED_ONCE_REGISTERED, "fixed_once_registered")
    if actor.role is Role.OFFICE:
        return fixed
    review = {"next_review": "office_sets"} if issue.status is not Status.DRAFT and issue.next_review else {}
    return fixed | review | ({"confidential": "office_lifts"} if issue.confidential else {})


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
