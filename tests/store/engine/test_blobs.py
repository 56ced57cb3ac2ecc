"""What every engine promises about files: kept under their hash, whole, once, and there before anything refers to them."""

from __future__ import annotations

import threading
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from store.engine.embedded import open_embedded
from store.engine.folder import FolderBlobs, beside
from store.engine.repository import Repository
from store.model.errors import Invalid, NotFound, Unusable
from tests.store.engine.engines import Place

PAPER = "会议纪要".encode() * 1000


def test_a_content_comes_back_under_its_hash(repository: Repository):
    digest = repository.blobs.put(PAPER)
    assert digest == sha256(PAPER).hexdigest()
    assert repository.blobs.get(digest) == PAPER
    assert repository.blobs.size(digest) == len(PAPER)


def test_the_same_content_twice_is_kept_once(repository: Repository):
    assert repository.blobs.put(PAPER) == repository.blobs.put(PAPER)
    assert list(repository.blobs.digests()) == [sha256(PAPER).hexdigest()]


def test_a_content_is_there_for_whoever_opens_the_store_next(place: Place):
    first = place.open()
    digest = first.blobs.put(PAPER)
    first.close()
    second = place.open()
    assert second.blobs.get(digest) == PAPER
    second.close()


def test_a_transaction_that_fails_leaves_the_content_and_no_reference(repository: Repository):
    digest = repository.blobs.put(PAPER)
    with suppress(NotFound), repository.transaction() as transaction:
        transaction.insert("issue", {"file": digest})
        transaction.get("issue", 4711)
    assert repository.snapshot("issue")[1] == []
    assert repository.blobs.get(digest) == PAPER


@pytest.mark.parametrize("name", ["0" * 64, "", "../../etc/passwd", "..", "A" * 64, "0" * 63 + "/"])
def test_what_is_no_hash_of_a_content_is_not_found(repository: Repository, name: str):
    with pytest.raises(NotFound):
        repository.blobs.get(name)
    assert repository.blobs.size(name) is None


def test_what_is_discarded_is_gone_and_may_come_back(repository: Repository):
    digest = repository.blobs.put(PAPER)
    repository.blobs.discard(digest)
    repository.blobs.discard(digest)
    assert repository.blobs.size(digest) is None
    assert repository.blobs.get(repository.blobs.put(PAPER)) == PAPER


def test_many_hands_put_the_same_and_different_contents(repository: Repository):
    contents = [b"%d" % (number % 5) * 5000 for number in range(40)]
    hands = [threading.Thread(target=repository.blobs.put, args=(content,)) for content in contents]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert {repository.blobs.get(digest) for digest in repository.blobs.digests()} == set(contents)


def file_of(folder: Path, content: bytes) -> Path:
    digest = sha256(content).hexdigest()
    return folder / digest[:2] / digest


def test_bytes_that_were_tampered_with_are_never_given_out_and_verify_finds_them(tmp_path: Path):
    repository = open_embedded(tmp_path / "store.db")
    digest = repository.blobs.put(PAPER)
    file_of(beside(tmp_path / "store.db"), PAPER).write_bytes(PAPER[:-1] + b"!")
    with pytest.raises(Unusable, match="blob_damaged"):
        repository.blobs.get(digest)
    assert [(fault.field, fault.code) for fault in repository.verify()] == [(f"files.{digest}", "blob_damaged")]
    repository.blobs.put(PAPER)
    assert (repository.blobs.get(digest), repository.verify()) == (PAPER, [])
    repository.close()


def test_a_write_that_a_crash_cut_short_is_not_a_content(tmp_path: Path):
    blobs = FolderBlobs(tmp_path / "x.files")
    digest = blobs.put(PAPER)
    half = file_of(blobs.folder, PAPER).with_name(f".{digest}.1.1.part")
    half.write_bytes(PAPER[:10])
    assert list(blobs.digests()) == [digest]


def test_a_disk_that_refuses_is_told_and_leaves_nothing_half_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    blobs = FolderBlobs(tmp_path / "x.files")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("store.engine.folder.os.fsync", full)
    blobs.folder.joinpath(sha256(PAPER).hexdigest()[:2]).mkdir(parents=True)
    with pytest.raises(Unusable, match="disk_full"):
        blobs.put(PAPER)
    assert [path for path in blobs.folder.rglob("*") if path.is_file()] == []


def test_a_backup_carries_the_files_and_tells_which_are_damaged(tmp_path: Path):
    repository = open_embedded(tmp_path / "store.db")
    good, bad = repository.blobs.put(PAPER), repository.blobs.put(b"another")
    repository.backup_to(tmp_path / "whole.db")
    file_of(beside(tmp_path / "store.db"), b"another").write_bytes(b"anothEr")
    with pytest.raises(Invalid) as told:
        repository.backup_to(tmp_path / "later.db")
    repository.close()
    assert [fault.field for fault in told.value.faults] == [f"files.{bad}"]
    whole, later = open_embedded(tmp_path / "whole.db"), open_embedded(tmp_path / "later.db")
    assert set(whole.blobs.digests()) == {good, bad}
    assert list(later.blobs.digests()) == [good]
    whole.close()
    later.close()
