"""Reading the ledger as somebody: campaigns, units, issues, their history and the rows of the dashboards."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, TypeVar

import pandas as pd

from store.engine.repository import Repository, Transaction
from store.frames import Frames
from store.model.codec import from_dict
from store.model.documents import Actor, Campaign, Event, Unit
from store.model.enums import Status
from store.model.errors import NotFound
from store.model.evidence import File
from store.model.issue import Issue, Urge
from store.record import Clock, Record
from store.rules.lights import LIT, add_lights
from store.rules.permissions import opens, sees
from store.rules.uploads import Limits
from store.rules.waiting import Waiting, waiting

SEEN = ("id", "campaign", "unit", "status", "confidential")
"""The columns by which it is decided which rows somebody sees."""

Few = TypeVar("Few", Campaign, Unit)


class Reading(Record):
    """What may be read, and by whom; a matter that somebody may not see does not exist for them (NotFound)."""

    def __init__(self, repository: Repository, clock: Clock, limits: Limits | None = None) -> None:
        super().__init__(repository, clock)
        self.limits = limits or Limits()
        self.frames = Frames(repository)
        self._known_documents: dict[tuple[type, int, int], Any] = {}
        self._hidden: tuple[int, dict[tuple[str, str], tuple[int, ...]]] = (-1, {})

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

    def issue(self, actor: Actor, ref_no: str, as_of: date | None = None) -> Issue:
        """The issue with that number, as it stands or as it stood at the end of the day ``as_of``.

        Raises NotFound also when it was not there yet, or when ``actor`` may not see it now or could not then.
        """
        issue = self._found(actor, ref_no, self.repository)
        if as_of is None or as_of >= self.today():
            return issue
        then = [from_dict(Issue, document) for document in self.frames.documents(as_of, (issue.id,))]
        if not then or not _may_see(actor, then[0]):
            raise NotFound("issue", ref_no)
        return then[0]

    def _found(self, actor: Actor, ref_no: str, where: Repository | Transaction) -> Issue:
        key = self.frames.id_of(ref_no)
        issue = from_dict(Issue, where.get("issue", key)) if key else None
        if issue is None or not _may_see(actor, issue):
            raise NotFound("issue", ref_no)
        return issue

    def file(self, actor: Actor, ref_no: str, piece: int) -> File:
        """The file of a piece of evidence, if ``actor`` may open it.

        Raises NotFound as :meth:`issue`; what was taken back is kept for the office and the administrator alone.
        """
        found = next((one for one in self.issue(actor, ref_no).evidence if one.id == piece and opens(actor, one)), None)
        if found is None or found.file is None:
            raise NotFound("evidence", piece)
        return found.file

    def content(self, file: File) -> bytes:
        """The bytes of a file. Raises NotFound, or Unusable ``blob_damaged``: never other bytes than were handed in."""
        return self.repository.blobs.get(file.sha256)

    def history(self, actor: Actor, ref_no: str, as_of: date | None = None) -> list[Event]:
        """Everything that happened to an issue (up to the end of ``as_of``), oldest first. Raises NotFound as :meth:`issue`."""
        issue = self.issue(actor, ref_no, as_of)
        events = self.repository.select("event", subject=issue.subject)
        return [from_dict(Event, event) for event in events if event["doc_revision"] <= issue.revision]

    def begins(self) -> date:
        """The day of the first event: before it there was nothing."""
        events = self.repository.select("event", limit=1)
        return date.fromisoformat(events[0]["at"][:10]) if events else self.today()

    def seen(self, actor: Actor, as_of: date | None = None) -> pd.DataFrame:
        """One row an issue of any campaign that ``actor`` may see, now or at the end of ``as_of``, without lights."""
        return self._visible_on(actor, self.today(), as_of)

    def slips(self, actor: Actor, numbers: Collection[str]) -> list[tuple[Issue, Urge]]:
        """The urging slips of these numbers in their order, each with its issue; what ``actor`` may not see is left out."""
        rows = self.seen(actor)
        urged = (self.repository.get("issue", int(key)) for key in rows.index[rows["urged"] > 0])
        named = [from_dict(Issue, one) for one in urged if any(slip["number"] in numbers for slip in one["urges"])]
        found = [(issue, slip) for issue in named for slip in issue.urges if slip.number in numbers]
        return sorted(found, key=lambda pair: pair[1].number)

    def visible(self, actor: Actor) -> set[int]:
        """The ids of all issues, of every campaign, that ``actor`` may see."""
        rows = self.frames.current().rows
        return set(rows["id"][_visible(rows, actor)].tolist())

    def recurrences(self, actor: Actor, ref_no: str, as_of: date | None = None) -> list[Issue]:
        """The issues that name ``ref_no`` as the one they recur from, oldest first, as far as ``actor`` may see them."""
        rows = self._visible_on(actor, self.today(), as_of)
        found = rows[rows["recurrence_of"] == ref_no].sort_values(["found_on", "id"])
        return [self.issue(actor, one, as_of) for one in found["ref_no"].tolist()]

    def rows(
        self,
        actor: Actor,
        today: date,
        as_of: date | None = None,
        campaign: str = "",
        columns: Collection[str] | None = None,
    ) -> pd.DataFrame:
        """One row an issue of a campaign that ``actor`` may see, with lights as of ``today`` or of the past day ``as_of``.

        With ``columns``, of a past day only these and those of the lights, which is quicker.
        """
        chosen = self.campaign(campaign)
        rows = self._visible_on(actor, today, as_of, None if columns is None else (*columns, *LIT, *SEEN))
        mask = rows["campaign"] == chosen.code
        rows = rows if mask.all() else rows[mask]
        return add_lights(rows, min(as_of or today, today), chosen.warning_days, chosen.country)

    def _visible_on(self, actor: Actor, today: date, as_of: date | None, columns: Collection[str] | None = None) -> pd.DataFrame:
        """The rows of every campaign that ``actor`` may see: by how they stood on that day, and by how they stand now."""
        past = as_of is not None and as_of < today
        rows = self.frames.as_of(as_of, columns) if past and as_of else self.frames.current().rows
        mask = _visible(rows, actor)
        if past and (hidden := self.hidden(actor)):
            mask &= ~rows["id"].isin(hidden)
        rows = rows if mask.all() else rows[mask]
        if past and (marked := self._marked()):
            rows = rows.assign(confidential=rows["confidential"] | rows["id"].isin(marked))
        return rows

    def mark(self) -> str:
        """What tells one state of the dashboards from the next: their edition and the day. It says not what changed."""
        return f"{self.frames.current().edition}.{self.today().isoformat()}"

    def hidden(self, actor: Actor) -> tuple[int, ...]:
        """The ids of the confidential issues that do not exist for ``actor`` now, and so neither in any past."""
        frame, key = self.frames.current(), (actor.role.value, actor.unit)
        if self._hidden[0] != frame.edition:
            self._hidden = (frame.edition, {})
        known = self._hidden[1]
        if key not in known:  # asked for by every cache of every page
            marked = frame.rows[frame.rows["confidential"]]
            known[key] = tuple(marked["id"][~_visible(marked, actor)].tolist())
        return known[key]

    def _marked(self) -> list[int]:
        """The ids of what is confidential now: it is treated so in any past, by whoever may see it too."""
        rows = self.frames.current().rows
        found: list[int] = rows["id"][rows["confidential"]].tolist()
        return found

    def waiting(self, actor: Actor, today: date, campaign: str = "") -> list[Waiting]:
        """What waits for ``actor`` in a campaign: the same heaps for their page, the number beside its name and the reminder."""
        return waiting(self.rows(actor, today, campaign=campaign), actor, today, self.campaign(campaign))


def _may_see(actor: Actor, issue: Issue) -> bool:
    return sees(actor, issue.unit, issue.status, issue.confidential)


def _visible(rows: pd.DataFrame, actor: Actor) -> pd.Series[bool]:
    """Which rows ``actor`` may see: :func:`store.rules.permissions.sees` for a whole frame."""
    visible, units = pd.Series(True, index=rows.index), rows["unit"].unique()
    kept_back = {(Status.DRAFT, False): rows["status"] == Status.DRAFT.value, (Status.OPEN, True): rows["confidential"]}
    for (status, confidential), rule in kept_back.items():
        allowed = [unit for unit in units if sees(actor, unit, status, confidential)]
        if len(allowed) < len(units):
            visible &= ~rule | rows["unit"].isin(allowed)
    return visible
