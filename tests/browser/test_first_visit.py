"""The first visit: the reader's own language and the reader's own light, and no request to another machine (see conftest.py)."""

from __future__ import annotations

import pytest

from store import words
from tests.browser.conftest import PHONE, PROJECTOR

PAPER = {"light": "rgb(253, 252, 249)", "dark": "rgb(18, 23, 30)"}


@pytest.mark.parametrize(("browser_speaks", "lang"), [("zh-CN", "zh_CN"), ("en-GB", "en")])
def test_a_reader_is_addressed_in_the_language_of_the_browser(server, new_page, browser_speaks, lang):
    page = new_page(server.url, lang=browser_speaks)
    page.get_by_role("heading", level=1, name=words.text(lang, "page.overview.title")).wait_for()


@pytest.mark.parametrize("scheme", PAPER)
def test_the_sheet_is_light_or_dark_as_the_readers_system_is(server, new_page, scheme):
    page = new_page(server.url, scheme=scheme)
    assert page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor") == PAPER[scheme]


@pytest.mark.parametrize("size", [PROJECTOR, PHONE], ids=["projector", "phone"])
def test_nothing_sticks_out_sideways(server, new_page, size):
    page = new_page(server.url, size=size)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")
