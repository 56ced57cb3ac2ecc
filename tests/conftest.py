"""What every test stands on: no settings of this machine, no cache of an earlier test, no word missing silently."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import settings

from store import words
from tests.cluster import Cluster, program, running

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test says itself which XIAOHAO_* variables are set."""
    for variable in [name for name in os.environ if name.startswith("XIAOHAO_")]:
        monkeypatch.delenv(variable)


@pytest.fixture(autouse=True)
def _strict_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing word or placeholder is an error here, where people would see the key."""
    monkeypatch.setattr(words, "STRICT", True)


@pytest.fixture(autouse=True)
def _empty_caches() -> None:
    """Streamlit's caches belong to the process: without this, one AppTest would read the data of another."""
    streamlit: Any = sys.modules.get("streamlit")
    if streamlit is not None:
        streamlit.cache_data.clear()
        streamlit.cache_resource.clear()


@pytest.fixture(autouse=True)
def cookies(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What an AppTest's reader sends along; a test fills it before it runs the app. AppTest itself has only a mock there."""
    jar: dict[str, str] = {}
    if "streamlit" in sys.modules:
        monkeypatch.setattr("streamlit.runtime.context.ContextProxy.cookies", jar)
    return jar


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL that runs as long as this worker's tests; a store in it is a team of its own."""
    if program("initdb") is None:
        needed("initdb")
    with running() as one:
        yield one


@pytest.fixture(scope="session")
def need() -> Callable[..., str]:
    """``need("soffice")``: the program's path; without it the test is skipped, or fails where CI=true."""
    return needed


def needed(*names: str) -> str:
    """The first of the programs (other names of one thing) that is installed."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        missing = f"{names[0]} is not installed; `make test` installs it where it can"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    return found
