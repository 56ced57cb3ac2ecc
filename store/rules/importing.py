"""What a row of somebody's list would do to the ledger: a new problem, changes by cell, nothing, or why it is not taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from store.model.enums import Mode, Status
from store.model.errors import Fault, XiaohaoError
from store.rules.likeness import normal
from store.rules.planning import CHANGED, FAULTY, NEW, SAME

EDITED = (
    *("title", "finding", "source", "found_on", "leader_led", "confidential", "severity", "cause_kind", "cause", "target"),
    *("closure_criteria", "mode", "milestone", "next_review", "owner", "lead", "recurrence_of", "unit"),
)
"""Fields of an existing problem that the verb edit writes, or refuses with its reason."""
NOTED = ("progress", "result", "remark")
"""Columns that become a note of progress."""
NOT_BROUGHT = frozenset({Status.REFERRED, Status.DISMISSED})
"""States that come about by an act of the office with its reason; a row cannot tell it."""

_SENTENCE = re.compile(r"[\u3002\uff1b\uff01\uff1f\n;!?]")
_PAUSE = re.compile(r"[\uff0c\u3001, ]")
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


def wished_status(read: Read) -> str:
    """The state that a row of an old list says a problem has; empty when it says none."""
    if read.get("closed") is True or (read.get("closed_on") and not read.get("status") and read.get("closed") == ""):
        return Status.CLOSED.value
    return str(read.get("status"))
