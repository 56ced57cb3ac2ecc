"""The gate before pages, routes, static files and websockets: who may come in at all, and the headers of every answer."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from urllib.parse import urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from store.access import signed_in
from store.model.errors import Unusable
from store.opening import Store
from store.web.asked import is_local, is_same_origin, language_of
from store.web.page import told_page
from store.words import text

Find = Callable[[], Store]
log = logging.getLogger("xiaohao.web")

FOR_EVERYBODY = frozenset({"/healthz", "/sign-in", "/sign-out", "/first-run", "/preferences", "/admit"})
"""Addresses that look after themselves."""

FOR_TOKENS = re.compile(r"/api(/.*)?|/calendar\.ics", re.DOTALL)
"""Addresses for programs: they ask for a token themselves and know no cookie."""

FOR_STRANGERS = re.compile(
    r"/|/static/.*|/favicon\.\w+|/_stcore/(health|host-config|stream)|/auth/(login|logout)|/oauth2callback"
)
"""What somebody needs to be sent to a provider and to come back; the script shows a stranger nothing else (stranger.py)."""

_PRERENDER = "'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='"
"""The one inline script in Streamlit's page; a browser test tells when a new version has another."""
POLICY = "; ".join(
    (
        "default-src 'self'",
        f"script-src 'self' {_PRERENDER} blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
"""Nothing is asked of any other machine, and the browser sees to it. Components of ours are blobs."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Headers:
    """Puts what browsers should heed on every answer that does not say otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


class Gate:
    """Open access lets in only this machine; with accounts nobody gets past without signing in. It sees websockets too."""

    def __init__(self, app: ASGIApp, find: Find) -> None:
        self.app = app
        self.find = find

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(HTTPConnection(scope)) if scope["type"] in ("http", "websocket") else None
        if refusal is None:
            await self._through(scope, receive, send)
        elif scope["type"] == "http":
            await refusal(scope, receive, send)
        else:
            await WebSocketClose(code=1008)(scope, receive, send)

    async def _through(self, scope: Scope, receive: Receive, send: Send) -> None:
        """To the page or the route; one that meets a store which cannot be used just now says so calmly."""
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] != "websocket.close"
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Unusable as trouble:
            if begun or scope["type"] != "http":
                raise
            log.warning("the store cannot be used: %s", trouble.code)
            sorry = told_page(language_of(HTTPConnection(scope)), "trouble.page", 503)
            sorry.headers["retry-after"] = "5"
            await sorry(scope, receive, send)

    def _refusal(self, request: HTTPConnection) -> Response | None:
        store = self.find()
        if request.scope["type"] == "websocket" and not is_same_origin(request.headers, silent=True):
            return Response(status_code=403)
        if store.settings.access == "open":
            return None if is_local(request) else told_page(language_of(request), "access.not_from_here", 403)
        path = request.scope["path"]  # as the router sees it: a URL made of it would end at a question mark in it
        if path in FOR_EVERYBODY or FOR_TOKENS.fullmatch(path) or signed_in(store, request.cookies):
            return None
        if store.settings.access == "oidc" and FOR_STRANGERS.fullmatch(path):
            return None
        return _sign_in_first(request)


def _sign_in_first(request: HTTPConnection) -> Response:
    """A person who follows a link signs in and then gets there; a program is told."""
    if request.scope.get("method") in ("GET", "HEAD") and "text/html" in request.headers.get("accept", ""):
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse("/sign-in" + (f"?{urlencode({'next': wanted})}" if wanted != "/" else ""), 303)
    return PlainTextResponse(text(language_of(request), "access.sign_in_first") + "\n", 401)
