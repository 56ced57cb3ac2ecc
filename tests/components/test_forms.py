"""The forms are drawn from the tables of the store: every field and every input has its widget, its name and its place."""

from __future__ import annotations

import pytest

from components.forms.deadline import DEADLINES
from components.forms.form import first_in_order, stored, widget_field
from components.forms.issue_form import ENTERED
from components.forms.verb_inputs import DRAWN, called, verb_fields
from components.forms.verbs import ICONS
from store import words
from store.rules.fields import FIELDS
from store.rules.verbs import VERBS


def test_every_field_of_a_problem_is_asked_for():
    assert set(FIELDS) - {"recurrence_of"} <= set(ENTERED)
    assert set(DEADLINES.values()) <= set(FIELDS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_input_of_a_verb_has_a_widget_and_words(verb: str):
    assert verb in ICONS
    for name in verb_fields(verb):
        assert name in DRAWN
        assert f"field.{called(verb, name)}" in words.keys("zh_CN") & words.keys("en")


def test_a_fault_finds_the_widget_of_its_measure():
    assert widget_field("measures.1.due", [4, 7]) == "m7-due"
    assert widget_field("measures", [4, 7]) == "measures"
    assert widget_field("title", []) == "title"


def test_the_eye_meets_fields_before_measures():
    assert first_in_order(["m1-text", "source", "title"], ENTERED) == "title"
    assert first_in_order(["m1-text"], ENTERED) == "m1-text"


def test_nothing_is_stored_as_an_empty_text():
    assert stored(None) == ""
