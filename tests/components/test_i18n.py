"""The words of a session follow its reader's language, and a change of it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def script():
    """Shows a word, a day and the language; a button changes the language."""
    from datetime import date

    import streamlit as st

    from components.i18n import fmt_date, language, set_language, t

    st.button("English", key="english", on_click=set_language, args=("en",))
    st.text(f"{language()} {t('status.open')} {fmt_date(date(2026, 11, 23))}")


def shown(locale: str | None) -> AppTest:
    app = AppTest.from_function(script)
    app.context = {"locale": locale}
    return app.run()


def test_a_chinese_browser_reads_chinese():
    assert shown("zh-CN").text[0].value == "zh_CN 待整改 2026年11月23日"


def test_another_browser_reads_english_only_if_it_asks_for_it():
    assert shown("en-US").text[0].value == "en Open 23 Nov 2026"
    assert shown("fr-FR").text[0].value.startswith("zh_CN")


def test_the_house_language_is_for_readers_who_ask_for_neither(monkeypatch):
    monkeypatch.setenv("XIAOHAO_LANG", "en")
    assert shown("fr-FR").text[0].value.startswith("en")
    assert shown("zh-TW").text[0].value.startswith("zh_CN")


def test_the_language_chosen_in_the_session_stays():
    app = shown("zh-CN")
    app.button(key="english").click().run()
    assert app.run().text[0].value == "en Open 23 Nov 2026"


def test_the_language_remembered_in_the_cookie_comes_before_the_browsers(cookies):
    cookies["xiaohao_lang"] = "en"
    assert shown("zh-CN").text[0].value.startswith("en")
