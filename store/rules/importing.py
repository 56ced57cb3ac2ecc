"""What a row of somebody's list would do to the ledger: a new problem, changes by cell, nothing, or why it is not taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from store.model.documents import Actor
from store.model.enums import Mode, Role, Status
from store.model.errors import Fault, XiaohaoError
from store.model.issue import Issue
from store.rules.likeness import normal
from store.rules.permissions import OPEN_FOR
from store.rules.planning import CHANGED, FAULTY, NEW, SAME

EDITED = (
    *("title", "finding", "source", "found_on", "leader_led", "confidential", "severity", "cause_kind", "cause", "target"),
    *("closure_criteria", "mode", "milestone", "next_review", "owner", "lead", "recurrence_of", "unit"),
)
"""Fields of an existing problem that the verb edit writes, or refuses with its reason."""
NOTED = ("progress", "result", "remark")
"""Columns that become a note of progress."""
SETTLED_BY_VERBS = ("status", "closed", "closed_on", "outcome", "opinion")
"""What only the moves of the life cycle change: an import tells the difference and leaves it."""
NEVER_BLANKED = frozenset({"unit", "category", "due", "leader_led", "confidential", "severity", "mode"})
"""Where an empty cell says nothing, also in a file with our numbers."""
NOT_BROUGHT = frozenset({Status.REFERRED, Status.DISMISSED})
"""States that come about by an act of the office with its reason; a row cannot tell it."""

_SPACES = re.compile(r"\s+")
_SENTENCE = re.compile(r"[\u3002\uff1b\uff01\uff1f\n;!?]")
_PAUSE = re.compile(r"[\uff0c\u3001, ]")
_DATED = re.compile(r"\d{4}-\d{2}-\d{2} ")
TITLE, TITLE_LIKELY = 80, 40
"""Characters of a title, and from where on one made of the finding is cut at a comma."""


@dataclass(frozen=True)
class Read:
    """A row as read: its number, the raw value of each field it has (blank: the empty text), what is wrong, what was supposed."""

    number: int
    values: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()
    notices: tuple[Fault, ...] = ()

    def get(self, name: str) -> Any:
        """The value, the empty text for what the row does not have."""
        return self.values.get(name, "")


@dataclass(frozen=True)
class Step:
    """One verb of the ledger with its inputs: ``register``, ``save_draft``, ``import_closed`` and ``edit`` take raw fields."""

    verb: str
    inputs: Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """What one row would do: to which problem (at which revision), each changed field before and after, and by which steps.

    ``faults`` and ``refused`` say why it cannot be taken, ``notices`` what was supposed or is left as it is.
    """

    number: int
    ref_no: str = ""
    revision: int = 0
    title: str = ""
    unit: str = ""
    key: str = ""
    sequence: str = ""
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    faults: tuple[Fault, ...] = ()
    notices: tuple[Fault, ...] = ()
    refused: XiaohaoError | None = None

    @property
    def what(self) -> str:
        """NEW, CHANGED, SAME or FAULTY."""
        if self.faults or self.refused:
            return FAULTY
        if not self.ref_no:
            return NEW
        return CHANGED if self.steps else SAME

    def blamed(self, *faults: Fault) -> Line:
        """The same with more that is wrong."""
        return replace(self, faults=(*self.faults, *faults), steps=())


@dataclass(frozen=True)
class Supposed:
    """What stands for what a file does not say: by field the value for every new row."""

    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    """The reason that an extension or another category gives: from which file it comes."""

    def of(self, name: str) -> dict[str, Any]:
        """One of them, if there is any."""
        return {name: self.values[name]} if name in self.values else {}


def identity(unit: str, category: str, finding: str) -> str:
    """The same for the same problem of a unit under a heading, however its text is spaced and punctuated."""
    return f"{unit}\x1f{category}\x1f{normal(finding) or finding.strip()}"


def title_of(finding: str) -> str:
    """A title out of a finding: its first sentence, cut where it is too long."""
    first = " ".join(_SENTENCE.split(finding.strip(), maxsplit=1)[0].split())
    if len(first) <= TITLE:
        return first
    pauses = [pause.start() for pause in _PAUSE.finditer(first, TITLE_LIKELY, TITLE)]
    return first[: pauses[-1] if pauses else TITLE]


def deadline_of(read: Read, supposed: Supposed) -> dict[str, Any]:
    """Due date, milestone, mode and review of a new problem, from whatever the cell of the deadline says."""
    said, review = read.get("due"), read.get("next_review") or supposed.values.get("next_review") or ""
    if isinstance(said, Mapping):
        return {"mode": Mode.ONGOING.value, "next_review": review} if said.get("ongoing") else dict(said)
    if said:
        return {"due": said}
    return {"next_review": review} if read.get("mode") == Mode.ONGOING else {}


def new_fields(read: Read, supposed: Supposed) -> dict[str, Any]:
    """The raw fields of a new problem: what the row says, over what is supposed for all rows; a draft may leave things open."""
    said = {name: value for name in (*EDITED, "category") if (value := read.get(name)) not in ("", None)}
    if wished_status(read) == Status.DRAFT:
        return {**supposed.of("unit"), **said, **deadline_of(read, supposed), **_measures(read, said)}
    raw = {**{name: value for name, value in supposed.values.items() if name != "next_review"}, **said}
    raw |= deadline_of(read, supposed)
    finding = str(raw.get("finding") or raw.get("title") or "")
    raw |= {"finding": finding, "title": raw.get("title") or title_of(finding)}
    return raw | _measures(read, raw)


def _measures(read: Read, raw: Mapping[str, Any]) -> dict[str, Any]:
    measures = [_new_measure(one, raw) for one in read.get("measures") or ()]
    return {"measures": measures} if measures else {}


def _new_measure(one: Mapping[str, Any], raw: Mapping[str, Any]) -> dict[str, Any]:
    """A measure that tells neither who nor when is the row's own to answer for."""
    told = "percent" in one
    own = {name: one.get(name, "") if told else raw.get(name, "") for name in ("owner", "due")}
    return {"text": one["text"], **own}


def notes_of(read: Read) -> list[str]:
    """The lines that a row tells of the course of things."""
    return [line for name in NOTED for line in str(read.get(name)).splitlines() if line.strip()]


def new_notes(issue: Issue, read: Read) -> str:
    """The lines among them that the problem does not have yet."""
    texts = [text for note in issue.progress for text in (note.text, f"{note.at[:10]} {note.text}")]
    known = {_line(line) for text in (*texts, *(closure.opinion for closure in issue.closures)) for line in text.splitlines()}
    fresh = [line for line in notes_of(read) if not known & {_line(line), _line(_DATED.sub("", line, count=1))}]
    return "\n".join(dict.fromkeys(fresh))


def _line(words: str) -> str:
    return normal(words) or words.strip()


def wished_status(read: Read) -> str:
    """The state that a row of an old list says a problem has; empty when it says none."""
    if read.get("closed") is True or (read.get("closed_on") and not read.get("status") and read.get("closed") == ""):
        return Status.CLOSED.value
    return str(read.get("status"))


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
