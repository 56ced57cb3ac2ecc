"""Passwords: what may be one, how it is kept (argon2id), and a check that takes as long for names that do not exist."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from store.model.errors import Fault

SHORTEST, LONGEST = 10, 1000
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letter or figure that is taken for another when it is read out or copied by hand."""
_hasher = PasswordHasher()
"""argon2id with the parameters RFC 9106 recommends where memory is scarce: some 40 ms and 64 MiB a check."""


def plain(password: str) -> str:
    """One form for what one person typed: an input method may give full-width letters for the same keys."""
    return unicodedata.normalize("NFKC", password)


def faults_of(name: str, password: str) -> list[Fault]:
    """What is wrong with a new password for ``name``."""
    typed = plain(password)
    if not typed:
        return [Fault("password", "required")]
    if len(typed) < SHORTEST:
        return [Fault("password", "password_too_short", {"shortest": SHORTEST})]
    if len(typed) > LONGEST:
        return [Fault("password", "too_long", {"longest": LONGEST, "length": len(typed)})]
    if name and typed.casefold() == plain(name).casefold():
        return [Fault("password", "password_is_name")]
    return []


def one_time() -> str:
    """A password to be handed over and changed at once, easy to read out: three groups of four, some 59 bits."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(3))


def hashed(password: str) -> str:
    """What the store keeps."""
    return _hasher.hash(plain(password))


def matches(kept: str, password: str) -> bool:
    """Whether ``password`` is the one; without a kept hash it is not, after the same time."""
    try:
        _hasher.verify(kept or _nobodys(), plain(password)[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody's")
