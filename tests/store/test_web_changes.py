"""The feed of changes over real sockets: who hears, what is told and what is not, how soon, and that nobody is kept waiting."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from store.web import changes
from tests.store.conftest import ADMIN, CONTACT, TODAY, Clock, registered
from tests.store.test_serving import start
from tests.store.test_web import Site, open_site, site
from tools.live import ROOT, Server, clean_environment, free_port, stop, wait_until_healthy

__all__ = ["open_site", "site", "start"]

SOON = 5
"""Seconds within which news must be there on a machine that is busy."""
QUIET = 0.8
"""Seconds of silence that count as nothing told: three looks of the watcher."""


class Reader:
    """Somebody who listens: what they were told so far, each with the moment."""

    def __init__(self, answer: httpx.Response) -> None:
        self.told: list[tuple[str, float]] = []
        self.beats = 0
        self._answer = answer
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        try:
            for line in self._answer.iter_lines():
                if line.startswith("data: "):
                    self.told.append((line.removeprefix("data: "), time.monotonic()))
                self.beats += line == ":"
        except httpx.TransportError:
            return

    def ended_within(self, seconds: float) -> bool:
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def hears(self, count: int) -> list[str]:
        """The first ``count`` marks, waited for."""
        until(lambda: len(self.told) >= count)
        return [mark for mark, _ in self.told]


def until(test: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SOON
    while not test():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


@contextmanager
def listening(client: httpx.Client) -> Iterator[Reader]:
    with client.stream("GET", "/changes", timeout=httpx.Timeout(10, read=60)) as answer:
        assert answer.status_code == 200
        try:
            yield Reader(answer)
        finally:
            with suppress(OSError):  # the server was quicker
                answer.extensions["network_stream"].get_extra_info("socket").shutdown(socket.SHUT_RDWR)


def test_a_reader_is_told_the_state_at_once_and_then_each_new_one(open_site: Site):
    ledger = open_site.store.ledger
    with listening(open_site.client()) as reader:
        assert reader.hears(1) == [ledger.mark()]
        registered(open_site.store)
        assert reader.hears(2)[1] == ledger.mark() != reader.told[0][0]


def test_it_tells_a_number_and_the_day_and_nothing_else(open_site: Site):
    with listening(open_site.client()) as reader:
        registered(open_site.store, title="秘密的问题", confidential=True)
        assert all(re.fullmatch(r"\d+\.\d{4}-\d\d-\d\d", mark) for mark in reader.hears(1))


def test_what_is_typed_and_who_signs_in_wakes_nobody(site: Site):
    client = site.signed_in("office")
    with listening(client) as reader:
        reader.hears(1)
        site.store.drafts.keep(CONTACT, "new", {"title": "写到一半"})
        site.signed_in("viewer")
        time.sleep(QUIET)
        assert len(reader.told) == 1
        registered(site.store)
        assert len(reader.hears(2)) == 2


def test_a_new_day_is_news(open_site: Site, clock: Clock):
    with listening(open_site.client()) as reader:
        reader.hears(1)
        clock.go_to(TODAY + timedelta(days=1))
        assert reader.hears(2)[1].endswith((TODAY + timedelta(days=1)).isoformat())


def test_without_signing_in_nothing_is_told(site: Site):
    answer = site.client(accept="text/event-stream").get("/changes")
    assert answer.status_code == 401
    assert "data:" not in answer.text
    assert site.client().get("/changes").headers["location"] == "/sign-in?next=%2Fchanges"


def test_whoever_is_let_go_while_listening_is_told_no_more(site: Site):
    with listening(site.signed_in("viewer")) as reader:
        reader.hears(1)
        site.store.accounts.deactivate(ADMIN, "viewer")
        registered(site.store)
        assert reader.ended_within(SOON)
        assert len(reader.told) == 1


@pytest.mark.parametrize("headers", [{"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_a_page_of_another_site_hears_nothing(open_site: Site, headers: dict[str, str]):
    assert open_site.client(**headers).get("/changes").status_code == 403


def test_proxies_and_browsers_are_told_how_to_treat_it(open_site: Site):
    with open_site.client().stream("GET", "/changes") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-accel-buffering"] == "no"
        assert next(answer.iter_lines()) == f"retry: {changes.COME_BACK_IN}"


def test_in_long_silence_it_shows_that_it_is_alive(open_site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(changes, "HEARTBEAT", 0.2)
    with listening(open_site.client()) as reader:
        until(lambda: reader.beats >= 2)
        assert len(reader.told) == 1


def test_sixty_readers_hear_of_one_change_and_one_look_serves_them_all(open_site: Site, monkeypatch: pytest.MonkeyPatch):
    looks, mark = [], open_site.store.ledger.mark
    monkeypatch.setattr(open_site.store.ledger, "mark", lambda: looks.append(1) or mark())
    with ExitStack() as stack:
        readers = [stack.enter_context(listening(open_site.client())) for _ in range(60)]
        for reader in readers:
            reader.hears(1)
        before, begun = len(looks), time.monotonic()
        registered(open_site.store)
        assert len({reader.hears(2)[1] for reader in readers}) == 1
        longest = max(reader.told[1][1] for reader in readers) - begun
        most = (time.monotonic() - begun) / changes.LOOK_EVERY + 3
        print(f"60 readers told within {longest * 1000:.0f} ms by {len(looks) - before} looks")
        assert len(looks) - before <= most


def test_when_nobody_listens_nobody_looks(open_site: Site, monkeypatch: pytest.MonkeyPatch):
    looks, mark = [], open_site.store.ledger.mark
    monkeypatch.setattr(open_site.store.ledger, "mark", lambda: looks.append(1) or mark())
    with listening(open_site.client()) as reader:
        reader.hears(1)
    time.sleep(QUIET)
    seen = len(looks)
    time.sleep(QUIET)
    assert len(looks) == seen
    with listening(open_site.client()) as reader:
        registered(open_site.store)
        assert reader.hears(1)[-1]


def test_what_another_process_writes_is_heard(open_site: Site):
    path = str(open_site.store.repository.path)
    write = (
        "import sys; from store.config import read_settings; from store.opening import open_store;"
        "from tests.store.conftest import registered; registered(open_store(read_settings({'XIAOHAO_STORE': sys.argv[1]})))"
    )
    with listening(open_site.client()) as reader:
        reader.hears(1)
        subprocess.run([sys.executable, "-c", write, path], cwd=ROOT, env=clean_environment(), check=True)
        assert reader.hears(2)[1] == open_site.store.ledger.mark()


STREAMLIT = (sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port")


@pytest.mark.parametrize("command", [(sys.executable, "app.py"), STREAMLIT], ids=["app.py", "streamlit"])
def test_a_server_that_is_told_to_end_does_not_wait_for_readers(start, tmp_path: Path, command: tuple[str, ...]):
    port = str(free_port())
    process = start(*command, *([port] if command is STREAMLIT else []), XIAOHAO_PORT=port)
    server = Server(f"http://127.0.0.1:{port}", tmp_path / "server.log", process)
    try:
        wait_until_healthy(server, "/healthz")
        with httpx.Client(base_url=server.url, trust_env=False) as client, listening(client) as reader:
            reader.hears(1)
            begun = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert reader.ended_within(SOON)
            process.wait(SOON)
            print(f"ended after {time.monotonic() - begun:.2f} s")
    finally:
        stop(process)
