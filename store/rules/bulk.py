"""Changes that are made on many issues at once: which verb each is, what it asks for, and what a preview says of each issue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from store.model.documents import Actor
from store.model.enums import Role
from store.model.errors import XiaohaoError
from store.model.issue import Issue
from store.rules.permissions import PERMITS


@dataclass(frozen=True)
class Change:
    """One kind of change: its verb, the field of the issue that it writes, the input that has the new value, and the others."""

    verb: str
    field: str
    value: str
    more: tuple[str, ...] = ()

    @property
    def inputs(self) -> tuple[str, ...]:
        """Everything that a person is asked for."""
        return (self.value, *self.more)


CHANGES: dict[str, Change] = {
    "owner": Change("edit", "owner", "owner"),
    "lead": Change("edit", "lead", "lead"),
    "due": Change("grant_extension", "due", "new_due", ("reason",)),
    "category": Change("recategorise", "category", "category", ("reason",)),
}
"""By the name under which a batch remembers it."""


@dataclass(frozen=True)
class Line:
    """What a change makes of one issue: the old and the new value, or why it stays as it is."""

    ref_no: str
    title: str = ""
    old: Any = None
    new: Any = None
    refused: XiaohaoError | None = None

    @property
    def changes(self) -> bool:
        """Whether anything would be different."""
        return self.refused is None and self.old != self.new


def may(name: str, actor: Actor) -> bool:
    """Whether ``actor`` may make the change on any issue at all."""
    return actor.role in PERMITS[CHANGES[name].verb]


def line(change: Change, issue: Issue, make: Callable[[Issue], Issue]) -> Line:
    """What ``make``, which is the change's verb without writing, says of ``issue``."""
    old = getattr(issue, change.field)
    try:
        return Line(issue.ref_no, issue.title, old, getattr(make(issue), change.field))
    except XiaohaoError as error:
        return Line(issue.ref_no, issue.title, old, old, error)


def may_undo(actor: Actor, by: str) -> bool:
    """A batch is taken back by who made it, and by the office."""
    return actor.name == by or actor.role is Role.OFFICE


def reasons_of(refused: Mapping[str, XiaohaoError], told: Callable[[XiaohaoError], str]) -> dict[str, list[str]]:
    """The numbers of the refused, by the reason in words."""
    found: dict[str, list[str]] = {}
    for ref_no, error in refused.items():
        found.setdefault(told(error), []).append(ref_no)
    return found
