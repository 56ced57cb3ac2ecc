"""Settings from the environment (``XIAOHAO_*``); a bad value is told at start-up, never guessed around."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from store import outgoing
from store.engine.place import read_place
from store.engine.postgres.server import Server
from store.loopback import is_loopback
from store.model.errors import Unusable
from store.outgoing import Outgoing, read_outgoing
from store.rules.uploads import KINDS, Limits

ACCESS = ("open", "accounts", "oidc")
LANGUAGES = ("zh_CN", "en")
MOST_MEGABYTES = 50
"""As server.maxUploadSize in .streamlit/config.toml: the server takes no larger file from a form."""
DEFAULTS = {
    "XIAOHAO_STORE": "data/xiaohao.db",
    "XIAOHAO_HOST": "127.0.0.1",
    "XIAOHAO_PORT": "8501",
    "XIAOHAO_ACCESS": "open",
    "XIAOHAO_OIDC_CLAIM": "email",
    "XIAOHAO_LANG": "",
    "XIAOHAO_TODAY": "",
    "XIAOHAO_SAMPLE": "1",
    "XIAOHAO_EVIDENCE_MB": str(Limits.megabytes),
    "XIAOHAO_EVIDENCE_TYPES": ",".join(Limits.types),
    "XIAOHAO_EVIDENCE_FILES": str(Limits.files),
}


@dataclass(frozen=True)
class Settings:
    """What the environment says, checked."""

    store: Path | Server
    host: str
    port: int
    access: str
    oidc_claim: str
    language: str
    today: date | None
    sample: bool
    evidence: Limits = field(default_factory=Limits)
    outgoing: Outgoing = field(default_factory=Outgoing)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings in ``environment``.

    Raises Unusable ``bad_setting`` naming variable and value, ``unknown_setting``, ``open_needs_loopback``, or as
    :func:`store.outgoing.read_outgoing`.
    """
    known = DEFAULTS.keys() | outgoing.DEFAULTS.keys()
    unknown = [name for name in environment if name.startswith("XIAOHAO_") and name not in known]
    if unknown:
        raise Unusable("unknown_setting", name=unknown[0])
    given = {name: environment.get(name) or default for name, default in DEFAULTS.items()}
    values: dict[str, Any] = {name.removeprefix("XIAOHAO_").lower(): _read(name, given[name]) for name in DEFAULTS}
    limits = Limits(*(values.pop(f"evidence_{name}") for name in ("mb", "types", "files")))
    settings = Settings(language=values.pop("lang"), evidence=limits, outgoing=read_outgoing(environment), **values)
    if settings.access == "open" and not is_loopback(settings.host):
        raise Unusable("open_needs_loopback", host=settings.host)
    return settings


def _one_of(*allowed: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in allowed:
            raise ValueError(value)
        return value

    return read


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not least <= int(value) <= most:
            raise ValueError(value)
        return int(value)

    return read


def _types(value: str) -> tuple[str, ...]:
    """Endings we know how to check and to serve; any other could be a page that runs in a reader's browser."""
    named = tuple(dict.fromkeys(one.strip().lower().lstrip(".") for one in value.split(",") if one.strip()))
    if not named or not set(named) <= set(KINDS):
        raise ValueError(value)
    return named


def _claim(value: str) -> str:
    if not value.isidentifier():
        raise ValueError(value)
    return value


_READERS: dict[str, Callable[[str], Any]] = {
    "XIAOHAO_STORE": read_place,
    "XIAOHAO_HOST": str,
    "XIAOHAO_PORT": _whole(1, 65535),
    "XIAOHAO_ACCESS": _one_of(*ACCESS),
    "XIAOHAO_OIDC_CLAIM": _claim,
    "XIAOHAO_LANG": _one_of("", *LANGUAGES),
    "XIAOHAO_TODAY": lambda value: date.fromisoformat(value) if value else None,
    "XIAOHAO_SAMPLE": lambda value: _one_of("0", "1")(value) == "1",
    "XIAOHAO_EVIDENCE_MB": _whole(1, MOST_MEGABYTES),
    "XIAOHAO_EVIDENCE_TYPES": _types,
    "XIAOHAO_EVIDENCE_FILES": _whole(1, 1000),
}


def _read(name: str, value: str) -> Any:
    try:
        return _READERS[name](value)
    except ValueError:
        raise Unusable("bad_setting", name=name, value=value) from None
