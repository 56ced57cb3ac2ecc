"""The words of the software: every visible sentence is looked up here by a key, in the reader's language.

Keys are symbolic (``status.in_progress``). The sentences stand in ``locale/<language>/LC_MESSAGES/*.po``, one file an area,
and are read and merged in memory at first use: nothing is compiled, so nothing compiled can be stale or missing.
"""

from __future__ import annotations

import logging
import math
import os
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.core import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import Translations

LANGUAGES = ("zh_CN", "en")
LANGUAGE_COOKIE = "xiaohao_lang"
LOCALE = Path(__file__).parents[1] / "locale"
NOTHING = "—"
"""What stands where there is no number and no date."""

STRICT = False
"""Tests set this: a missing word or parameter then raises instead of showing the key and being logged once."""

log = logging.getLogger("xiaohao.words")


class MissingWord(LookupError):
    """A key without words or a sentence without one of its parameters; raised only when ``STRICT``."""


def text(lang: str, key: str, /, **params: Any) -> str:
    """The sentence of ``key`` with its placeholders filled (see :func:`_shown` for dates, lists and codes)."""
    return _filled(lang, key, catalogue(lang).gettext(key), params)


def text_n(lang: str, key: str, n: int, /, **params: Any) -> str:
    """The sentence of ``key`` in the plural form of ``n``, which is also the placeholder ``{n}``."""
    return _filled(lang, key, catalogue(lang).ngettext(key, key, n), {"n": fmt_number(n, lang), **params})


def has(lang: str, key: str) -> bool:
    """Whether ``key`` has words: for vocabularies that data may extend."""
    return key in keys(lang)


def label(words: Mapping[str, str] | str | None, lang: str) -> str:
    """A label that is data of the campaign (``{"zh_CN": …, "en": …}``) in ``lang``, else in any language it has."""
    if isinstance(words, str) or not words:
        return words if isinstance(words, str) else ""
    return words.get(lang) or next((words[other] for other in LANGUAGES if words.get(other)), "")


def choose_language(accept: str | None, cookie: str | None, fallback: str | None = None) -> str:
    """The first of ours among: what was chosen before (``cookie``), what the browser accepts, the house's own, Chinese."""
    wishes = [cookie, *_accepted(accept or ""), fallback]
    return next((ours for wish in wishes if (ours := _ours(wish or ""))), LANGUAGES[0])


def house_language(environ: Mapping[str, str] = os.environ) -> str:
    """The language of this installation (``XIAOHAO_LANG``): for readers who ask for neither of ours, and for the command line."""
    return choose_language(None, None, environ.get("XIAOHAO_LANG"))


def fmt_date(day: date | None, lang: str, form: str = "full") -> str:
    """A day as people write it.

    ``form`` is ``full``, ``day`` (without the year), ``month``, ``moment`` (with the time) or ``time`` (alone).
    """
    if day is None:
        return NOTHING
    write = format_datetime if isinstance(day, datetime) else format_date
    return write(day, text(lang, f"format.{form}"), locale=_locale(lang))


def country_name(code: str, lang: str) -> str:
    """What a country is called."""
    return str(_locale(lang).territories.get(code, code))


def fmt_number(number: float | None, lang: str, digits: int = 0) -> str:
    """A number with at most ``digits`` places and thousands grouped."""
    if number is None or math.isnan(number):
        return NOTHING
    return format_decimal(number, "#,##0." + "#" * digits, locale=_locale(lang))


def fmt_percent(ratio: float | None, lang: str, digits: int = 1) -> str:
    """A ratio as a percentage with exactly ``digits`` places; a ratio of nothing is a dash."""
    if ratio is None or math.isnan(ratio):
        return NOTHING
    return format_percent(ratio, f"#,##0.{'0' * digits}%" if digits else "#,##0%", locale=_locale(lang))


@cache
def catalogue(lang: str) -> Translations:
    """All areas of one language, merged and compiled in memory once a process."""
    merged = Catalog(locale=_locale(lang))
    for message in _messages(lang):
        merged[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    translations = Translations(compiled)
    translations.add_fallback(_Absent(lang))
    return translations


@cache
def keys(lang: str) -> frozenset[str]:
    """Every key that has words in ``lang``."""
    return frozenset(message.id if isinstance(message.id, str) else message.id[0] for message in _messages(lang))


class _Absent(NullTranslations):
    """What gettext asks last: there are no words for this key."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang = lang

    def gettext(self, message: str) -> str:
        _complain(f"no words for {message} in {self.lang}")
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1)


def _complain(what: str) -> None:
    if STRICT:
        raise MissingWord(what)
    _log_once(what)


@lru_cache(maxsize=1000)
def _log_once(what: str) -> None:
    log.warning(what)


def _filled(lang: str, key: str, sentence: str, params: Mapping[str, Any]) -> str:
    if not params or "{" not in sentence:
        return sentence
    try:
        return sentence.format(**{name: _shown(lang, name, value) for name, value in params.items() if name in sentence})
    except (KeyError, IndexError, ValueError):
        _complain(f"{key} in {lang} cannot be filled from {sorted(params)}")
        return sentence


def _shown(lang: str, name: str, value: object) -> object:
    """A parameter as a reader expects it: days written out, lists joined, labels and codes (``status="open"``) by their word."""
    if isinstance(value, date):
        return fmt_date(value, lang, "moment" if isinstance(value, datetime) else "full")
    if isinstance(value, str):
        return text(lang, f"{name}.{value}") if has(lang, f"{name}.{value}") else value
    if isinstance(value, Mapping):
        return label(value, lang)
    if isinstance(value, Sequence):
        return format_list([str(_shown(lang, name, one)) for one in value], locale=_locale(lang))
    return value


@cache
def _messages(lang: str) -> tuple[Message, ...]:
    areas = [path.read_bytes() for path in sorted((LOCALE / lang / "LC_MESSAGES").glob("*.po"))]
    return tuple(message for area in areas for message in read_po(BytesIO(area), locale=_locale(lang)) if message.id)


@cache
def _locale(lang: str) -> Locale:
    return Locale.parse(lang)


def _accepted(header: str) -> list[str]:
    """The tags of an Accept-Language header, most wanted first; also takes a single tag as browsers' scripts give it."""
    wanted = [re.fullmatch(r"\s*([A-Za-z0-9_-]+|\*)\s*(?:;\s*q\s*=\s*([01](?:\.\d*)?)\s*)?", part) for part in header.split(",")]
    weighed = [(float(one[2] or 1), one[1]) for one in wanted if one]
    return [tag for weight, tag in sorted(weighed, key=lambda pair: -pair[0]) if weight > 0]


def _ours(tag: str) -> str | None:
    """Our language for a tag such as ``zh-Hans-CN`` or ``en_GB``."""
    spoken = re.split("[-_]", tag.strip().lower())[0]
    return next((ours for ours in LANGUAGES if ours.split("_")[0] == spoken), None)
