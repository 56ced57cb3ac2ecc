"""Other people's lists come in: planned row by row with the ledger's own rules, written as one batch, and taken back as one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from store.batches import Applied
from store.engine.repository import Transaction
from store.exchange.importing.cells import Meaning
from store.exchange.importing.dates import Span
from store.exchange.importing.header import Header
from store.exchange.importing.rows import Reader, Source
from store.import_plan import Plan, Planner
from store.ledger import Ledger
from store.model.codec import from_dict, to_dict
from store.model.documents import Actor, Batch, Campaign
from store.model.enums import Role
from store.model.errors import Conflict, Refused, XiaohaoError
from store.model.issue import Issue
from store.record import Record, one_batch
from store.rules.importing import Line, Step, identity
from store.rules.permissions import check_role
from store.rules.planning import FAULTY, SAME

MOST = 10_000
"""Rows written at once. More than of another batch (store/batches.py): an old list comes in whole; others wait some seconds."""
CHANGE = "import"
"""As a batch names it."""
Tell = Callable[[int, int], None]
"""Told now and then how many rows of how many are done."""


def _silent(done: int, of: int) -> None:
    """Nobody wants to know."""


def acting(actor: Actor) -> Actor:
    """As whom the verbs are done: the administrator imports in the office's place (mission.md, People)."""
    return replace(actor, role=Role.OFFICE) if actor.role is Role.ADMIN else actor


class Imports(Record):
    """Importing as somebody. Raises Refused (role), Invalid (a header without what a row needs)."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger.repository, ledger.clock)
        self._ledger = ledger

    def supposed(self, actor: Actor, campaign: str = "") -> dict[str, Any]:
        """What is proposed for what a file does not say: the own unit, how and when it was found, the review of what goes on."""
        known, today = self._ledger.campaign(campaign), self.today()
        source = next((one.code for one in known.sources if one.active), "")
        found = known.starts if known.starts and known.starts <= today else today
        own = {"unit": actor.unit} if actor.role is Role.UNIT else {}
        return {**own, "source": source, "found_on": found.isoformat(), "next_review": next_review(known, today).isoformat()}

    def plan(self, actor: Actor, source: Source, campaign: str = "", tell: Tell = _silent) -> Plan:
        """What every row would do now; nothing is written."""
        check_role("import", actor)
        known = self._ledger.campaign(campaign)
        reader = Reader(source, self._meaning(known, source))
        planner = Planner(self._ledger, acting(actor), known, source, self._remembered(source.key))
        rows = reader.rows()
        lines = []
        for at, read in enumerate(rows):
            lines.append(planner.line(read))
            if at % 200 == 0:
                tell(at, len(rows))
        tell(len(rows), len(rows))
        return Plan(source, known.code, tuple(lines), tuple(reader.asides))

    def accept(self, actor: Actor, plan: Plan, numbers: Collection[int], tell: Tell = _silent) -> Applied:
        """Write the rows of these numbers, all in one transaction and one batch; what is refused for one leaves the others.

        A row whose problem changed since the preview, or came into the ledger meanwhile, is refused and told.
        """
        check_role("import", actor)
        chosen = [line for line in plan.lines if line.number in numbers and line.what not in (FAULTY, SAME)]
        if len(chosen) > MOST:
            raise Refused("too_many_at_once", most=MOST)
        done, became = Applied(), {}
        with self.repository.transaction() as transaction:
            number = str(transaction.next_number("batch"))
            present = self._present(actor, plan.campaign, transaction)
            with one_batch(number):
                for at, line in enumerate(chosen):
                    issue = self._taken(acting(actor), plan.campaign, line, present, done)
                    became.update({line.sequence: issue.ref_no} if issue and line.sequence else {})
                    if at % 100 == 0:
                        tell(at, len(chosen))
            if done.issues:
                revisions = {issue.ref_no: issue.revision for issue in done.issues}
                batch = Batch(number=number, at=self._now(), by=actor.name, change=CHANGE, revisions=revisions)
                done.batch = from_dict(Batch, transaction.insert("batch", to_dict(batch)))
                self._note(transaction, actor, plan, number, became)
        tell(len(chosen), len(chosen))
        return done

    def remembered(self, actor: Actor, header: Header) -> Mapping[str, Any]:
        """What was said last about files with these headings, by this person or else by anybody: columns, words, suppositions."""
        documents = self.repository.snapshot("mapping")[1]
        known = [one for one in documents if one["fingerprint"] == header.fingerprint]
        mine = [one for one in known if one["by"] == actor.name]
        return max(mine or known, key=lambda one: one["at"], default={})

    def remember(self, actor: Actor, source: Source) -> None:
        """Keep what a person said about files with these headings."""
        check_role("import", actor)
        columns = [one.field for one in source.header.columns]
        fixed = {name: value for name, value in source.supposed.items() if name not in ("next_review", "found_on")}
        said = {"columns": columns, "explained": {k: dict(v) for k, v in source.explained.items()}, "supposed": fixed}
        with self.repository.transaction() as transaction:
            found = (one for one in transaction.all("mapping") if one["by"] == actor.name)
            known = next((one for one in found if one["fingerprint"] == source.header.fingerprint), None)
            document = {"by": actor.name, "at": self._now(), "fingerprint": source.header.fingerprint, **said}
            if known is None:
                transaction.insert("mapping", document)
            elif any(known[name] != value for name, value in said.items()):
                transaction.replace("mapping", document | {"id": known["id"]}, known["revision"])

    def _taken(self, actor: Actor, campaign: str, line: Line, present: Mapping[str, str], done: Applied) -> Issue | None:
        """One row through the verbs of the ledger; all of its steps or none."""
        try:
            with self.repository.transaction():
                issue = None if line.ref_no else self._born(actor, campaign, line, present)
                if issue is None:
                    issue = self._ledger.issue(actor, line.ref_no)
                    if issue.revision != line.revision:
                        raise Conflict(to_dict(issue))
                for step in line.steps[0 if line.ref_no else 1 :]:
                    issue = self._step(actor, issue, step)
        except XiaohaoError as error:
            done.refused[str(line.number)] = error
            return None
        done.issues.append(issue)
        return issue

    def _born(self, actor: Actor, campaign: str, line: Line, present: Mapping[str, str]) -> Issue:
        if line.key in present:
            raise Refused("import_there_meanwhile", ref=present[line.key])
        first = line.steps[0]
        if first.verb == "import_closed":
            return self._ledger.import_closed(actor, campaign, first.inputs["raw"], **first.inputs["closing"])
        create = self._ledger.register if first.verb == "register" else self._ledger.save_draft
        return create(actor, campaign, first.inputs)

    def _step(self, actor: Actor, issue: Issue, step: Step) -> Issue:
        if step.verb == "edit":
            return self._ledger.edit(actor, issue.ref_no, issue.revision, step.inputs)
        return self._ledger.do(actor, step.verb, issue.ref_no, issue.revision, **step.inputs)

    def _present(self, actor: Actor, campaign: str, transaction: Transaction) -> dict[str, str]:
        visible = self._ledger.visible(actor)
        return {
            identity(one["unit"], one["category"], one["finding"] or one["title"]): one["ref_no"]
            for one in transaction.all("issue")
            if one["campaign"] == campaign and one["id"] in visible
        }

    def _meaning(self, campaign: Campaign, source: Source) -> Meaning:
        today = self.today()
        span = Span(campaign.starts or today - timedelta(days=180), campaign.ends or today + timedelta(days=180))
        return Meaning(campaign, self._ledger.units(), span, source.explained, source.book.neutral)

    def _remembered(self, key: str) -> dict[str, str]:
        """Which problem a running number of this source became, by the latest import that is still in the ledger."""
        found: dict[str, str] = {}
        for one in self.repository.snapshot("import")[1]:
            if one["source"] == key:
                found |= one["became"]
        return found

    def _note(self, transaction: Transaction, actor: Actor, plan: Plan, number: str, became: Mapping[str, str]) -> None:
        kept = {"batch": number, "by": actor.name, "at": self._now(), "name": plan.source.book.name, "source": plan.source.key}
        transaction.insert("import", {**kept, "became": dict(became)})

    def _now(self) -> str:
        return self.clock().isoformat(timespec="milliseconds")


def next_review(campaign: Campaign, today: date) -> date:
    """When what goes on for good is looked at again: the next milestone at least two weeks away, else the end of a quarter."""
    soonest = today + timedelta(days=14)
    coming = [one.day for one in campaign.milestones if one.day >= soonest]
    ends = [date(year, month, 30 if month in (6, 9) else 31) for year in (today.year, today.year + 1) for month in (3, 6, 9, 12)]
    return min([*coming, *(day for day in ends if day >= soonest)])
