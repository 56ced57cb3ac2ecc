"""What a browser remembers of its reader's choices: the language, and in open access as whom they act."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from store.access import ACTING_COOKIE, acting
from store.web.asked import is_same_origin, language_of, posted, safe_next
from store.web.gate import Find
from store.web.page import told_page
from store.words import LANGUAGE_COOKIE, LANGUAGES

YEAR = 365 * 24 * 3600
COOKIES = {"lang": LANGUAGE_COOKIE, "acting": ACTING_COOKIE}


async def remember(find: Find, request: Request) -> Response:
    """Set the cookie of one choice; a form with ``next`` goes on there."""
    if not is_same_origin(request.headers, silent=False):
        return told_page(language_of(request), "access.foreign_form", 403)
    typed = await posted(request)
    name, value = typed.get("name", ""), typed.get("value", "")
    is_open = find().settings.access == "open"
    good = {"lang": value in LANGUAGES, "acting": is_open and acting(value) is not None}
    if not good.get(name, False):
        return told_page(language_of(request), "access.no_such_choice", 422)
    wanted = typed.get("next")
    answer = RedirectResponse(_back(wanted), 303) if wanted else Response(status_code=204)
    answer.set_cookie(COOKIES[name], value, max_age=YEAR, httponly=True, samesite="lax", secure=request.url.scheme == "https")
    return answer


def _back(wanted: str) -> str:
    """The pages outside Streamlit come back to themselves."""
    ours = wanted.partition("?")[0] in ("/sign-in", "/first-run") and wanted.isprintable() and "\\" not in wanted
    return wanted if ours else safe_next(wanted)
