"""Reading the ledger as somebody: campaigns, units, issues, their history and the rows of the dashboards."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

import pandas as pd

from store.engine.repository import Repository, Transaction
from store.frames import Frames
from store.model.codec import from_dict
from store.model.documents import Actor, Campaign, Event, Unit
from store.model.enums import Status
from store.model.errors import NotFound
from store.model.issue import Issue
from store.record import Clock, Record
from store.rules.lights import add_lights
from store.rules.permissions import sees

Few = TypeVar("Few", Campaign, Unit)


class Reading(Record):
    """What may be read, and by whom; a matter that somebody may not see does not exist for them (NotFound)."""

    def __init__(self, repository: Repository, clock: Clock) -> None:
        super().__init__(repository, clock)
        self.frames = Frames(repository)
        self._known_documents: dict[tuple[type, int, int], Any] = {}

    def campaigns(self) -> list[Campaign]:
        """All campaigns, oldest first."""
        return [self._read(Campaign, document) for document in self.repository.snapshot("campaign")[1]]

    def campaign(self, code: str = "") -> Campaign:
        """The campaign of that code, by default the newest. Raises NotFound."""
        found = [campaign for campaign in self.campaigns() if code in ("", campaign.code)]
        if not found:
            raise NotFound("campaign", code)
        return found[-1]

    def units(self) -> list[Unit]:
        """All units in the order of their codes."""
        return sorted(
            (self._read(Unit, document) for document in self.repository.snapshot("unit")[1]), key=lambda unit: unit.code
        )

    def _read(self, kind: type[Few], document: dict[str, Any]) -> Few:
        """A campaign or unit, read once a revision: they are asked for on every run of every page."""
        key = (kind, document["id"], document["revision"])
        if key not in self._known_documents:
            self._known_documents[key] = from_dict(kind, document)
        found: Few = self._known_documents[key]
        return found

    def issue(self, actor: Actor, ref_no: str) -> Issue:
        """The issue with that number. Raises NotFound also when ``actor`` may not see it."""
        return self._found(actor, ref_no, self.repository)

    def _found(self, actor: Actor, ref_no: str, where: Repository | Transaction) -> Issue:
        key = self.frames.id_of(ref_no)
        issue = from_dict(Issue, where.get("issue", key)) if key else None
        if issue is None or not sees(actor, issue.unit, issue.status):
            raise NotFound("issue", ref_no)
        return issue

    def history(self, actor: Actor, ref_no: str) -> list[Event]:
        """Everything that happened to an issue, oldest first. Raises NotFound as :meth:`issue`."""
        return [from_dict(Event, event) for event in self.repository.select("event", subject=self.issue(actor, ref_no).subject)]

    def rows(self, actor: Actor, today: date, as_of: date | None = None, campaign: str = "") -> pd.DataFrame:
        """One row an issue of a campaign that ``actor`` may see, with lights as of ``today`` or of the past day ``as_of``."""
        past = as_of is not None and as_of < today
        rows = self.frames.as_of(as_of) if past and as_of else self.frames.current().rows
        chosen = self.campaign(campaign)
        rows = rows[(rows["campaign"] == chosen.code) & _visible(rows, actor)]
        return add_lights(rows, as_of if past and as_of else today, chosen.warning_days, chosen.country)


def _visible(rows: pd.DataFrame, actor: Actor) -> pd.Series[bool]:
    """Which rows ``actor`` may see: :func:`store.rules.permissions.sees` for a whole frame."""
    units = [unit for unit in rows["unit"].unique() if sees(actor, unit, Status.DRAFT)]
    return (rows["status"] != Status.DRAFT.value) | rows["unit"].isin(units)
