"""Evidence on a real ledger: files handed in and kept, taken back without a gap, carried by backup and dump, found by verify."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from store.__main__ import main
from store.engine.embedded import open_embedded
from store.engine.folder import beside
from store.files import missing
from store.ledger import Ledger
from store.model.codec import from_dict, to_dict
from store.model.enums import Status
from store.model.errors import Conflict, Invalid, NotFound, Refused
from store.model.evidence import Evidence, Upload
from store.model.issue import Issue
from store.opening import Store
from store.rules.lifecycle import reasons_against
from store.rules.uploads import Limits
from tests.store.conftest import ADMIN, CONTACT, INSPECTOR, OFFICE, OTHER_CONTACT, TODAY, VIEWER, Clock, registered
from tests.store.papers import PAGE, PAPER, PHOTO, picture


def handed_in(store: Store, *files: Upload, actor: Any = CONTACT, **inputs: Any) -> Issue:
    """A new problem with these files."""
    issue = registered(store)
    return store.ledger.do(actor, "add_evidence", issue.ref_no, issue.revision, files=files, **inputs)


def pending(store: Store) -> Issue:
    """A problem whose close-out is asked for, with two papers and a file that came with the request."""
    issue = registered(store, measures=[{"text": "改", "owner": "王责任", "due": TODAY + timedelta(days=9)}])
    steps: list[tuple[str, dict[str, Any]]] = [
        ("start", {}),
        ("report_progress", {"measure": 1, "percent": 100}),
        ("add_evidence", {"title": "登记簿"}),
        ("request_close", {"note": "完成", "files": [PHOTO]}),
    ]
    for verb, inputs in steps:
        issue = store.ledger.do(CONTACT, verb, issue.ref_no, issue.revision, **inputs)
    return issue


def test_a_paper_has_its_own_date_apart_from_the_day_it_came(store: Store):
    (piece,) = handed_in(store, PAPER, title="办公会纪要", dated=date(2026, 11, 3)).evidence
    assert (piece.title, piece.dated, piece.added_at[:10], piece.added_by) == (
        "办公会纪要",
        date(2026, 11, 3),
        TODAY.isoformat(),
        CONTACT.name,
    )
    assert piece.file
    assert (piece.file.name, piece.file.size, piece.file.media_type) == ("会议纪要.pdf", len(PAPER.content), "application/pdf")
    assert store.ledger.content(piece.file) == PAPER.content


def test_a_paper_that_is_not_there_yet_is_no_evidence(store: Store):
    with pytest.raises(Invalid) as told:
        handed_in(store, PAPER, dated=TODAY + timedelta(days=1))
    assert [(fault.field, fault.code) for fault in told.value.faults] == [("dated", "in_the_future")]
    assert list(store.repository.blobs.digests()) == []


def test_several_files_are_several_pieces_and_one_event(store: Store):
    issue = handed_in(store, PAPER, PHOTO, title="整改前后")
    assert [(one.title, one.file and one.file.name) for one in issue.evidence] == [
        ("整改前后", "会议纪要.pdf"),
        ("整改前后", "整改后现场.png"),
    ]
    assert [event.action for event in store.ledger.history(OFFICE, issue.ref_no)] == ["register", "add_evidence"]
    assert len({one.id for one in issue.evidence} | {one.id for one in issue.measures}) == 4


def test_a_file_without_a_title_is_called_by_its_name_and_a_paper_without_a_file_needs_one(store: Store):
    issue = handed_in(store, PHOTO)
    assert issue.evidence[0].title == "整改后现场"
    with pytest.raises(Invalid) as told:
        store.ledger.do(CONTACT, "add_evidence", issue.ref_no, issue.revision)
    assert [(fault.field, fault.code) for fault in told.value.faults] == [("title", "required")]


def test_one_file_that_is_refused_keeps_all_out_and_nothing_is_written(store: Store):
    issue = registered(store)
    version = store.repository.version
    with pytest.raises(Invalid) as told:
        store.ledger.do(CONTACT, "add_evidence", issue.ref_no, 1, files=[PHOTO, Upload("通知.pdf", PAGE)], title="材料")
    assert [(fault.field, fault.code) for fault in told.value.faults] == [("files", "file_disguised")]
    assert (store.repository.version, list(store.repository.blobs.digests())) == (version, [])


@pytest.mark.parametrize("actor", [VIEWER, OTHER_CONTACT, INSPECTOR, ADMIN])
def test_whoever_may_not_add_evidence_leaves_no_bytes(store: Store, actor: Any):
    issue = registered(store)
    with pytest.raises(Refused):
        store.ledger.do(actor, "add_evidence", issue.ref_no, 1, files=[PHOTO])
    assert list(store.repository.blobs.digests()) == []


def test_a_conflict_leaves_no_bytes(store: Store):
    issue = registered(store)
    store.ledger.do(OFFICE, "start", issue.ref_no, 1)
    with pytest.raises(Conflict):
        store.ledger.do(CONTACT, "add_evidence", issue.ref_no, 1, files=[PHOTO])
    assert list(store.repository.blobs.digests()) == []


def test_a_problem_has_no_more_files_than_it_may_and_those_taken_back_do_not_count(store: Store, clock: Clock):
    ledger = Ledger(store.repository, clock, Limits(files=2))
    issue = registered(store)
    issue = ledger.do(CONTACT, "add_evidence", issue.ref_no, 1, files=[PHOTO, PAPER])
    with pytest.raises(Invalid) as told:
        ledger.do(CONTACT, "add_evidence", issue.ref_no, issue.revision, files=[Upload("b.png", picture("red"))])
    assert [(fault.code, fault.params["most"]) for fault in told.value.faults] == [("too_many_files", 2)]
    issue = ledger.do(CONTACT, "remove_evidence", issue.ref_no, issue.revision, piece=issue.evidence[0].id, reason="重复")
    assert len(ledger.do(CONTACT, "add_evidence", issue.ref_no, issue.revision, files=[PHOTO]).standing_evidence) == 2


def test_evidence_belongs_to_a_measure_or_to_a_round_of_close_out(store: Store):
    assert handed_in(store, PHOTO, measure=1).evidence[0].measure == 1
    with pytest.raises(Invalid, match="measure"):
        handed_in(store, PHOTO, measure=99)
    issue = pending(store)
    assert [(one.title, one.closure) for one in issue.evidence] == [("登记簿", None), ("整改后现场", 1)]
    added = store.ledger.do(OFFICE, "add_evidence", issue.ref_no, issue.revision, title="抽查记录")
    assert added.evidence[-1].closure == 1


def test_what_is_taken_back_stays_on_record_and_no_longer_counts(store: Store):
    issue = handed_in(store, PHOTO)
    piece = issue.evidence[0].id
    after = store.ledger.do(CONTACT, "remove_evidence", issue.ref_no, issue.revision, piece=piece, reason="传错了照片")
    (kept,) = after.evidence
    assert (kept.removed_by, kept.removed_why, kept.removed_at[:10]) == (CONTACT.name, "传错了照片", TODAY.isoformat())
    assert after.standing_evidence == ()
    against = reasons_against("request_close", replace(after, status=Status.IN_PROGRESS), OFFICE)
    assert "evidence_missing" in [fault.code for fault in against]
    event = store.ledger.history(OFFICE, issue.ref_no)[-1]
    assert (event.action, event.note) == ("remove_evidence", "传错了照片")
    with pytest.raises(Refused, match="no_such_evidence"):
        store.ledger.do(CONTACT, "remove_evidence", issue.ref_no, after.revision, piece=piece, reason="再撤一次")


def test_taking_back_needs_a_reason(store: Store):
    issue = handed_in(store, PHOTO)
    with pytest.raises(Invalid) as told:
        store.ledger.do(CONTACT, "remove_evidence", issue.ref_no, issue.revision, piece=issue.evidence[0].id, reason=" ")
    assert [(fault.field, fault.code) for fault in told.value.faults] == [("reason", "required")]


def test_a_unit_takes_nothing_back_while_the_office_is_looking_at_it(store: Store):
    issue = pending(store)
    inputs = {"piece": issue.evidence[0].id, "reason": "换一份"}
    with pytest.raises(Refused, match="wrong_status"):
        store.ledger.do(CONTACT, "remove_evidence", issue.ref_no, issue.revision, **inputs)
    assert store.ledger.do(OFFICE, "remove_evidence", issue.ref_no, issue.revision, **inputs).evidence[0].removed


def test_what_was_taken_back_is_opened_by_those_who_oversee_and_nobody_else(store: Store):
    issue = handed_in(store, PHOTO)
    piece = issue.evidence[0].id
    for actor in (CONTACT, OTHER_CONTACT, VIEWER, OFFICE, ADMIN):
        assert store.ledger.file(actor, issue.ref_no, piece).name == PHOTO.name
    store.ledger.do(CONTACT, "remove_evidence", issue.ref_no, issue.revision, piece=piece, reason="传错了")
    for actor in (OFFICE, ADMIN):
        assert store.ledger.content(store.ledger.file(actor, issue.ref_no, piece)) == PHOTO.content
    for actor in (CONTACT, VIEWER):
        with pytest.raises(NotFound):
            store.ledger.file(actor, issue.ref_no, piece)


def test_a_document_of_an_older_version_reads_unchanged():
    old = {
        "id": 3,
        "title": "登记簿",
        "dated": None,
        "added_at": "2026-11-20T09:00:00.000+08:00",
        "added_by": "李",
        "measure": None,
    }
    piece = from_dict(Evidence, old)
    assert (piece.file, piece.closure, piece.removed) == (None, None, False)
    assert old.items() <= to_dict(piece).items()


def test_starting_empty_takes_the_sample_files_and_no_other(store: Store):
    handed_in(store, PHOTO, PAPER)
    unknown = store.repository.blobs.put(b"of nobody")
    with store.repository.transaction() as transaction:
        campaign = store.ledger.campaign()
        store.setup.write(transaction, ADMIN, "set_up_campaign", campaign, replace(campaign, sample=True))
    store.setup.start_empty(OFFICE)
    assert list(store.repository.blobs.digests()) == [unknown]


def kept_at(store: Store, issue: Issue) -> Path:
    file = issue.evidence[0].file
    assert file
    return beside(store.settings.store) / file.sha256[:2] / file.sha256


def test_verify_misses_a_file_and_notices_one_that_was_touched(store: Store, capsys):
    issue, path = handed_in(store, PHOTO), str(store.settings.store)
    assert main(["verify", "--store", path]) == 0
    kept_at(store, issue).write_bytes(b"x" * len(PHOTO.content))
    assert main(["verify", "--store", path]) == 1
    kept_at(store, issue).unlink()
    assert main(["verify", "--store", path]) == 1
    assert f"XH-0001.evidence.{issue.evidence[0].id}" in capsys.readouterr().err


def test_backup_and_dump_carry_the_files(store: Store, tmp_path: Path, capfdbinary):
    handed_in(store, PHOTO, PAPER)
    path, copy, dumped, fresh = str(store.settings.store), tmp_path / "copy.db", tmp_path / "dump.json", tmp_path / "fresh.db"
    assert main(["backup", str(copy), "--store", path]) == 0
    assert main(["dump", "--output", str(dumped), "--store", path]) == 0
    assert main(["load", str(dumped), "--store", str(fresh)]) == 0
    assert [main(["verify", "--store", str(one)]) for one in (copy, fresh)] == [0, 0]
    for one in (copy, fresh):
        opened = open_embedded(one)
        assert (missing(opened), len(list(opened.blobs.digests()))) == ([], 2)
        opened.close()
    capfdbinary.readouterr()
    assert main(["dump", "--store", path]) == 0
    assert b"--output" in capfdbinary.readouterr().err


def test_a_dump_whose_files_did_not_come_along_is_told(store: Store, tmp_path: Path, capsys):
    handed_in(store, PHOTO)
    dumped, fresh = tmp_path / "dump.json", str(tmp_path / "fresh.db")
    main(["dump", "--output", str(dumped), "--store", str(store.settings.store)])
    beside(dumped).rename(tmp_path / "elsewhere")
    assert main(["load", str(dumped), "--store", fresh]) == 1
    assert "XH-0001.evidence." in capsys.readouterr().err
