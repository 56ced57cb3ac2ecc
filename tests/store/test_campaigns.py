"""The settings of a campaign: every fault at once, what problems carry stays, and what is retired is offered no more."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from store.model.documents import Actor, Campaign
from store.model.enums import Role
from store.model.errors import Conflict, Invalid, NotFound, Refused
from store.opening import Store
from tests.store.conftest import ADMIN, OFFICE, TODAY, fields, registered


def edit(store: Store, raw: dict[str, Any]) -> Campaign:
    return store.campaigns.edit(ADMIN, "c", store.ledger.campaign().revision, raw)


def faults(store: Store, raw: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(Invalid) as error:
        edit(store, raw)
    return {fault.field: fault.code for fault in error.value.faults}


def categories(**changed: dict[str, Any]) -> list[dict[str, Any]]:
    """The list as it is, each entry with what is changed about it."""
    there = {"duty": {"code": "duty", "name.zh_CN": "担当"}, "meetings": {"code": "meetings", "name.zh_CN": "会议"}}
    return [entry | changed.get(code, {}) for code, entry in there.items()]


def test_other_words_and_days_are_one_event_with_what_was_there_before(store: Store):
    after = edit(store, {"title.en": "Another campaign", "ends": "2027-01-31", "warning_days": 8})
    assert (after.title, after.ends, after.warning_days) == (
        {"zh_CN": "专项整治", "en": "Another campaign"},
        date(2027, 1, 31),
        8,
    )
    event = store.repository.select("event")[-1]
    assert (event["action"], event["before"]["warning_days"], event["after"]["warning_days"]) == ("edit_campaign", 5, 8)


def test_every_fault_of_the_settings_is_told_at_once_and_nothing_is_written(store: Store):
    raw = {"title.zh_CN": "", "title.en": "", "starts": "2027-01-01", "warning_days": 99, "country": "XX", "colour": "red"}
    assert faults(store, raw) == {
        "title.zh_CN": "required",
        "ends": "before_start",
        "warning_days": "number_out_of_range",
        "country": "unknown_code",
        "colour": "unknown_field",
    }
    assert store.ledger.campaign().revision == 1


def test_the_lights_follow_the_warning_days(store: Store):
    registered(store, due=TODAY + timedelta(days=14))
    assert store.ledger.rows(OFFICE, TODAY)["light"].tolist() == ["green"]
    edit(store, {"warning_days": 15})
    assert store.ledger.rows(OFFICE, TODAY)["light"].tolist() == ["yellow"]


def test_a_category_is_renamed_moved_and_added_and_keeps_what_is_not_typed_here(store: Store):
    listed = [{"code": "forms", "name.en": "Forms", "short.en": "Forms"}, *categories(duty={"name.en": "Duty"})]
    after = edit(store, {"categories": listed})
    assert [one.code for one in after.categories] == ["forms", "duty", "meetings"]
    assert after.categories[1].name == {"zh_CN": "担当", "en": "Duty"}
    assert after.categories[1].standing_measures == ()
    assert after.categories[0].active


def test_a_category_that_problems_carry_cannot_be_removed(store: Store):
    registered(store)
    with pytest.raises(Invalid) as error:
        edit(store, {"categories": categories()[1:]})
    assert [(fault.code, fault.params["count"]) for fault in error.value.faults] == [("in_use", 1)]
    assert [one.code for one in edit(store, {"categories": categories()[:1]}).categories] == ["duty"]


def test_a_draft_carries_its_category_too(store: Store):
    store.ledger.save_draft(OFFICE, "c", {"unit": "U01", "title": "草稿", "category": "meetings"})
    assert faults(store, {"categories": categories()[:1]}) == {"categories": "in_use"}


def test_a_retired_category_stays_on_its_problems_and_takes_no_new_ones(store: Store):
    issue = registered(store)
    edit(store, {"categories": categories(duty={"active": False})})
    with pytest.raises(Invalid) as error:
        store.ledger.register(OFFICE, "c", fields())
    assert [(fault.field, fault.code) for fault in error.value.faults] == [("category", "unknown_code")]
    assert store.ledger.edit(OFFICE, issue.ref_no, 1, {"category": "duty", "owner": "新"}).category == "duty"
    draft = store.ledger.save_draft(OFFICE, "c", fields(category="meetings"))
    with pytest.raises(Invalid):
        store.ledger.edit(OFFICE, draft.ref_no, 1, {"category": "duty"})


def test_a_milestone_moves_and_leaves_the_deadlines_that_were_given(store: Store):
    issue = registered(store, milestone="mid", due="2026-12-10")
    edit(store, {"milestones": [{"code": "mid", "name.zh_CN": "中期", "day": "2026-12-20"}]})
    assert store.ledger.campaign().milestones[0].day == date(2026, 12, 20)
    assert store.ledger.issue(OFFICE, issue.ref_no).due == date(2026, 12, 10)
    assert faults(store, {"milestones": []}) == {"milestones": "in_use"}


@pytest.mark.parametrize(
    ("listed", "wanted"),
    [
        ([{"code": "a b", "name.zh_CN": "甲"}], {"sources.0.code": "code_not_usable"}),
        ([{"code": "a"}], {"sources.0.name.zh_CN": "required"}),
        (
            [{"code": "a", "name.zh_CN": "甲"}, {"code": "a", "name.zh_CN": "乙"}],
            dict.fromkeys(("sources.0.code", "sources.1.code"), "code_twice"),
        ),
        (
            [{"code": "a", "name.en": "A"}, {"code": "b", "name.en": "A"}],
            dict.fromkeys(("sources.0.name.en", "sources.1.name.en"), "name_twice"),
        ),
        ([{"code": "a", "name.zh_CN": "甲", "active": False}], {"sources": "none_active"}),
        ([], {"sources": "none_active"}),
        ("sources", {"sources": "not_a_list"}),
        ([{"code": f"s{n}", "name.en": f"S{n}"} for n in range(101)], {"sources": "too_many_entries"}),
        ([{"code": "a", "name.zh_CN": "甲", "day": "2026-12-01"}], {"sources.0.day": "unknown_field"}),
    ],
)
def test_what_is_wrong_with_a_list_is_told_by_row(store: Store, listed: Any, wanted: dict[str, str]):
    assert faults(store, {"sources": listed}) == wanted


def test_whoever_saves_second_is_told(store: Store):
    store.campaigns.edit(ADMIN, "c", 1, {"warning_days": 6})
    with pytest.raises(Conflict) as conflict:
        store.campaigns.edit(ADMIN, "c", 1, {"warning_days": 7})
    assert conflict.value.current["warning_days"] == 6


def test_the_same_settings_again_write_nothing(store: Store):
    version = store.repository.version
    assert edit(store, {"warning_days": 5}).revision == 1
    assert store.repository.version == version


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_only_the_administrator_changes_the_settings(store: Store, role: Role):
    with pytest.raises(Refused, match="role_may_not"):
        store.campaigns.edit(Actor("某人", role, "U01" if role is Role.UNIT else ""), "c", 1, {"warning_days": 6})


def test_an_unknown_campaign_is_not_found(store: Store):
    with pytest.raises(NotFound):
        store.campaigns.edit(ADMIN, "other", 1, {})
