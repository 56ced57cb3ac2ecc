"""Writers killed at any moment: every save that was acknowledged is there, and no document is without its event."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from subprocess import Popen

import pytest

from tests.store.engine.conftest import new_place
from tests.store.engine.engines import Place
from tests.store.engine.hammer import start
from tests.store.engine.verbs import add, standing

__all__ = ["new_place"]

KILLS = int(os.environ.get("XIAOHAO_KILLS", "60"))
"""On each engine; ``make faults`` kills many more."""
WRITERS = 4
ISSUES = 5

pytestmark = pytest.mark.xdist_group("kills")


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


def test_killed_writers_lose_no_acknowledged_save_and_split_none(new_place: Callable[[], Place]):
    place = new_place()
    repository = place.open()
    for _ in range(ISSUES):
        add(repository, n=0)
    repository.close()
    rng = random.Random(KILLS)
    for _ in range(max(1, KILLS // WRITERS)):
        writers = [start(place.address, "save") for _ in range(WRITERS)]
        check(place, [acknowledged(writer, rng.randrange(1, 30)) for writer in writers])


def check(place: Place, told: list[dict[int, int]]) -> None:
    """After the kills: nothing told is missing, the count of each issue is the number of its events, the store is sound."""
    repository = place.open()
    for issue in standing(repository):
        events = repository.select("event", subject=f"issue/{issue['id']}")
        assert [event["n"] for event in events] == list(range(1, issue["n"] + 1))
        assert issue["revision"] == issue["n"] + 1
        assert issue["n"] >= max(counts.get(issue["id"], 0) for counts in told)
    assert repository.verify() == []
    repository.close()
