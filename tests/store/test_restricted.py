"""Restricted matter 内部掌握: for whoever may not see it there is no such issue, in no row, file, figure, history or verb."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from store.exchange.taking import FILES, take
from store.history import Wanted
from store.model.documents import Actor
from store.model.errors import Invalid, NotFound, Refused, XiaohaoError
from store.model.issue import Issue
from store.opening import Store
from store.rules import progress
from tests.store.conftest import CONTACT, OFFICE, TODAY, Clock, fields
from tests.store.domain import PEOPLE, RESTRICTED_IS_FOR, VERBS
from tests.store.test_permissions import INPUTS

LATER = TODAY + timedelta(days=8)
WAYS = (
    "rows",
    "issue",
    "history",
    "whole history",
    "past rows",
    "figures",
    *FILES,
    "past file",
    "snapshot",
    "comparison",
    *VERBS,
)
"""Every way to an issue."""


def one_of_two(store: Store) -> Issue:
    """A restricted issue of the first unit beside one that everybody sees."""
    store.ledger.register(CONTACT, "c", fields(title="人人可见的问题"))
    issue = store.ledger.register(CONTACT, "c", fields(title="内部掌握的问题", confidential=True))
    store.snapshots.take(OFFICE, "", "会前")
    return issue


def found(store: Store, way: str, actor: Actor, issue: Issue) -> bool:
    """Whether ``actor`` meets the issue this way."""
    ledger, today = store.ledger, store.ledger.today()
    if way in VERBS:
        return not unknown(lambda: _done(store, way, actor, issue))
    if way in FILES:
        return issue.ref_no in _refs(take(store, actor, way, {}).content)
    return {
        "rows": lambda: issue.ref_no in list(ledger.rows(actor, today)["ref_no"]),
        "issue": lambda: not unknown(lambda: ledger.issue(actor, issue.ref_no)),
        "history": lambda: not unknown(lambda: ledger.history(actor, issue.ref_no)),
        "whole history": lambda: issue.subject in _subjects(store, actor),
        "past rows": lambda: issue.ref_no in list(ledger.rows(actor, today, as_of=TODAY)["ref_no"]),
        "figures": lambda: progress.summary(ledger.rows(actor, today)).found == 2,
        "snapshot": lambda: issue.ref_no in _refs(store.snapshots.content(actor, store.snapshots.all()[0].id)),
        "comparison": lambda: any(issue.ref_no in side.rows for side in store.comparisons.pair(actor, f"day:{TODAY}", "now")),
        "past file": lambda: issue.ref_no in _refs(take(store, actor, "issues.csv", {"as_of": TODAY.isoformat()}).content),
    }[way]()


def _done(store: Store, verb: str, actor: Actor, issue: Issue) -> Any:
    if verb == "edit":
        return store.ledger.edit(actor, issue.ref_no, issue.revision, {"title": "改过"})
    return store.ledger.do(actor, verb, issue.ref_no, issue.revision, **INPUTS[verb])


def _subjects(store: Store, actor: Actor) -> set[str]:
    return {event.subject for event in store.history.events(actor, store.history.find(actor, Wanted()).ids)}


def unknown(ask: Any) -> bool:
    """Whether the answer is that there is no such issue; any other refusal gives away that there is one."""
    try:
        ask()
    except NotFound:
        return True
    except XiaohaoError:
        return False
    return False


def _refs(content: bytes) -> set[str]:
    return {row["ref_no"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))}


@pytest.mark.parametrize(("person", "way"), list(product(PEOPLE, WAYS)))
def test_restricted_matter_is_there_only_for_those_it_is_for(store: Store, clock: Clock, person: str, way: str):
    issue = one_of_two(store)
    clock.go_to(TODAY + timedelta(days=1))
    version = store.repository.version
    assert found(store, way, PEOPLE[person], issue) == (person in RESTRICTED_IS_FOR)
    assert person in RESTRICTED_IS_FOR or store.repository.version == version


def test_what_is_restricted_today_is_so_in_every_past(store: Store, clock: Clock):
    """A past day shows what was written then; who may read it is decided by the mark of now."""
    issue = store.ledger.register(CONTACT, "c", fields())
    clock.go_to(LATER)
    viewer = PEOPLE["viewer"]
    assert len(store.ledger.rows(viewer, LATER, as_of=TODAY)) == 1
    store.ledger.edit(CONTACT, issue.ref_no, 1, {"confidential": True})
    assert store.ledger.rows(viewer, LATER, as_of=TODAY).empty
    assert len(store.ledger.rows(OFFICE, LATER, as_of=TODAY)) == 1


def test_what_depends_on_who_sees_follows_the_mark(store: Store):
    """Caches of past days are kept by who sees what: they must notice a mark that came or went."""
    issue, viewer = one_of_two(store), PEOPLE["viewer"]
    assert store.ledger.hidden(viewer) == (issue.id,) == store.ledger.hidden(PEOPLE["another unit"])
    assert store.ledger.hidden(OFFICE) == () == store.ledger.hidden(CONTACT)
    store.ledger.edit(OFFICE, issue.ref_no, 1, {"confidential": False})
    assert store.ledger.hidden(viewer) == ()


def test_the_unit_marks_and_only_the_office_lifts(store: Store):
    issue = store.ledger.register(CONTACT, "c", fields())
    marked = store.ledger.edit(CONTACT, issue.ref_no, 1, {"confidential": True})
    with pytest.raises(Invalid) as error:
        store.ledger.edit(CONTACT, issue.ref_no, marked.revision, {"confidential": False, "title": "改过"})
    assert [(fault.field, fault.code) for fault in error.value.faults] == [("confidential", "office_lifts")]
    assert store.ledger.edit(CONTACT, issue.ref_no, marked.revision, {"title": "改过"}).confidential
    lifted = store.ledger.edit(OFFICE, issue.ref_no, marked.revision + 1, {"confidential": False})
    assert not lifted.confidential


def test_in_one_go_over_many_the_unseen_one_is_not_there(store: Store):
    issue = one_of_two(store)
    done = store.ledger.do_many(PEOPLE["another unit"], "add_evidence", {issue.ref_no: 1}, title="登记簿")
    assert [type(error) for error in done.refused.values()] == [NotFound]


def test_a_store_from_before_the_mark_has_nothing_restricted(store: Store):
    issue = store.ledger.register(CONTACT, "c", fields())
    with store.repository.transaction() as transaction:
        older = {name: value for name, value in transaction.get("issue", issue.id).items() if name != "confidential"}
        transaction.replace("issue", older, issue.revision)
    assert found(store, "rows", PEOPLE["viewer"], issue)
    assert not store.ledger.issue(PEOPLE["viewer"], issue.ref_no).confidential
    assert b",false\r\n" in take(store, OFFICE, "issues.csv", {}).content


def test_the_review_of_what_goes_on_is_set_by_the_office(store: Store):
    issue = store.ledger.register(CONTACT, "c", fields(mode="ongoing", due=None, next_review=LATER))
    with pytest.raises(Invalid, match="invalid") as error:
        store.ledger.edit(CONTACT, issue.ref_no, 1, {"next_review": LATER + timedelta(days=90)})
    assert [fault.code for fault in error.value.faults] == ["office_sets"]
    with pytest.raises(Refused):
        store.ledger.edit(PEOPLE["inspector"], issue.ref_no, 1, {"next_review": LATER})
    assert store.ledger.edit(OFFICE, issue.ref_no, 1, {"next_review": LATER + timedelta(days=9)}).revision == 2
