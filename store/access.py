"""Who a request comes from: the role chosen at this machine (open access), or the account that is signed in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from store.model.documents import Actor
from store.model.enums import Role

if TYPE_CHECKING:
    from store.opening import Store

ACTING_COOKIE = "xiaohao_acting"
SESSION_COOKIE = "xiaohao_session"
LOCAL = "local:"
"""How the names of those begin who act without an account: ``local:office``, ``local:unit:U03``; the edge has the words."""

_OTHERS = "|".join(role for role in Role if role is not Role.UNIT)
_ACTING = re.compile(rf"unit:(?P<unit>[A-Za-z0-9_.-]{{1,40}})|(?P<role>{_OTHERS})")


def acting_code(role: Role, unit: str = "") -> str:
    """What the cookie says for a role: ``office``, ``unit:U03``."""
    return f"{role.value}:{unit}" if role is Role.UNIT else role.value


def acting(code: str) -> Actor | None:
    """Whom the code stands for, or None when it is none."""
    found = _ACTING.fullmatch(code)
    if found is None:
        return None
    return Actor(LOCAL + code, Role(found["role"] or Role.UNIT), found["unit"] or "")


def acting_from(cookies: Mapping[str, str]) -> Actor:
    """Open access: as whom somebody at this machine acts, the office until they choose."""
    return acting(cookies.get(ACTING_COOKIE, "")) or Actor(LOCAL + Role.OFFICE.value, Role.OFFICE)


def signed_in(store: Store, cookies: Mapping[str, str]) -> Actor | None:
    """Accounts: who is signed in with these cookies."""
    return store.accounts.actor_of(cookies.get(SESSION_COOKIE))


def actor_from(store: Store, cookies: Mapping[str, str]) -> Actor | None:
    """Who this is under the access in force; None must sign in first."""
    return acting_from(cookies) if store.settings.access == "open" else signed_in(store, cookies)


def local_parts(name: str) -> tuple[Role, str] | None:
    """Role and unit behind the name of one who acted without an account, for the edge to word; None for an account's name."""
    actor = acting(name.removeprefix(LOCAL)) if name.startswith(LOCAL) else None
    return (actor.role, actor.unit) if actor else None
