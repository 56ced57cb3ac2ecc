"""A real PostgreSQL of the tests' own: a cluster in a folder of its own on a free port, stopped and thrown away at the end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.live import free_port

DEBIAN = "/usr/lib/postgresql"
"""Where Debian keeps the programs of each version; they are on nobody's path."""

SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
fsync = on
shared_buffers = 64MB
log_min_messages = fatal
"""


def program(name: str) -> str | None:
    """The path of one of PostgreSQL's programs, None where it is not installed."""
    versions = sorted(Path(DEBIAN).glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]), reverse=True)
    return shutil.which(name) or (str(versions[0]) if versions else None)


@dataclass(frozen=True)
class Cluster:
    """A running server. ``url`` is the address of its one database."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql://xiaohao@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._control("start", "-w", "-l", str(self.folder / "server.log"), "-o", f"-p {self.port}")

    def stop(self, mode: str = "fast") -> None:
        """Stop it; ``immediate`` is as if the machine had lost its power."""
        self._control("stop", "-w", "-m", mode)

    def restart(self, mode: str = "fast") -> None:
        """Stop and start again; every connection is lost."""
        self.stop(mode)
        self.start()

    def kill(self) -> None:
        """Kill it without a word, as the machine does when it runs out of memory."""
        number = int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(number, signal.SIGKILL)

    def _control(self, *arguments: str) -> None:
        as_owner([str(program("pg_ctl")), "-D", str(self.folder / "data"), *arguments])


def as_owner(command: list[str]) -> None:
    """Run a program of PostgreSQL's, which refuses to be run by root."""
    whole = ["runuser", "-u", "postgres", "--", *command] if os.getuid() == 0 else command
    done = subprocess.run(whole, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/", check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}\n{done.stdout}")


@contextmanager
def running() -> Iterator[Cluster]:
    """A new, empty cluster that runs."""
    with tempfile.TemporaryDirectory(prefix="xiaohao-pg-", ignore_cleanup_errors=True) as name:
        cluster = Cluster(Path(name), free_port())
        if os.getuid() == 0:
            shutil.chown(name, "postgres")
        options = ["--username=xiaohao", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        as_owner([str(program("initdb")), "-D", str(cluster.folder / "data"), *options])
        with (cluster.folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(SETTINGS)
        cluster.start()
        try:
            yield cluster
        finally:
            if (cluster.folder / "data" / "postmaster.pid").exists():
                cluster.stop("immediate")
