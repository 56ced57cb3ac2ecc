"""People whom an OpenID Connect provider vouches for: its claims to an account, and a ticket that turns into a sign-in once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from store.accounts import Accounts, actor_for
from store.engine.repository import Repository
from store.model.codec import from_dict
from store.model.documents import Account, Actor
from store.model.errors import Refused
from store.record import Clock, Record
from store.rules.permissions import check_role

WORTH = timedelta(seconds=60)
"""How long a ticket may be on its way from the page to the route that sets the cookie."""


class Identities(Record):
    """Who a provider says somebody is, and which account that is.

    The claim named in the settings finds the account the first time: ``email`` by its e-mail address, any other by its name.
    From then on the account belongs to that identity (issuer and subject), so that an address given to somebody else
    later opens nothing.
    """

    def __init__(self, repository: Repository, clock: Clock, accounts: Accounts, claim: str) -> None:
        super().__init__(repository, clock)
        self._accounts = accounts
        self._claim = claim

    def admit(self, claims: Mapping[str, Any]) -> str:
        """A ticket for the account of ``claims``, good for one sign-in within a minute.

        Raises Refused ``identity_incomplete``, ``identity_unverified``, ``identity_unknown`` or ``identity_taken``.
        """
        account = self._account_of(claims)
        ticket, now = secrets.token_urlsafe(32), self.clock()
        with self.repository.transaction() as transaction:
            for known in transaction.all("ticket"):
                if datetime.fromisoformat(known["expires_at"]) <= now:
                    transaction.delete("ticket", known["id"], known["revision"])
            expires = (now + WORTH).isoformat()
            transaction.insert("ticket", {"ticket": _hash(ticket), "account": account.id, "expires_at": expires})
        return ticket

    def redeem(self, ticket: str, address: str = "") -> str:
        """A new sign-in for a ticket that is still good; returns what the cookie carries. Raises Refused ``ticket_spent``."""
        with self.repository.transaction() as transaction:
            found = [known for known in transaction.all("ticket") if known["ticket"] == _hash(ticket)]
            if not found or datetime.fromisoformat(found[0]["expires_at"]) <= self.clock():
                raise Refused("ticket_spent")
            transaction.delete("ticket", found[0]["id"], found[0]["revision"])
            account = from_dict(Account, transaction.get("account", found[0]["account"]))
            if not account.active:
                raise Refused("ticket_spent")
            return self._accounts.enter(account, address)

    def release(self, actor: Actor, name: str) -> Account:
        """Let the account be found by its claim again, e.g. after the provider gave its holder a new identity."""
        check_role("manage_accounts", actor)
        account = self._accounts.named(name)
        with self.repository.transaction() as transaction:
            return self.write(transaction, actor, "release_identity", account, replace(account, identity=""))

    def _account_of(self, claims: Mapping[str, Any]) -> Account:
        issuer, subject, said = (str(claims.get(name) or "") for name in ("iss", "sub", self._claim))
        if not issuer or not subject:
            raise Refused("identity_incomplete", claim="sub")
        identity = f"{issuer} {subject}"
        bound = [one for one in self._accounts.all() if one.identity == identity]
        account = bound[0] if bound else self._bound_now(identity, claims, said)
        if not account.active:
            raise Refused("identity_unknown", said=said)
        return account

    def _bound_now(self, identity: str, claims: Mapping[str, Any], said: str) -> Account:
        """The account that the claim finds, which from now on is this identity's."""
        if not said:
            raise Refused("identity_incomplete", claim=self._claim)
        if self._claim == "email" and claims.get("email_verified", True) not in (True, "true"):
            raise Refused("identity_unverified", said=said)
        field = "email" if self._claim == "email" else "name"
        found = [one for one in self._accounts.all() if one.active and getattr(one, field).casefold() == said.casefold()]
        if len(found) != 1:
            raise Refused("identity_unknown", said=said)
        if found[0].identity:
            raise Refused("identity_taken", said=said)
        with self.repository.transaction() as transaction:
            bound = replace(found[0], identity=identity)
            return self.write(transaction, actor_for(found[0]), "bind_identity", found[0], bound)


def _hash(ticket: str) -> str:
    return sha256(ticket.encode()).hexdigest()
