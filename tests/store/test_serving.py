"""Starting the real server: from any folder, and refused in plain words where it cannot start."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from store.words import text
from tools.live import ROOT, Server, clean_environment, free_port, stop, wait_until_healthy

STREAMLIT = (sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port")


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """``start(*command, XIAOHAO_TODAY="soon")``: the server beside an empty store of its own."""

    def begin(*command: str, folder: Path = ROOT, **settings: str) -> subprocess.Popen[bytes]:
        own = {"XIAOHAO_STORE": str(tmp_path / "store.db"), "XIAOHAO_SAMPLE": "0"} | settings
        environment = clean_environment() | own
        with (tmp_path / "server.log").open("wb") as log:
            return subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)

    return begin


def refused(process: subprocess.Popen[bytes], log: Path) -> list[str]:
    """What a server says that ends at once."""
    assert process.wait(60) == 1
    return log.read_text(encoding="utf-8").strip().splitlines()


def test_it_can_be_started_from_any_folder(start, tmp_path: Path):
    port = str(free_port())
    process = start(sys.executable, str(ROOT / "app.py"), folder=tmp_path, XIAOHAO_PORT=port)
    server = Server(f"http://127.0.0.1:{port}", tmp_path / "server.log", process)
    try:
        wait_until_healthy(server, "/healthz")
        assert httpx.get(server.url, trust_env=False).headers["content-type"].startswith("text/html")
    finally:
        stop(process)


@pytest.mark.parametrize("command", [(sys.executable, "app.py"), STREAMLIT[:-1]], ids=["app.py", "streamlit"])
def test_the_log_says_nothing_of_a_visit(start, tmp_path: Path, command: tuple[str, ...]):
    port = str(free_port())
    own = () if command[-1] == "app.py" else (STREAMLIT[-1], port)
    process = start(*command, *own, XIAOHAO_PORT=port)
    server = Server(f"http://127.0.0.1:{port}", tmp_path / "server.log", process)
    try:
        wait_until_healthy(server, "/healthz")
        httpx.get(server.url + "/ledger", params={"q": "secretly"}, trust_env=False)
    finally:
        stop(process)
    assert not [line for line in server.said().splitlines() if "GET" in line or "secretly" in line]


def test_streamlits_own_command_serves_the_same_with_the_same_gate(start, tmp_path: Path):
    port = str(free_port())
    process = start(*STREAMLIT, port)
    server = Server(f"http://127.0.0.1:{port}", tmp_path / "server.log", process)
    try:
        wait_until_healthy(server, "/healthz")
        assert httpx.get(server.url, trust_env=False).status_code == 200
        assert httpx.get(server.url, headers={"host": "evil.example"}, trust_env=False).status_code == 403
    finally:
        stop(process)


def test_a_bad_setting_is_told_in_two_lines_and_no_traceback(start, tmp_path: Path):
    lines = refused(start(sys.executable, "app.py", XIAOHAO_TODAY="soon"), tmp_path / "server.log")
    assert lines == [text(lang, "unusable.bad_setting", name="XIAOHAO_TODAY", value="soon") for lang in ("zh_CN", "en")]


def test_open_access_on_an_address_that_others_reach_is_refused(start, tmp_path: Path):
    lines = refused(start(sys.executable, "app.py", XIAOHAO_HOST="0.0.0.0", XIAOHAO_LANG="en"), tmp_path / "server.log")
    assert lines == [text(lang, "unusable.open_needs_loopback", host="0.0.0.0") for lang in ("en", "zh_CN")]


def test_a_port_that_is_taken_is_told(start, tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        lines = refused(start(sys.executable, "app.py", XIAOHAO_PORT=port), tmp_path / "server.log")
    assert [port in line for line in lines] == [True, True]


def test_a_file_that_is_no_store_is_told_by_its_path(start, tmp_path: Path):
    (tmp_path / "note.db").write_text("nonsense")
    lines = refused(start(sys.executable, "app.py", XIAOHAO_STORE=str(tmp_path / "note.db")), tmp_path / "server.log")
    assert [str(tmp_path / "note.db") in line for line in lines] == [True, True]
