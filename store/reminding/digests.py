"""Who is reminded of what: for each person the heaps of their desk, in their language; and who was reminded today already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from store.access import LOCAL, acting, acting_code
from store.accounts import actor_for
from store.model.codec import to_dict
from store.model.documents import Account, Actor, Event
from store.model.enums import Role
from store.model.errors import NotFound
from store.opening import Store
from store.record import Record
from store.rules.waiting import Waiting, total
from store.setup import SYSTEM
from store.words import choose_language, house_language, text

ACTION = "remind"


@dataclass(frozen=True)
class Digest:
    """What one person is told: ``name`` tells them apart, ``person`` addresses them, ``subject`` is who the history names."""

    name: str
    person: str
    lang: str
    actor: Actor
    heaps: tuple[Waiting, ...]
    email: str = ""
    subject: str = ""

    @property
    def count(self) -> int:
        """How many problems wait: the number beside the page's name."""
        return total(self.heaps)


def digests(store: Store, to: str = "") -> list[Digest]:
    """A digest for everybody for whom something waits: active accounts, or without any account each unit and the office.

    ``to`` names one of them. Raises NotFound when nobody is called that.
    """
    accounts = store.accounts.all()
    everybody = [_of_account(store, one) for one in accounts if one.active] if accounts else _of_roles(store)
    if to and (everybody := [digest for digest in everybody if digest.name.casefold() == to.casefold()]) == []:
        raise NotFound("account", to)
    return [digest for digest in everybody if digest.heaps]


def _of_account(store: Store, account: Account) -> Digest:
    lang = choose_language(None, account.language, house_language())
    actor = actor_for(account)
    return Digest(
        account.name,
        account.display_name or account.name,
        lang,
        actor,
        _desk(store, actor),
        account.email,
        f"account:{account.id}",
    )


def _of_roles(store: Store) -> list[Digest]:
    """Open access: whoever sits at the machine acts for a unit or for the office."""
    lang = house_language()
    office = Actor(LOCAL + Role.OFFICE.value, Role.OFFICE)
    found = [Digest(Role.OFFICE.value, text(lang, "role.office"), lang, office, _desk(store, office))]
    for unit in store.ledger.units():
        actor = acting(acting_code(Role.UNIT, unit.code))
        if actor and unit.active:
            found.append(Digest(unit.code, unit.name, lang, actor, _desk(store, actor)))
    return found


def _desk(store: Store, actor: Actor) -> tuple[Waiting, ...]:
    return tuple(store.ledger.waiting(actor, store.ledger.today()))


class Sent(Record):
    """Who was reminded on which day, as events: nobody is told the same twice a day, and it can be looked up later."""

    def before(self, subject: str, day: date) -> bool:
        """Whether ``subject`` was reminded on that day."""
        since, until = day.isoformat(), (day + timedelta(days=1)).isoformat()
        known = self.repository.select("event", subject=subject, since=since, until=until)
        return any(event["action"] == ACTION for event in known)

    def note(self, subject: str, ref: str, count: int) -> None:
        """Remember that it was sent; how much was told, but not what nor to which address."""
        at = self.clock().isoformat(timespec="milliseconds")
        event = Event(at=at, actor=SYSTEM.name, role=SYSTEM.role.value, subject=subject, ref=ref, action=ACTION, note=str(count))
        with self.repository.transaction() as transaction:
            transaction.insert("event", to_dict(event))
