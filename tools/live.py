"""The running app as a person meets it: start the server, open Chromium, wait until the page is still."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from store.access import ACTING_COOKIE

ROOT = Path(__file__).parents[1]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
TODAY = "2026-11-23"
"""The day the sample campaign is told for."""

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
"""Chromium asks nobody else for anything, so that every request seen is the page's own."""

STILL = """milliseconds => {
    const app = document.querySelector('[data-testid="stApp"]');
    const still = app && app.dataset.testScriptState === 'notRunning' && app.dataset.testConnectionState === 'CONNECTED'
        && !document.querySelector('[data-testid="stSkeleton"], [data-testid="stSpinner"], [data-stale="true"]');
    window.stillSince = still ? window.stillSince ?? performance.now() : undefined;
    return still && performance.now() - window.stillSince >= milliseconds;
}"""
LONG_ENOUGH = 250
"""Milliseconds without a change of state: a click needs a moment until the server answers that it runs again."""


@dataclass(frozen=True)
class Server:
    """A server that answers: where it is, what it has printed, and the process."""

    url: str
    log: Path
    process: subprocess.Popen[bytes]

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextmanager
def serve(
    *, command: tuple[str, ...] = (sys.executable, "app.py"), health: str = "/healthz", **environment: str
) -> Iterator[Server]:
    """Run the app on a free port with its own empty store; ``environment`` adds to or replaces the XIAOHAO_* variables."""
    with tempfile.TemporaryDirectory(prefix="xiaohao-") as folder:
        log = Path(folder) / "server.log"
        port = str(free_port())
        settings = {"XIAOHAO_PORT": port, "XIAOHAO_STORE": str(Path(folder) / "xiaohao.db"), "XIAOHAO_TODAY": TODAY} | environment
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, cwd=ROOT, env=clean_environment() | settings, stdout=output, stderr=subprocess.STDOUT
            )
        try:
            server = Server(f"http://127.0.0.1:{settings['XIAOHAO_PORT']}", log, process)
            wait_until_healthy(server, health)
            yield server
        finally:
            stop(process)


def clean_environment() -> dict[str, str]:
    """This process's environment without what would set up the app or Streamlit differently."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("XIAOHAO_", "STREAMLIT_"))}


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def wait_until_healthy(server: Server, health: str, seconds: float = 120) -> None:
    """Until ``health`` answers 200; a server that ends before is an error with what it printed."""
    deadline = time.monotonic() + seconds
    while not answers(server.url + health):
        if time.monotonic() > deadline:
            raise TimeoutError(f"no answer from {server.url}{health} in {seconds} s\n{server.said()}")
        if ended_within(server.process, 0.05):
            raise RuntimeError(f"the server ended with {server.process.returncode}\n{server.said()}")


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def ended_within(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end, as the machine does at shutdown; insist if it does not."""
    process.terminate()
    if not ended_within(process, 10):
        process.kill()
        process.wait()


def chromium() -> str:
    """The browser of this machine; none is downloaded."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None:
        raise FileNotFoundError(f"none of {', '.join(CHROMIUM)} is installed; tools/setup_machine.sh installs one where it can")
    return found


@contextmanager
def open_browser(executable: str | None = None) -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable or chromium(), args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


def act_as(context: BrowserContext, url: str, acting: str) -> None:
    """In open access: ``office``, ``viewer``, ``unit:U03`` … as the sidebar would remember it."""
    context.add_cookies([{"name": ACTING_COOKIE, "value": acting, "url": url}])


def wait_ready(page: Page, seconds: float = 30) -> None:
    """Until Streamlit has run the script and drawn all of it, and the fonts are there. Raises TimeoutError of Playwright."""
    page.evaluate("() => { window.stillSince = undefined; }")
    page.wait_for_function(STILL, arg=LONG_ENOUGH, timeout=seconds * 1000)
    page.evaluate("() => document.fonts.ready.then(() => true)")
