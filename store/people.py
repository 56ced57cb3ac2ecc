"""Looking after accounts: made with a password to hand over, changed, given a new password, and one's own password changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from store import passwords
from store.accounts import Accounts, name_faults, tidied
from store.engine.repository import Repository, Transaction
from store.model.codec import from_dict, to_dict
from store.model.documents import Account, Actor
from store.model.enums import Role
from store.model.errors import Conflict, Fault, Invalid, NotFound, Refused
from store.record import Clock, Record
from store.rules.addresses import email_faults
from store.rules.permissions import check_role
from store.rules.setting_up import ACCOUNT_FIELDS, cleaned
from store.sessions import Sessions

AT_ONCE = 50
"""Events of an account read at a time while looking for its last sign-in."""


class People(Record):
    """Verbs on accounts beyond the command line's. Raises Invalid (all faults at once), Refused, Conflict, NotFound."""

    def __init__(self, repository: Repository, clock: Clock) -> None:
        super().__init__(repository, clock)
        self._accounts = Accounts(repository, clock)
        self._sessions = Sessions(repository, clock)

    def create(self, actor: Actor, name: str, password: str, raw: Mapping[str, Any]) -> Account:
        """A new account; ``password`` is handed over to the person, who changes it at the first sign-in."""
        check_role("manage_accounts", actor)
        fresh, faults = drawn(Account(name=tidied(name)), raw, self.units())
        faults = name_faults(fresh.name) + passwords.faults_of(fresh.name, password) + faults
        if faults:
            raise Invalid(faults)
        kept = passwords.hashed(password)
        with self.repository.transaction() as transaction:
            if any(known["name"].casefold() == fresh.name.casefold() for known in transaction.all("account")):
                raise Invalid([Fault("name", "name_taken", {"taken": fresh.name})])
            return self.write(transaction, actor, "create_account", None, replace(fresh, password=kept, one_time=True))

    def edit(self, actor: Actor, name: str, revision: int, raw: Mapping[str, Any]) -> Account:
        """Other words, role or unit for an account; with another role or unit whoever is signed in by it is out."""
        check_role("manage_accounts", actor)
        with self.repository.transaction() as transaction:
            account = self._seen(transaction, name, revision)
            after, faults = drawn(account, raw, self.units())
            if faults:
                raise Invalid(faults)
            written = account if after == account else self.rewrite(transaction, actor, account, after)
            if administers(account) and not any(administers(one) for one in known_accounts(transaction)):
                raise Refused("last_admin")
            return written

    def rewrite(self, transaction: Transaction, actor: Actor, account: Account, after: Account) -> Account:
        """Write a changed account; ends its sign-ins where they would go on with rights that are no longer its own."""
        if (account.role, account.unit, account.active) != (after.role, after.unit, after.active):
            self._sessions.end_all(transaction, account)
        return self.write(transaction, actor, "edit_account", account, after)

    def reset_password(self, actor: Actor, name: str, password: str) -> Account:
        """A password to hand over, for somebody who forgot theirs; it is changed at the next sign-in."""
        return self._new_password(actor, name, password, one_time=True, check=True)

    def change_own_password(self, actor: Actor, old: str, new: str, cookie: str | None = None) -> Account:
        """Another password of one's own, for whoever knows the old one; only the sign-in with ``cookie`` goes on.

        Raises Refused ``throttled`` after too many wrong ones.
        """
        try:
            known = self._accounts.verify(actor.name, old)
        except Refused as refused:
            if refused.code != "sign_in_failed":
                raise
            raise Invalid([Fault("old_password", "password_wrong")]) from None
        if passwords.matches(known.password, new):
            raise Invalid([Fault("password", "password_the_same")])
        return self._new_password(actor, known.name, new, one_time=False, but=cookie)

    def last_sign_ins(self) -> dict[int, str]:
        """When somebody last signed in, by the id of the account; who never did is not in it."""
        found = {account.id: self._last_sign_in(account) for account in self._accounts.all()}
        return {key: at for key, at in found.items() if at}

    def units(self) -> Collection[str]:
        """The codes an account may be of."""
        return {known["code"] for known in self.repository.snapshot("unit")[1]}

    def _new_password(
        self, actor: Actor, name: str, password: str, *, one_time: bool, check: bool = False, but: str | None = None
    ) -> Account:
        if check:
            check_role("manage_accounts", actor)
        account = self._accounts.find(name)
        if account is None:
            raise NotFound("account", name)
        if found := passwords.faults_of(account.name, password):
            raise Invalid(found)
        kept = passwords.hashed(password)
        with self.repository.transaction() as transaction:
            present = from_dict(Account, transaction.get("account", account.id))
            self._sessions.end_all(transaction, present, but)
            return self.write(transaction, actor, "set_password", present, replace(present, password=kept, one_time=one_time))

    def _seen(self, transaction: Transaction, name: str, revision: int) -> Account:
        account = self._accounts.find(name)
        if account is None:
            raise NotFound("account", name)
        present = from_dict(Account, transaction.get("account", account.id))
        if present.revision != revision:
            raise Conflict(to_dict(replace(present, password="")))
        return present

    def _last_sign_in(self, account: Account) -> str:
        for offset in range(0, 1_000_000, AT_ONCE):
            events = self.repository.select(
                "event", subject=f"account:{account.id}", newest_first=True, limit=AT_ONCE, offset=offset
            )
            at = next((str(event["at"]) for event in events if event["action"] == "sign_in"), "")
            if at or len(events) < AT_ONCE:
                return at
        return ""


def drawn(account: Account, raw: Mapping[str, Any], units: Collection[str]) -> tuple[Account, list[Fault]]:
    """``account`` with what ``raw`` names laid over it, and what is wrong with that; only the role unit has a unit."""
    typed = cleaned(raw, ACCOUNT_FIELDS, whole=not account.id)
    typed.faults += email_faults(typed.values.get("email", ""))
    if "role" in [fault.field for fault in typed.faults]:
        return account, typed.faults
    after = replace(account, **typed.values)
    if after.role is not Role.UNIT:
        return replace(after, unit=""), typed.faults
    if not after.unit:
        return after, [*typed.faults, Fault("unit", "required")]
    return after, typed.faults + ([] if after.unit in units else [Fault("unit", "unknown_code", {"value": after.unit})])


def known_accounts(transaction: Transaction) -> list[Account]:
    """Every account there is."""
    return [from_dict(Account, document) for document in transaction.all("account")]


def administers(account: Account) -> bool:
    """Whether this account can look after accounts."""
    return account.active and account.role is Role.ADMIN
