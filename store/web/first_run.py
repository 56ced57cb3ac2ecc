"""The first administrator, made in the browser of the machine itself while there is no account yet."""

from __future__ import annotations

from html import escape

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from store import passwords
from store.model.errors import Fault, Invalid, Refused
from store.web.asked import address_of, is_local, is_same_origin, language_of, posted
from store.web.cookies import with_session
from store.web.gate import Find
from store.web.page import NEVER_KEPT, field, form, sheet, told_page
from store.words import text


async def first_run(find: Find, request: Request) -> Response:
    """Ask for a name and a password, make the account, and be signed in; only here, and only once."""
    store, lang = find(), language_of(request)
    if store.settings.access != "accounts" or store.accounts.all():
        return RedirectResponse("/", 303)
    if not is_local(request):
        return told_page(lang, "access.first_run_elsewhere", 403)
    if request.method != "POST":
        return _form(lang)
    if not is_same_origin(request.headers, silent=False):
        return told_page(lang, "access.foreign_form", 403)
    typed = await posted(request)
    name, password = typed.get("name", ""), typed.get("password", "")
    try:
        if password != typed.get("again"):
            raise Invalid([Fault("again", "password_differs")])
        account = await run_in_threadpool(store.accounts.create_first, name, password)
    except Invalid as invalid:
        return _form(lang, name, invalid)
    except Refused:
        return RedirectResponse("/sign-in", 303)
    cookie = await run_in_threadpool(store.accounts.sign_in, account.name, password, address_of(request))
    return with_session(RedirectResponse("/", 303, NEVER_KEPT), request, cookie)


def _form(lang: str, name: str = "", invalid: Invalid | None = None) -> Response:
    faults = {one.field: text(lang, f"fault.{one.code}", **one.params) for one in (invalid.faults if invalid else ())}
    fields = field("name", text(lang, "access.name"), value=name, fill="username", focus=not name, fault=faults.get("name", ""))
    for place, focus in (("password", bool(name)), ("again", False)):
        words = text(lang, f"access.{place}")
        fields += field(place, words, "password", fill="new-password", focus=focus, fault=faults.get(place, ""))
    title, rule = text(lang, "access.first_run"), text(lang, "access.password_rule", shortest=passwords.SHORTEST)
    hint = f'<p class="hint">{escape(rule)}</p>'
    body = f"<h2>{escape(title)}</h2>" + form("/first-run", {}, fields + hint, text(lang, "access.first_run_now"))
    return sheet(lang, title, body, 422 if invalid else 200, "/first-run")
