"""The files of evidence by address: for whoever sees the problem, to be shown or saved, never to run."""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from store.access import actor_from
from store.model.documents import Actor
from store.model.errors import NotFound, Unusable
from store.model.evidence import File
from store.opening import Store
from store.rules.uploads import KINDS
from store.web.asked import language_of
from store.web.gate import Find
from store.words import text

_SHUT = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
SHOWN = {
    **dict.fromkeys(("image/jpeg", "image/png", "image/gif", "image/webp"), f"{_SHUT}; img-src 'self'; sandbox"),
    "application/pdf": f"{_SHUT}; object-src 'self'",
}
"""What a browser may show instead of saving, and what it may do with it.

A PDF without a sandbox: in one, browsers of some age do not open their viewer.
"""

_KEPT = {"cache-control": "private, no-cache", "x-content-type-options": "nosniff", "cross-origin-resource-policy": "same-origin"}


async def evidence(find: Find, request: Request) -> Response:
    """The file of one piece, as it was handed in; the name in the address is for people only."""
    lang, store = language_of(request), find()
    actor = actor_from(store, request.cookies)
    if actor is None:
        return _told(text(lang, "access.sign_in_first"), 401)
    try:
        return await run_in_threadpool(_answer, store, actor, request)
    except NotFound:
        return _told(text(lang, "access.no_such_evidence"), 404)
    except Unusable as error:
        return _told(text(lang, f"unusable.{error.code}", **error.params), 500)


def _answer(store: Store, actor: Actor, request: Request) -> Response:
    file = store.ledger.file(actor, request.path_params["ref"], request.path_params["piece"])
    tag = f'"{file.sha256}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={**_KEPT, "etag": tag})
    manner = _manner(file, "inline" in request.query_params)
    return Response(store.ledger.content(file), headers={**_KEPT, **manner, "etag": tag, "content-type": _media_type(file)})


def _manner(file: File, asked_to_show: bool) -> dict[str, str]:
    """Whether it is shown or saved, under its name (the plain one is for clients that cannot read the other)."""
    manner = "inline" if asked_to_show and file.media_type in SHOWN else "attachment"
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", file.name)
    names = f"{manner}; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    policy = SHOWN[file.media_type] if manner == "inline" else f"{_SHUT}; sandbox"
    return {"content-disposition": names, "content-security-policy": policy}


def _media_type(file: File) -> str:
    """As found in its content; anything we do not know is bytes and no more. Text says no encoding: it may be either of two."""
    known = {media_type for _, media_type in KINDS.values()}
    return file.media_type if file.media_type in known else "application/octet-stream"


def _told(sentence: str, status: int) -> Response:
    return PlainTextResponse(sentence + "\n", status, {"cache-control": "no-store"})
