"""How long a rerun of each page takes on the running server, as a ratio to an empty page on the same server in the same run.

Run as ``python -m bench.page_bench --sizes 1000 10000``. A plain websocket client asks for a page and waits for the run to
be finished.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

PAGES = ("blank", "overview", "category", "unit", "deadline", "cause", "ledger", "new", "mine")
SIZES = (1_000, 10_000)
RERUNS = 15
TODAY = "2026-11-23"


def main() -> None:
    """Print one table a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    for size in parser.parse_args().sizes:
        with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "bench.db", size) as address:
            medians = {page: rerun_seconds(address, page) for page in PAGES}
        print(f"\n{size:,} problems, median of {RERUNS} reruns; ratio to the empty page")
        for page, seconds in medians.items():
            print(f"  {page:10} {seconds * 1000:8.1f} ms {seconds / medians['blank']:6.2f} ×")


def sampled(path: Path, size: int) -> None:
    """A store with a sample ledger of ``size`` problems."""
    environment = {**os.environ, "XIAOHAO_STORE": str(path), "XIAOHAO_TODAY": TODAY}
    command = [sys.executable, "-m", "store", "sample", "--size", str(size)]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def served(path: Path, size: int) -> Iterator[str]:
    """A server of its own process on a ledger of ``size`` problems; gives host:port."""
    sampled(path, size)
    with serving(path) as address:
        yield address


@contextmanager
def serving(path: Path) -> Iterator[str]:
    """A server of its own process on a store; gives host:port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "XIAOHAO_STORE": str(path), "XIAOHAO_TODAY": TODAY, "XIAOHAO_PORT": str(port)}
    command = [sys.executable, "-m", "bench.serve"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz", server)
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except OSError:
            if server.poll() is not None:
                raise SystemExit("the server under test ended") from None
            time.sleep(0.1)
    raise SystemExit("the server under test did not answer")


def rerun_seconds(address: str, page: str) -> float:
    """The median time of a rerun of ``page`` in one session, after a first visit that fills the caches."""
    with connect(f"ws://{address}/_stcore/stream", subprotocols=["streamlit"], max_size=None, compression=None) as session:
        ask(session, page)
        ask(session, page)
        return statistics.median(ask(session, page) for _ in range(RERUNS))


def ask(session: ClientConnection, page: str, query: str = "") -> float:
    """The seconds that a run of ``page`` takes, from the asking to its end."""
    message = BackMsg()
    message.rerun_script.page_name, message.rerun_script.query_string = page, query
    message.rerun_script.context_info.timezone = "Asia/Shanghai"
    message.rerun_script.context_info.locale = "zh-CN"
    started = time.perf_counter()
    session.send(message.SerializeToString())
    while True:
        answer = ForwardMsg.FromString(session.recv())
        if answer.WhichOneof("type") == "script_finished":
            return time.perf_counter() - started


if __name__ == "__main__":
    main()
