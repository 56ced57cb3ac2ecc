"""Starting up: a refusal told in words, a warm start, and the server itself."""

from __future__ import annotations

import errno
import gc
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn

from store.model.errors import Unusable
from store.opening import the_store
from store.words import LANGUAGES, catalogue, house_language, text

HOME = Path(__file__).parents[2]
QUIET: dict[str, Any] = {
    "access_log": False,
    "log_level": "warning",
    "server_header": False,
    "ws": "websockets-sansio",
    "ws_per_message_deflate": False,
}
"""How uvicorn runs; of the websocket as Streamlit sets it."""


def told(error: Unusable) -> str:
    """Why the server does not start, and what to do: in the language of the house and then in the other."""
    first = house_language()
    languages = (first, *(other for other in LANGUAGES if other != first))
    return "\n".join(text(lang, f"unusable.{error.code}", **error.params) for lang in languages)


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Read what every first visitor would wait for.

    Then keep the garbage collector, which Streamlit runs after every rerun, from walking all of it.
    """
    the_store().ledger.frames.warm()
    the_store().checks.read()
    for lang in LANGUAGES:
        catalogue(lang)
    gc.collect()
    gc.freeze()
    yield


def serve(app: Any) -> None:
    """Serve at XIAOHAO_HOST:XIAOHAO_PORT until told to end.

    By uvicorn itself: the socket that Streamlit's own runner makes has no protocol number, so asyncio leaves Nagle's algorithm
    on for it, and a small answer can wait for the last one to be acknowledged. Started from another folder, only that runner
    finds the pages and the look.
    """
    settings = the_store().settings
    try:
        listening = _listen(settings.host, settings.port)
    except Unusable as error:
        sys.exit(told(error))
    if Path.cwd() != HOME:
        listening.close()
        app.run(config={"server.address": settings.host, "server.port": settings.port})
        return
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    print(text(house_language(), "access.serving", url=f"http://{host}:{settings.port}"), flush=True)
    uvicorn.Server(uvicorn.Config(app, **QUIET)).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket at the first address of ``host``. Raises Unusable ``port_taken`` or ``no_such_host``."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)[0]
    except socket.gaierror:
        raise Unusable("no_such_host", host=host) from None
    listening = socket.socket(family, kind, protocol)
    try:
        if sys.platform != "win32":  # there it would let two servers share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(2048)
    except OSError as error:
        listening.close()
        raise Unusable("no_such_host" if error.errno == errno.EADDRNOTAVAIL else "port_not_free", host=host, port=port) from error
    return listening
