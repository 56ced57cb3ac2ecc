"""The pages outside Streamlit (signing in, first run, a refusal): one calm sheet, written here, that asks nothing of anybody."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse

from store.words import LANGUAGES, text

_HERE = Path(__file__).parent
_STYLE = (_HERE / "page.css").read_text(encoding="utf-8")
_SHEET = Template((_HERE / "page.html").read_text(encoding="utf-8"))
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
NEVER_KEPT = {"cache-control": "no-store", "content-security-policy": _POLICY, "x-frame-options": "DENY"}


def sheet(
    lang: str, title: str, body: str, status: int = 200, here: str = "", headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """A whole page; ``body`` is HTML of ours. With ``here``, the address to come back to, the language can be changed."""
    filled = _SHEET.substitute(
        lang=lang.replace("_", "-"),
        name=escape(text(lang, "app.name")),
        motto=escape(text(lang, "access.motto")),
        title=escape(title),
        style=_STYLE,
        body=body,
        languages=_languages(lang, here) if here else "",
    )
    return HTMLResponse(filled, status, {**NEVER_KEPT, **(headers or {})})


def told_page(lang: str, key: str, status: int, **params: object) -> HTMLResponse:
    """A page of one sentence."""
    return sheet(lang, text(lang, "app.name"), f'<p class="told">{escape(text(lang, key, **params))}</p>', status)


def form(action: str, hidden: Mapping[str, str], fields: str, button: str, told: str = "", marks: str = "") -> str:
    """A form with its fields (HTML of ours), one button, and what went wrong the last time."""
    kept = "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in hidden.items())
    said = f'<p class="told" role="alert" id="told">{escape(told)}</p>' if told else ""
    pressed = f'<button type="submit">{escape(button)}</button>'
    return f'<form method="post" action="{action}"{marks}>{said}{kept}{fields}{pressed}</form>'


def field(
    name: str, words: str, kind: str = "text", *, value: str = "", fill: str = "", focus: bool = False, fault: str = ""
) -> str:
    """One labelled field and, below it, what is wrong with it."""
    wrong = f'<span class="fault" id="{name}-fault">{escape(fault)}</span>' if fault else ""
    marks = f' aria-invalid="true" aria-describedby="{name}-fault"' if fault else ""
    marks += " autofocus" if focus else ""
    plain = ' autocapitalize="none" spellcheck="false"' if kind == "text" else ""
    return (
        f'<label for="{name}">{escape(words)}</label><input id="{name}" name="{name}" type="{kind}" value="{escape(value)}" '
        f'autocomplete="{fill}" required maxlength="1000"{plain}{marks}>{wrong}'
    )


def _languages(lang: str, here: str) -> str:
    """A button for each language the page is not in, in that language."""
    return "".join(
        form(
            "/preferences",
            {"name": "lang", "value": other, "next": here},
            "",
            text(other, f"language.{other}"),
            marks=f' class="language" lang="{other.replace("_", "-")}"',
        )
        for other in LANGUAGES
        if other != lang
    )
