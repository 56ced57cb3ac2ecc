"""Why an embedded store is not opened: each reason has a code of its own, and the file stays as it is."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from store.engine._place import Machine, filesystem_of
from store.engine._schema import APPLICATION_ID
from store.engine.embedded import open_embedded
from store.model.errors import Unusable

MOUNTS = r"""
22 1 0:21 / / rw,relatime - ext4 /dev/vda rw
23 22 0:22 / /srv rw,relatime - ext4 /dev/vdb rw
24 23 0:23 / /srv/share rw,relatime master:1 - nfs4 server:/export rw
25 24 0:24 / /srv/share/local rw,relatime - xfs /dev/vdc rw
26 22 0:25 / /mnt/two\040words rw,relatime - cifs //server/share rw
27 22 0:26 / /over rw,relatime - cifs //server/share rw
28 22 0:27 / /over rw,relatime - ext4 /dev/vdd rw
""".strip()


def refused(path: Path, **options: Any) -> Unusable:
    """The error with which opening ends."""
    with pytest.raises(Unusable) as told:
        open_embedded(path, **options)
    assert told.value.params["path"] == str(path)
    return told.value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store is to be."""
    return tmp_path / "store.db"


@pytest.fixture
def full_store(path: Path) -> Path:
    """A closed store with a good deal in it."""
    repository = open_embedded(path)
    with repository.transaction() as transaction:
        for n in range(200):
            transaction.insert("issue", {"n": n, "text": "问题" * 100})
            transaction.insert("event", {"subject": f"issue/{n}", "at": str(n), "text": "历史" * 100})
    repository.close()
    return path


@pytest.mark.parametrize("content", [b"garbage" * 1000, b'{"_default": {"1": {}}}', b"SQLite format 3\0", os.urandom(5000)])
def test_a_file_that_is_no_store_is_unreadable_and_stays_as_it_is(path: Path, content: bytes):
    path.write_bytes(content)
    assert refused(path).code == "store_unreadable"
    assert path.read_bytes() == content


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
def test_a_truncated_store_is_unreadable(full_store: Path, kept: float):
    os.truncate(full_store, int(full_store.stat().st_size * kept))
    assert refused(full_store).code == "store_unreadable"


def test_a_store_with_a_document_that_does_not_parse_is_unreadable(full_store: Path):
    with closing(sqlite3.connect(full_store)) as connection, connection:
        connection.execute("UPDATE documents SET doc = '{' WHERE id = 7")
    assert refused(full_store).code == "store_unreadable"


def test_a_file_of_another_program_is_foreign_and_stays_as_it_is(path: Path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks(url)")
    before = path.read_bytes()
    assert refused(path).code == "store_foreign"
    assert (path.read_bytes(), [file.name for file in path.parent.iterdir()]) == (before, ["store.db"])


def test_an_empty_file_that_another_program_claimed_is_foreign(path: Path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 7")
    assert refused(path).code == "store_foreign"


def test_an_empty_file_becomes_a_store(path: Path):
    path.touch()
    open_embedded(path).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


def test_missing_folders_are_made(tmp_path: Path):
    path = tmp_path / "data" / "of" / "2026" / "store.db"
    open_embedded(path).close()
    assert path.is_file()


def test_a_store_of_a_later_version_is_newer(full_store: Path):
    with closing(sqlite3.connect(full_store)) as connection:
        connection.execute("PRAGMA user_version = 99")
    told = refused(full_store)
    assert (told.code, told.params["found"], told.params["known"]) == ("store_newer", 99, 1)


def test_a_folder_is_no_place_for_a_store(tmp_path: Path):
    told = refused(tmp_path)
    assert (told.code, told.params["what"]) == ("store_no_permission", "is_folder")


@pytest.mark.parametrize(("closed", "what"), [("folder", "folder"), ("store.db", "file")])
def test_a_store_needs_a_folder_and_a_file_that_can_be_written(tmp_path: Path, closed: str, what: str):
    path = tmp_path / "folder" / "store.db"
    open_embedded(path).close()
    told = refused(path, machine=Machine(may_write=lambda asked: asked.name != closed))
    assert (told.code, told.params["what"]) == ("store_no_permission", what)


def test_a_file_where_a_folder_should_be_is_told(path: Path):
    path.touch()
    assert refused(path / "store.db").code == "store_no_permission"


@pytest.fixture
def somebody() -> Iterator[Path]:
    """A folder of root, and this process without root's powers, for as long as the test runs."""
    if sys.platform == "win32" or os.geteuid() != 0:
        yield from _own_folder()
        return
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        os.seteuid(65534)
        try:
            yield Path(folder)
        finally:
            os.seteuid(0)


def _own_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o555)
        yield Path(folder)
        os.chmod(folder, 0o755)


@pytest.mark.parametrize("below", [".", "not/there/yet"])
def test_a_folder_that_this_person_may_not_write_is_told(somebody: Path, below: str):
    assert refused(somebody / below / "store.db").code == "store_no_permission"


@pytest.mark.parametrize(
    ("path", "found"),
    [("/srv/a.db", "ext4"), ("/srv/share/a.db", "nfs4"), ("/srv/shared/a.db", "ext4"), ("/srv/share/local/b/a.db", "xfs"),
     ("/mnt/two words/a.db", "cifs"), ("/over/a.db", "ext4"), ("/a.db", "ext4")],
)  # fmt: skip
def test_the_filesystem_of_a_path_is_that_of_the_deepest_and_latest_mount_point(path: str, found: str):
    assert filesystem_of(Path(path), MOUNTS) == found


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "ceph"])
def test_a_network_share_is_no_place_for_a_store(path: Path, kind: str):
    told = refused(path, machine=Machine(mounts=f"22 1 0:21 / {path.parent} rw,relatime - {kind} server:/share rw"))
    assert (told.code, told.params["filesystem"], path.exists()) == ("store_network", kind, False)


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "overlay", "tmpfs", "apfs", "fuse.ntfs-3g"])
def test_a_disk_of_this_machine_is(path: Path, kind: str):
    open_embedded(path, machine=Machine(mounts=f"22 1 0:21 / {path.parent} rw,relatime - {kind} /dev/vda rw")).close()


def test_without_a_list_of_mounts_no_share_is_suspected(path: Path):
    open_embedded(path, machine=Machine(mounts="")).close()
