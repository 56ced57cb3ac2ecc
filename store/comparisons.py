"""Comparing two standings of the ledger as somebody: now, a past day, a snapshot, or a file of ours that comes back."""

from __future__ import annotations

from datetime import date, timedelta

from store.exchange.returning import read_issues
from store.exchange.standing import rows_of, standing, withheld
from store.model.documents import Actor
from store.model.errors import Fault, Invalid, NotFound
from store.reading import Reading
from store.rules.fields import Wrong, day
from store.rules.movement import Side, both_seen
from store.snapshots import Snapshots

NOW, DAY, SNAPSHOT, FILE = "now", "day", "snapshot", "file"
"""The kinds of sides; a code is ``now``, ``day:2026-11-01``, ``snapshot:12`` or ``file``."""


class Comparisons:
    """Sides to compare, each in the same cells whatever it comes from; what somebody may not see is on none."""

    def __init__(self, ledger: Reading, snapshots: Snapshots) -> None:
        self._ledger = ledger
        self._snapshots = snapshots

    def side(self, actor: Actor, code: str, campaign: str = "", content: bytes = b"") -> Side:
        """The standing that ``code`` names, of a campaign (by default the newest); ``content`` is that of ``file``.

        Raises NotFound (campaign, snapshot), Unusable (its file is damaged), Refused, and Invalid for a code or a file that
        cannot be read.
        """
        chosen = self._ledger.campaign(campaign).code
        kind, value = _parts(code)
        if kind == SNAPSHOT:
            return self._snapshot(actor, code, chosen, value)
        if kind == FILE:
            rows = read_issues(content, self._ledger.campaign(chosen), self._ledger.units(), self._ledger.campaigns())
        else:
            rows = rows_of(standing(self._ledger, chosen, _day(value) if kind == DAY else None))
        left_out = withheld(actor, rows, self._snapshots.hidden(actor))
        kept = {number: row for number, row in rows.items() if number not in left_out}
        return Side(code, self.day_of(code), kept, left_out)

    def pair(self, actor: Actor, before: str, after: str, campaign: str = "", content: bytes = b"") -> tuple[Side, Side]:
        """Both sides as :meth:`side`, without what ``actor`` may not see on either of them."""
        return both_seen(*(self.side(actor, code, campaign, content) for code in (before, after)))

    def day_of(self, code: str) -> date | None:
        """The day whose standing ``code`` names; None for a file, which does not say. Raises as :meth:`side`."""
        kind, value = _parts(code)
        if kind == FILE:
            return None
        if kind == SNAPSHOT:
            return self._snapshots.one(_number(value)).day
        today = self._ledger.today()
        return min(_day(value), today) if kind == DAY else today

    def since_last(self, campaign: str = "") -> str:
        """The code of the latest snapshot, or of a week ago when there is none: what ``since then`` means by default."""
        taken = self._snapshots.all(campaign)
        return f"{SNAPSHOT}:{taken[0].id}" if taken else f"{DAY}:{(self._ledger.today() - timedelta(days=7)).isoformat()}"

    def _snapshot(self, actor: Actor, code: str, campaign: str, value: str) -> Side:
        kept = self._snapshots.one(_number(value))
        if kept.campaign != campaign:
            raise NotFound("snapshot", kept.id)
        rows, left_out = self._snapshots.rows(actor, kept.id)
        return Side(code, kept.day, rows, left_out)


def _parts(code: str) -> tuple[str, str]:
    kind, colon, value = code.partition(":")
    if kind not in (DAY, SNAPSHOT) if colon else code not in (NOW, FILE):
        raise Invalid([Fault("side", "unknown_code", {"value": code[:40]})])
    return kind, value


def _number(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) < 12):
        raise Invalid([Fault("side", "unknown_code", {"value": value[:40]})])
    return int(value)


def _day(value: str) -> date:
    try:
        return day(value)
    except Wrong as wrong:
        raise Invalid([Fault("side", wrong.code, wrong.params)]) from None
