"""Signing in and out: a form, a cookie, and calm words when it does not work."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from store.access import SESSION_COOKIE, signed_in
from store.model.errors import Refused
from store.web.admission import leave, to_provider
from store.web.asked import address_of, is_same_origin, language_of, posted, safe_next
from store.web.cookies import with_session, without_session
from store.web.gate import Find
from store.web.page import NEVER_KEPT, field, form, sheet, told_page
from store.words import text

_CHECKERS = ThreadPoolExecutor(2, thread_name_prefix="sign-in")
"""A check costs 64 MiB and a while, on purpose; however many knock, only so many are checked at a time, and pages go on."""


async def ask(find: Find, request: Request) -> Response:
    """The form; whoever is in already, or needs no account, goes on."""
    store, wanted = find(), safe_next(request.query_params.get("next"))
    if store.settings.access == "open" or signed_in(store, request.cookies):
        return RedirectResponse(wanted, 303)
    if store.settings.access == "oidc":
        return to_provider(request, wanted)
    if not store.accounts.all():
        return RedirectResponse("/first-run", 303)
    return _form(request, wanted)


async def sign_in(find: Find, request: Request) -> Response:
    """Check what was typed: in with a new cookie, or the form again with the name kept."""
    store, lang = find(), language_of(request)
    if store.settings.access != "accounts":
        return RedirectResponse("/", 303)
    if not is_same_origin(request.headers, silent=False):
        return told_page(lang, "access.foreign_form", 403)
    typed = await posted(request)
    name, wanted = typed.get("name", ""), safe_next(typed.get("next"))
    attempt = (name, typed.get("password", ""), address_of(request))
    try:
        cookie = await asyncio.get_running_loop().run_in_executor(_CHECKERS, store.accounts.sign_in, *attempt)
    except Refused as refused:
        return _form(request, wanted, name, refused)
    await run_in_threadpool(store.accounts.sign_out, request.cookies.get(SESSION_COOKIE), address_of(request))
    return with_session(RedirectResponse(wanted, 303, NEVER_KEPT), request, cookie)


async def sign_out(find: Find, request: Request) -> Response:
    """End the sign-in, here and wherever a copy of the cookie is."""
    if not is_same_origin(request.headers, silent=False):
        return told_page(language_of(request), "access.foreign_form", 403)
    if find().settings.access == "oidc":
        return await leave(find, request)
    await run_in_threadpool(find().accounts.sign_out, request.cookies.get(SESSION_COOKIE), address_of(request))
    return without_session(RedirectResponse("/sign-in", 303, NEVER_KEPT), request)


def _form(request: Request, wanted: str, name: str = "", refused: Refused | None = None) -> Response:
    lang = language_of(request)
    told = text(lang, f"refused.{refused.code}", **refused.params) if refused else ""
    fields = field("name", text(lang, "access.name"), value=name, fill="username", focus=not name)
    fields += field("password", text(lang, "access.password"), "password", fill="current-password", focus=bool(name))
    body = form("/sign-in", {"next": wanted} if wanted != "/" else {}, fields, text(lang, "access.sign_in"), told)
    here = "/sign-in" + (f"?{urlencode({'next': wanted})}" if wanted != "/" else "")
    status = 200 if refused is None else 429 if refused.code == "throttled" else 401
    headers = {"retry-after": str(refused.params["seconds"])} if refused and refused.code == "throttled" else {}
    return sheet(lang, text(lang, "access.sign_in"), body, status, here, headers)
