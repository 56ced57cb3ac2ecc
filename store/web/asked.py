"""What a request says, read with suspicion: where it comes from, its language, where to go next, what was posted."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request

from store import loopback
from store.words import LANGUAGE_COOKIE, choose_language, house_language

LARGEST_FORM = 16_384


def is_loopback(address: str) -> bool:
    """Whether ``address`` is of this machine, also when IPv4 comes in through IPv6."""
    try:
        known = ip_address(address)
    except ValueError:
        return loopback.is_loopback(address)
    mapped = known.ipv4_mapped if isinstance(known, IPv6Address) else None
    return (mapped or known).is_loopback


def is_local(request: HTTPConnection) -> bool:
    """Whether somebody at this machine asks this machine by its own name.

    The name matters: a page elsewhere can give its own name this machine's address (DNS rebinding). A proxy before us makes
    everybody look local; those that say for whom they ask are believed.
    """
    proxied = any(name in request.headers for name in ("forwarded", "x-forwarded-for", "x-real-ip", "via"))
    address = request.client.host if request.client else ""
    return not proxied and is_loopback(address) and is_loopback(host_name(request.headers))


def host_name(headers: Headers) -> str:
    """The name the client used for this server, without the port."""
    try:
        return urlsplit(f"//{headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""


def is_same_origin(headers: Headers, silent: bool) -> bool:
    """Whether the request comes from a page of ours; ``silent`` answers for a client that does not say."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is None and origin is None:
        return silent
    if site not in (None, "same-origin"):
        return False
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def address_of(request: HTTPConnection) -> str:
    """The address of the client, as far as the server knows."""
    return request.client.host if request.client else ""


def language_of(request: HTTPConnection) -> str:
    """The language of whoever asks."""
    return choose_language(request.headers.get("accept-language"), request.cookies.get(LANGUAGE_COOKIE), house_language())


def safe_next(wanted: str | None) -> str:
    """Where to go after signing in: a path of this server, otherwise the first page.

    One leading slash and never two, no backslash (browsers read it as a slash) and no control character (browsers drop it).
    """
    path = wanted or "/"
    good = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable() and len(path) < 2000
    return path if good and path.partition("?")[0] not in ("/sign-in", "/sign-out", "/first-run") else "/"


async def posted(request: Request) -> dict[str, str]:
    """The fields of a posted form; one that is too large has none."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            return {}
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20))
