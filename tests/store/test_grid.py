"""The same grid through the real ledger: what is refused writes nothing, what is allowed arrives, menus and store agree."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from store.config import read_settings
from store.model.documents import Actor
from store.model.enums import Status
from store.model.errors import NotFound, Refused
from store.model.issue import Issue
from store.opening import Store, open_store
from store.rules.offers import offers
from tests.store.conftest import ADMIN, CAMPAIGN, CONTACT, OFFICE, REVIEWER, TODAY, UNITS, fields
from tests.store.domain import DRAFTS_ARE_FOR, PEOPLE, VERBS, verdict
from tests.store.test_permissions import INPUTS, LATER

ON_THE_BOOKS = ("report_progress", "add_evidence")
"""Done while open, so that nothing is missing for any later move."""
WAYS: dict[Status, tuple[str, ...]] = {
    Status.DRAFT: (),
    Status.OPEN: ON_THE_BOOKS,
    Status.IN_PROGRESS: (*ON_THE_BOOKS, "start"),
    Status.PENDING: (*ON_THE_BOOKS, "start", "request_close"),
    Status.CLOSED: (*ON_THE_BOOKS, "start", "request_close", "close"),
    Status.ONGOING: (*ON_THE_BOOKS, "start", "keep_going"),
    Status.REFERRED: (*ON_THE_BOOKS, "refer"),
    Status.DISMISSED: (*ON_THE_BOOKS, "dismiss"),
}
"""How an issue comes to each state."""
BEFORE = {"decide_extension": "request_extension", "answer_urge": "urge"}
"""What must have happened for a verb to have anything to act on."""


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for the whole grid."""
    path = Path(tmp_path_factory.mktemp("grid")) / "ledger.db"
    store = open_store(read_settings({"XIAOHAO_STORE": str(path), "XIAOHAO_TODAY": TODAY.isoformat()}))
    store.setup.set_up(ADMIN, CAMPAIGN, UNITS)
    yield store
    store.repository.close()


def done(store: Store, verb: str, issue: Issue, actor: Actor) -> Issue:
    """The verb with inputs that suit it."""
    if verb == "edit":
        return store.ledger.edit(actor, issue.ref_no, issue.revision, {"title": "窗口首问责任没有落到人"})
    inputs: dict[str, Any] = dict(INPUTS[verb])
    if verb == "report_progress" and not issue.measures[0].done:
        inputs |= {"measure": issue.measures[0].id, "percent": 100}
    if verb == "answer_urge" and issue.urges:
        inputs["number"] = issue.urges[-1].number
    return store.ledger.do(actor, verb, issue.ref_no, issue.revision, **inputs)


def brought_to(store: Store, status: Status, verb: str) -> Issue:
    """An issue of the first unit in that state, with nothing missing for ``verb``."""
    with store.repository.transaction():
        raw = fields(measures=[{"text": "改", "owner": "王责任", "due": LATER}])
        create = store.ledger.save_draft if status is Status.DRAFT else store.ledger.register
        issue = create(CONTACT, "c", raw)
        for number, step in enumerate(WAYS[status]):
            if number == len(ON_THE_BOOKS) and verb in BEFORE:
                issue = done(store, BEFORE[verb], issue, OFFICE)
            by_the_unit = PEOPLE["own unit"].role in VERBS[step].who.split()
            issue = done(store, step, issue, CONTACT if by_the_unit else REVIEWER)
        if status is Status.OPEN and verb in BEFORE:
            issue = done(store, BEFORE[verb], issue, OFFICE)
    assert issue.status is status
    return issue


def refusal(store: Store, verb: str, issue: Issue, actor: Actor) -> str:
    """The code of the refusal; a move names its reasons."""
    with pytest.raises((Refused, NotFound)) as error:
        done(store, verb, issue, actor)
    reasons = error.value.params.get("reasons", ())
    return ",".join(fault.code for fault in reasons) or error.value.code


@pytest.mark.parametrize(("verb", "status"), list(product(VERBS, Status)))
def test_the_store_holds_what_the_design_says(ledgers: Store, verb: str, status: Status):
    issue = brought_to(ledgers, status, verb)
    for person, actor in PEOPLE.items():
        said = verdict(verb, status, person)
        unseen = status is Status.DRAFT and person not in DRAFTS_ARE_FOR
        offered = [] if unseen else [name for name, against in offers(issue, actor, TODAY).items() if not against]
        if said or unseen:
            version = ledgers.repository.version
            assert refusal(ledgers, verb, issue, actor) == ("not_found" if unseen else said), person
            assert ledgers.repository.version == version
            assert verb not in offered, person
        else:
            assert verb == "edit" or verb in offered, person
            after = done(ledgers, verb, issue, actor)
            assert after.status == (VERBS[verb].to or status), person
            assert ledgers.ledger.history(OFFICE, issue.ref_no)[-1].action == verb
            issue = brought_to(ledgers, status, verb)
