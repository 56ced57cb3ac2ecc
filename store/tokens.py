"""Tokens: what a program comes in with in somebody's name, made with a scope, shown once, found in memory, revoked at once."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from store.access import LOCAL, acting
from store.accounts import actor_for
from store.engine.repository import Document, Repository
from store.model.codec import from_dict
from store.model.documents import Account, Actor, Token
from store.model.enums import Role, TokenScope
from store.model.errors import Conflict, Fault, Invalid, NotFound, Refused
from store.record import Clock, Record
from store.rules.fields import Field, choice, clean_inputs, day, text
from store.rules.lifecycle import MOVES
from store.throttle import Knock, Throttle

BEGINS = "xh_"
"""How every secret begins, so that one that was left lying somewhere can be recognised."""
MOST = 20
"""Tokens in force that one person may have."""
INPUTS: dict[str, Field] = {
    "name": Field(text(80), required=True),
    "scope": Field(choice(TokenScope), None, required=True),
    "expires": Field(day, None),
}
REACHES: dict[TokenScope, frozenset[TokenScope]] = {
    TokenScope.CALENDAR: frozenset({TokenScope.CALENDAR}),
    TokenScope.READ: frozenset({TokenScope.CALENDAR, TokenScope.READ}),
    TokenScope.WRITE: frozenset(TokenScope),
}
"""What each scope includes."""


WRITERS = frozenset(role for move in MOVES.values() for role in move.roles)
"""Roles that change anything on problems; to the others the scope to write is not offered."""


@dataclass(frozen=True)
class Holder:
    """Who comes in with a token: as whom, how far, and in which language if the account says one."""

    actor: Actor
    scope: TokenScope
    language: str = ""

    def may(self, wanted: TokenScope) -> bool:
        """Whether the token reaches that far; what its holder may do is asked besides, by the verbs themselves."""
        return wanted in REACHES[self.scope]


class Tokens(Record):
    """The tokens of a store. Raises Invalid, Refused and NotFound as every verb does.

    A token acts with the role and the unit that its account has at this moment; while the account is deactivated, or owes a new
    password, it opens nothing. In open access a token belongs to the role that was taken at this machine, and works only there.
    """

    def __init__(self, repository: Repository, clock: Clock, access: str) -> None:
        super().__init__(repository, clock)
        self._open = access == "open"
        self._throttle = Throttle(repository, clock)
        self._index: tuple[int, dict[str, Document]] = (-1, {})

    def make(self, actor: Actor, raw: Mapping[str, Any]) -> tuple[Token, str]:
        """A new token of ``actor``, and its secret, which nobody ever sees again."""
        values = clean_inputs(raw, INPUTS)
        if values.get("expires") and values["expires"] < self.today():
            raise Invalid([Fault("expires", "in_the_past", {"today": self.today()})])
        if len([one for one in self.of(actor) if self.in_force(one)]) >= MOST:
            raise Invalid([Fault("name", "too_many_tokens", {"most": MOST})])
        secret = BEGINS + secrets.token_urlsafe(32)
        token = Token(**values, **self._belonging(actor), digest=_hash(secret))
        with self.repository.transaction() as transaction:
            return self.write(transaction, actor, "make_token", None, token), secret

    def of(self, actor: Actor) -> list[Token]:
        """The tokens of ``actor`` that were not revoked, newest first."""
        mine = self._belonging(actor)
        return [one for one in self.all() if {"account": one.account, "acting": one.acting} == mine]

    def all(self) -> list[Token]:
        """Every token that was not revoked, newest first."""
        known = [from_dict(Token, document) for document in self.repository.snapshot("token")[1]]
        return [one for one in reversed(known) if not one.revoked_at]

    def in_force(self, token: Token) -> bool:
        """Whether it opens anything today, as far as the token itself goes."""
        return not token.revoked_at and (token.expires is None or token.expires >= self.today())

    def revoke(self, actor: Actor, key: int) -> Token:
        """End a token, one's own or as the administrator anybody's. Raises NotFound also for one that is not theirs to end."""
        with self.repository.transaction() as transaction:
            token = from_dict(Token, transaction.get("token", key))
            if actor.role is not Role.ADMIN and token not in self.of(actor):
                raise NotFound("token", key)
            if token.revoked_at:
                return token
            ended = replace(token, revoked_at=self.clock().isoformat(timespec="milliseconds"))
            return self.write(transaction, actor, "revoke_token", token, ended)

    def enter(self, secret: str, address: str = "") -> Holder:
        """Who comes in with ``secret``. Raises Refused ``token_unknown``, or ``throttled`` after too many that are none."""
        found = self._find(secret)
        holder = self._holder(found) if found and self.in_force(found) else None
        if found is None or holder is None:
            self._throttle.count(Knock("", address))
            raise Refused("token_unknown")
        self._used(found)
        return holder

    def _find(self, secret: str) -> Token | None:
        digest = _hash(secret)
        document = self._known().get(digest)
        same = document is not None and hmac.compare_digest(document["digest"], digest)
        return from_dict(Token, document) if document and same else None

    def _known(self) -> dict[str, Document]:
        """Each token by the hash of its secret; put together anew only when anything was written since."""
        version = self.repository.version
        if self._index[0] != version:
            self._index = (version, {one["digest"]: one for one in self.repository.snapshot("token")[1]})
        return self._index[1]

    def _holder(self, token: Token) -> Holder | None:
        if not token.account:
            actor = acting(token.acting) if self._open else None
            return Holder(actor, token.scope) if actor else None
        account = from_dict(Account, self._account(token))
        if self._open or not account.active or account.one_time:
            return None
        return Holder(actor_for(account), token.scope, account.language)

    def _account(self, token: Token) -> Document:
        return self.repository.get("account", token.account)

    def _belonging(self, actor: Actor) -> dict[str, Any]:
        if actor.name.startswith(LOCAL):
            return {"account": 0, "acting": actor.name.removeprefix(LOCAL)}
        found = [one["id"] for one in self.repository.snapshot("account")[1] if one["name"] == actor.name]
        if not found:
            raise NotFound("account", actor.name)
        return {"account": found[0], "acting": ""}

    def _used(self, token: Token) -> None:
        """Remember the day, once a day and without an event; whoever changed the token meanwhile is right."""
        today = self.today().isoformat()
        if token.last_used and token.last_used.isoformat() == today:
            return
        try:
            with self.repository.transaction() as transaction:
                present = transaction.get("token", token.id)
                transaction.replace("token", present | {"last_used": today}, present["revision"])
        except (Conflict, NotFound):
            return


def offered(role: Role) -> list[TokenScope]:
    """The scopes that make a difference to somebody in this role."""
    return [scope for scope in TokenScope if scope is not TokenScope.WRITE or role in WRITERS]


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
