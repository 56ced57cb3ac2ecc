"""A click within a choice leaves exactly the rows that are in both."""

from __future__ import annotations

from store.rules.narrowing import narrowed


def test_what_only_one_side_names_stays():
    assert narrowed({"unit": "U01"}, {"light": "red"}) == {"unit": "U01", "light": "red"}


def test_of_codes_only_those_stay_that_both_name():
    assert narrowed({"status": "open,closed"}, {"status": "in_progress,open"}) == {"status": "open"}


def test_of_days_the_later_first_and_the_earlier_last_one_hold():
    week = {"due_from": "2026-11-23", "due_to": "2026-11-29"}
    assert narrowed({"due_from": "2026-11-25", "due_to": "2026-12-31"}, week) == {
        "due_from": "2026-11-25",
        "due_to": "2026-11-29",
    }


def test_figures_hold_at_once():
    assert narrowed({"figure": "late"}, {"figure": "closed"}) == {"figure": "late,closed"}
    assert narrowed({"figure": "late"}, {"figure": "late"}) == {"figure": "late"}


def test_the_words_that_are_searched_for_stay():
    assert narrowed({"q": "会议"}, {"unit": "U01"}) == {"q": "会议", "unit": "U01"}


def test_an_empty_value_is_no_filter():
    assert narrowed({}, {"light": "", "status": "closed"}) == {"status": "closed"}
