"""The charts of a comparison: from which state to which problems went, and what moved in each unit and category."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from components.charts.base import Drawing
from components.charts.grid import cell_grid
from components.i18n import fmt_number, t
from store.model.enums import Status
from store.rules.movement import ABSENT, KINDS
from store.rules.numbers import spelled

STATES = (ABSENT, *(status.value for status in Status if status is not Status.DRAFT))
STAYED = 0.04
"""Weight of what stayed as it was: it is most of the ledger, and not what a comparison is about."""
PICK = {"refs": "refs"}

Pairs = Mapping[tuple[str, str], Collection[str]]
"""Numbers of problems by two codes."""


def flow_chart(flow: Pairs, openable: Collection[str], told: str) -> Drawing | None:
    """State before down, state after across (:func:`store.rules.movement.flow`)."""
    if not flow:
        return None
    down, across = ([state for state in STATES if any(pair[at] == state for pair in flow)] for at in (0, 1))
    moved = {pair: numbers for pair, numbers in flow.items() if pair[0] != pair[1]}
    most = max(map(len, moved.values()), default=1)
    cells = [
        _cell(
            _state(one),
            _state(other),
            flow.get((one, other), ()),
            STAYED if one == other else len(flow.get((one, other), ())) / most,
            openable,
        )
        for one in down
        for other in across
    ]
    return cell_grid(pd.DataFrame(cells), told=told, pick=PICK)


def _state(state: str) -> str:
    return t("flow.absent") if state == ABSENT else t(f"status.{state}")


def moved_chart(moved: Pairs, names: Mapping[str, str], openable: Collection[str], told: str) -> Drawing | None:
    """A value of some column down, kind of movement across (:func:`store.rules.movement.moved_by`); only what moved."""
    if not moved:
        return None
    kinds = [kind for kind in KINDS if any(pair[1] == kind for pair in moved)]
    most = max(map(len, moved.values()))
    cells = [
        _cell(
            names.get(code, code or t("flow.nowhere")),
            t(f"moved_kind.{kind}"),
            moved.get((code, kind), ()),
            len(moved.get((code, kind), ())) / most,
            openable,
        )
        for code in _in_order({code for code, _ in moved}, names)
        for kind in kinds
    ]
    return cell_grid(pd.DataFrame(cells), told=told, pick=PICK)


def _in_order(codes: Collection[str], names: Iterable[str]) -> list[str]:
    known = list(names)
    return sorted(codes, key=lambda code: (known.index(code) if code in codes and code in known else len(known), code))


def _cell(down: str, across: str, numbers: Collection[str], weight: float, openable: Collection[str]) -> dict[str, object]:
    """A cell with the numbers it opens: those of its problems that are still there."""
    return {
        "down": down,
        "across": across,
        "said": fmt_number(len(numbers)) if numbers else "",
        "weight": weight if numbers else 0.0,
        "refs": spelled(number for number in numbers if number in openable),
    }
