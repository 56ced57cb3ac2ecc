"""The sample ledger is believable: natural, varied, with everything in it that the charts show, and its history behind it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from sample_data.generate import begin, fill
from store.config import read_settings
from store.model.documents import Actor
from store.model.enums import Role, Status
from store.opening import Store, open_store
from store.rules import progress

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
