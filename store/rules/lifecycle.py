"""The life cycle of an issue as one table: buttons, guards, help page and tests are drawn from it (domain.md, Life cycle)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from store.model.documents import Actor
from store.model.enums import UNFINISHED, Role, Status
from store.model.errors import Fault
from store.model.issue import Issue
from store.rules.fields import not_filled_in

UNIT_AND_OFFICE = frozenset({Role.UNIT, Role.OFFICE})
OFFICE = frozenset({Role.OFFICE})


@dataclass(frozen=True)
class Guard:
    """What must hold of an issue before a move: its name in the catalogue (``guard.<name>``), and what is missing."""

    name: str
    against: Callable[[Issue, Actor], list[Fault]]


@dataclass(frozen=True)
class Move:
    """One arrow of the life cycle: from where to where, who may, and what must hold of the issue.

    What a move asks for are the inputs of its verb (verbs.py).
    """

    sources: frozenset[Status]
    target: Status
    roles: frozenset[Role]
    guards: tuple[Guard, ...] = ()


def _is_told(issue: Issue, actor: Actor) -> list[Fault]:
    return [Fault(name, "not_filled_in", {"field": name}) for name in not_filled_in(vars(issue))]


def _has_cause(issue: Issue, actor: Actor) -> list[Fault]:
    return [] if issue.cause_kind and issue.cause else [Fault("cause", "cause_missing")]


def _has_a_measure_to_answer_for(issue: Issue, actor: Actor) -> list[Fault]:
    ready = any(measure.owner and measure.due for measure in issue.measures)
    return [] if ready else [Fault("measures", "measure_with_owner_and_due_missing")]


def _every_measure_is_done(issue: Issue, actor: Actor) -> list[Fault]:
    if not issue.measures:
        return [Fault("measures", "no_measure")]
    open_ones = [number for number, measure in enumerate(issue.measures, 1) if not measure.done]
    return [Fault("measures", "measure_not_done", {"number": number}) for number in open_ones]


def _has_evidence(issue: Issue, actor: Actor) -> list[Fault]:
    return [] if issue.standing_evidence else [Fault("evidence", "evidence_missing")]


def _somebody_else(issue: Issue, actor: Actor) -> list[Fault]:
    """Four eyes: neither who asked for the close-out nor the owner of the issue closes it."""
    asked = issue.pending_closure.requested_by if issue.pending_closure else ""
    if actor.name == asked:
        return [Fault("", "asked_by_yourself")]
    return [Fault("", "owned_by_yourself")] if actor.is_called(issue.owner) else []


TOLD = Guard("told", _is_told)
CAUSE = Guard("cause", _has_cause)
MEASURE = Guard("measure", _has_a_measure_to_answer_for)
MEASURES_DONE = Guard("measures_done", _every_measure_is_done)
EVIDENCE = Guard("evidence", _has_evidence)
FOUR_EYES = Guard("four_eyes", _somebody_else)

MOVES: dict[str, Move] = {
    "register": Move(frozenset({Status.DRAFT}), Status.OPEN, UNIT_AND_OFFICE, (TOLD,)),
    "start": Move(frozenset({Status.OPEN}), Status.IN_PROGRESS, UNIT_AND_OFFICE, (CAUSE, MEASURE)),
    "request_close": Move(
        frozenset({Status.IN_PROGRESS, Status.ONGOING}), Status.PENDING, UNIT_AND_OFFICE, (MEASURES_DONE, EVIDENCE)
    ),
    "close": Move(frozenset({Status.PENDING}), Status.CLOSED, OFFICE, (FOUR_EYES,)),
    "return": Move(frozenset({Status.PENDING}), Status.IN_PROGRESS, OFFICE),
    "keep_going": Move(frozenset({Status.IN_PROGRESS}), Status.ONGOING, OFFICE),
    "reopen": Move(frozenset({Status.CLOSED}), Status.IN_PROGRESS, OFFICE),
    "refer": Move(UNFINISHED, Status.REFERRED, frozenset({Role.OFFICE, Role.INSPECTOR})),
    "dismiss": Move(frozenset({Status.DRAFT, Status.OPEN}), Status.DISMISSED, OFFICE),
}
"""The life cycle: every move there is."""


def reasons_against(move: str, issue: Issue, actor: Actor) -> list[Fault]:
    """Why ``actor`` may not make ``move`` on ``issue`` now, in the order a person should mend them; empty when it is allowed."""
    rule = MOVES[move]
    if actor.role not in rule.roles:
        return [Fault("", "role_may_not", {"role": actor.role.value})]
    if actor.role is Role.UNIT and actor.unit != issue.unit:
        return [Fault("", "not_your_unit")]
    if issue.status not in rule.sources:
        return [Fault("status", "wrong_status", {"status": issue.status.value})]
    return [fault for guard in rule.guards for fault in guard.against(issue, actor)]


def moves_for(issue: Issue, actor: Actor) -> dict[str, list[Fault]]:
    """Each move that role and status leave open, with what still speaks against it: the buttons of a page."""
    closed_doors = {"role_may_not", "not_your_unit", "wrong_status"}
    answers = {move: reasons_against(move, issue, actor) for move in MOVES}
    return {move: faults for move, faults in answers.items() if not any(fault.code in closed_doors for fault in faults)}
