"""Stores for the tests of the engines: each test of the contract runs on every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.engine.repository import Repository
from tests.store.engine.engines import ENGINES, Place


@pytest.fixture(params=ENGINES)
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Place]:
    """Names another empty store on every call."""
    return ENGINES[request.param](tmp_path, lambda: request.getfixturevalue("cluster").url)


@pytest.fixture
def place(new_place: Callable[[], Place]) -> Place:
    """An empty store that can be opened several times, by other processes too."""
    return new_place()


@pytest.fixture
def repository(place: Place) -> Iterator[Repository]:
    """An open, empty store."""
    repository = place.open()
    yield repository
    repository.close()
