"""A server, a browser, and a page that fails its test when it asks another machine for anything or throws.

The server and the browser live as long as this folder's tests. A test that needs settings or a ledger of its own asks
``start_server(XIAOHAO_ACCESS="accounts")`` for another server, and ``new_page(url, lang="en")`` for another reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import needed
from tools.live import CHROMIUM, Server, act_as, open_browser, serve, wait_ready

HERE = {"127.0.0.1", "localhost"}
COMPLAINT = re.compile(r"^Traceback .*(?:\n[ \t].*)*\n.*|.*no words for .*|.* cannot be filled from .*", re.MULTILINE)
"""What a server should not print: a traceback, a word that is missing, a sentence that lacks a parameter."""

PROJECTOR, PHONE = (1920, 1080), (390, 844)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file stays on one worker, so that its tests share a server and a browser."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(f"browser-{item.path.stem}"))


@pytest.fixture(scope="package")
def servers() -> list[Server]:
    """Every server of this folder that is running, the latest last."""
    return []


@pytest.fixture(scope="package")
def server(servers: list[Server]) -> Iterator[Server]:
    """The app with the sample ledger, shared: a test that changes an issue takes one that no other test counts."""
    with serve() as running:
        servers.append(running)
        yield running
        servers.remove(running)


@pytest.fixture
def start_server(servers: list[Server]) -> Iterator[Callable[..., Server]]:
    """``start_server(XIAOHAO_SAMPLE="0")``: a server of the test's own; ends with the test."""
    with ExitStack() as stack:

        def start(**environment: str) -> Server:
            running = stack.enter_context(serve(**environment))
            servers.append(running)
            stack.callback(servers.remove, running)
            return running

        yield start


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium of this machine."""
    with open_browser(needed(*CHROMIUM)) as running:
        yield running


class Watch:
    """What went wrong on the pages of one test without being asserted by it."""

    def __init__(self) -> None:
        self.outside: list[str] = []
        self.thrown: list[str] = []

    def over(self, page: Page) -> None:
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket: self._asked(socket.url))
        page.on("pageerror", lambda error: self.thrown.append(str(error)))

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob", "about"} and parts.hostname not in HERE:
            self.outside.append(url)


@pytest.fixture
def watch(servers: list[Server], start_server: Callable[..., Server]) -> Iterator[Watch]:
    """Fails the test at its end for a request to another machine, an exception in the page or a traceback in the server's log."""
    watching, before = Watch(), {id(one): len(one.said()) for one in servers}
    yield watching
    said = "\n".join(one.said()[before.get(id(one), 0) :] for one in servers)
    assert watching.outside == []
    assert watching.thrown == []
    assert COMPLAINT.findall(said) == []


@pytest.fixture
def new_page(browser: Browser, watch: Watch, start_server: Callable[..., Server]) -> Iterator[Callable[..., Page]]:
    """``new_page(server.url + "/new", lang="en", size=PHONE, scheme="dark", acting="unit:U03")``: a new reader's ready page."""
    with ExitStack() as stack:

        def open_one(
            url: str, *, lang: str = "zh-CN", size: tuple[int, int] = PROJECTOR, scheme: str = "light", acting: str = "office"
        ) -> Page:
            viewport = {"width": size[0], "height": size[1]}
            context = browser.new_context(locale=lang, color_scheme=scheme, viewport=viewport, reduced_motion="reduce")
            stack.callback(context.close)
            act_as(context, url, acting)
            page = context.new_page()
            watch.over(page)
            page.goto(url)
            wait_ready(page)
            return page

        yield open_one


@pytest.fixture
def page(server: Server, new_page: Callable[..., Page]) -> Page:
    """The first page as a Chinese reader sees it on a projector; go on with ``page.goto`` and ``wait_ready(page)``."""
    return new_page(server.url)
