"""A server with accounts and a program for each of them, which comes in with a token."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

from store.model.documents import Actor
from store.model.enums import Role
from store.opening import Store, over
from tests.store.conftest import ADMIN, Clock
from tests.store.test_web import PASSWORD, Site, serving
from tests.store.test_web import _quick as _quick

ACCOUNTS = {
    "unit": (Role.UNIT, "U01"),
    "other": (Role.UNIT, "U02"),
    "office": (Role.OFFICE, ""),
    "reviewer": (Role.OFFICE, ""),
    "viewer": (Role.VIEWER, ""),
    "inspector": (Role.INSPECTOR, ""),
    "admin": (Role.ADMIN, ""),
}


@dataclass
class Programs:
    """Programs at a running server: ``called("office")`` asks as the account of that name."""

    site: Site

    @property
    def store(self) -> Store:
        return self.site.store

    def actor(self, name: str) -> Actor:
        return Actor(name, *ACCOUNTS[name])

    def secret(self, name: str, scope: str = "write", **other: Any) -> str:
        return self.store.tokens.make(self.actor(name), {"name": "test", "scope": scope, **other})[1]

    def called(self, name: str, scope: str = "write", lang: str = "zh-CN") -> httpx.Client:
        return self.with_secret(self.secret(name, scope), lang)

    def with_secret(self, secret: str, lang: str = "zh-CN") -> httpx.Client:
        return self.stranger(authorization=f"Bearer {secret}", **{"accept-language": lang})

    def stranger(self, **headers: str) -> httpx.Client:
        made = httpx.Client(base_url=self.site.url, headers=headers, trust_env=False)
        self.site.clients.append(made)
        return made


@pytest.fixture
def programs(store: Store, clock: Clock) -> Iterator[Programs]:
    for name, (role, unit) in ACCOUNTS.items():
        store.accounts.create(ADMIN, name, PASSWORD, role, unit)
    settings = replace(store.settings, access="accounts")
    with serving(over(store.repository, settings, clock)) as site:
        yield Programs(site)
