"""Accounts and sign-ins: who may come in, with which role, until when; every change and every sign-in is an event."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from store import passwords
from store.engine.repository import Repository, Transaction
from store.model.codec import from_dict, to_dict
from store.model.documents import Account, Actor, Event
from store.model.enums import Role
from store.model.errors import Conflict, Fault, Invalid, NotFound, Refused
from store.record import Clock, Record
from store.rules.addresses import email_faults
from store.rules.permissions import check_role
from store.sessions import Sessions
from store.setup import SYSTEM
from store.throttle import Attempt, Throttle

NAME = re.compile(r"[\w.@-]{1,40}")
"""No colon: names with one belong to those who act without an account (access.py)."""


class Accounts(Record):
    """Accounts by name; names differ in more than their case. Raises Invalid, Refused, NotFound as every verb does."""

    def __init__(self, repository: Repository, clock: Clock) -> None:
        super().__init__(repository, clock)
        self._throttle = Throttle(repository, clock)
        self._sessions = Sessions(repository, clock)

    def all(self) -> list[Account]:
        """Every account, oldest first."""
        return [from_dict(Account, document) for document in self.repository.snapshot("account")[1]]

    def find(self, name: str) -> Account | None:
        """The account of that name in any case."""
        return next((account for account in self.all() if account.name.casefold() == tidied(name).casefold()), None)

    def create(
        self,
        actor: Actor,
        name: str,
        password: str,
        role: Role | str,
        unit: str = "",
        display_name: str = "",
        email: str = "",
    ) -> Account:
        """A new account; reminders go to ``email``. Raises Invalid naming every fault."""
        check_role("manage_accounts", actor)
        account = self._checked(name, password, role, unit, display_name, email.strip())
        kept = passwords.hashed(password)
        with self.repository.transaction() as transaction:
            if any(known["name"].casefold() == account.name.casefold() for known in transaction.all("account")):
                raise Invalid([Fault("name", "name_taken", {"taken": account.name})])
            return self.write(transaction, actor, "create_account", None, replace(account, password=kept))

    def create_first(self, name: str, password: str) -> Account:
        """The first administrator. Raises Refused ``accounts_exist`` when there is any account."""
        with self.repository.transaction() as transaction:
            if transaction.all("account"):
                raise Refused("accounts_exist")
            return self.create(SYSTEM, name, password, Role.ADMIN)

    def set_password(self, actor: Actor, name: str, password: str) -> Account:
        """A new password, by an administrator or by oneself; whoever is signed in with the old one is out."""
        account = self.named(name)
        if actor.name != account.name:
            check_role("manage_accounts", actor)
        if found := passwords.faults_of(account.name, password):
            raise Invalid(found)
        kept = passwords.hashed(password)
        return self._changed(actor, "set_password", account.id, password=kept)

    def deactivate(self, actor: Actor, name: str) -> Account:
        """Let nobody in by this account any more. Raises Refused ``last_admin`` for the only administrator left."""
        check_role("manage_accounts", actor)
        account = self.named(name)
        if [one.id for one in self.all() if one.active and one.role is Role.ADMIN] == [account.id]:
            raise Refused("last_admin")
        return self._changed(actor, "deactivate_account", account.id, active=False)

    def activate(self, actor: Actor, name: str) -> Account:
        """Let somebody in again."""
        check_role("manage_accounts", actor)
        return self._changed(actor, "activate_account", self.named(name).id, active=True)

    def verify(self, name: str, password: str, address: str = "") -> Account:
        """The account that signs in so. Raises Refused ``throttled`` or ``sign_in_failed``, which says not what was wrong."""
        tidy = tidied(name)
        attempt = Attempt(tidy.casefold(), address)
        self._throttle.count(attempt)
        account = self.find(tidy)
        right = passwords.matches(account.password if account else "", password)
        if account is None or not right or not account.active:
            self._note(account, "sign_in_failed", address)
            raise Refused("sign_in_failed")
        self._throttle.succeeded(attempt)
        return self._rehashed(account, password) if passwords.is_outdated(account.password) else account

    def sign_in(self, name: str, password: str, address: str = "") -> str:
        """A new sign-in; returns what the cookie carries. Raises as :meth:`verify`."""
        return self.enter(self.verify(name, password, address), address)

    def enter(self, account: Account, address: str = "") -> str:
        """A new sign-in of somebody who is known to be the holder of ``account``; returns what the cookie carries."""
        cookie = self._sessions.begin(account)
        self._note(account, "sign_in", address)
        return cookie

    def sign_out(self, cookie: str | None, address: str = "") -> None:
        """End a sign-in, if it is one."""
        account = self._sessions.account_of(cookie)
        if account is not None:
            self._sessions.end(cookie)
            self._note(account, "sign_out", address)

    def actor_of(self, cookie: str | None) -> Actor | None:
        """Who is signed in with this cookie, in the role of this moment; cheap enough for every rerun."""
        account = self._sessions.account_of(cookie)
        return actor_for(account) if account else None

    def owes_password(self, cookie: str | None) -> bool:
        """Whether who is signed in with this cookie still has the password that somebody else gave."""
        account = self._sessions.account_of(cookie)
        return account is not None and account.one_time

    def named(self, name: str) -> Account:
        """The account of that name. Raises NotFound."""
        account = self.find(name)
        if account is None:
            raise NotFound("account", name)
        return account

    def _checked(self, name: str, password: str, role: Role | str, unit: str, display_name: str, email: str) -> Account:
        tidy, shown = tidied(name), display_name.strip()
        units = {known["code"] for known in self.repository.snapshot("unit")[1]}
        faults = name_faults(tidy) + passwords.faults_of(tidy, password)
        if role not in list(Role):
            faults.append(Fault("role", "unknown_code", {"value": str(role)[:40]}))
        elif role == Role.UNIT and unit not in units:
            faults.append(Fault("unit", "unknown_code", {"value": unit[:40]}) if unit else Fault("unit", "required"))
        if len(shown) > 40:
            faults.append(Fault("display_name", "too_long", {"longest": 40, "length": len(shown)}))
        faults += email_faults(email)
        if faults:
            raise Invalid(faults)
        return Account(name=tidy, display_name=shown, role=Role(role), unit=unit if role == Role.UNIT else "", email=email)

    def _changed(self, actor: Actor, action: str, key: int, **fields: Any) -> Account:
        """Write the fields anew and end every sign-in of the account, in one transaction."""
        with self.repository.transaction() as transaction:
            account = from_dict(Account, transaction.get("account", key))
            self._sessions.end_all(transaction, account)
            return self.write(transaction, actor, action, account, replace(account, **fields))

    def _rehashed(self, account: Account, password: str) -> Account:
        """The same password kept with today's parameters; whoever changed the account meanwhile is right."""
        kept = passwords.hashed(password)
        try:
            with self.repository.transaction() as transaction:
                return self.write(transaction, SYSTEM, "rehash_password", account, replace(account, password=kept))
        except Conflict:
            return account

    def _note(self, account: Account | None, action: str, address: str) -> None:
        """An event without a change: somebody came, went or knocked in vain, and from where."""
        with self.repository.transaction() as transaction:
            self._audit(transaction, account or Account(), action, address)

    def _audit(self, transaction: Transaction, account: Account, action: str, address: str) -> None:
        event = Event(
            at=self.clock().isoformat(timespec="milliseconds"),
            actor=account.name,
            role=account.role.value if account.id else "",
            subject=f"account:{account.id}",
            ref=account.name,
            action=action,
            note=address,
        )
        transaction.insert("event", to_dict(event))


def actor_for(account: Account) -> Actor:
    """An account as one who acts."""
    return Actor(account.name, account.role, account.unit, account.display_name)


def tidied(name: str) -> str:
    """A name as it is kept, whatever width it was typed in."""
    return passwords.plain(name).strip()


def name_faults(name: str) -> list[Fault]:
    """What is wrong with a name for an account, wherever it comes from."""
    if not name:
        return [Fault("name", "required")]
    if name.casefold() == SYSTEM.name:
        return [Fault("name", "name_taken", {"taken": name})]
    return [] if NAME.fullmatch(name) else [Fault("name", "name_not_usable", {"longest": 40})]
