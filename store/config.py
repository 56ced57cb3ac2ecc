"""Settings from the environment (``XIAOHAO_*``); a bad value is told at start-up, never guessed around."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from store.model.errors import Unusable

ACCESS = ("open", "accounts")
LANGUAGES = ("zh_CN", "en")
DEFAULTS = {
    "XIAOHAO_STORE": "data/xiaohao.db",
    "XIAOHAO_HOST": "127.0.0.1",
    "XIAOHAO_PORT": "8501",
    "XIAOHAO_ACCESS": "open",
    "XIAOHAO_LANG": "",
    "XIAOHAO_TODAY": "",
    "XIAOHAO_SAMPLE": "1",
}


@dataclass(frozen=True)
class Settings:
    """What the environment says, checked."""

    store: Path
    host: str
    port: int
    access: str
    language: str
    today: date | None
    sample: bool


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings in ``environment``. Raises Unusable ``bad_setting`` naming variable and value, or ``open_needs_loopback``."""
    unknown = [name for name in environment if name.startswith("XIAOHAO_") and name not in DEFAULTS]
    if unknown:
        raise Unusable("unknown_setting", name=unknown[0])
    given = {name: environment.get(name) or default for name, default in DEFAULTS.items()}
    if given["XIAOHAO_STORE"].startswith(("postgresql://", "postgres://")):
        raise Unusable("bad_setting", name="XIAOHAO_STORE", value="postgresql://…")
    values: dict[str, Any] = {name.removeprefix("XIAOHAO_").lower(): _read(name, given[name]) for name in DEFAULTS}
    settings = Settings(language=values.pop("lang"), **values)
    if settings.access == "open" and not is_loopback(settings.host):
        raise Unusable("open_needs_loopback", host=settings.host)
    return settings


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches ``host``."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _one_of(*allowed: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in allowed:
            raise ValueError(value)
        return value

    return read


def _port(value: str) -> int:
    if not 0 < int(value) < 65536:
        raise ValueError(value)
    return int(value)


_READERS: dict[str, Callable[[str], Any]] = {
    "XIAOHAO_STORE": Path,
    "XIAOHAO_HOST": str,
    "XIAOHAO_PORT": _port,
    "XIAOHAO_ACCESS": _one_of(*ACCESS),
    "XIAOHAO_LANG": _one_of("", *LANGUAGES),
    "XIAOHAO_TODAY": lambda value: date.fromisoformat(value) if value else None,
    "XIAOHAO_SAMPLE": lambda value: _one_of("0", "1")(value) == "1",
}


def _read(name: str, value: str) -> Any:
    try:
        return _READERS[name](value)
    except ValueError:
        raise Unusable("bad_setting", name=name, value=value) from None
