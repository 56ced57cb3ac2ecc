"""Sign-ins: a signed random token in a cookie, of which the store knows only the hash; found in memory, ended in the store."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from itsdangerous import BadSignature, Signer

from store.engine.repository import Document, Repository, Transaction
from store.model.codec import from_dict, to_dict
from store.model.documents import Account, Session
from store.model.errors import Conflict, NotFound, Unusable
from store.record import Clock, Record

LASTS, AT_MOST = timedelta(hours=12), timedelta(days=7)
"""A sign-in ends so long after its last use, and in any case so long after its beginning."""
RENEWED_AFTER = timedelta(hours=1)


class Sessions(Record):
    """The sign-ins of a store; their key and their hashes are in it, so that every server on it knows them."""

    def __init__(self, repository: Repository, clock: Clock) -> None:
        super().__init__(repository, clock)
        self._signer: Signer | None = None
        self._index: tuple[int, dict[str, tuple[Document, Document]]] = (-1, {})

    def begin(self, account: Account) -> str:
        """A new sign-in, never one that was there before; returns the value of the cookie. Removes what has expired."""
        token, now = secrets.token_urlsafe(32), self.clock()
        session = Session(account=account.id, token=_hash(token), started_at=_iso(now), expires_at=_iso(now + LASTS))
        with self.repository.transaction() as transaction:
            for known in transaction.all("session"):
                if datetime.fromisoformat(known["expires_at"]) <= now:
                    transaction.delete("session", known["id"], known["revision"])
            transaction.insert("session", to_dict(session))
        return self._signing().sign(token).decode()

    def account_of(self, cookie: str | None) -> Account | None:
        """The active account that is signed in with this cookie; keeps the sign-in alive at most once an hour."""
        found = self._known().get(self._token_of(cookie))
        if found is None:
            return None
        session, account = found
        left = datetime.fromisoformat(session["expires_at"]) - self.clock()
        if left <= timedelta(0) or not account["active"]:
            return None
        if left < LASTS - RENEWED_AFTER:
            self._renew(session)
        return from_dict(Account, account)

    def end(self, cookie: str | None) -> None:
        """Sign out; the cookie is worth nothing any more, wherever a copy of it is."""
        found = self._known().get(self._token_of(cookie))
        if found is not None:
            with self.repository.transaction() as transaction:
                for known in transaction.all("session"):
                    if known["id"] == found[0]["id"]:
                        transaction.delete("session", known["id"], known["revision"])

    def end_all(self, transaction: Transaction, account: Account, but: str | None = None) -> None:
        """Sign out everybody who is in by this account, except with the cookie ``but``."""
        spared = self._token_of(but)
        for known in transaction.all("session"):
            if known["account"] == account.id and known["token"] != spared:
                transaction.delete("session", known["id"], known["revision"])

    def _known(self) -> dict[str, tuple[Document, Document]]:
        """Each sign-in and its account by the hash; put together anew only when anything was written since."""
        version = self.repository.version
        if self._index[0] != version:
            accounts = {document["id"]: document for document in self.repository.snapshot("account")[1]}
            sessions = self.repository.snapshot("session")[1]
            index = {one["token"]: (one, accounts[one["account"]]) for one in sessions if one["account"] in accounts}
            self._index = (version, index)
        return self._index[1]

    def _renew(self, session: Document) -> None:
        limit = datetime.fromisoformat(session["started_at"]) + AT_MOST
        expires = _iso(min(self.clock() + LASTS, limit))
        if expires == session["expires_at"]:
            return
        try:
            with self.repository.transaction() as transaction:
                transaction.replace("session", session | {"expires_at": expires}, session["revision"])
        except (Conflict, NotFound, Unusable):
            return  # another request renewed it, it was ended, or the store cannot be written: the next request tries again

    def _token_of(self, cookie: str | None) -> str:
        """The hash under which the token of a genuine cookie is kept, otherwise nothing's."""
        try:
            return _hash(self._signing().unsign(cookie or "").decode())
        except (BadSignature, UnicodeError):
            return ""

    def _signing(self) -> Signer:
        if self._signer is None:
            self._signer = Signer(self._key(), salt="xiaohao sign-in", digest_method=sha256)
        return self._signer

    def _key(self) -> str:
        """The key of this store, made at first need."""
        known = self.repository.snapshot("secret")[1]
        if not known:
            with self.repository.transaction() as transaction:
                made = {"purpose": "sign-in", "key": secrets.token_hex(32)}
                known = transaction.all("secret") or [transaction.insert("secret", made)]
        return str(known[0]["key"])


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
