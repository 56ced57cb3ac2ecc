"""The page around every paper: who gets it, what the browser may do with it (print, and nothing else), and its common look."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from store.access import actor_from
from store.model.documents import Actor
from store.opening import Store
from store.web.asked import language_of
from store.web.gate import Find
from store.web.page import told_page
from store.words import text

_HERE = Path(__file__).parent
_SCRIPT = "document.querySelector('button').addEventListener('click', () => window.print())"
_POLICY = (
    "default-src 'none'; style-src {style}; script-src {script}; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""The only script prints; nothing that somebody typed can run."""


@dataclass(frozen=True)
class Paper:
    """What is printed: its title, which is also the name that a browser proposes for a PDF, a hint above it, HTML of ours."""

    title: str
    hint: str
    body: str
    look: str


Make = Callable[[Store, Actor, str], Paper | None]
"""A paper for this person in this language; None when there is no such thing, or not for them."""


async def answer(find: Find, request: Request, make: Make, missing: str) -> Response:
    """The paper as a page of its own; ``missing`` is the key of the sentence when there is none."""
    store, lang = find(), language_of(request)
    actor = actor_from(store, request.cookies)
    if actor is None:
        return told_page(lang, "access.sign_in_first", 401)
    paper = await run_in_threadpool(make, store, actor, lang)
    return _page(paper, lang) if paper else told_page(lang, missing, 404)


def template(name: str) -> Template:
    """A piece of HTML of ours with places to fill."""
    return Template((_HERE / name).read_text(encoding="utf-8"))


def _page(paper: Paper, lang: str) -> Response:
    style = _style(paper.look)
    filled = template("paper.html").substitute(
        lang=lang.replace("_", "-"),
        title=escape(paper.title),
        style=style,
        script=_SCRIPT,
        print=escape(text(lang, "urging.print")),
        hint=escape(paper.hint),
        body=paper.body,
    )
    policy = _POLICY.format(style=_hash(style), script=_hash(_SCRIPT))
    return HTMLResponse(filled, 200, {"cache-control": "no-store", "content-security-policy": policy, "x-frame-options": "DENY"})


@cache
def _style(look: str) -> str:
    return "".join((_HERE / name).read_text(encoding="utf-8") for name in ("paper.css", look))


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
