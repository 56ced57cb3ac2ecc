"""Documents survive a round trip exactly, with what a newer version wrote into them.

Damaged ones are not read as something else.
"""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given

from store.model.codec import from_dict, to_dict
from store.model.documents import Account, Campaign, Draft, Event, Session, Unit
from store.model.enums import MeasureKind, Role
from store.model.issue import Issue, Measure
from tests.store.conftest import CAMPAIGN
from tests.store.rules.ledgers import issues


@given(issues())
def test_an_issue_survives_json_exactly(issue):
    assert from_dict(Issue, json.loads(json.dumps(to_dict(issue)))) == issue


@pytest.mark.parametrize(
    "document",
    [
        CAMPAIGN,
        Unit(code="U01", name="办公室"),
        Event(before={"title": "旧"}, after={"title": "新"}),
        Account(name="admin", role=Role.ADMIN),
        Session(account=1),
        Draft(owner="甲", form="new", fields={"title": "写了一半"}),
    ],
    ids=lambda document: type(document).__name__,
)
def test_every_other_document_survives_json_exactly(document):
    assert from_dict(type(document), json.loads(json.dumps(to_dict(document)))) == document


def test_fields_of_a_newer_version_survive_reading_and_writing():
    stored = to_dict(Issue(measures=(Measure(1, MeasureKind.CORRECTIVE, "改"),))) | {"carbon": {"tons": 3}}
    stored["measures"][0]["budget"] = 12.5
    assert to_dict(from_dict(Issue, stored)) == stored


def test_fields_that_an_older_version_did_not_have_take_their_defaults():
    assert from_dict(Issue, {"title": "旧文档"}).measures == ()
    assert from_dict(Campaign, {"code": "c"}).warning_days == 5


@pytest.mark.parametrize(
    "damage",
    [
        {"status": "exploded"},
        {"due": "someday"},
        {"title": 7},
        {"revision": "1"},
        {"measures": [{"id": 1, "kind": "magic", "text": ""}]},
    ],
)
def test_a_damaged_document_is_refused(damage):
    with pytest.raises((ValueError, TypeError)):
        from_dict(Issue, to_dict(Issue(due=date(2026, 1, 1))) | damage)
