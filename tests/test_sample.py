"""The sample ledger is believable: natural, varied, with everything in it that the charts show, and its history behind it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from sample_data import generate
from sample_data.generate import begin, fill
from store.config import read_settings
from store.files import missing
from store.model.documents import Actor
from store.model.enums import Role, Status
from store.opening import Store, open_store
from store.rules import progress
from store.rules.recurrence import Probe
from store.rules.uploads import stem_of

TODAY = date(2026, 11, 23)
OFFICE = Actor("周整改", Role.OFFICE)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder: Path = tmp_path_factory.mktemp("sample")
    store = open_store(read_settings({"XIAOHAO_STORE": str(folder / "sample.db"), "XIAOHAO_TODAY": TODAY.isoformat()}))
    fill(store)
    return store


def test_it_is_large_enough_and_spans_four_months_up_to_today(sample: Store):
    rows = sample.ledger.rows(OFFICE, TODAY)
    assert len(rows) >= 160
    assert rows["unit"].nunique() >= 10
    assert rows["category"].nunique() == 5
    assert (rows["found_on"].max() - rows["found_on"].min()).days >= 95
    assert TODAY - rows["found_on"].max().date() <= timedelta(days=7)


def test_no_text_is_a_copy_of_another(sample: Store):
    documents = sample.repository.snapshot("issue")[1]
    assert [title for title, times in Counter(one["title"] for one in documents).items() if times > 1] == []
    assert len({one["finding"] for one in documents}) == len(documents)
    assert all(1 <= len(one["measures"]) <= 4 for one in documents)


def test_every_kind_of_life_is_there(sample: Store):
    rows = sample.ledger.rows(OFFICE, TODAY)
    figures = progress.summary(rows)
    assert set(rows["status"]) == {status.value for status in Status}
    assert set(rows["reason"]) >= {"overdue", "due_soon", "returned", "on_track", "closed_on_time", "closed_late"}
    assert (
        min(
            figures.red, figures.yellow, figures.returned, figures.extended, figures.pending, figures.recurred, figures.leader_led
        )
        >= 2
    )
    assert 0.5 < figures.rate < 0.8
    assert rows["urged"].sum() > 3
    assert rows["good_practice"].any()


def test_a_few_problems_are_restricted_and_not_there_for_a_meeting(sample: Store):
    every, meeting = (sample.ledger.rows(Actor("某人", role), TODAY) for role in (Role.OFFICE, Role.VIEWER))
    restricted = every[every["confidential"]]
    assert 3 <= len(restricted) <= 6
    assert restricted["unit"].nunique() >= 2
    assert set(every["id"]) - set(meeting["id"]) == set(restricted["id"]) | set(every[every["status"] == "draft"]["id"])


def test_the_checks_have_something_to_show_and_leave_most_problems_alone(sample: Store):
    rows = sample.ledger.rows(OFFICE, TODAY)
    waiting = rows[rows["status"].isin(["pending", "in_progress"])]["ref_no"]
    found = {ref: sample.checks.suspicions(OFFICE, sample.ledger.issue(OFFICE, ref)) for ref in waiting}
    codes = {one.code for suspicions in found.values() for one in suspicions}
    assert codes >= {"measure_copied", "note_copied", "measure_too_short", "done_on_request_day", "note_too_short"}
    assert sum(bool(suspicions) for suspicions in found.values()) < len(found) / 3


def test_what_comes_back_comes_back_to_a_problem_that_was_struck_off(sample: Store):
    rows = sample.ledger.rows(OFFICE, TODAY).set_index("ref_no")
    again = rows[rows["recurrence_of"] != ""]
    assert 2 <= len(again) <= 14
    assert set(rows.loc[again["recurrence_of"], "status"]) == {"closed"}


def test_a_ledger_filled_in_small_batches_has_the_same_recurrences(
    sample: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(generate, "AT_ONCE", 1)
    store = open_store(read_settings({"XIAOHAO_STORE": str(tmp_path / "batches.db"), "XIAOHAO_TODAY": TODAY.isoformat()}))
    fill(store)
    titles = [
        sorted(one["title"] for one in each.repository.snapshot("issue")[1] if one["recurrence_of"]) for each in (sample, store)
    ]
    assert titles[0] == titles[1] != []


def test_hardly_any_problem_looks_like_one_it_has_nothing_to_do_with(sample: Store):
    rows = sample.ledger.rows(OFFICE, TODAY)
    alike = 0
    for ref, again, *told in rows[["ref_no", "recurrence_of", "title", "finding", "category", "unit"]].itertuples(index=False):
        found = {issue.ref_no: issue for issue, _ in sample.checks.similar(OFFICE, Probe(*told), but=ref)}
        alike += any(other != again and issue.recurrence_of != ref for other, issue in found.items())
    assert alike <= len(rows) * 0.06


def test_behind_every_issue_stands_its_whole_history(sample: Store):
    for document in sample.repository.snapshot("issue")[1]:
        history = sample.ledger.history(OFFICE, document["ref_no"])
        assert [event.doc_revision for event in history] == list(range(1, document["revision"] + 1))
        assert [event.at for event in history] == sorted(event.at for event in history)
        assert history[0].action in ("register", "save_draft")


def test_a_seed_gives_the_same_ledger_again(sample: Store, tmp_path: Path):
    again = open_store(read_settings({"XIAOHAO_STORE": str(tmp_path / "again.db"), "XIAOHAO_TODAY": TODAY.isoformat()}))
    fill(again)
    assert [one["title"] for one in again.repository.snapshot("issue")[1]] == [
        one["title"] for one in sample.repository.snapshot("issue")[1]
    ]
    assert again.repository.snapshot("issue")[1] == sample.repository.snapshot("issue")[1]
    again.repository.close()


def test_a_ledger_without_the_sample_begins_with_the_campaign_and_its_units_only(tmp_path: Path):
    store = open_store(read_settings({"XIAOHAO_STORE": str(tmp_path / "empty.db"), "XIAOHAO_TODAY": TODAY.isoformat()}))
    begin(store)
    assert (store.ledger.campaign().sample, len(store.ledger.units()) >= 10) == (False, True)
    assert store.ledger.rows(OFFICE, TODAY).empty
    begin(store)
    assert len(store.ledger.campaigns()) == 1
    store.repository.close()


def test_filling_again_after_an_interrupted_start_does_not_set_up_twice(tmp_path: Path):
    store = open_store(read_settings({"XIAOHAO_STORE": str(tmp_path / "half.db"), "XIAOHAO_TODAY": TODAY.isoformat()}))
    fill(store, size=0)
    assert store.setup.is_empty()
    fill(store, size=12)
    assert not store.setup.is_empty()
    assert len(store.ledger.campaigns()) == 1
    store.repository.close()


def test_the_desk_of_close_out_is_alive(sample: Store):
    rows = sample.ledger.rows(OFFICE, TODAY)
    pending = rows[rows["status"] == Status.PENDING.value]
    assert pending["light"].nunique() >= 2
    assert pending["requested_on"].nunique() >= 3
    assert (pending["returned"] > 0).any()
    heaps = {heap.task for heap in sample.ledger.waiting(OFFICE, TODAY)}
    assert {"review", "check", "check_failed"} <= heaps
    checks = [check for one in documents(sample) for closure in one["closures"] for check in closure["checks"]]
    assert {check["verdict"] for check in checks} == {"held", "failed"}


def documents(sample: Store) -> list[dict[str, Any]]:
    return list(sample.repository.snapshot("issue")[1])


def test_some_evidence_is_there_as_pictures_and_documents_that_are_what_they_say(sample: Store):
    pieces = [piece for issue in sample.repository.snapshot("issue")[1] for piece in issue["evidence"]]
    files = [piece["file"] for piece in pieces if piece["file"] is not None]
    kinds = Counter(file["media_type"] for file in files)
    assert kinds["image/jpeg"] >= 5
    assert kinds["application/pdf"] >= 5
    assert sum(len(sample.repository.blobs.get(digest)) for digest in sample.repository.blobs.digests()) < 1_000_000
    assert missing(sample.repository) == []
    shown = next(file for file in files if file["media_type"] == "application/pdf")
    page = PdfReader(BytesIO(sample.repository.blobs.get(shown["sha256"]))).pages[0]
    assert stem_of(shown["name"]) in page.extract_text()
