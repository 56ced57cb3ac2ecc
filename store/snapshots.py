"""Snapshots: the ledger as it stood at a moment, kept under a name with its checksum; taken and read, never changed."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256

from store.exchange.standing import rows_of, standing, without
from store.exchange.standing import withheld as withheld_from
from store.model.codec import from_dict
from store.model.documents import Actor, Snapshot
from store.model.errors import NotFound, Unusable
from store.reading import Reading
from store.record import Record
from store.rules.fields import Field, clean_inputs, text
from store.rules.movement import Row
from store.rules.permissions import CONFIDENTIAL_FOR, check_role

NAME = {"name": Field(text(80), required=True)}
FILES_KEPT = 8
"""Files of snapshots that are kept parsed; one of 10,000 problems takes some ten megabytes."""


@dataclass(frozen=True)
class Sight:
    """What one person gets of a snapshot: how many problems, how many bytes, and the checksum of just these bytes."""

    rows: int
    size: int
    sha256: str


class Snapshots(Record):
    """Taken by whoever runs the ledger, read by everybody: of each file the rows that they may see, always the same bytes."""

    def __init__(self, ledger: Reading) -> None:
        super().__init__(ledger.repository, ledger.clock)
        self._ledger = ledger
        self._parsed: OrderedDict[str, dict[str, Row]] = OrderedDict()

    def take(self, actor: Actor, campaign: str, name: str) -> Snapshot:
        """Keep the campaign (by default the newest) as it stands now. Raises Refused, Invalid (name) or NotFound.

        Within another transaction it keeps what was committed before that.
        """
        check_role("take_snapshot", actor)
        called = clean_inputs({"name": name}, NAME)["name"]
        chosen = self._ledger.campaign(campaign).code
        with self.repository.transaction() as transaction:  # nobody writes meanwhile, so all rows are of one moment
            content = standing(self._ledger, chosen)
            moment = self.clock()
            taken = Snapshot(
                name=called,
                campaign=chosen,
                taken_at=moment.isoformat(timespec="milliseconds"),
                taken_by=actor.name,
                day=moment.date(),
                rows=len(rows_of(content)),
                size=len(content),
                sha256=self.repository.blobs.put(content),
            )
            return self.write(transaction, actor, "take_snapshot", None, taken)

    def all(self, campaign: str = "") -> list[Snapshot]:
        """Those of a campaign (by default the newest), the latest first; what each holds for somebody says :meth:`sight`."""
        code = self._ledger.campaign(campaign).code
        documents = self.repository.snapshot("snapshot")[1]
        return [from_dict(Snapshot, one) for one in reversed(documents) if one["campaign"] == code]

    def one(self, id: int) -> Snapshot:
        """The snapshot with that number. Raises NotFound."""
        return from_dict(Snapshot, self.repository.get("snapshot", id))

    def content(self, actor: Actor, id: int) -> bytes:
        """The file as it was taken, without the rows that ``actor`` may not see, which then or now are confidential.

        Raises Refused, NotFound, or Unusable ``blob_damaged``: never other bytes than were taken.
        """
        check_role("export", actor)
        kept = self.one(id)
        content = self.repository.blobs.get(kept.sha256)
        return without(content, self._withheld(actor, kept))

    def rows(self, actor: Actor, id: int) -> tuple[dict[str, Row], frozenset[str]]:
        """Its rows by number that ``actor`` may see, and the numbers of those that they may not. Raises as :meth:`content`."""
        kept = self.one(id)
        left_out = self._withheld(actor, kept)
        return {number: row for number, row in self._rows(kept).items() if number not in left_out}, left_out

    def sight(self, actor: Actor, kept: Snapshot) -> Sight:
        """What ``actor`` gets of it; nothing says how many rows others get. Raises Unusable or NotFound as :meth:`content`."""
        if not self._withheld(actor, kept):
            return Sight(kept.rows, kept.size, kept.sha256)
        content = self.content(actor, kept.id)
        return Sight(len(rows_of(content)), len(content), sha256(content).hexdigest())

    def fault(self, kept: Snapshot) -> str:
        """Why the file is not what was taken, every byte read anew: ``blob_damaged``, ``file_missing``, or nothing."""
        try:
            content = self.repository.blobs.get(kept.sha256)
        except NotFound:
            return "file_missing"
        except Unusable as damaged:
            return damaged.code
        return "" if len(content) == kept.size and sha256(content).hexdigest() == kept.sha256 else "blob_damaged"

    def hidden(self, actor: Actor) -> frozenset[str]:
        """The numbers of the problems that do not exist for ``actor`` now."""
        rows = self._ledger.frames.current().rows
        return frozenset(rows.loc[list(self._ledger.hidden(actor)), "ref_no"])

    def _withheld(self, actor: Actor, kept: Snapshot) -> frozenset[str]:
        if actor.role in CONFIDENTIAL_FOR:
            return frozenset()
        return withheld_from(actor, self._rows(kept), self.hidden(actor))

    def _rows(self, kept: Snapshot) -> dict[str, Row]:
        known = self._parsed.get(kept.sha256)
        if known is None:
            known = self._parsed[kept.sha256] = rows_of(self.repository.blobs.get(kept.sha256))
            if len(self._parsed) > FILES_KEPT:
                self._parsed.popitem(last=False)
        return known
