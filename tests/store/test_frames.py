"""The dashboard frame follows every change, and any past day is rebuilt from the events."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
from pandas.testing import assert_frame_equal

from store.opening import Store
from store.rules.frame import build
from tests.store.conftest import BOTH_ENGINES, CONTACT, OFFICE, TODAY, Clock, registered
from tests.store.walked import past_documents

pytestmark = BOTH_ENGINES


def fresh(store: Store) -> pd.DataFrame:
    return build(store.repository.snapshot("issue")[1])


def test_a_followed_frame_equals_one_built_anew_after_every_verb(store: Store):
    store.ledger.frames.current()
    issue = registered(store)
    assert_frame_equal(store.ledger.frames.current().rows, fresh(store))
    for verb, inputs in (
        ("report_progress", {"measure": 1, "percent": 100}),
        ("start", {}),
        ("request_extension", {"new_due": TODAY + timedelta(days=50), "reason": "等批复"}),
        ("decide_extension", {"decision": "granted"}),
        ("keep_going", {"next_review": TODAY + timedelta(days=60)}),
    ):
        actor = OFFICE if verb in ("decide_extension", "keep_going") else CONTACT
        issue = store.ledger.do(actor, verb, issue.ref_no, issue.revision, **inputs)
        assert_frame_equal(store.ledger.frames.current().rows, fresh(store))


def test_a_frame_that_was_handed_out_never_changes(store: Store):
    issue = registered(store)
    shown = store.ledger.frames.current().rows
    kept = shown.copy(deep=True)
    store.ledger.edit(OFFICE, issue.ref_no, 1, {"title": "另一个题目"})
    registered(store)
    store.ledger.frames.current()
    assert_frame_equal(shown, kept)


def test_one_version_gives_one_and_the_same_frame(store: Store):
    registered(store)
    assert store.ledger.frames.current() is store.ledger.frames.current()


def test_a_past_day_is_exactly_what_was_stored_on_it(store: Store, clock: Clock):
    kept = {}
    issue = None
    for day in (TODAY + timedelta(days=number) for number in range(6)):
        clock.go_to(day)
        other = registered(store, due=TODAY + timedelta(days=40), found_on=TODAY)
        issue = issue or other
        issue = store.ledger.do(CONTACT, "report_progress", issue.ref_no, issue.revision, note=f"{day}的进展")
        wanted = [{"text": f"第{day}日的措施"}] if day.day % 2 else [{"id": 1, "text": "当日起登记首问"}, {"text": "又一条"}]
        store.ledger.edit(OFFICE, other.ref_no, store.ledger.issue(OFFICE, other.ref_no).revision, {"measures": wanted})
        issue = store.ledger.issue(OFFICE, issue.ref_no)
        kept[day] = [dict(document) for document in store.repository.snapshot("issue")[1]]
    for day, documents in kept.items():
        assert past_documents(store.repository, day) == documents
        assert store.ledger.frames.documents(day, {one["id"] for one in documents}) == documents
        assert_frame_equal(store.ledger.frames.as_of(day), build(documents))


def test_a_draft_that_is_typed_leaves_the_edition_and_the_rows_as_they_were(store: Store):
    issue = registered(store)
    before = store.ledger.frames.current()
    store.drafts.keep(OFFICE, "new", {"title": "写了一半"})
    after = store.ledger.frames.current()
    assert after.version > before.version
    assert (after.edition, after.rows is before.rows) == (before.edition, True)
    store.ledger.edit(OFFICE, issue.ref_no, 1, {"title": "另一个题目"})
    assert store.ledger.frames.current().edition > before.edition
