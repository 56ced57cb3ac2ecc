"""Opening a store as a server does: an empty one is filled once, however many servers start at the same moment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest

from store.opening import Store
from tests.source import ROOT
from tests.store.conftest import Clock
from tests.store.engine.conftest import new_place
from tests.store.engine.engines import Place

__all__ = ["new_place"]

OPEN = """
from store.opening import the_store
store = the_store()
print(len(store.ledger.campaigns()), len(store.ledger.frames.current().rows))
"""


@pytest.mark.parametrize("sample", ["0", "1"])
def test_servers_that_start_together_fill_an_empty_store_once(new_place: Callable[[], Place], sample: str):
    settings = {"XIAOHAO_STORE": new_place().address, "XIAOHAO_SAMPLE": sample, "XIAOHAO_TODAY": "2026-11-23"}
    servers = [
        subprocess.Popen([sys.executable, "-c", OPEN], cwd=ROOT, env=os.environ | settings, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = [server.communicate(timeout=120)[0].split() for server in servers]
    assert [server.returncode for server in servers] == [0, 0]
    assert told[0] == told[1]
    assert told[0][0] == "1"
    assert (int(told[0][1]) > 100) is (sample == "1")


def test_one_turn_at_a_time_and_none_for_ever(store: Store, clock: Clock):
    with store.setup.turn_to_fill() as first, store.setup.turn_to_fill() as second:
        assert (first, second) == (True, False)
        clock.now += timedelta(minutes=6)
        with store.setup.turn_to_fill() as third:
            assert third
    with store.setup.turn_to_fill() as last:
        assert last
