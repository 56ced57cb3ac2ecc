"""The catalogue: keys to sentences, languages to choose from, days and numbers as people write them."""

from __future__ import annotations

import logging
from datetime import date, datetime

import pytest

from store import words
from store.words import choose_language, fmt_date, fmt_number, fmt_percent, house_language, label, text, text_n

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plural}\\n"

msgid "hello"
msgstr "{hello}"

msgid "sheets"
msgid_plural "sheets"
{sheets}
"""

SMALL = {
    "zh_CN": {"plural": "nplurals=1; plural=0;", "hello": "{name}，截至{day}，{status}", "sheets": 'msgstr[0] "{n} 张"'},
    "en": {
        "plural": "nplurals=2; plural=(n != 1);",
        "hello": "{name} by {day}: {status}",
        "sheets": 'msgstr[0] "{n} sheet"\nmsgstr[1] "{n} sheets"',
    },
}

TWO = {
    "zh_CN": {"status.open": "待整改", "format.full": "y年M月d日"},
    "en": {"status.open": "Open", "format.full": "d MMM y"},
}


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A catalogue of two areas in both languages, instead of the real one."""
    for lang, parts in SMALL.items():
        folder = tmp_path / lang / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "one.po").write_text(PO.format(**parts), encoding="utf-8")
        second = "".join(f'msgid "{key}"\nmsgstr "{word}"\n\n' for key, word in TWO[lang].items())
        (folder / "two.po").write_text(second, encoding="utf-8")
    monkeypatch.setattr(words, "LOCALE", tmp_path)
    forget()
    yield
    forget()


def forget():
    for cached in (words.catalogue, words.keys, words._messages):
        cached.cache_clear()


def test_areas_are_merged_and_codes_days_and_lists_are_written_out(small):
    told = {"name": ["A", "B", "C"], "day": date(2026, 11, 23), "status": "open"}
    assert text("en", "hello", **told, unused=object()) == "A, B, and C by 23 Nov 2026: Open"


def test_plural_forms_follow_the_language(small):
    assert [text_n("en", "sheets", n) for n in (1, 2, 1200)] == ["1 sheet", "2 sheets", "1,200 sheets"]
    assert text_n("zh_CN", "sheets", 1) == "1 张"


def test_a_missing_word_or_parameter_is_an_error_in_tests(small):
    with pytest.raises(words.MissingWord):
        text("en", "nobody.wrote_this")
    with pytest.raises(words.MissingWord):
        text("en", "hello", name="A")


def test_a_missing_word_shows_its_key_and_is_logged_once_in_service(small, monkeypatch, caplog):
    monkeypatch.setattr(words, "STRICT", False)
    with caplog.at_level(logging.WARNING):
        assert [text("en", "nobody.wrote_this_either") for _ in range(3)] == ["nobody.wrote_this_either"] * 3
        assert text("en", "hello", name="A") == "{name} by {day}: {status}"
    assert len(caplog.messages) == 2


@pytest.mark.parametrize(
    ("accept", "cookie", "fallback", "chosen"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", None, None, "zh_CN"),
        ("en-GB,en;q=0.9,zh;q=0.8", None, "zh_CN", "en"),
        ("fr;q=0.9, zh-Hant-TW;q=0.2, en;q=0.7", None, None, "en"),
        ("en;q=0, zh;q=0.1", None, None, "zh_CN"),
        ("en-US", "zh_CN", None, "zh_CN"),
        ("en-US", "tampered", None, "en"),
        ("fr", None, "en", "en"),
        ("*", None, None, "zh_CN"),
        (";;q=,\x00", None, None, "zh_CN"),
        (None, None, None, "zh_CN"),
    ],
)
def test_language_is_what_was_chosen_then_what_the_browser_accepts_then_the_houses_own(accept, cookie, fallback, chosen):
    assert choose_language(accept, cookie, fallback) == chosen


def test_the_house_may_speak_english():
    assert [house_language({}), house_language({"XIAOHAO_LANG": "en"})] == ["zh_CN", "en"]


def test_days_are_written_as_people_write_them():
    day, moment = date(2026, 11, 3), datetime(2026, 11, 3, 9, 5)  # noqa: DTZ001 - only its writing is looked at
    assert [fmt_date(day, "zh_CN", form) for form in ("full", "day", "month")] == ["2026年11月3日", "11月3日", "2026年11月"]
    assert [fmt_date(day, "en", form) for form in ("full", "day", "month")] == ["3 Nov 2026", "3 Nov", "Nov 2026"]
    assert [fmt_date(moment, lang, "moment") for lang in words.LANGUAGES] == ["2026年11月3日 09:05", "3 Nov 2026, 09:05"]


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_numbers_are_grouped_and_nothing_is_a_dash(lang):
    assert [fmt_number(12345, lang), fmt_number(2.5, lang, 1), fmt_percent(0.649, lang), fmt_percent(1, lang, 0)] == [
        "12,345",
        "2.5",
        "64.9%",
        "100%",
    ]
    assert {fmt_date(None, lang), fmt_number(None, lang), fmt_percent(float("nan"), lang)} == {words.NOTHING}


def test_a_label_of_the_campaign_falls_back_to_the_language_it_has():
    both = {"zh_CN": "文山会海", "en": "Too many meetings"}
    assert [label(both, "en"), label({"zh_CN": "文山会海"}, "en"), label("XH", "en"), label(None, "en")] == [
        "Too many meetings",
        "文山会海",
        "XH",
        "",
    ]
