"""Who acts and when, and what every verb checks alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from store.model.documents import Actor
from store.model.errors import Fault, Invalid, Refused
from store.model.issue import Issue
from store.rules.lifecycle import MOVES, reasons_against


@dataclass(frozen=True)
class Act:
    """Who acts, at which moment (ISO with offset), on which day; ``serial`` gives the next number of a counter.

    ``country`` is whose calendar says which days are worked (the campaign's).
    """

    actor: Actor
    at: str
    today: date
    serial: Callable[[str], int]
    country: str


def moved(issue: Issue, move: str, act: Act) -> Issue:
    """``issue`` in the move's target status. Raises Refused ``not_ready`` with every reason against it."""
    reasons = reasons_against(move, issue, act.actor)
    if reasons:
        raise Refused("not_ready", move=move, reasons=tuple(reasons))
    return replace(issue, status=MOVES[move].target)


def needs(name: str, value: str) -> None:
    """Raise Invalid ``required`` for an input that only some uses of a verb need."""
    if not value:
        raise Invalid([Fault(name, "required")])


def not_before(name: str, value: date, today: date) -> None:
    """Raise Invalid ``in_the_past`` for a day that only makes sense from ``today`` on."""
    if value < today:
        raise Invalid([Fault(name, "in_the_past", {"today": today})])
