"""Two app servers over one PostgreSQL behind nginx, all real: one ledger, one sign-in, and one stands in for the other."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Error, Page, expect

from store.config import read_settings
from store.engine.place import open_place
from store.model.enums import Role
from store.opening import Store, over
from tests.browser.test_sign_in import PASSWORD, sign_in, visit
from tests.cluster import Cluster
from tests.conftest import needed
from tests.source import ROOT
from tests.store.conftest import ADMIN, CAMPAIGN, OFFICE, UNITS, Clock, fields
from tools.live import Server, free_port, stop, wait_ready

__all__ = ["visit"]


@pytest.fixture
def ledger(cluster: Cluster, tmp_path: Path) -> Iterator[Store]:
    """A small ledger in a database, with one problem and a clerk of the office."""
    settings = read_settings({"XIAOHAO_STORE": f"{cluster.url}?team={tmp_path.name}", "XIAOHAO_SAMPLE": "0"})
    repository = open_place(settings.store)
    opened = over(repository, settings, Clock())
    opened.setup.set_up(ADMIN, CAMPAIGN, UNITS)
    opened.ledger.register(OFFICE, "c", fields())
    opened.accounts.create(ADMIN, "zhou", PASSWORD, Role.OFFICE)
    yield opened
    repository.close()


@pytest.fixture
def two(ledger: Store, cluster: Cluster, tmp_path: Path, start_server: Callable[..., Server]) -> list[Server]:
    """Two servers on that ledger."""
    address = f"{cluster.url}?team={tmp_path.name}"
    return [start_server(XIAOHAO_STORE=address, XIAOHAO_SAMPLE="0", XIAOHAO_ACCESS="accounts") for _ in range(2)]


@pytest.fixture
def site(two: list[Server], tmp_path: Path) -> Iterator[str]:
    """The address of nginx before them, by the configuration in deploy/ with only addresses changed."""
    port = free_port()
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8").replace("listen 8080", f"listen 127.0.0.1:{port}")
    for name, server in zip(("app1", "app2"), two, strict=True):
        text = text.replace(f"{name}:8501", server.url.removeprefix("http://"))
    (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
    nginx = needed("nginx", "/usr/sbin/nginx")
    command = [nginx, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "error.log")]
    process = subprocess.Popen([*command, "-g", f"daemon off; pid {tmp_path}/nginx.pid;"])
    try:
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/healthz"))
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(process)


def wait_for(holds: Callable[[], bool], seconds: float = 30) -> float:
    """How long it took until it held."""
    started = time.monotonic()
    while not holds():
        assert time.monotonic() - started < seconds
        time.sleep(0.02)
    return time.monotonic() - started


def answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def numbers_at(server: Server, cookie: str) -> list[str]:
    """The numbers of the problems that one of the servers has, asked directly."""
    answer = httpx.get(server.url + "/export/issues.csv", cookies={"xiaohao_session": cookie}, trust_env=False)
    return re.findall(r"XH-\d+", answer.text)


def test_what_is_saved_at_one_server_is_seen_at_the_other_within_a_second(ledger: Store, two: list[Server]):
    first, second = two
    cookie = ledger.accounts.sign_in("zhou", PASSWORD, "127.0.0.1")
    assert numbers_at(first, cookie) == numbers_at(second, cookie) == ["XH-0001"]
    ledger.ledger.register(OFFICE, "c", fields(title="又一个问题"))
    took = [wait_for(lambda server=server: "XH-0002" in numbers_at(server, cookie)) for server in two]
    assert max(took) < 1


def test_when_a_server_dies_its_users_go_on_at_the_other(ledger: Store, two: list[Server], site: str, visit: Callable[..., Page]):
    page = visit(site + "/new")
    sign_in(page)
    page.locator(".st-key-new-title input").wait_for()
    wait_ready(page)
    page.locator(".st-key-new-title input").fill("写到一半服务器没了")
    wait_ready(page)
    page.locator(".st-key-new-finding textarea").fill("换一台接着写")
    wait_ready(page)
    serving = next(server for server in two if serves(server, page))
    os.kill(serving.process.pid, signal.SIGKILL)
    page.wait_for_timeout(500)
    page.reload()
    wait_ready(page, seconds=60)
    expect(page.locator(".st-key-new-title input")).to_have_value("写到一半服务器没了")
    expect(page.locator(".st-key-new-finding textarea")).to_have_value("换一台接着写")
    page.goto(site + "/ledger")
    wait_ready(page, seconds=60)
    page.get_by_text("共 1 个问题").wait_for()


def serves(server: Server, page: Page) -> bool:
    """Whether it is this server that nginx leads the browser to: while it is held still, nobody answers."""
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        return not page.context.request.get(page.url, timeout=1500).ok
    except Error:
        return True
    finally:
        os.kill(server.process.pid, signal.SIGCONT)
