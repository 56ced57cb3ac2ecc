"""The shell stands before every page: it is run first on a deep link, shows what a role may open, and tells of the sample."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from components.i18n import text
from components.pages import PAGES
from store.model.enums import Role
from store.setup import SYSTEM
from tests.small_ledger import FIRST, OFFICE, TODAY, registered, session, small, someone

__all__ = ["small"]


@pytest.mark.parametrize("name", PAGES)
def test_a_deep_link_runs_the_shell_before_the_page(small: Any, name: str):
    ref_no = registered(small).ref_no
    role = Role.OFFICE if Role.OFFICE in PAGES[name].roles else Role.ADMIN
    at = session(role.value, name, **({"ref": ref_no} if name == "issue" else {}))
    assert not at.exception
    assert at.selectbox(key="acting_role").value == role


@pytest.mark.parametrize("name", [name for name, entry in PAGES.items() if Role.VIEWER not in entry.roles])
def test_a_page_that_is_not_for_a_role_does_not_exist_for_it(small: Any, name: str):
    with pytest.raises(ValueError, match=name):
        session("viewer", name)


def test_the_role_chosen_in_the_sidebar_is_who_acts(small: Any):
    at = session(OFFICE, "mine")
    at.selectbox(key="acting_role").select(Role.UNIT).run()
    at.selectbox(key="acting_unit").select("U02").run()
    assert at.session_state["acting"] == someone("unit:U02")


def test_the_language_is_switched_at_once(small: Any):
    at = session(OFFICE, "overview")
    assert at.title[0].value == text("zh_CN", "page.overview.title")
    at.segmented_control(key="language_choice").select("en").run()
    assert at.title[0].value == text("en", "page.overview.title")


def as_sample(store: Any) -> None:
    campaign = store.ledger.campaign()
    with store.repository.transaction() as transaction:
        store.setup.write(transaction, SYSTEM, "set_up_campaign", campaign, replace(campaign, sample=True))


def test_a_sample_says_so_and_is_emptied_by_one_button(small: Any):
    registered(small)
    as_sample(small)
    at = session(OFFICE, "overview")
    assert text("zh_CN", "sidebar.sample") in [caption.value for caption in at.sidebar.caption]
    at.button(key="start_empty").click().run()
    assert not at.exception
    assert small.ledger.rows(someone(OFFICE), TODAY).empty
    assert "start_empty" not in [button.key for button in at.button]


def test_a_real_ledger_shows_no_button_to_empty_it_and_a_unit_never_sees_it(small: Any):
    assert "start_empty" not in [button.key for button in session(OFFICE, "overview").button]
    as_sample(small)
    assert "start_empty" not in [button.key for button in session(FIRST, "overview").button]
