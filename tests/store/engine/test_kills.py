"""Writers killed at any moment: every save that was acknowledged is there, and no document is without its event."""

from __future__ import annotations

import os
import random
from pathlib import Path
from subprocess import Popen

from store.engine.embedded import open_embedded
from tests.store.engine.hammer import start
from tests.store.engine.verbs import add, standing

KILLS = int(os.environ.get("XIAOHAO_KILLS", "10"))
"""More of them for a longer look: ``XIAOHAO_KILLS=200 make test T=tests/store/engine/test_kills.py``."""
WRITERS = 2
ISSUES = 5


def acknowledged(writer: Popen[str], saves: int) -> dict[int, int]:
    """Let a writer save some times and kill it in the middle of the next; by issue, the last count it was told is safe."""
    assert writer.stdout is not None
    lines = [writer.stdout.readline() for _ in range(saves)]
    assert writer.poll() is None
    writer.kill()
    lines += writer.stdout.read().splitlines()
    writer.wait()
    writer.stdout.close()
    return {int(issue): int(n) for issue, n in (line.split() for line in lines if len(line.split()) == 2)}


def test_killed_writers_lose_no_acknowledged_save_and_split_none(tmp_path: Path):
    path = tmp_path / "store.db"
    repository = open_embedded(path)
    for _ in range(ISSUES):
        add(repository, n=0)
    repository.close()
    rng = random.Random(KILLS)
    for _ in range(KILLS // WRITERS):
        writers = [start(path, "save") for _ in range(WRITERS)]
        told = [acknowledged(writer, rng.randrange(1, 40)) for writer in writers]
        check(path, told)


def check(path: Path, told: list[dict[int, int]]) -> None:
    """After the kills: nothing told is missing, the count of each issue is the number of its events, the file is sound."""
    repository = open_embedded(path)
    for issue in standing(repository):
        events = repository.select("event", subject=f"issue/{issue['id']}")
        assert [event["n"] for event in events] == list(range(1, issue["n"] + 1))
        assert issue["revision"] == issue["n"] + 1
        assert issue["n"] >= max(counts.get(issue["id"], 0) for counts in told)
    assert repository.verify() == []
    repository.close()
