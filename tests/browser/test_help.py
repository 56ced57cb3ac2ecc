"""The help page in a real browser: the picture of the life cycle is drawn, on a projector and on a phone, in both colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from store.words import text
from tests.browser.conftest import PHONE, PROJECTOR
from tools.live import Server, wait_ready

DRAWN = "image => image.complete && image.naturalWidth > 0 && image.getBoundingClientRect().width"


@pytest.mark.parametrize(
    ("lang", "size", "scheme"), [("zh-CN", PROJECTOR, "light"), ("zh-CN", PHONE, "dark"), ("en-GB", PHONE, "light")]
)
def test_the_life_cycle_is_drawn_and_fits_the_screen(
    server: Server, new_page: Callable[..., Page], lang: str, size: Any, scheme: str
):
    page = new_page(server.url + "/help", lang=lang, size=size, scheme=scheme)
    wait_ready(page)
    code = "zh_CN" if lang == "zh-CN" else "en"
    picture = page.locator(f"img[alt='{text(code, 'guide.life')}']")
    picture.wait_for()
    assert 300 <= picture.evaluate(DRAWN) <= size[0]
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= size[0]
