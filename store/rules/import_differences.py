"""Where a row says otherwise than the problem it is about: what would change and by which verbs, and what is left as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from store.model.documents import Actor
from store.model.enums import Role, Status
from store.model.errors import Fault
from store.model.issue import Issue
from store.rules.importing import EDITED, Read, Step, notes_of, wished_status
from store.rules.likeness import normal
from store.rules.permissions import OPEN_FOR

NEVER_BLANKED = frozenset({"unit", "category", "due", "leader_led", "confidential", "severity", "mode"})
"""Where an empty cell says nothing, also in a file with our numbers."""

_SPACES = re.compile(r"\s+")
_DATED = re.compile(r"\d{4}-\d{2}-\d{2} ")


def new_notes(issue: Issue, read: Read) -> str:
    """The lines among them that the problem does not have yet."""
    texts = [text for note in issue.progress for text in (note.text, f"{note.at[:10]} {note.text}")]
    known = {_line(line) for text in (*texts, *(closure.opinion for closure in issue.closures)) for line in text.splitlines()}
    fresh = [line for line in notes_of(read) if not known & {_line(line), _line(_DATED.sub("", line, count=1))}]
    return "\n".join(dict.fromkeys(fresh))


def _line(words: str) -> str:
    return normal(words) or words.strip()


def left_as_is(issue: Issue, read: Read) -> Iterator[Fault]:
    """What a row says otherwise and an import does not change: the state, and all that a close-out writes."""
    wished = wished_status(read)
    if wished and wished != issue.status.value:
        yield Fault("status" if read.get("status") else "closed", "import_status_stays", {"status": issue.status.value})
    elif read.get("closed") is False and issue.status is Status.CLOSED:
        yield Fault("closed", "import_status_stays", {"status": issue.status.value})
    elif read.get("closed_on") and issue.closed_on and read.get("closed_on") != issue.closed_on.isoformat():
        yield Fault("closed_on", "import_closed_on_stays", {"day": issue.closed_on})
    last = issue.closures[-1] if issue.closures else None
    for name in ("outcome", "opinion"):
        if last and read.get(name) and read.get(name) != (getattr(last, name) or ""):
            yield Fault(name, "import_verb_only")


def edited(read: Read, by_number: bool) -> dict[str, Any]:
    """The raw fields that a row has for the verb edit; an empty cell empties a field only in a file with our numbers."""
    raw = {name: read.values[name] for name in EDITED if name in read.values}
    return {name: value for name, value in raw.items() if value != "" or (by_number and name not in NEVER_BLANKED)}


def same_value(name: str, before: Any, after: Any) -> bool:
    """Whether nothing changes; a person's name is the same with and without spaces between its characters."""
    if name in ("owner", "lead") and isinstance(after, str):
        return _SPACES.sub("", str(before)) == _SPACES.sub("", after)
    return bool(before == after)


def later_due(issue: Issue, read: Read) -> tuple[date | None, Fault | None]:
    """Another due date that a row asks for, or what is to be told of its deadline instead."""
    said = read.get("due")
    if isinstance(said, Mapping):
        if said.get("ongoing"):
            return None, None if issue.due is None else Fault("due", "import_ongoing_stays")
        said = said["due"]
    if not said:
        return None, None
    day = date.fromisoformat(said)
    if day == issue.due:
        return None, None
    if day == issue.original_due:
        return None, Fault("due", "import_due_extended", {"day": issue.due})
    if issue.pending_extension and day == issue.pending_extension.new_due:
        return None, Fault("due", "import_due_asked")
    return day, None


def measures_after(issue: Issue, measures: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]] | None:
    """The measures as edit takes them, each with the id of the one it goes on from; None when nothing differs.

    The same text is the same measure; of those left over, one in the same place is that measure with another text.
    """
    if not measures:
        return None
    free = list(issue.measures)
    found: list[Any] = []
    for one in measures:
        match = next((known for known in free if normal(known.text) == normal(one["text"])), None)
        found.append(match)
        if match:
            free.remove(match)
    after = []
    for place, (one, match) in enumerate(zip(measures, found, strict=True)):
        known = match or (issue.measures[place] if place < len(issue.measures) and issue.measures[place] in free else None)
        if known in free:
            free.remove(known)
        after.append(_measure_after(one, known, issue))
    before = [_told(known) for known in issue.measures]
    return None if after == before else after


def _told(known: Any) -> dict[str, Any]:
    return {"id": known.id, "kind": known.kind, "text": known.text, "owner": known.owner, "due": known.due}


def _measure_after(one: Mapping[str, Any], known: Any, issue: Issue) -> dict[str, Any]:
    base = _told(known) if known else {"kind": "corrective", "owner": issue.owner, "due": issue.due}
    if "percent" in one:
        day = date.fromisoformat(one["due"]) if one["due"] else None
        return {**base, "text": one["text"], "owner": one["owner"], "due": day}
    same = known is not None and normal(known.text) == normal(one["text"])
    return {**base, "text": known.text if same else one["text"]}


def percents(issue: Issue, measures: Sequence[Mapping[str, Any]]) -> Iterator[Step]:
    """How far each measure is, where a file tells it otherwise."""
    for known, one in zip(issue.measures, measures, strict=False):
        if "percent" in one and known.percent != one["percent"]:
            yield Step("report_progress", {"measure": known.id, "percent": one["percent"]})


def verbs_for(actor: Actor) -> dict[str, str]:
    """By which verb a due date and a category of a registered problem move for this person."""
    if actor.role is Role.OFFICE:
        return {"due": "grant_extension", "category": "recategorise"}
    return {"due": "request_extension", "category": "edit"}


def settled(issue: Issue) -> bool:
    """Whether the problem is with the office or done with, and is not edited."""
    return issue.status not in OPEN_FOR["edit"]
