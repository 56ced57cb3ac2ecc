"""The address of a database server: what is handed to the driver, and what a person may read of it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from store.model.errors import Unusable

SCHEMES = ("postgresql", "postgres")
TEAM = "team"
"""The word of the address that names one store of several in a database."""


@dataclass(frozen=True)
class Server:
    """A database and the store in it; as text it names neither password nor options."""

    conninfo: str
    shown: str
    team: str = "main"

    def __str__(self) -> str:
        return self.shown

    def __repr__(self) -> str:
        return f"<Server {self.shown}>"


def is_server(address: str) -> bool:
    """Whether an address names a database server rather than a file."""
    return address.partition("://")[0] in SCHEMES


def read_server(address: str) -> Server:
    """``postgresql://user:password@host:port/database?team=main&sslmode=…``; what is not ours goes to the driver.

    Raises Unusable ``bad_address``.
    """
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise Unusable("bad_address") from None
    options = dict(parse_qsl(parts.query))
    team = options.pop(TEAM, Server.team)
    user = f"{parts.username}@" if parts.username else ""
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname or ""
    shown = f"postgresql://{user}{host}{port}{parts.path}" + (f"?{TEAM}={team}" if team != Server.team else "")
    return Server(urlunsplit(parts._replace(scheme="postgresql", query=urlencode(options))), shown, team)
