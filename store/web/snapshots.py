"""The files of snapshots by address: to everybody the rows that they may see, the same bytes at every visit."""

from __future__ import annotations

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from store.access import actor_from
from store.model.errors import NotFound, Unusable
from store.web.asked import language_of
from store.web.gate import Find
from store.words import fmt_date, text


async def snapshot(find: Find, request: Request) -> Response:
    """The file of one snapshot as it was taken, or a sentence that says why not."""
    lang, store, number = language_of(request), find(), request.path_params["number"]
    actor = actor_from(store, request.cookies)
    if actor is None:
        return _told(text(lang, "access.sign_in_first"), 401)
    try:
        kept = store.snapshots.one(number)
        content = await run_in_threadpool(store.snapshots.content, actor, number)
    except NotFound:
        return _told(text(lang, "snapshots.no_such"), 404)
    except Unusable:
        return _told(text(lang, "snapshots.damaged_means"), 500)
    words = text(lang, "snapshots.file", name=kept.name, day=fmt_date(kept.day, lang))
    plain = f"snapshot-{kept.id}-{kept.day}.csv"
    names = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(words + '.csv', safe='')}"
    headers = {"content-disposition": names, "cache-control": "no-store"}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def _told(sentence: str, status: int) -> Response:
    return PlainTextResponse(sentence + "\n", status, {"cache-control": "no-store"})
