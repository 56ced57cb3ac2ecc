"""The database goes away under a running site and comes back: calm words, no lost text, no double problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from store import VERSION
from store.config import read_settings
from store.engine.place import open_place
from store.opening import Store, over
from tests.cluster import Cluster, running
from tests.store.conftest import ADMIN, CAMPAIGN, OFFICE, UNITS, Clock, fields
from tools.live import Server, wait_ready


@pytest.fixture
def database(cluster: Cluster) -> Iterator[Cluster]:
    """A database of the test's own, to be stopped; ``cluster`` says whether there can be one."""
    with running() as own:
        yield own


@pytest.fixture
def ledger(database: Cluster) -> Iterator[Store]:
    """A small ledger in the database, with one problem."""
    settings = read_settings({"XIAOHAO_STORE": database.url, "XIAOHAO_SAMPLE": "0"})
    repository = open_place(settings.store)
    opened = over(repository, settings, Clock())
    opened.setup.set_up(ADMIN, CAMPAIGN, UNITS)
    opened.ledger.register(OFFICE, "c", fields())
    yield opened
    repository.close()


@pytest.fixture
def site(ledger: Store, database: Cluster, start_server: Callable[..., Server]) -> Server:
    """The app on that ledger."""
    return start_server(XIAOHAO_STORE=database.url, XIAOHAO_SAMPLE="0")


def test_routes_say_calmly_that_the_ledger_is_away_and_go_on_when_it_is_back(site: Server, database: Cluster):
    with httpx.Client(base_url=site.url, trust_env=False, timeout=60) as client:
        assert client.get("/healthz").json() == {"status": "ok", "version": VERSION}
        database.stop("immediate")
        answer = client.get("/healthz")
        assert (answer.status_code, answer.json()["status"]) == (503, "store_unreachable")
        answer = client.get("/export/history.csv", headers={"accept-language": "zh-CN"})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert "请稍后再打开" in answer.text
        assert "postgresql" not in answer.text
        database.start()
        assert client.get("/healthz").status_code == 200
        assert client.get("/export/history.csv").status_code == 200


def test_what_is_typed_while_the_database_is_away_is_saved_once_when_it_is_back(
    site: Server, database: Cluster, ledger: Store, new_page: Callable[..., Page]
):
    page = new_page(site.url + "/new", acting="unit:U01")
    title, finding = page.locator(".st-key-new-title input"), page.locator(".st-key-new-finding textarea")
    title.fill("断网前写的标题")
    wait_ready(page)
    database.stop("immediate")
    finding.fill("断开以后写的内容")
    page.get_by_text("暂时连不上数据库", exact=False).first.wait_for()
    page.keyboard.press("Control+s")
    wait_ready(page, seconds=60)
    expect(title).to_have_value("断网前写的标题")
    expect(finding).to_have_value("断开以后写的内容")
    database.start()
    page.locator(".st-key-new-draft button").first.click()
    page.get_by_text("XH-0002").first.wait_for()
    rows = ledger.ledger.frames.current().rows
    assert list(rows["title"]).count("断网前写的标题") == 1


def test_dashboards_go_on_with_what_was_known(site: Server, database: Cluster, new_page: Callable[..., Page], tmp_path: Path):
    page = new_page(site.url + "/ledger")
    page.get_by_text("共 1 个问题").wait_for()
    database.stop("immediate")
    page.goto(site.url + "/category")
    wait_ready(page, seconds=60)
    page.get_by_text("正在重新连接", exact=False).wait_for()
    expect(page.get_by_role("heading", name="按类别")).to_be_visible()
    database.start()
