"""Setting up: campaigns and units as data, the sample ledger, and starting over with an empty one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from store.engine.repository import Document
from store.files import forget, references
from store.model.codec import from_dict
from store.model.documents import Actor, Campaign, Unit
from store.model.enums import Role
from store.model.errors import Conflict, NotFound, Refused
from store.record import KINDS, Record
from store.rules.permissions import check_role

Coded = TypeVar("Coded", Campaign, Unit)

TURN = timedelta(minutes=5)
"""Longer than filling a store with the sample takes anywhere."""
SYSTEM = Actor("system", Role.ADMIN)
"""Who fills an empty store at start-up."""


def read_campaign(path: Path, starts: date, ends: date, sample: bool = False) -> Campaign:
    """A campaign from a template file; milestones named by their ``share`` of the campaign's length become dates."""
    data = json.loads(path.read_text(encoding="utf-8"))
    length = (ends - starts).days
    for milestone in data["milestones"]:
        milestone["day"] = (starts + timedelta(days=round(length * milestone.pop("share")))).isoformat()
    return from_dict(Campaign, data | {"starts": starts.isoformat(), "ends": ends.isoformat(), "sample": sample})


def read_units(path: Path) -> list[Unit]:
    """Units from a template file."""
    return [from_dict(Unit, data) for data in json.loads(path.read_text(encoding="utf-8"))]


class Setup(Record):
    """Campaigns and units; every change is an event like any other."""

    def is_empty(self) -> bool:
        """Whether nothing was ever set up here, or a sample was begun and its problems never came (killed while filling)."""
        campaigns = self.repository.snapshot("campaign")[1]
        return all(campaign["sample"] for campaign in campaigns) and not self.repository.snapshot("issue")[1]

    @contextmanager
    def turn_to_fill(self) -> Iterator[bool]:
        """Whether it is this process's turn to fill an empty store, of several that start at the same moment.

        A turn that was never given back (killed while filling) is over after :data:`TURN`.
        """
        turn = self._take_turn()
        try:
            yield turn is not None
        finally:
            if turn is not None:
                with suppress(Conflict, NotFound), self.repository.transaction() as transaction:
                    transaction.delete("turn", turn["id"], turn["revision"])

    def _take_turn(self) -> Document | None:
        now = self.clock()
        with self.repository.transaction() as transaction:
            for known in transaction.all("turn"):
                if now - datetime.fromisoformat(known["at"]) < TURN:
                    return None
                transaction.delete("turn", known["id"], known["revision"])
            return transaction.insert("turn", {"at": now.isoformat()})

    def add_campaign(self, actor: Actor, campaign: Campaign) -> Campaign:
        """A new campaign. Raises Refused ``code_taken``."""
        check_role("set_up_campaign", actor)
        return self._add(actor, "set_up_campaign", campaign)

    def add_unit(self, actor: Actor, unit: Unit) -> Unit:
        """A new unit. Raises Refused ``code_taken``."""
        check_role("manage_units", actor)
        return self._add(actor, "add_unit", unit)

    def _add(self, actor: Actor, action: str, document: Coded) -> Coded:
        with self.repository.transaction() as transaction:
            if document.code in [known["code"] for known in transaction.all(KINDS[type(document)])]:
                raise Refused("code_taken", taken=document.code)
            return self.write(transaction, actor, action, None, document)

    def set_up(self, actor: Actor, campaign: Campaign, units: Iterable[Unit]) -> None:
        """A campaign and its units in one transaction."""
        with self.repository.transaction():
            self.add_campaign(actor, campaign)
            for unit in units:
                self.add_unit(actor, unit)

    def start_empty(self, actor: Actor) -> None:
        """Take the sample away, its history too, and keep campaign and units; numbers begin anew. The one verb that removes.

        Raises Refused ``not_a_sample`` when any campaign is a real one, so a real ledger can never be emptied by it.
        """
        check_role("start_empty", actor)
        with self.repository.transaction() as transaction:
            campaigns = [from_dict(Campaign, known) for known in transaction.all("campaign")]
            if not campaigns or not all(campaign.sample for campaign in campaigns):
                raise Refused("not_a_sample")
            files = [digest for _, digest, _ in references(transaction.all("issue"), transaction.all("snapshot"))]
            for kind in ("issue", "draft", "event", "batch", "snapshot", "import", "meeting", "report_text"):
                transaction.clear(kind)
            for campaign in campaigns:
                emptied = replace(campaign, sample=False, series=campaign.series + 1)
                self.write(transaction, actor, "start_empty", campaign, emptied)
        forget(self.repository, files)
