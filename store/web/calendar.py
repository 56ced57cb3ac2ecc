"""The calendar by address, for programs that subscribe to it: the token stands in the address, as they know no other way."""

from __future__ import annotations

from hashlib import sha256

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from store import telling
from store.exchange.subscribed import KEYS, subscribed
from store.model.enums import TokenScope
from store.model.errors import Fault, Invalid, Refused
from store.web.api.asking import refuse_scope
from store.web.api.problems import status_of
from store.web.asked import address_of, language_of
from store.web.gate import Find
from store.words import LANGUAGES

ASIDE = ("token", "lang")
_KEPT = {"cache-control": "private, no-cache", "referrer-policy": "no-referrer"}


async def calendar(find: Find, request: Request) -> Response:
    """The days of whoever the token belongs to, or a sentence that says why not."""
    return await run_in_threadpool(_answer, find, request)


def _answer(find: Find, request: Request) -> Response:
    store, query, lang = find(), request.query_params, language_of(request)
    try:
        holder = store.tokens.enter(query.get("token", ""), address_of(request))
        refuse_scope(holder, TokenScope.CALENDAR)
        lang = next((one for one in (query.get("lang"), holder.language) if one in LANGUAGES), lang)
        if unknown := [name for name in query if name not in (*KEYS, *ASIDE)]:
            raise Invalid([Fault(name[:40], "unknown_field") for name in unknown])
        content = subscribed(store, holder.actor, query, lang)
    except (Refused, Invalid) as error:
        wait = {"retry-after": str(error.params["seconds"])} if error.code == "throttled" else {}
        return PlainTextResponse(telling.refusal(lang, error, {}) + "\n", status_of(error), {"cache-control": "no-store", **wait})
    headers = {**_KEPT, "etag": f'"{sha256(content).hexdigest()[:32]}"'}
    if request.headers.get("if-none-match", "").removeprefix("W/") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(content, 200, headers, "text/calendar; charset=utf-8")
