"""Snapshots: by whom they are taken, the same bytes for ever, checked by their hash, and nobody else's matter in them."""

from __future__ import annotations

import ast
import csv
import io
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from store.__main__ import main
from store.engine.blobs import Blobs
from store.engine.embedded import open_embedded
from store.engine.folder import beside
from store.exchange.csv import neutral
from store.exchange.standing import rows_of, without
from store.exchange.taking import take
from store.files import forget, missing
from store.model.documents import Actor, Snapshot
from store.model.errors import Invalid, NotFound, Refused, Unusable
from store.opening import Store
from tests.source import calls, modules, tree
from tests.store.conftest import (
    ADMIN,
    CONTACT,
    INSPECTOR,
    OFFICE,
    OTHER_CONTACT,
    TODAY,
    VIEWER,
    Clock,
    fields,
    registered,
)
from tests.store.test_setup import emptied

EVERYBODY = (ADMIN, CONTACT, INSPECTOR, OFFICE, OTHER_CONTACT, VIEWER)


def taken(store: Store, name: str = "十一月例会") -> Snapshot:
    return store.snapshots.take(OFFICE, "", name)


def numbers(content: bytes) -> list[str]:
    return [row["ref_no"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))]


def file_of(store: Store, kept: Snapshot) -> Path:
    return beside(store.settings.store) / kept.sha256[:2] / kept.sha256


@pytest.mark.parametrize("actor", [OFFICE, ADMIN])
def test_a_snapshot_says_what_was_taken_when_and_by_whom(store: Store, actor: Actor):
    registered(store)
    kept = store.snapshots.take(actor, "", "  十一月例会 ")
    content = store.snapshots.content(actor, kept.id)
    assert (kept.name, kept.campaign, kept.taken_by, kept.day, kept.rows) == ("十一月例会", "c", actor.name, TODAY, 1)
    assert (kept.size, kept.sha256) == (len(content), sha256(content).hexdigest())
    assert kept.taken_at.startswith("2026-11-23T09:00")
    assert store.snapshots.all() == [kept]
    assert content == take(store, OFFICE, "issues.csv", {}).content


@pytest.mark.parametrize("actor", [CONTACT, INSPECTOR, VIEWER])
def test_only_who_runs_the_ledger_takes_one(store: Store, actor: Actor):
    with pytest.raises(Refused, match="role_may_not"):
        store.snapshots.take(actor, "", "我的")
    assert (store.snapshots.all(), list(store.repository.blobs.digests())) == ([], [])


@pytest.mark.parametrize("name", ["", "   ", "长" * 81])
def test_it_needs_a_name_that_can_be_read(store: Store, name: str):
    with pytest.raises(Invalid):
        taken(store, name)
    assert list(store.repository.blobs.digests()) == []


def test_taking_one_is_an_event(store: Store):
    kept = taken(store)
    event = store.repository.select("event", subject=f"snapshot:{kept.id}")[0]
    assert (event["action"], event["actor"], event["ref"]) == ("take_snapshot", OFFICE.name, "十一月例会")


def test_no_code_of_ours_changes_or_removes_one():
    wrong = [
        f"{path}:{call.lineno}"
        for path in modules("store", "components", "pages")
        for call, name in calls(path)
        if name in {"replace", "delete", "erase", "clear"}
        and "snapshot" in ast.unparse(call)
        and ".text" not in ast.unparse(call)
    ]
    assert wrong == []
    starting_over = [
        ast.unparse(node)
        for node in ast.walk(tree(Path("store/setup.py")))
        if isinstance(node, ast.For) and "clear" in ast.unparse(node)
    ]
    assert len(starting_over) == 1  # the one verb that removes, and of a sample only


def test_a_snapshot_from_a_thousand_exports_later_is_byte_identical(store: Store, clock: Clock):
    issues = [registered(store, title=title) for title in ("=1+1", "甲\n乙", "普通", "'=")]
    kept = taken(store)
    before = store.snapshots.content(OFFICE, kept.id)
    for number in range(1000):
        clock.go_to(TODAY + timedelta(days=number % 60))
        at = number % len(issues)
        issues[at] = store.ledger.edit(OFFICE, issues[at].ref_no, issues[at].revision, {"owner": f"第{number}人"})
        take(store, OFFICE, "issues.csv", {})
        if number % 100 == 0:
            taken(store, f"第{number}份")
    reopened = open_embedded(store.settings.store)
    assert reopened.blobs.get(kept.sha256) == before == store.snapshots.content(OFFICE, kept.id)
    assert store.snapshots.one(kept.id) == kept
    assert len({one.sha256 for one in store.snapshots.all()}) == 11
    reopened.close()


def test_two_snapshots_of_the_same_standing_share_their_bytes(store: Store):
    registered(store)
    assert taken(store).sha256 == taken(store).sha256
    assert len(list(store.repository.blobs.digests())) == 1


@pytest.mark.parametrize("actor", EVERYBODY)
def test_restricted_matter_is_in_nobodys_file_who_may_not_see_it(store: Store, actor: Actor):
    store.ledger.register(CONTACT, "c", fields(title="人人可见"))
    store.ledger.register(CONTACT, "c", fields(title="内部掌握\r\n的", finding='"引号",\n换行', confidential=True))
    store.ledger.register(CONTACT, "c", fields(title="又一个"))
    kept = taken(store)
    content, sight = store.snapshots.content(actor, kept.id), store.snapshots.sight(actor, kept)
    may = actor not in (VIEWER, OTHER_CONTACT)
    assert numbers(content) == (["XH-0001", "XH-0002", "XH-0003"] if may else ["XH-0001", "XH-0003"])
    assert (sight.rows, sight.size, sight.sha256) == (3 if may else 2, len(content), sha256(content).hexdigest())
    assert ("内部掌握" in content.decode()) is may


@pytest.mark.parametrize("actor", [VIEWER, OTHER_CONTACT])
def test_a_mark_set_later_takes_the_row_out_and_one_lifted_does_not_bring_it_in(store: Store, actor: Actor):
    marked = store.ledger.register(CONTACT, "c", fields(confidential=True))
    open_one = store.ledger.register(CONTACT, "c", fields())
    kept = taken(store)
    store.ledger.edit(OFFICE, marked.ref_no, marked.revision, {"confidential": False})
    assert numbers(store.snapshots.content(actor, kept.id)) == [open_one.ref_no]
    store.ledger.edit(OFFICE, open_one.ref_no, open_one.revision, {"confidential": True})
    assert numbers(store.snapshots.content(actor, kept.id)) == []
    assert store.snapshots.sight(actor, kept).rows == 0
    assert numbers(store.snapshots.content(OFFICE, kept.id)) == [marked.ref_no, open_one.ref_no]


def test_what_others_get_of_a_file_are_its_own_bytes(store: Store):
    registered(store, title="=1")
    registered(store, title="隐", confidential=True)
    registered(store, finding="一行\n两行")
    kept = taken(store)
    whole, part = (store.snapshots.content(actor, kept.id) for actor in (OFFICE, VIEWER))
    assert [line for line in whole.split(b"\r\n") if "隐".encode() not in line] == part.split(b"\r\n")


@given(some.dictionaries(some.text("ab1", min_size=1), some.text("x\",\n='汉"), max_size=5), some.data())
def test_rows_are_taken_out_without_touching_the_others(rows: dict[str, str], data: some.DataObject):
    gone = set(data.draw(some.lists(some.sampled_from(sorted(rows)), unique=True))) if rows else set()

    def file(kept: dict[str, str]) -> bytes:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(["ref_no", "cell"])
        writer.writerows([number, neutral(cell)] for number, cell in kept.items())
        return text.getvalue().encode("utf-8-sig")

    assert without(file(rows), gone) == file({number: cell for number, cell in rows.items() if number not in gone})
    assert {number: row["cell"] for number, row in rows_of(file(rows)).items()} == rows


def test_a_file_that_was_tampered_with_is_told_and_never_handed_out(store: Store, capsys):
    registered(store)
    kept = taken(store)
    assert store.snapshots.fault(kept) == ""
    file_of(store, kept).write_bytes(store.snapshots.content(OFFICE, kept.id).replace(b"open", b"shut"))
    assert store.snapshots.fault(kept) == "blob_damaged"
    with pytest.raises(Unusable, match="blob_damaged"):
        store.snapshots.content(OFFICE, kept.id)
    assert main(["verify", "--store", str(store.settings.store)]) == 1
    assert kept.sha256 in capsys.readouterr().err


def test_a_file_that_is_gone_is_told(store: Store, capsys):
    kept = taken(store)
    file_of(store, kept).unlink()
    assert store.snapshots.fault(kept) == "file_missing"
    assert [fault.field for fault in missing(store.repository)] == [f"snapshot.{kept.id}"]
    assert main(["verify", "--store", str(store.settings.store)]) == 1
    assert f"snapshot.{kept.id}" in capsys.readouterr().err


def test_a_parsed_snapshot_is_not_asked_of_a_damaged_file(store: Store):
    kept = taken(store)
    assert store.comparisons.side(OFFICE, f"snapshot:{kept.id}").rows == {}
    with pytest.raises(NotFound):
        store.snapshots.one(kept.id + 1)


def carried(source: Store, blobs: Blobs, kept: Snapshot) -> bool:
    return blobs.get(kept.sha256) == source.snapshots.content(OFFICE, kept.id)


def test_backup_dump_and_load_carry_the_bytes(store: Store, tmp_path: Path):
    registered(store)
    kept, path = taken(store), str(store.settings.store)
    copied, loaded, dump = (tmp_path / name for name in ("copy.db", "loaded.db", "dump.json"))
    assert main(["backup", str(copied), "--store", path]) == 0
    assert main(["dump", "--output", str(dump), "--store", path]) == 0
    assert main(["load", str(dump), "--store", str(loaded)]) == 0
    for other in (copied, loaded):
        opened = open_embedded(other)
        assert carried(store, opened.blobs, kept)
        assert opened.get("snapshot", kept.id) == store.repository.get("snapshot", kept.id)
        assert missing(opened) == []
        opened.close()


def test_bytes_that_a_snapshot_needs_are_never_discarded(store: Store):
    kept = taken(store)
    forget(store.repository, [kept.sha256])
    assert store.snapshots.fault(kept) == ""


def test_the_snapshots_of_the_sample_go_with_the_sample(store: Store):
    registered(store)
    kept = taken(store)
    emptied(store)
    assert store.snapshots.all() == []
    assert store.repository.blobs.size(kept.sha256) is None


def test_cron_takes_one_and_lists_them(store: Store, monkeypatch, capsys):
    monkeypatch.setenv("XIAOHAO_TODAY", TODAY.isoformat())
    registered(store)
    path = str(store.settings.store)
    assert main(["snapshot", "--store", path]) == 0
    assert main(["snapshot", "--name", "会前", "--campaign", "c", "--store", path]) == 0
    out, err = capsys.readouterr()
    second, first = store.snapshots.all()
    assert (first.name, first.taken_by, second.name) == ("定时快照 2026年11月23日", "system", "会前")
    assert out.splitlines() == [f"{one.id}\t{TODAY}\t1\t{one.sha256}\t{one.name}" for one in (first, second)]
    assert "已保存快照“会前”，共 1 个问题。" in err
    assert main(["snapshots", "--store", path]) == 0
    assert capsys.readouterr().out.splitlines() == out.splitlines()[::-1]


@pytest.mark.parametrize("wrong", [["--name", "长" * 81], ["--campaign", "nobody"]])
def test_a_snapshot_that_cannot_be_taken_ends_with_one(store: Store, capsys, wrong: list[str]):
    assert main(["snapshot", *wrong, "--store", str(store.settings.store)]) == 1
    assert (store.snapshots.all(), capsys.readouterr().out) == ([], "")
