"""Filters are codes of a URL; they choose the same rows everywhere and say calmly what they cannot read."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from store.model.errors import Invalid
from store.rules.filters import Filters, week_of
from store.rules.frame import build
from store.rules.lights import add_lights
from store.rules.searching import matches_text
from tests.store.rules.ledgers import TODAY, documents, ledgers


def rows_of(found):
    return add_lights(build(documents(found)), TODAY, 5, "CN")


@given(
    ledgers,
    some.sampled_from(
        [{"unit": "U01,U03"}, {"status": "closed"}, {"unit": "U02", "light": "red"}, {"category": "duty", "severity": "major"}]
    ),
)
def test_codes_choose_the_rows_that_have_them(found, query):
    kept = Filters.read(query).apply(rows_of(found), TODAY)
    for key, value in query.items():
        assert set(kept[key]) <= set(value.split(","))
    expected = [
        row for row in rows_of(found).to_dict("records") if all(row[key] in value.split(",") for key, value in query.items())
    ]
    assert len(kept) == len(expected)


@given(ledgers)
def test_both_ends_of_a_span_of_days_are_included(found):
    day = TODAY.isoformat()
    kept = Filters.read({"due_from": day, "due_to": day}).apply(rows_of(found), TODAY)
    assert len(kept) == sum(issue.deadline == TODAY for issue in found)


@given(ledgers)
def test_every_word_of_a_search_must_occur_in_any_case(found):
    rows = rows_of(found)
    assert len(rows[matches_text(rows, "REPORT xh-")]) == sum(issue.title == "Report" for issue in found)


@pytest.mark.parametrize(("query", "field"), [({"due_from": "soon"}, "due_from"), ({"figure": "nonsense"}, "figure")])
def test_a_filter_that_cannot_be_read_is_told_by_name(query, field):
    with pytest.raises(Invalid) as error:
        Filters.read(query)
    assert [fault.field for fault in error.value.faults] == [field]


def test_other_keys_of_a_url_are_left_alone():
    assert Filters.read({"ref": "XH-0001", "unit": "U01", "light": ""}).chosen == {"unit": "U01"}


def test_a_link_that_differs_keeps_the_other_filters():
    filters = Filters.read({"unit": "U01", "light": "red"})
    assert filters.but(light=None, status=["open", "pending"]) == {"unit": "U01", "status": "open,pending"}


def test_a_week_goes_from_monday_to_sunday():
    assert week_of(TODAY) == {"due_from": "2026-11-23", "due_to": "2026-11-29"}


@pytest.mark.parametrize(("said", "meant"), [("2026-W47-1", "2026-11-16"), ("20261116", "2026-11-16")])
def test_a_day_may_be_written_in_any_form_of_the_standard(said: str, meant: str):
    rows = pd.DataFrame({"deadline": pd.to_datetime(["2026-11-15", "2026-11-16"]).astype("datetime64[s]")})
    for key in ("due_from", "due_to"):
        wanted = Filters({key: meant}).apply(rows, TODAY)
        assert Filters({key: said}).apply(rows, TODAY).equals(wanted)
