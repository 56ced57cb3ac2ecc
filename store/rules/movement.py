"""What moved between two standings of the ledger: by kind of movement, cell by cell, and from state to state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from store.model.enums import Light, Status

Row = Mapping[str, str]
"""The cells of one problem by the column of issues.csv, in code wording; a column that a file lacks is not there."""


@dataclass(frozen=True)
class Side:
    """One standing of the ledger: its code (``now``, ``day:2026-11-01``, ``snapshot:12``, ``file``), its day, its rows by number.

    ``day`` is None for a file, which does not say its day. Drafts are on no side: they are not on the books. ``withheld`` are
    numbers whose rows stand here but not for this reader; :func:`both_seen` keeps them off the other side too.
    """

    code: str
    day: date | None
    rows: Mapping[str, Row]
    withheld: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Movement:
    """Numbers of problems, in order, by what happened between the two sides; a problem may stand under several kinds.

    *On the books* means there, and neither draft nor dismissed (as the figure ``found`` counts). Steps that undo each other in
    between leave no trace, except returns and extensions, which are counted for ever. From the kinds the figures follow:
    found = found before + added - dismissed - deleted; closed = closed before + closed - reopened - (deleted ones that were
    closed); red = red before + turned_red - left_red - (deleted ones that were red).

    added         on the books after, not before
    closed        struck off after, not before
    returned      on the books after, and sent back by the office more often than before
    extended      on the books after, and given more time more often than before
    reopened      struck off before, still there and not struck off after
    turned_red    red after, not before (new ones too)
    turned_yellow yellow after, not before (new ones too)
    left_red      red before, still there and not red after
    referred      handed over after, not before
    dismissed     on the books before, found to be no problem after
    deleted       on the books before, not there after
    """

    added: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    turned_red: tuple[str, ...] = ()
    turned_yellow: tuple[str, ...] = ()
    left_red: tuple[str, ...] = ()
    referred: tuple[str, ...] = ()
    dismissed: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()

    def of(self, kind: str) -> tuple[str, ...]:
        """The numbers under one kind of :data:`KINDS`."""
        numbers: tuple[str, ...] = getattr(self, kind)
        return numbers


@dataclass(frozen=True)
class Change:
    """One cell that differs, as it was and as it is; of a row that one side lacks only its number, ``""`` where it is missing."""

    ref_no: str
    column: str
    old: str
    new: str


UNCOUNTED = frozenset({Status.DRAFT.value, Status.DISMISSED.value})
NUMBER = "ref_no"
UNTOLD = frozenset({NUMBER, "campaign", "updated_at", "revision", "reason", "days", "deadline"})
"""Columns whose change says nothing of its own: bookkeeping, the run of the calendar, and what follows from other columns."""
ABSENT = "absent"
"""The state of a problem on the side that does not have it."""
OTHER = "other"
"""What is changed without being moved."""

Test = Callable[[Row | None, Row | None], bool]


def _counts(row: Row | None) -> bool:
    return row is not None and row["status"] not in UNCOUNTED


def _is(row: Row | None, column: str, code: str) -> bool:
    return row is not None and row.get(column) == code


def _comparable(before: Row | None, column: str) -> bool:
    """Whether the earlier side says anything about ``column``; a row that is not there says that it was not so."""
    return before is None or column in before


def _turned(column: str, code: str) -> Test:
    return lambda before, after: _comparable(before, column) and _is(after, column, code) and not _is(before, column, code)


def _grew(column: str) -> Test:
    return lambda before, after: (
        _comparable(before, column) and _counts(after) and _number(after, column) > _number(before, column)
    )


def _number(row: Row | None, column: str) -> int:
    cell = (row or {}).get(column, "")
    return int(cell) if cell.isascii() and cell.isdecimal() else 0


_closed, _red = Status.CLOSED.value, Light.RED.value
_TESTS: dict[str, Test] = {
    "added": lambda before, after: _counts(after) and not _counts(before),
    "closed": _turned("status", _closed),
    "returned": _grew("returned"),
    "extended": _grew("extended"),
    "reopened": lambda before, after: _is(before, "status", _closed) and after is not None and not _is(after, "status", _closed),
    "turned_red": _turned("light", _red),
    "turned_yellow": _turned("light", Light.YELLOW.value),
    "left_red": lambda before, after: _is(before, "light", _red) and "light" in (after or {}) and not _is(after, "light", _red),
    "referred": _turned("status", Status.REFERRED.value),
    "dismissed": lambda before, after: _counts(before) and _is(after, "status", Status.DISMISSED.value),
    "deleted": lambda before, after: _counts(before) and after is None,
}
KINDS = tuple(_TESTS)
ALWAYS_TOLD = ("added", "closed", "returned", "extended", "turned_red", "deleted")
"""What the sentence says even where nothing happened; the others only where something did."""


def both_seen(before: Side, after: Side) -> tuple[Side, Side]:
    """Both sides without what either withholds, so that a matter shown on one day only is not taken for new or gone."""
    withheld = before.withheld | after.withheld
    return _without(before, withheld), _without(after, withheld)


def _without(side: Side, numbers: frozenset[str]) -> Side:
    kept = {number: row for number, row in side.rows.items() if number not in numbers} if numbers else side.rows
    return Side(side.code, side.day, kept, side.withheld)


def movement(before: Side, after: Side) -> Movement:
    """What happened between the sides."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for number in numbers_of(before, after):
        rows = before.rows.get(number), after.rows.get(number)
        for kind, test in _TESTS.items():
            if test(*rows):
                found[kind].append(number)
    return Movement(**{kind: tuple(numbers) for kind, numbers in found.items()})


def told_kinds(moved: Movement) -> list[str]:
    """The kinds that a sentence about ``moved`` names, in their order."""
    return [*ALWAYS_TOLD[:-1], *(kind for kind in KINDS if kind not in ALWAYS_TOLD and moved.of(kind)), ALWAYS_TOLD[-1]]


def changed_cells(before: Side, after: Side) -> list[Change]:
    """Every cell that differs, in the order of the numbers and then of the columns; only columns that both sides have."""
    changes: list[Change] = []
    for number in numbers_of(before, after):
        old, new = before.rows.get(number), after.rows.get(number)
        if old is None or new is None:
            changes.append(Change(number, NUMBER, number if old is not None else "", number if new is not None else ""))
            continue
        differing = ((column, cell) for column, cell in new.items() if old.get(column, cell) != cell and column not in UNTOLD)
        changes += [Change(number, column, old[column], cell) for column, cell in differing]
    return changes


def flow(before: Side, after: Side) -> dict[tuple[str, str], tuple[str, ...]]:
    """Each pair of states (a status, or ABSENT) with the numbers of the problems that went from one to the other, or stayed."""
    pairs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for number in numbers_of(before, after):
        pairs[_state(before.rows.get(number)), _state(after.rows.get(number))].append(number)
    return {pair: tuple(numbers) for pair, numbers in pairs.items()}


def _state(row: Row | None) -> str:
    return ABSENT if row is None else row["status"]


def moved_by(moved: Movement, before: Side, after: Side, column: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """The numbers under each value of ``column`` (the later side's where it has the row) and kind of movement."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind in KINDS:
        for number in moved.of(kind):
            row = after.rows.get(number) or before.rows[number]
            found[row.get(column, ""), kind].append(number)
    return {pair: tuple(numbers) for pair, numbers in found.items()}


def kinds_of(moved: Movement) -> dict[str, tuple[str, ...]]:
    """The kinds under which each number stands; a number that is under none is not there."""
    found: dict[str, list[str]] = defaultdict(list)
    for kind in KINDS:
        for number in moved.of(kind):
            found[number].append(kind)
    return {number: tuple(kinds) for number, kinds in found.items()}


def numbers_of(*sides: Side) -> list[str]:
    """Every number that any side has, in order: a longer number is a later one, whatever it is padded to."""
    return in_order({number for side in sides for number in side.rows})


def in_order(numbers: Iterable[str]) -> list[str]:
    """Numbers of problems as the ledger orders them."""
    return sorted(numbers, key=lambda number: (len(number), number))
