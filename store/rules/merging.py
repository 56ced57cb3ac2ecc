"""Two people's changes of the same issue laid side by side: what the first changed, what both changed, and the chosen mixture.

Values are those of a form, JSON-shaped: fields by name, ``measures`` a list of mappings whose ``id`` is None while they are new.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]
MEASURE = ("kind", "text", "owner", "due")


@dataclass(frozen=True)
class Change:
    """One place, ``title`` or ``measures.7.due`` (a measure's id): its value as it was read, as I want it, as it stands now."""

    path: str
    base: Any
    mine: Any
    theirs: Any

    @property
    def clashes(self) -> bool:
        """Whether both changed it, to different values: only then is there something to choose."""
        return bool(self.mine != self.base and self.mine != self.theirs)


def changes(base: Values, mine: Values, theirs: Values) -> list[Change]:
    """Every place that differs between what was read (``base``) and what stands there now (``theirs``), in the form's order."""
    sides = [_flat(side, _whole(base, mine, theirs)) for side in (base, mine, theirs)]
    paths = list(dict.fromkeys(path for side in sides for path in side))
    found = [Change(path, *(side.get(path) for side in sides)) for path in paths]
    return [change for change in found if change.theirs != change.base]


def merged(base: Values, mine: Values, theirs: Values, take_theirs: Mapping[str, bool]) -> dict[str, Any]:
    """My values with their changes laid in; where both changed one place, theirs only where ``take_theirs`` says so."""
    whole = _whole(base, mine, theirs)
    flat = _flat(mine, whole)
    for change in changes(base, mine, theirs):
        if not change.clashes or take_theirs.get(change.path, False):
            flat[change.path] = change.theirs
    fields = {name: flat.get(name) for name in mine if name != "measures"}
    order = (mine, theirs) if list(_by_id(theirs)) == list(_by_id(base)) else (theirs, mine)
    known = [number for side in order for number in _by_id(side)]
    kept = [_measure(flat, number, whole) for number in dict.fromkeys(known)]
    fresh = [measure for measure in mine.get("measures", ()) if measure.get("id") is None]
    return {**fields, "measures": [measure for measure in kept if measure] + fresh}


def _by_id(values: Values) -> dict[int, Mapping[str, Any]]:
    return {measure["id"]: measure for measure in values.get("measures", ()) if measure.get("id") is not None}


def _whole(*sides: Values) -> set[int]:
    """Measures that one side does not have: they are kept or dropped as a whole, not field by field."""
    ids = [set(_by_id(side)) for side in sides]
    return {number for one in ids for number in one if not all(number in other for other in ids)}


def _flat(values: Values, whole: set[int]) -> dict[str, Any]:
    flat = {name: value for name, value in values.items() if name != "measures"}
    for number, measure in _by_id(values).items():
        fields = {name: measure.get(name) for name in MEASURE}
        if number in whole:
            flat[f"measures.{number}"] = fields
        else:
            flat.update({f"measures.{number}.{name}": value for name, value in fields.items()})
    return flat


def _measure(flat: Mapping[str, Any], number: int, whole: set[int]) -> dict[str, Any] | None:
    if number in whole:
        fields = flat.get(f"measures.{number}")
        return None if fields is None else {"id": number, **fields}
    return {"id": number, **{name: flat.get(f"measures.{number}.{name}") for name in MEASURE}}
