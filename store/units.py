"""The units of the bureau: added, changed, deactivated and brought back, never deleted; each change is an event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from store.engine.repository import Transaction
from store.model.codec import from_dict, to_dict
from store.model.documents import Actor, Unit
from store.model.enums import UNFINISHED, Status
from store.model.errors import Conflict, Fault, Invalid, NotFound
from store.record import Record
from store.rules.permissions import check_role
from store.rules.setting_up import UNIT_FIELDS, cleaned

_AHEAD = UNFINISHED | {Status.DRAFT}
"""Where something is still to be done about a problem."""


class Units(Record):
    """Verbs on units, for the administrator. Raises Invalid (all faults at once), Refused, Conflict or NotFound."""

    def add(self, actor: Actor, raw: Mapping[str, Any]) -> Unit:
        """A new unit of the fields in ``raw``."""
        check_role("manage_units", actor)
        with self.repository.transaction() as transaction:
            unit, faults = drawn(Unit(), raw)
            raise_if(faults + _clashes(unit, known_units(transaction)))
            return self.write(transaction, actor, "add_unit", None, unit)

    def edit(self, actor: Actor, code: str, revision: int, raw: Mapping[str, Any]) -> Unit:
        """Other words for a unit; its code is on its problems and stays."""
        check_role("manage_units", actor)
        with self.repository.transaction() as transaction:
            unit = self._seen(transaction, code, revision)
            after, faults = drawn(unit, raw)
            raise_if(faults + _clashes(after, known_units(transaction)))
            return unit if after == unit else self.write(transaction, actor, "edit_unit", unit, after)

    def deactivate(self, actor: Actor, code: str, revision: int) -> Unit:
        """The unit gets no new problems; those it has stay with it and are finished as before."""
        return self._switch(actor, "deactivate_unit", code, revision, False)

    def activate(self, actor: Actor, code: str, revision: int) -> Unit:
        """The unit gets problems again."""
        return self._switch(actor, "activate_unit", code, revision, True)

    def workload(self) -> dict[str, tuple[int, int]]:
        """By unit: how many problems it has in all campaigns, and how many of them are unfinished (drafts included)."""
        issues = self.repository.snapshot("issue")[1]
        every = Counter(issue["unit"] for issue in issues)
        ahead = Counter(issue["unit"] for issue in issues if issue["status"] in _AHEAD)
        return {code: (number, ahead[code]) for code, number in every.items()}

    def _switch(self, actor: Actor, verb: str, code: str, revision: int, active: bool) -> Unit:
        check_role("manage_units", actor)
        with self.repository.transaction() as transaction:
            unit = self._seen(transaction, code, revision)
            return self.write(transaction, actor, verb, unit, replace(unit, active=active))

    def _seen(self, transaction: Transaction, code: str, revision: int) -> Unit:
        """The unit as the person saw it."""
        unit = next((unit for unit in known_units(transaction) if unit.code == code), None)
        if unit is None:
            raise NotFound("unit", code)
        if unit.revision != revision:
            raise Conflict(to_dict(unit))
        return unit


def known_units(transaction: Transaction) -> list[Unit]:
    """Every unit there is."""
    return [from_dict(Unit, document) for document in transaction.all("unit")]


def drawn(unit: Unit, raw: Mapping[str, Any]) -> tuple[Unit, list[Fault]]:
    """``unit`` with what ``raw`` names laid over it, and what is wrong with that."""
    typed = cleaned(raw, UNIT_FIELDS, whole=not unit.id)
    if unit.id and typed.values.get("code", unit.code) != unit.code:
        typed.faults.append(Fault("code", "code_stays"))
    return replace(unit, **typed.values), typed.faults


def _clashes(unit: Unit, known: list[Unit]) -> list[Fault]:
    others = [other for other in known if other.id != unit.id]
    same = {
        "code": any(other.code.casefold() == unit.code.casefold() for other in others),
        "name": any(other.name == unit.name for other in others),
    }
    return [Fault(field, "taken", {"value": getattr(unit, field)}) for field, taken in same.items() if taken]


def raise_if(faults: list[Fault]) -> None:
    """Raise Invalid when there is any fault."""
    if faults:
        raise Invalid(faults)
