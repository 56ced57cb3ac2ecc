"""The words of this session: store/words.py in the language this reader reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from store import words
from store.words import LANGUAGE_COOKIE, LANGUAGES, choose_language, text

__all__ = [
    "LANGUAGES",
    "choose_language",
    "fmt_date",
    "fmt_number",
    "fmt_percent",
    "label",
    "language",
    "set_language",
    "t",
    "text",
    "tn",
]

KEY = "language"


def language() -> str:
    """The language of this session: chosen in it, or else once found out from the cookie and the browser."""
    if KEY not in st.session_state:
        cookie = st.context.cookies.get(LANGUAGE_COOKIE)
        st.session_state[KEY] = choose_language(st.context.locale, cookie, words.house_language())
    return str(st.session_state[KEY])


def set_language(lang: str) -> None:
    """Read on in ``lang``; the cookie that remembers it longer is set by an HTTP route."""
    st.session_state[KEY] = choose_language(None, lang)


def t(key: str, /, **params: Any) -> str:
    """The sentence of ``key`` in this session's language."""
    return text(language(), key, **params)


def tn(key: str, n: int, /, **params: Any) -> str:
    """The sentence of ``key`` in the plural form of ``n`` (also its ``{n}``)."""
    return words.text_n(language(), key, n, **params)


def label(names: Mapping[str, str] | str | None, lang: str | None = None) -> str:
    """A label that is data of the campaign."""
    return words.label(names, lang or language())


def fmt_date(day: date | None, lang: str | None = None, form: str = "full") -> str:
    """A day as this reader writes it; forms as in :func:`store.words.fmt_date`."""
    return words.fmt_date(day, lang or language(), form)


def fmt_number(number: float | None, lang: str | None = None, digits: int = 0) -> str:
    """A number as this reader writes it."""
    return words.fmt_number(number, lang or language(), digits)


def fmt_percent(ratio: float | None, lang: str | None = None, digits: int = 1) -> str:
    """A ratio as a percentage."""
    return words.fmt_percent(ratio, lang or language(), digits)
