"""The lists of units and accounts as files: taken away, planned when they come back, and written in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from store import passwords
from store.accounts import name_faults, tidied
from store.engine.repository import Repository, Transaction
from store.exchange.lists import COLUMNS, Row, Table, read, written
from store.model.codec import from_dict, to_dict
from store.model.documents import Account, Actor, Unit
from store.model.errors import Fault, Refused
from store.people import People, administers
from store.people import drawn as drawn_account
from store.record import Clock, Record
from store.rules.permissions import check_role
from store.rules.planning import CHANGED, NEW, Line, Plan, clashing, judged, twice_named
from store.units import drawn as drawn_unit

VERB = {"units": "manage_units", "accounts": "manage_accounts"}


@dataclass(frozen=True)
class Taken:
    """What a file did: how many were new and changed, and the passwords made for new accounts, to hand over once."""

    new: int
    changed: int
    passwords: dict[str, str] = field(default_factory=dict, repr=False)


class Lists(Record):
    """Files of units and accounts, for the administrator. Raises Refused (role) and Invalid (a file that cannot be read)."""

    def __init__(self, repository: Repository, clock: Clock) -> None:
        super().__init__(repository, clock)
        self._people = People(repository, clock)

    def export(self, actor: Actor, kind: str, lang: str) -> bytes:
        """The present list; read back it changes nothing. Passwords are in no file."""
        check_role(VERB[kind], actor)
        documents = self.repository.snapshot(kind.removesuffix("s"))[1]
        ordered = sorted(documents, key=lambda one: str(one[COLUMNS[kind][0]]).casefold())
        return written(kind, [to_dict(from_dict(Unit if kind == "units" else Account, one)) for one in ordered], lang)

    def template(self, actor: Actor, kind: str, lang: str) -> bytes:
        """The heading alone, to be filled in."""
        check_role(VERB[kind], actor)
        return written(kind, [], lang, template=True)

    def plan(self, actor: Actor, kind: str, content: bytes) -> Plan:
        """What the file would do now."""
        check_role(VERB[kind], actor)
        with self.repository.transaction() as transaction:
            return _planned(transaction, actor, kind, read(kind, content))

    def take(self, actor: Actor, kind: str, content: bytes, seen: Plan) -> Taken:
        """Do what ``seen`` shows, all of it or nothing; faulty rows are left out.

        Raises Refused ``list_moved_on`` when the file would do something else by now.
        """
        check_role(VERB[kind], actor)
        fresh = [line for line in seen.of(NEW) if kind == "accounts"]
        made = {line.key: line.password or passwords.one_time() for line in fresh}
        kept = {key: passwords.hashed(password) for key, password in made.items()}  # slow on purpose, so before the transaction
        with self.repository.transaction() as transaction:
            if _planned(transaction, actor, kind, read(kind, content)) != seen:
                raise Refused("list_moved_on")
            for line in seen.lines:
                if line.what in (NEW, CHANGED):
                    self._write(transaction, actor, line, kept.get(line.key, ""))
        given = {line.key for line in fresh if line.password}
        handed = {key: password for key, password in made.items() if key not in given}
        return Taken(len(seen.of(NEW)), len(seen.of(CHANGED)), handed)

    def _write(self, transaction: Transaction, actor: Actor, line: Line, password: str) -> None:
        if isinstance(line.after, Unit):
            before = line.before if isinstance(line.before, Unit) else None
            self.write(transaction, actor, "edit_unit" if before else "add_unit", before, line.after)
        elif isinstance(line.before, Account):
            self._people.rewrite(transaction, actor, line.before, line.after)
        else:
            self.write(transaction, actor, "create_account", None, replace(line.after, password=password, one_time=True))


def _planned(transaction: Transaction, actor: Actor, kind: str, table: Table) -> Plan:
    units = [from_dict(Unit, one) for one in transaction.all("unit")]
    if kind == "units":
        return Plan(tuple(_unit_lines(table.rows, units)), table.unread)
    accounts = [from_dict(Account, one) for one in transaction.all("account")]
    return Plan(tuple(_account_lines(table.rows, accounts, units, actor)), table.unread)


def _unit_lines(rows: Sequence[Row], units: Sequence[Unit]) -> list[Line]:
    known, lines = {unit.code: unit for unit in units}, []
    for row in rows:
        key = str(row.cells["code"]).strip()
        unit = known.get(key)
        after, faults = drawn_unit(unit or Unit(), _filled(row))
        lines.append(Line(row.number, key, unit, after, (*_shape(row), *faults)))
    lines = [
        judged(line, Fault("code", "taken", {"value": line.key}))
        if line.before is None and line.key.casefold() in {unit.code.casefold() for unit in units}
        else line
        for line in lines
    ]
    return clashing(twice_named(lines, "code"), units, "name")


def _account_lines(rows: Sequence[Row], accounts: Sequence[Account], units: Sequence[Unit], actor: Actor) -> list[Line]:
    known, lines = {account.name.casefold(): account for account in accounts}, []
    for row in rows:
        key = tidied(str(row.cells["name"]))
        account = known.get(key.casefold())
        raw = {name: value for name, value in _filled(row).items() if name not in ("name", "password")}
        after, faults = drawn_account(account or Account(name=key), _with_unit(raw, units), {unit.code for unit in units})
        password = "" if account else str(row.cells.get("password", ""))
        if account is None:
            faults = name_faults(key) + (passwords.faults_of(key, password) if password else []) + faults
        elif account.name == actor.name and (after.role, after.active) != (account.role, account.active):
            faults = [*faults, Fault("active" if after.role is account.role else "role", "own_account")]
        lines.append(Line(row.number, key, account, after, (*_shape(row), *faults), password))
    return _with_an_admin(twice_named(lines, "name"), accounts)


def _with_an_admin(lines: Sequence[Line], accounts: Sequence[Account]) -> list[Line]:
    """A file after which nobody could look after accounts has its faults where it takes the role away."""
    after = {account.id: account for account in accounts}
    fresh = [line.after for line in lines if line.before is None and not line.faults and isinstance(line.after, Account)]
    after |= {line.before.id: line.after for line in lines if line.before and not line.faults and isinstance(line.after, Account)}
    if any(map(administers, [*after.values(), *fresh])) or not any(map(administers, accounts)):
        return list(lines)
    return [
        judged(line, Fault("role", "last_admin")) if isinstance(line.before, Account) and administers(line.before) else line
        for line in lines
    ]


def _filled(row: Row) -> dict[str, object]:
    """The cells; an empty one for yes or no leaves it as it is."""
    return {name: value for name, value in row.cells.items() if not (name == "active" and value == "")}


def _with_unit(raw: dict[str, object], units: Sequence[Unit]) -> dict[str, object]:
    """The unit by its code, also where the file has its name."""
    said = raw.get("unit")
    found = [unit.code for unit in units if said and said in (unit.name, unit.short_name)]
    return raw | {"unit": found[0]} if len(found) == 1 and said not in [unit.code for unit in units] else raw


def _shape(row: Row) -> list[Fault]:
    return [Fault("row", "too_many_cells")] if row.surplus else []
