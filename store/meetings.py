"""Meetings as documents: begun with who is present, each decision carried out by the ledger's own verb and noted at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from store.comparisons import DAY, NOW, SNAPSHOT, Comparisons
from store.engine.repository import Transaction
from store.ledger import Ledger
from store.model.codec import from_dict, to_dict
from store.model.documents import Actor
from store.model.enums import Role
from store.model.errors import Conflict, Fault, Invalid, NotFound, Refused, Unusable
from store.model.issue import Issue
from store.model.meeting import Decided, Meeting
from store.record import Record
from store.rules.agenda import PARTS, VERBS, agenda, outdoor
from store.rules.fields import Field, Wrong, clean_inputs, day, text
from store.rules.filters import Filters
from store.rules.movement import Movement, Side, both_seen, movement
from store.rules.permissions import CONFIDENTIAL_FOR, PERMITS, check_role
from store.snapshots import Snapshots

ROOM = Actor("room", Role.VIEWER)
"""Whoever sits in a room with the doors open sees what a participant of meetings sees."""
LASTING = ("unit", "category", "source", "severity", "cause_kind", "mode")
"""Filters by what a problem is; the others (light, status, days) choose by how it stands, and that is what moves."""
FIELDS = {"name": Field(text(60), required=True), "day": Field(day, None, required=True), "present": Field(text(2000))}
"""What is typed when a meeting begins; who is present may be put right later."""


class Meetings(Record):
    """The office holds meetings; whoever may read the ledger reads their minutes, without what they may not see.

    Raises Invalid, Refused, Conflict and NotFound as every verb does; a decision that is refused leaves nothing behind.
    """

    def __init__(self, ledger: Ledger, snapshots: Snapshots, comparisons: Comparisons) -> None:
        super().__init__(ledger.repository, ledger.clock)
        self._ledger = ledger
        self._snapshots = snapshots
        self._comparisons = comparisons

    def all(self, actor: Actor, campaign: str = "") -> list[Meeting]:
        """The meetings of a campaign as ``actor`` may read them, the newest first."""
        code = self._ledger.campaign(campaign).code
        found = [from_dict(Meeting, one) for one in self.repository.snapshot("meeting")[1] if one["campaign"] == code]
        visible = self._visible(actor)
        return sorted((_for(one, visible) for one in found), key=lambda one: (one.started_at, one.id), reverse=True)

    def get(self, actor: Actor, id: int) -> Meeting:
        """One meeting as ``actor`` may read it. Raises NotFound."""
        return _for(from_dict(Meeting, self.repository.get("meeting", id)), self._visible(actor))

    def newest(self) -> int:
        """The id of the meeting begun last; 0 before the first."""
        return max((int(one["id"]) for one in self.repository.snapshot("meeting")[1]), default=0)

    def last(self, actor: Actor, before: Meeting | None = None, campaign: str = "") -> Meeting | None:
        """The meeting held last, or the one before ``before``."""
        held = self.all(actor, before.campaign if before else campaign)
        return next((one for one in held if before is None or (one.started_at, one.id) < (before.started_at, before.id)), None)

    def rows(self, actor: Actor, meeting: Meeting, as_of: date | None = None) -> pd.DataFrame:
        """The rows that a meeting is about, as ``actor`` may see them and as the room may."""
        rows = self._ledger.rows(actor, self.today(), as_of=as_of, campaign=meeting.campaign)
        rows = rows if meeting.closed_door else outdoor(rows)
        return Filters(meeting.filters).apply(rows, as_of or self.today())

    def may_hold(self, actor: Actor) -> bool:
        """Whether a page should offer ``actor`` to hold a meeting."""
        return actor.role in PERMITS["hold_meeting"]

    def since_last(self, actor: Actor, meeting: Meeting) -> tuple[Meeting, Movement] | None:
        """The meeting before, and what moved from its snapshot to this one's (to now for one that is only shown).

        None when there was none. As on the screens, what the room may not see has not moved.
        """
        before = self.last(actor, meeting if meeting.id else None, meeting.campaign)
        if before is None:
            return None
        reader = actor if meeting.closed_door else ROOM
        now = self._standing(reader, meeting) if meeting.id else self._comparisons.side(reader, NOW, meeting.campaign)
        sides = both_seen(self._standing(reader, before), now)
        return before, movement(*(_chosen(side, meeting.filters) for side in sides))

    def _standing(self, reader: Actor, meeting: Meeting) -> Side:
        """The ledger at the beginning of a meeting; without its file, as the history has it at the end of that day."""
        try:
            return self._comparisons.side(reader, f"{SNAPSHOT}:{meeting.snapshot}", meeting.campaign)
        except (NotFound, Unusable):
            return self._comparisons.side(reader, f"{DAY}:{meeting.started_at[:10]}", meeting.campaign)

    def begin(
        self,
        actor: Actor,
        campaign: str,
        raw: Mapping[str, Any],
        *,
        filters: Mapping[str, str] | None = None,
        parts: tuple[str, ...] = PARTS,
        closed_door: bool = False,
    ) -> Meeting:
        """Open a meeting: its number, what it goes through, and a snapshot. ``raw`` has the fields of :data:`FIELDS`."""
        check_role("hold_meeting", actor)
        if closed_door and actor.role not in CONFIDENTIAL_FOR:
            raise Refused("role_may_not", role=actor.role.value)
        typed, code = clean_inputs(raw, FIELDS), self._ledger.campaign(campaign).code
        chosen = {key: value for key, value in Filters.read(filters or {}).chosen.items() if key != "campaign"}
        with self.repository.transaction() as transaction:
            begun = Meeting(
                campaign=code,
                number=self._next_number(transaction, code),
                filters=chosen,
                parts=tuple(part for part in PARTS if part in parts),
                closed_door=closed_door,
                snapshot=self._snapshots.take(actor, code, typed["name"]).id,
                started_at=self._now(),
                started_by=actor.name,
                **typed,
            )
            planned = replace(begun, agenda=tuple(agenda(self.rows(actor, begun), begun.parts)))
            return self.write(transaction, actor, "begin_meeting", None, planned)

    def change(self, actor: Actor, id: int, revision: int, raw: Mapping[str, Any]) -> Meeting:
        """Put name, day or who was present right, also after the end."""
        check_role("hold_meeting", actor)
        cleaned = clean_inputs(raw, {name: FIELDS[name] for name in FIELDS if name in raw})
        with self.repository.transaction() as transaction:
            before = from_dict(Meeting, transaction.get("meeting", id))
            if before.revision != revision:
                raise Conflict(to_dict(before))
            after = replace(before, **cleaned)
            return before if after == before else self.write(transaction, actor, "change_meeting", before, after)

    def end(self, actor: Actor, id: int) -> Meeting:
        """Close the minutes; a meeting that has ended decides nothing more."""
        check_role("hold_meeting", actor)
        with self.repository.transaction() as transaction:
            before = from_dict(Meeting, transaction.get("meeting", id))
            after = replace(before, ended_at=self._now())
            return self.write(transaction, actor, "end_meeting", before, after) if before.running else before

    def decide(
        self,
        actor: Actor,
        id: int,
        verb: str,
        ref_no: str,
        revision: int,
        inputs: Mapping[str, Any],
        *,
        words: str = "",
        answer_by: str | date = "",
    ) -> Issue:
        """Carry a decision out and note it, in one transaction; ``verb`` is one of :data:`store.rules.agenda.VERBS`.

        ``words`` are for the minutes where the verb itself takes none; ``answer_by`` where it has no such day of its own.
        """
        check_role("hold_meeting", actor)
        if verb not in VERBS:
            raise Refused("not_for_a_meeting")
        wanted = _answer_day(answer_by, self.today())
        said = clean_inputs({"words": words}, _WORDS)["words"] or str(inputs.get(_NOTE_OF.get(verb, ""), ""))
        with self.repository.transaction() as transaction:
            meeting = from_dict(Meeting, transaction.get("meeting", id))
            if not meeting.running:
                raise Refused("meeting_ended")
            before = self._ledger.issue(actor, ref_no)
            after = self._carried_out(actor, verb, ref_no, revision, inputs)
            decided = Decided(ref_no, verb, self._now(), actor.name, after.revision, said, after.owner, wanted)
            noted = replace(meeting, decisions=(*meeting.decisions, _noted(before, after, decided)))
            self.write(transaction, actor, "decide_in_meeting", meeting, noted)
            return after

    def _carried_out(self, actor: Actor, verb: str, ref_no: str, revision: int, inputs: Mapping[str, Any]) -> Issue:
        if verb != "edit":
            return self._ledger.do(actor, verb, ref_no, revision, **inputs)
        after = self._ledger.edit(actor, ref_no, revision, {"owner": inputs.get("owner")})
        if after.revision == revision:
            raise Refused("nothing_decided")
        return after

    def _visible(self, actor: Actor) -> frozenset[str]:
        return frozenset(self._ledger.seen(actor)["ref_no"])

    def _next_number(self, transaction: Transaction, campaign: str) -> int:
        """Numbers begin anew with a new series of the campaign (setup.py), as those of the problems do."""
        return transaction.next_number(f"meeting {campaign} {self._ledger.campaign(campaign).series}")

    def _now(self) -> str:
        return self.clock().isoformat(timespec="milliseconds")


def _chosen(side: Side, filters: Mapping[str, str]) -> Side:
    """The side without the rows that the filters of a meeting leave out; what moves with time is no reason to leave one out."""
    chosen = {key: filters[key].split(",") for key in LASTING if key in filters}
    kept = {number: row for number, row in side.rows.items() if all(row[key] in codes for key, codes in chosen.items())}
    return replace(side, rows=kept)


_WORDS = {"words": Field(text(4000))}
_NOTE_OF = {"urge": "text", "decide_extension": "opinion", "grant_extension": "reason", "report_progress": "note"}
"""Which input of a verb is what the meeting said."""


def _for(meeting: Meeting, visible: frozenset[str]) -> Meeting:
    """``meeting`` without the problems that somebody may not see."""
    return replace(
        meeting,
        agenda=tuple(ref for ref in meeting.agenda if ref in visible),
        decisions=tuple(one for one in meeting.decisions if one.ref_no in visible),
    )


def _answer_day(value: str | date, today: date) -> date | None:
    if not value:
        return None
    try:
        wanted = day(value)
    except Wrong as wrong:
        raise Invalid([Fault("answer_by", wrong.code, wrong.params)]) from None
    if wanted < today:
        raise Invalid([Fault("answer_by", "in_the_past", {"today": today})])
    return wanted


def _noted(before: Issue, after: Issue, decided: Decided) -> Decided:
    """What the minutes say of a decision beyond its words."""
    if decided.verb == "urge":
        slip = after.urges[-1]
        return replace(decided, level=slip.level, slip=slip.number, answer_by=slip.answer_by)
    if decided.verb == "edit":
        return replace(decided, owner_before=before.owner)
    if decided.verb in ("grant_extension", "decide_extension"):
        given, due = after.extensions[-1].decision, after.due if after.due != before.due else None
        return replace(decided, verdict=given, old_due=before.due, due=due)
    return decided
