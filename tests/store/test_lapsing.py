"""What nobody decided before an issue was settled lapses with it, and does not come back to move a newer date."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store.model.errors import Refused
from store.model.issue import Issue
from store.opening import Store
from tests.store.conftest import CONTACT, OFFICE, REVIEWER, TODAY, registered
from tests.store.test_permissions import INPUTS, LATER

SOON = TODAY + timedelta(days=60)


def done(store: Store, issue: Issue, actor, verb: str, **inputs) -> Issue:
    return store.ledger.do(actor, verb, issue.ref_no, issue.revision, **(inputs or INPUTS[verb]))


def closed_while_more_time_was_asked_for(store: Store) -> Issue:
    issue = registered(store, measures=[{"text": "改", "owner": "王责任", "due": LATER}])
    issue = done(store, issue, CONTACT, "start")
    issue = done(store, issue, CONTACT, "report_progress", measure=1, percent=100)
    issue = done(store, issue, CONTACT, "add_evidence")
    issue = done(store, issue, CONTACT, "request_extension")
    issue = done(store, issue, CONTACT, "request_close")
    return done(store, issue, REVIEWER, "close")


def test_a_request_for_more_time_waits_no_longer_once_the_issue_is_closed(store: Store):
    issue = closed_while_more_time_was_asked_for(store)
    assert issue.pending_extension is None
    assert store.ledger.rows(OFFICE, TODAY)["extension_asked"].sum() == 0


def test_it_is_not_granted_after_a_reopening_set_another_date(store: Store):
    issue = done(store, closed_while_more_time_was_asked_for(store), OFFICE, "reopen", reason="反弹", due=SOON)
    with pytest.raises(Refused, match="nothing_asked"):
        done(store, issue, OFFICE, "decide_extension", decision="granted")
    asked = done(store, issue, CONTACT, "request_extension", new_due=SOON + timedelta(days=9), reason="再缓")
    assert done(store, asked, OFFICE, "decide_extension", decision="granted").due == SOON + timedelta(days=9)
    assert len(asked.extensions) == 2


def test_reopening_what_is_not_closed_is_refused_and_not_an_accident(store: Store):
    with pytest.raises(Refused) as error:
        done(store, registered(store), OFFICE, "reopen")
    assert [fault.code for fault in error.value.params["reasons"]] == ["wrong_status"]
