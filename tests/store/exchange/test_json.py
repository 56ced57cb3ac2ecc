"""The JSON of the ledger: the rows and keys of the CSV, as codes, with lists where the CSV joins."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.exchange.csv import ADDED, COLUMNS, COMPUTED
from store.exchange.taking import take
from store.opening import Store
from tests.store.conftest import OFFICE, TODAY, Clock, registered
from tests.store.exchange.test_csv import ledger_of_every_kind, taken


def told(store: Store, **query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(take(store, OFFICE, "issues.json", query).content)
    return rows


def test_its_rows_and_keys_are_those_of_the_csv(store: Store):
    ledger_of_every_kind(store)
    rows = told(store, unit="U01")
    assert [row["ref_no"] for row in rows] == [row["ref_no"] for row in taken(store, unit="U01")]
    assert {tuple(row) for row in rows} == {(*COLUMNS, *COMPUTED, *ADDED)}


def test_a_value_is_a_code_a_number_or_null(store: Store):
    ledger_of_every_kind(store)
    done, late, *_ = told(store, header="zh_CN")
    assert (done["status"], done["closed_on"], done["outcome"], done["light"]) == ("closed", "2026-11-23", "full", "grey")
    assert (done["leader_led"], done["confidential"], done["extended"], done["next_review"]) == (False, False, 0, None)
    assert (late["light"], late["reason"], late["days"], late["outcome"]) == ("red", "overdue", 1, None)


def test_measures_progress_and_evidence_are_lists(store: Store):
    ledger_of_every_kind(store)
    row = told(store)[0]
    assert row["measures"][0] == {
        "id": 1,
        "kind": "containment",
        "text": "当日起登记首问",
        "owner": "王责任",
        "due": "2026-11-28",
        "percent": 100,
        "done_on": "2026-11-23",
    }
    assert [note["text"] for note in row["progress"]] == ["好", "好"]
    assert [(piece["title"], piece["dated"]) for piece in row["evidence"]] == [("会议纪要", None)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.text(min_size=1, max_size=40).filter(str.strip) | st.text("=+-@'\t\r\"\\", min_size=1, max_size=8).filter(str.strip))
def test_a_text_is_exactly_what_was_typed(store: Store, text: str):
    issue = registered(store, cause=text)
    assert next(row["cause"] for row in told(store) if row["ref_no"] == issue.ref_no) == issue.cause


def test_a_past_day_is_told_as_it_was(store: Store, clock: Clock):
    registered(store, title="最初的题目")
    clock.go_to(TODAY + timedelta(days=5))
    store.ledger.edit(OFFICE, "XH-0001", 1, {"title": "后来的题目"})
    assert [row["title"] for row in told(store, as_of=TODAY.isoformat())] == ["最初的题目"]
