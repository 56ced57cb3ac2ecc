"""Another process that works on a store: ``python -m tests.store.engine.hammer ADDRESS TASK [NUMBER]``."""

from __future__ import annotations

import sys
import threading
from itertools import count
from pathlib import Path
from subprocess import PIPE, Popen

from store.engine.repository import Repository
from store.model.errors import Conflict
from tests.source import ROOT
from tests.store.engine.engines import opened
from tests.store.engine.verbs import add, change, standing

THREADS = 8


def start(address: str | Path, task: str, number: int = 1) -> Popen[str]:
    """Start such a process; what it prints can be read line by line."""
    command = [sys.executable, "-m", "tests.store.engine.hammer", str(address), task, str(number)]
    return Popen(command, cwd=ROOT, stdout=PIPE, text=True)


def finish(*processes: Popen[str]) -> list[str]:
    """Wait for processes to end well; the lines that they printed."""
    told = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return [line for text in told for line in text.splitlines()]


def raise_counts(repository: Repository, times: int) -> None:
    """Eight threads: each adds one to ``n`` of the only issue ``times`` times, and enters an event with every success."""
    threads = [threading.Thread(target=_raise_count, args=(repository, times)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _raise_count(repository: Repository, times: int) -> None:
    done = 0
    while done < times:
        read = standing(repository)[0]
        try:
            with repository.transaction() as transaction:
                saved = transaction.replace("issue", read | {"n": read["n"] + 1}, read["revision"])
                transaction.insert("event", {"subject": "count", "at": str(saved["n"]), "n": saved["n"]})
            done += 1
        except Conflict:
            pass


def save_until_killed(repository: Repository) -> None:
    """Raise ``n`` of issue after issue, an event with each; print issue and ``n`` once a save has returned."""
    for turn in count():
        issues = standing(repository)
        read = issues[turn % len(issues)]
        try:
            with repository.transaction() as transaction:
                saved = transaction.replace("issue", read | {"n": read["n"] + 1}, read["revision"])
                transaction.insert("event", {"subject": f"issue/{saved['id']}", "at": str(turn), "n": saved["n"]})
        except Conflict:
            continue
        print(saved["id"], saved["n"], flush=True)


def main(address: str, task: str, number: str) -> None:
    repository = opened(address)
    match task:
        case "raise":
            raise_counts(repository, int(number))
        case "save":
            save_until_killed(repository)
        case "add":
            print(*[add(repository, n=n)["id"] for n in range(int(number))], sep="\n")
        case "change":
            change(repository, repository.get("issue", int(number)), by="somebody else")
        case "remove":
            with repository.transaction() as transaction:
                transaction.delete("issue", int(number), repository.get("issue", int(number))["revision"])
    repository.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
