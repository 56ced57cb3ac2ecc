"""The files of deploy/ fit the program: they name settings, commands and paths that exist, and pass their own tools' checks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from store import config, outgoing
from store.engine.embedded import open_embedded
from store.engine.moving import checksum
from store.opening import Store
from tests.conftest import needed
from tests.source import ROOT
from tests.store.conftest import clock, engine, registered, store

__all__ = ["clock", "engine", "store"]

DEPLOY = ROOT / "deploy"
FILES = sorted(path.name for path in DEPLOY.iterdir())


@pytest.mark.parametrize("name", FILES)
def test_every_setting_that_is_named_exists(name: str):
    named = set(re.findall(r"\bXIAOHAO_[A-Z_]+", (DEPLOY / name).read_text(encoding="utf-8"))) - {"XIAOHAO_PUBLIC_PORT"}
    assert named <= config.DEFAULTS.keys() | outgoing.DEFAULTS.keys()


@pytest.mark.parametrize("name", FILES)
def test_every_file_says_first_what_it_is_for(name: str):
    first = next(line for line in (DEPLOY / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#!"))
    assert first.startswith("# ")


def test_what_the_image_copies_is_there():
    copied = re.findall(r"^COPY (\S+) ", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert copied
    assert [source for source in copied if not (ROOT / source).exists()] == []


def test_what_is_mounted_and_built_is_there():
    compose = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    named = re.findall(r"- \./([\w.]+):", compose) + [Path(one).name for one in re.findall(r"dockerfile: (\S+)", compose)]
    assert sorted(named) == ["Dockerfile", "nginx.conf"]
    servers = re.findall(r"^  (app\d):", compose, re.MULTILINE)
    assert re.findall(r"server (app\d):8501", (DEPLOY / "nginx.conf").read_text(encoding="utf-8")) == servers == ["app1", "app2"]


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith((".service", ".timer"))])
def test_a_unit_of_systemd_names_programs_of_ours(name: str):
    text = (DEPLOY / name).read_text(encoding="utf-8")
    for program in re.findall(r"^ExecStart=/opt/xiaohao/(\S+)", text, re.MULTILINE):
        assert program.startswith(".venv/bin/") or os.access(ROOT / program, os.X_OK)
    assert "[Install]" in text or "oneshot" in text


def test_the_nightly_backup_is_checked_and_old_ones_go(store: Store, tmp_path: Path):
    registered(store)
    folder = tmp_path / "backups"
    folder.mkdir()
    for number in range(3):
        (folder / f"xiaohao-2020010{number}-000000.db").touch()
    done = subprocess.run(
        [needed("bash"), str(DEPLOY / "backup.sh"), str(folder)],
        env=os.environ | {"XIAOHAO_STORE": str(store.settings.store), "PYTHON": sys.executable, "KEPT": "2"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    kept = sorted(path.name for path in folder.glob("*.db"))
    assert len(kept) == 2
    assert kept[0] == "xiaohao-20200102-000000.db"
    copy = open_embedded(folder / kept[1])
    assert checksum(copy.dump()) == checksum(store.repository.dump())
    copy.close()
