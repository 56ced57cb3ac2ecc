"""Restricted matter on the pages: marked for those who may see it, absent for all others, and lifted by the office alone."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from components.forms.known_names import known_names
from components.session import ACTING
from store.opening import Store
from tests.small_ledger import FIRST, OFFICE, SECOND, registered, session, someone


def titles(at: AppTest) -> list[str]:
    """The titles in every table of problems."""
    return [title for table in at.dataframe if "title" in table.value for title in table.value["title"]]


def two(small: Store) -> None:
    registered(small, title="人人可见的问题")
    registered(small, title="内部掌握的问题", confidential=True)


@pytest.mark.parametrize(
    ("role", "seen"), [(FIRST, True), (OFFICE, True), ("inspector", True), (SECOND, False), ("viewer", False)]
)
def test_the_ledger_marks_it_for_some_and_does_not_have_it_for_others(small: Store, role: str, seen: bool):
    two(small)
    shown = titles(session(role, "ledger"))
    assert "人人可见的问题" in shown
    assert ("〔内部〕内部掌握的问题" in shown) == seen
    assert len(shown) == 1 + seen


@pytest.mark.parametrize(("role", "seen"), [(OFFICE, True), ("viewer", False)])
def test_its_page_has_a_badge_or_is_not_there(small: Store, role: str, seen: bool):
    two(small)
    at = session(role, "issue", ref="XH-0002")
    said = " ".join(one.value for one in [*at.markdown, *at.info])
    assert ("visibility_lock" in said) == seen
    assert ("没有找到" in said) != seen


def test_a_mark_made_meanwhile_takes_the_row_away_from_who_was_looking(small: Store):
    """The rows are kept by edition and by who sees what: both move with the mark."""
    registered(small, title="起初人人可见")
    at = session("viewer", "ledger")
    assert titles(at) == ["起初人人可见"]
    small.ledger.edit(someone(FIRST), "XH-0001", 1, {"confidential": True})
    assert titles(at.run()) == []


@pytest.mark.parametrize(("role", "locked"), [(FIRST, True), (OFFICE, False)])
def test_in_the_form_only_the_office_takes_the_mark_away(small: Store, role: str, locked: bool):
    two(small)
    at = session(role, "issue", ref="XH-0002")
    at.button(key="do-edit").click().run()
    mark = at.toggle(key="issue-XH-0002-confidential")
    assert (mark.value, mark.disabled) == (True, locked)
    if not locked:
        mark.set_value(False).run()
        at.button(key="edit-save").click().run()
        assert not small.ledger.issue(someone("viewer"), "XH-0002").confidential


@pytest.mark.parametrize(("role", "offered"), [(FIRST, True), (OFFICE, True), (SECOND, False)])
def test_names_of_restricted_matter_are_not_offered_to_others(
    small: Store, role: str, offered: bool, monkeypatch: pytest.MonkeyPatch
):
    registered(small, owner="不宜公开的人", confidential=True)
    monkeypatch.setitem(st.session_state, ACTING, someone(role))
    assert ("不宜公开的人" in known_names("U01")) == offered
