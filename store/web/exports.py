"""Files of the ledger by address, for the same people and of the same rows as the pages; and whether the server is well."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from store import VERSION
from store.access import actor_from
from store.exchange.taking import CSV, FILES, HISTORY, Taken, take, take_history
from store.model.errors import Invalid, NotFound, Refused, Unusable, XiaohaoError
from store.web.asked import language_of
from store.web.gate import Find
from store.words import fmt_date, text


async def health(find: Find, request: Request) -> Response:
    """200 while the store can be reached and written; else 503 with the code of what is wrong. For whoever balances servers."""
    try:
        await run_in_threadpool(find().repository.probe)
    except XiaohaoError as error:
        code = error.code if isinstance(error, Unusable) else "store_unreadable"
        return JSONResponse({"status": code, "version": VERSION}, 503)
    return JSONResponse({"status": "ok", "version": VERSION})


async def export(find: Find, request: Request) -> Response:
    """The file of the filtered rows, or a sentence that says why not."""
    file, lang, store = request.path_params["file"], language_of(request), find()
    actor = actor_from(store, request.cookies)
    if actor is None:
        return _told(text(lang, "access.sign_in_first"), 401)
    if file not in (*FILES, HISTORY):
        return _told(text(lang, "access.no_such_file", files=[*FILES, HISTORY]), 404)
    make = partial(take_history, store, actor) if file == HISTORY else partial(take, store, actor, file)
    try:
        return _attached(await run_in_threadpool(make, _asked(request, file, lang)), lang)
    except Refused as refused:
        return _told(text(lang, f"refused.{refused.code}", **refused.params), 403)
    except Invalid as invalid:
        lines = (f"{fault.field}: {text(lang, f'fault.{fault.code}', **fault.params)}" for fault in invalid.faults)
        return _told("\n".join(lines), 422)
    except NotFound:
        return _told(text(lang, "access.no_such_campaign"), 404)


def _asked(request: Request, file: str, lang: str) -> dict[str, str]:
    """What the address asks for; a workbook is in the words of its reader unless it says otherwise."""
    worded = {"header": lang} if file.endswith(".xlsx") else {}
    return worded | dict(request.query_params)


def _attached(taken: Taken, lang: str) -> Response:
    """A download under a name people understand; the plain name is for clients that cannot read the other."""
    kind = FILES.get(taken.file)
    words = text(lang, kind.named if kind else "csv.file_history", day=fmt_date(taken.day, lang))
    ending = taken.name.rpartition(".")[2]
    names = f"attachment; filename=\"{taken.name}\"; filename*=UTF-8''{quote(f'{words}.{ending}')}"
    headers = {"content-disposition": names, "cache-control": "no-store"}
    return Response(taken.content, media_type=kind.media_type if kind else CSV, headers=headers)


def _told(sentence: str, status: int) -> Response:
    return PlainTextResponse(sentence + "\n", status)
