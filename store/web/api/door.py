"""The door to everything under /api: who asks comes first, then what; every refusal is a problem in the asker's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from store.model.codec import from_dict
from store.model.enums import TokenScope
from store.model.errors import Conflict, Refused, Unusable, XiaohaoError
from store.model.issue import Issue
from store.opening import Store
from store.rules.uploads import MEGABYTE
from store.tokens import Holder
from store.web.api.answers import KEPT, answered
from store.web.api.asking import Asked, holder_of, read_form, read_json, refuse_scope, whole_body
from store.web.api.codes import with_codes
from store.web.api.description import ADDRESS, description
from store.web.api.operations import OPERATIONS, Operation
from store.web.api.problems import problem
from store.web.api.shown import Showing
from store.web.asked import language_of


class Under(BaseRoute):
    """An address and everything below it, whatever is in the rest: to a pattern of the router a line end would be no address."""

    def __init__(self, address: str, app: ASGIApp) -> None:
        self._address, self._app = address, app

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether it is below the address."""
        below = scope["type"] == "http" and f"{scope['path']}/".startswith(f"{self._address}/")
        return (Match.FULL if below else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on."""
        await self._app(scope, receive, send)


class Api:
    """An ASGI application for ``/api`` and below."""

    def __init__(self, find: Callable[[], Store]) -> None:
        self._find = find

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            answer = await self._answer(request)
        except ClientDisconnect:
            return
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        store, lang, path = self._find(), language_of(request), request.scope["path"]
        known = allowed(path)
        if request.method == "OPTIONS" and known:
            return Response(status_code=204, headers={"allow": ", ".join(known), **KEPT})
        if path == ADDRESS and request.method in known:
            return answered(await run_in_threadpool(_described, store, request, lang))
        try:
            holder = await run_in_threadpool(holder_of, store, request)
        except XiaohaoError as error:
            return problem(error, lang, {}, headers=KEPT)
        try:
            return await self._for_holder(request, store, holder, lang, known)
        except XiaohaoError as error:
            return await run_in_threadpool(self._problem, error, store, holder, lang, known)

    async def _for_holder(self, request: Request, store: Store, holder: Holder, lang: str, known: Sequence[str]) -> Response:
        if not known:
            raise Refused("no_such_address")
        if request.method not in known or request.scope["path"] == ADDRESS:
            raise Refused("no_such_method", method=request.method[:20])
        operation, parts = found(request.scope["path"], "GET" if request.method == "HEAD" else request.method)
        refuse_scope(holder, operation.scope)
        media_type, body = request.headers.get("content-type", ""), {}
        form = operation.files and media_type.startswith("multipart/form-data")
        if form:  # all files of one request together may be as large as one file may be
            body = await read_form(request, (store.settings.evidence.megabytes + 1) * MEGABYTE)
        elif operation.takes is not None:
            body = read_json(media_type, await whole_body(request))
        asked = Asked(store, holder, lang, parts, dict(request.query_params), request.headers.get("if-match"), body, form)
        return await run_in_threadpool(operation.answer, asked)

    @staticmethod
    def _problem(error: XiaohaoError, store: Store, holder: Holder, lang: str, known: Sequence[str]) -> Response:
        away = isinstance(error, Unusable)  # then nobody can say what the units are called
        units = {} if away else {unit.code: unit.name for unit in store.ledger.units()}
        current = None
        if isinstance(error, Conflict):
            current = Showing(store, holder.actor, lang).issue(from_dict(Issue, error.current))
        headers = KEPT | ({"allow": ", ".join(known)} if error.code == "no_such_method" else {})
        if current:
            headers |= {"etag": f'"{current["revision"]}"'}
        return problem(error, lang, units, current, headers)


def _described(store: Store, request: Request, lang: str) -> dict[str, Any]:
    """The description for everybody; with a token also the codes of this ledger."""
    if "authorization" not in request.headers:
        return description(lang)
    try:
        refuse_scope(holder_of(store, request), TokenScope.READ)
    except XiaohaoError:
        return description(lang)
    return with_codes(description(lang), store.ledger, lang)


def allowed(path: str) -> list[str]:
    """The methods there are at an address; none where there is no such address."""
    methods = [one.method for one in OPERATIONS if one.matches(path) is not None] or ["GET"] * (path == ADDRESS)
    return [*methods, *(["HEAD"] if "GET" in methods else []), "OPTIONS"] if methods else []


def found(path: str, method: str) -> tuple[Operation, dict[str, str]]:
    """The operation at an address, and the named parts of the address."""
    pairs = ((one, one.matches(path)) for one in OPERATIONS if one.method == method)
    return next((one, parts) for one, parts in pairs if parts is not None)
