"""The settings of what leaves this machine: reminders by mail, a summary to a group; nothing leaves where they are not set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from store.loopback import is_loopback
from store.model.errors import Unusable
from store.rules.addresses import is_address

FORMATS = ("wecom", "dingtalk", "plain")
SECURITY = {"starttls": 587, "tls": 465, "none": 25}
"""How the way to the mail server is secured, and the port that goes with it."""
DEFAULTS = {
    "XIAOHAO_URL": "",
    "XIAOHAO_SMTP_HOST": "",
    "XIAOHAO_SMTP_PORT": "",
    "XIAOHAO_SMTP_TLS": "starttls",
    "XIAOHAO_SMTP_CA": "",
    "XIAOHAO_SMTP_USER": "",
    "XIAOHAO_SMTP_PASSWORD": "",
    "XIAOHAO_MAIL_FROM": "",
    "XIAOHAO_WEBHOOK_URL": "",
    "XIAOHAO_WEBHOOK_FORMAT": "plain",
}
SECRET = frozenset({"XIAOHAO_SMTP_PASSWORD", "XIAOHAO_WEBHOOK_URL"})
"""Settings whose values are never told; the address of a group's robot carries its key."""
NEEDS = {
    "XIAOHAO_SMTP_HOST": ("XIAOHAO_MAIL_FROM", "XIAOHAO_URL"),
    "XIAOHAO_SMTP_PORT": ("XIAOHAO_SMTP_HOST",),
    "XIAOHAO_SMTP_TLS": ("XIAOHAO_SMTP_HOST",),
    "XIAOHAO_SMTP_CA": ("XIAOHAO_SMTP_HOST",),
    "XIAOHAO_SMTP_USER": ("XIAOHAO_SMTP_HOST", "XIAOHAO_SMTP_PASSWORD"),
    "XIAOHAO_SMTP_PASSWORD": ("XIAOHAO_SMTP_USER",),
    "XIAOHAO_MAIL_FROM": ("XIAOHAO_SMTP_HOST",),
    "XIAOHAO_WEBHOOK_FORMAT": ("XIAOHAO_WEBHOOK_URL",),
}
"""What makes sense only together with what."""


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in, as whom, and how the way there is secured."""

    host: str
    port: int
    security: str
    sender: str
    authority: Path | None = None
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Webhook:
    """A group's address and the shape that it takes."""

    url: str = field(repr=False)
    shape: str = "plain"


@dataclass(frozen=True)
class Outgoing:
    """What may leave, and ``url``, where a reader finds the app."""

    url: str = ""
    mail: MailServer | None = None
    webhook: Webhook | None = None


def read_outgoing(environment: Mapping[str, str]) -> Outgoing:
    """The settings in ``environment``.

    Raises Unusable ``bad_setting`` (without the value of a secret), ``setting_needs`` for half a configuration, or
    ``password_in_the_clear``.
    """
    given = {name: environment.get(name, "").strip() for name in DEFAULTS}
    for name, others in NEEDS.items():
        if lacking := [other for other in others if given[name] and not given[other]]:
            raise Unusable("setting_needs", name=name, needed=lacking[0])
    for name, fits in _FITS.items():
        if given[name] and not fits(given[name]):
            raise Unusable("bad_setting", name=name, value="…" if name in SECRET else given[name])
    whole = {name: given[name] or default for name, default in DEFAULTS.items()}
    return Outgoing(whole["XIAOHAO_URL"].rstrip("/"), _mail(whole), _webhook(whole))


def _mail(given: Mapping[str, str]) -> MailServer | None:
    host, security = given["XIAOHAO_SMTP_HOST"], given["XIAOHAO_SMTP_TLS"]
    if not host:
        return None
    if given["XIAOHAO_SMTP_USER"] and security == "none" and not is_loopback(host):
        raise Unusable("password_in_the_clear", host=host)
    return MailServer(
        host,
        int(given["XIAOHAO_SMTP_PORT"] or SECURITY[security]),
        security,
        given["XIAOHAO_MAIL_FROM"],
        Path(given["XIAOHAO_SMTP_CA"]) if given["XIAOHAO_SMTP_CA"] else None,
        given["XIAOHAO_SMTP_USER"],
        given["XIAOHAO_SMTP_PASSWORD"],
    )


def _webhook(given: Mapping[str, str]) -> Webhook | None:
    url = given["XIAOHAO_WEBHOOK_URL"]
    return Webhook(url, given["XIAOHAO_WEBHOOK_FORMAT"]) if url else None


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def _is_home(url: str) -> bool:
    """A web address that a path can be added to."""
    return _is_web(url) and url.isascii() and not set(" ?#\"'<>\\") & set(url)


_FITS: dict[str, Callable[[str], bool]] = {
    "XIAOHAO_URL": _is_home,
    "XIAOHAO_SMTP_PORT": lambda value: value.isdecimal() and 0 < int(value) < 65536,
    "XIAOHAO_SMTP_TLS": lambda value: value in SECURITY,
    "XIAOHAO_SMTP_CA": lambda value: Path(value).is_file(),
    "XIAOHAO_MAIL_FROM": is_address,
    "XIAOHAO_WEBHOOK_URL": _is_web,
    "XIAOHAO_WEBHOOK_FORMAT": lambda value: value in FORMATS,
}
