"""Sign-in attempts: after some failures a name and an address must wait, longer each time; kept in the store, for all servers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network
from math import ceil
from typing import Any

from store.engine.repository import Transaction
from store.model.errors import Refused
from store.record import Record

FREE = {"name": 5, "address": 20, "token": 20}
"""Failures without a wait. An address may be a whole office behind one gateway."""
FIRST_WAIT, LONGEST_WAIT = 15, 900
FORGOTTEN_AFTER = timedelta(hours=24)
MOST_KEPT = 20_000


@dataclass(frozen=True)
class Attempt:
    """What one attempt touches: its name and its address. A typed name may be a password by mistake, so only its hash is kept."""

    name: str
    address: str

    def keys(self) -> dict[str, str]:
        """The kind of each key and the key."""
        found = {"name": f"name:{sha256(self.name.encode()).hexdigest()[:32]}"}
        return found | ({"address": f"address:{_place(self.address)}"} if self.address else {})


class Knock(Attempt):
    """A token that is none: only its address counts, apart from the sign-ins, so that neither keeps the other out."""

    def keys(self) -> dict[str, str]:
        """The kind of the key and the key."""
        return {"token": f"token:{_place(self.address)}"}


def _place(address: str) -> str:
    """The address that counts: of IPv6 the first half, because whoever has one has all of the second."""
    try:
        known = ip_address(address)
    except ValueError:
        return address[:64]
    return str(known) if known.version == 4 else str(ip_network((known, 64), strict=False))


def wait_after(failures: int, free: int) -> int:
    """Seconds to wait after so many failures: none, then 15, 30, 60, … up to a quarter of an hour."""
    return 0 if failures < free else int(min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(failures - free, 10)))


class Throttle(Record):
    """Counts an attempt before it is checked, so that many at the same moment cannot slip through; success takes it back."""

    def count(self, attempt: Attempt) -> None:
        """Count this attempt as a failure in advance. Raises Refused ``throttled`` while its name or its address must wait."""
        with self.repository.transaction() as transaction:
            known = self._known(transaction)
            seconds = max(self._left(known.get(key), FREE[kind]) for kind, key in attempt.keys().items())
            if seconds:
                raise Refused("throttled", seconds=seconds)
            for key in attempt.keys().values():
                self._write(transaction, known.get(key), key, known.get(key, {}).get("failures", 0) + 1)

    def succeeded(self, attempt: Attempt) -> None:
        """Forget the failures of the name; the address gets back only this attempt, or one account would clear it."""
        with self.repository.transaction() as transaction:
            known = self._known(transaction)
            for kind, key in attempt.keys().items():
                if key in known:
                    self._write(transaction, known[key], key, 0 if kind == "name" else known[key]["failures"] - 1)

    def _known(self, transaction: Transaction) -> dict[str, dict[str, Any]]:
        """The counts that are not forgotten, by key; the others are removed, and the oldest where there are too many."""
        kept: dict[str, dict[str, Any]] = {}
        attempts, now = transaction.all("attempt"), self.clock()
        for place, document in enumerate(attempts):
            old = now - datetime.fromisoformat(document["at"]) > FORGOTTEN_AFTER
            if old or len(attempts) - place > MOST_KEPT:
                transaction.delete("attempt", document["id"], document["revision"])
            else:
                kept[document["key"]] = document
        return kept

    def _left(self, document: dict[str, Any] | None, free: int) -> int:
        """Whole seconds still to wait; never more than the wait itself, should the clock have been set back."""
        if document is None:
            return 0
        wait = wait_after(document["failures"], free)
        passed = (self.clock() - datetime.fromisoformat(document["at"])).total_seconds()
        return max(0, min(wait, ceil(wait - passed)))

    def _write(self, transaction: Transaction, known: dict[str, Any] | None, key: str, failures: int) -> None:
        document = {"key": key, "failures": failures, "at": self.clock().isoformat(timespec="milliseconds")}
        if known is None:
            transaction.insert("attempt", document)
        elif failures <= 0:
            transaction.delete("attempt", known["id"], known["revision"])
        else:
            transaction.replace("attempt", known | document, known["revision"])
