"""The way in by a provider's word: the page that was let in by it posts its ticket and gets the cookie of a sign-in."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from store.access import SESSION_COOKIE
from store.model.errors import Refused
from store.web.asked import address_of, is_same_origin, language_of, posted, safe_next
from store.web.cookies import is_secure, with_session, without_session
from store.web.gate import Find
from store.web.page import NEVER_KEPT, sheet
from store.words import text

WANTED_COOKIE = "xiaohao_next"
"""Where somebody was going when they were sent to the provider, which only knows the way back to the first page."""
TEN_MINUTES = 600


async def admit(find: Find, request: Request) -> Response:
    """A ticket for a cookie, once; the answer says where to go on."""
    store = find()
    if store.settings.access != "oidc" or not is_same_origin(request.headers, silent=False):
        return JSONResponse({}, 403)
    typed = await posted(request)
    try:
        cookie = await run_in_threadpool(store.identities.redeem, typed.get("ticket", ""), address_of(request))
    except Refused:
        return JSONResponse({}, 401, NEVER_KEPT)
    answer = JSONResponse({"next": safe_next(request.cookies.get(WANTED_COOKIE))}, headers=NEVER_KEPT)
    answer.delete_cookie(WANTED_COOKIE, httponly=True, samesite="lax", secure=is_secure(request))
    return with_session(answer, request, cookie)


def to_provider(request: Request, wanted: str) -> Response:
    """To the first page, which asks the provider; where somebody was going is remembered for a while."""
    answer = RedirectResponse("/", 303, NEVER_KEPT)
    if wanted != "/":
        secure = is_secure(request)
        answer.set_cookie(WANTED_COOKIE, wanted, TEN_MINUTES, httponly=True, samesite="lax", secure=secure)
    return answer


async def leave(find: Find, request: Request) -> Response:
    """Sign out here and then at the provider. By a page between: a posted form may not lead to another machine."""
    lang = language_of(request)
    await run_in_threadpool(find().accounts.sign_out, request.cookies.get(SESSION_COOKIE), address_of(request))
    way_on = f'<p><a href="/auth/logout">{text(lang, "access.go_on")}</a></p>'
    body = f'<p class="told">{text(lang, "access.signed_out_here")}</p>{way_on}'
    return without_session(sheet(lang, text(lang, "app.name"), body, headers={"refresh": "0; url=/auth/logout"}), request)
