"""The administrator's page: for nobody else, every change through a form that loses nothing, and refusals in sentences."""

from __future__ import annotations

from typing import Any

import pytest
from argon2 import PasswordHasher
from streamlit.testing.v1 import AppTest

from components.i18n import KEY
from components.session import ACTING
from store import passwords
from store.access import SESSION_COOKIE
from store.model.documents import Unit
from store.opening import Store
from store.setup import SYSTEM
from store.words import text
from tests.small_ledger import FIRST, OFFICE, registered, session, someone
from tests.source import ROOT

ADMIN = "admin"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 at its cheapest: what it costs is measured elsewhere."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()


def here(**query: str) -> AppTest:
    return session(ADMIN, "admin", **query)


def said(at: AppTest) -> str:
    return "\n".join(one.value for kind in (at.markdown, at.error, at.success, at.warning, at.info, at.caption) for one in kind)


def words(key: str, **params: Any) -> str:
    return text("zh_CN", key, **params)


def unit(store: Store, code: str) -> Unit:
    return next(unit for unit in store.ledger.units() if unit.code == code)


@pytest.mark.parametrize("role", [OFFICE, FIRST, "viewer", "inspector"])
def test_both_locks_hold_against_everybody_else(small: Store, role: str):
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        session(role, "admin")
    at = AppTest.from_file(ROOT / "pages" / "admin.py", default_timeout=30)
    at.session_state[ACTING], at.session_state[KEY] = someone(role), "zh_CN"
    at.run()
    assert [one.value for one in at.error] == [words("refused.page_not_yours")]
    assert not at.button


def test_a_unit_is_added_through_the_form(small: Store):
    at = here(part="units", do="new")
    at.text_input(key="admin-unit-new-code").set_value("U09")
    at.text_input(key="admin-unit-new-name").set_value("督察大队").run()
    at.button(key="admin-unit-new-save").click().run()
    assert unit(small, "U09").name == "督察大队"
    assert "do" not in at.query_params


def test_every_fault_stands_beside_its_field_and_what_was_typed_stays(small: Store):
    at = here(part="units", do="new")
    at.text_input(key="admin-unit-new-code").set_value("U01").run()
    at.button(key="admin-unit-new-save").click().run()
    assert words("fault.taken", value="U01") in said(at)
    assert words("fault.required") in said(at)
    assert here(part="units", do="new").text_input(key="admin-unit-new-code").value == "U01"


def test_what_somebody_else_changed_is_shown_and_kept_when_saving_again(small: Store):
    at, first = here(part="units", edit="U01"), unit(small, "U01")
    name, save = f"admin-unit-{first.id}-name", f"admin-unit-{first.id}-save"
    at.text_input(key=name).set_value("第一支队").run()
    small.units.edit(SYSTEM, "U01", first.revision, {"leader": "石磊"})
    at.button(key=save).click().run()
    assert words("admin.overtaken") in said(at)
    assert "石磊" in said(at)
    assert unit(small, "U01").name == "一支队"
    at.button(key=save).click().run()
    assert (unit(small, "U01").name, unit(small, "U01").leader) == ("第一支队", "石磊")


def test_before_a_unit_rests_it_is_said_how_many_problems_wait(small: Store):
    registered(small)
    at = here(part="units", edit="U01")
    assert "还有 1 个未办结的问题" in at.warning[0].value
    at.button(key="admin-deactivate").click().run()
    assert not unit(small, "U01").active
    at.button(key="admin-activate").click().run()
    assert unit(small, "U01").active


def test_the_list_says_how_many_problems_each_unit_has(small: Store):
    registered(small)
    rows = here(part="units").dataframe[0].value
    assert rows[["code", "unfinished", "all"]].to_numpy().tolist() == [["U01", 1, 1], ["U02", 0, 0], ["U03", 0, 0]]


def new_account(at: AppTest, role: str) -> AppTest:
    at.text_input(key="admin-account-new-name").set_value("li")
    at.selectbox(key="admin-account-new-role").set_value(role).run()
    return at


def test_a_new_account_gets_a_password_that_is_shown_until_it_is_handed_over(small: Store):
    at = new_account(here(part="accounts", do="new"), "unit")
    at.selectbox(key="admin-account-new-unit").set_value("U02").run()
    at.button(key="admin-account-new-save").click().run()
    made = small.accounts.find("li")
    assert (made.unit, made.one_time) == ("U02", True)
    assert small.accounts.verify("li", at.code[0].value)
    at.button(key="admin-handed-done").click().run()
    assert not at.code


def test_a_typed_password_is_in_no_draft_and_its_fault_is_told(small: Store):
    at = new_account(here(part="accounts", do="new"), "viewer")
    at.button_group(key="admin-new-way").set_value("typed").run()
    at.text_input(key="admin-new-password").set_value("short").run()
    at.button(key="admin-account-new-save").click().run()
    assert words("fault.password_too_short", shortest=10) in said(at)
    assert "short" not in str(small.drafts.get(someone(ADMIN), "admin account new"))
    at.text_input(key="admin-new-password").set_value("long enough").run()
    at.button(key="admin-account-new-save").click().run()
    assert small.accounts.verify("li", "long enough")


def test_in_open_access_accounts_are_told_to_be_for_later(small: Store):
    assert words("admin.accounts_not_used") in said(here(part="accounts"))


def test_the_last_administrator_is_told_to_stay(small: Store):
    made = small.accounts.create_first("root", "correct horse")
    at = here(part="accounts", edit="root")
    at.button(key="admin-deactivate").click().run()
    assert words("refused.last_admin") in said(at)
    at.selectbox(key=f"admin-account-{made.id}-role").set_value("viewer").run()
    at.button(key=f"admin-account-{made.id}-save").click().run()
    assert words("refused.last_admin") in said(at)
    assert small.accounts.find("root").role == "admin"


def test_the_page_never_shows_a_hash(small: Store):
    small.accounts.create_first("root", "correct horse")
    for query in ({"part": "accounts"}, {"part": "accounts", "edit": "root"}):
        at = here(**query)
        assert "argon2" not in said(at) + "".join(str(frame.value.to_dict()) for frame in at.dataframe)


def test_the_warning_days_are_changed_and_the_event_says_so(small: Store):
    at, chosen = here(part="campaign"), small.ledger.campaign()
    at.number_input(key=f"admin-campaign-{chosen.id}-warning_days").set_value(9).run()
    at.button(key=f"admin-campaign-{chosen.id}-save").click().run()
    assert small.ledger.campaign().warning_days == 9
    assert small.repository.select("event")[-1]["action"] == "edit_campaign"


def test_a_category_in_use_cannot_be_removed_and_the_page_says_why(small: Store):
    registered(small)
    at = here(part="campaign", list="categories", edit="C1")
    at.button(key="admin-remove").click().run()
    assert words("fault.in_use", called="不担当不作为", count=1) in said(at)
    assert [one.code for one in small.ledger.campaign().categories] == ["C1", "C2"]
    at = here(part="campaign", list="categories", edit="C2")
    at.button(key="admin-remove").click().run()
    assert [one.code for one in small.ledger.campaign().categories] == ["C1"]


def test_a_retired_category_is_offered_for_no_new_problem(small: Store):
    at, key = here(part="campaign", list="categories", edit="C2"), f"admin-{small.ledger.campaign().id}-categories-C2"
    at.toggle(key=f"{key}-active").set_value(False).run()
    at.button(key=f"{key}-save").click().run()
    assert [one.active for one in small.ledger.campaign().categories] == [True, False]
    assert session(OFFICE, "new").selectbox(key="new-category").options == ["不担当不作为"]


def test_a_renamed_category_keeps_its_standing_measures(small: Store):
    at, key = here(part="campaign", list="categories", edit="C1"), f"admin-{small.ledger.campaign().id}-categories-C1"
    at.text_input(key=f"{key}-name_zh_CN").set_value("不作为").run()
    at.button(key=f"{key}-save").click().run()
    renamed = small.ledger.campaign().categories[0]
    assert renamed.name == {"zh_CN": "不作为", "en": "Shirking"}
    assert [one.code for one in renamed.standing_measures] == ["C1-1"]


def test_an_entry_is_added_and_moved_up(small: Store):
    at, key = here(part="campaign", list="sources", do="new"), f"admin-{small.ledger.campaign().id}-sources-new"
    at.text_input(key=f"{key}-code").set_value("above")
    at.text_input(key=f"{key}-name_zh_CN").set_value("上级反馈").run()
    at.button(key=f"{key}-save").click().run()
    at = here(part="campaign", list="sources", edit="above")
    at.button(key="admin-up").click().run()
    assert [one.code for one in small.ledger.campaign().sources] == ["self", "above", "inspection"]


def test_a_fault_of_an_entry_stands_beside_its_field(small: Store):
    at, key = here(part="campaign", list="sources", do="new"), f"admin-{small.ledger.campaign().id}-sources-new"
    at.text_input(key=f"{key}-code").set_value("self").run()
    at.button(key=f"{key}-save").click().run()
    assert set(at.session_state[f"form:admin {small.ledger.campaign().id} sources new"]["faults"]) == {"code", "name_zh_CN"}


def test_an_entry_is_saved_although_something_else_of_the_campaign_changed_meanwhile(small: Store):
    chosen = small.ledger.campaign()
    at, key = here(part="campaign", list="milestones", edit="M1"), f"admin-{chosen.id}-milestones-M1"
    at.text_input(key=f"{key}-name_en").set_value("The end").run()
    small.campaigns.edit(SYSTEM, "fix", chosen.revision, {"warning_days": 7})
    at.button(key=f"{key}-save").click().run()
    after = small.ledger.campaign()
    assert (after.milestones[0].name["en"], after.warning_days) == ("The end", 7)


def test_a_file_is_shown_row_by_row_and_written_when_accepted(small: Store):
    at = here(part="units", do="import")
    at.file_uploader[0].upload("units.csv", "编码,单位名称\nU01,第一支队\nU02,二支队\nU08,\n".encode(), "text/csv").run()
    assert "变更 1 行，相同 1 行，有误 1 行" in said(at)
    rows = at.dataframe[0].value
    assert rows["number"].tolist() == [4, 2]
    assert "请填写这一项" in rows["told"][0]
    assert unit(small, "U01").name == "一支队"
    at.button(key="admin-take").click().run()
    assert unit(small, "U01").name == "第一支队"
    assert words("admin.taken", new=0, changed=1) in said(at)


def test_a_file_that_is_none_is_told_calmly(small: Store):
    at = here(part="accounts", do="import")
    at.file_uploader[0].upload("accounts.xlsx", b"PK\x03\x04", "application/zip").run()
    assert at.error[0].value == words("fault.file_is_a_workbook")


def test_dashboards_follow_a_unit_that_gets_another_name(small: Store):
    registered(small)
    at = session(OFFICE, "ledger")
    assert "一支队" in at.dataframe[0].value["unit"].tolist()
    first = unit(small, "U01")
    small.units.edit(SYSTEM, "U01", first.revision, {"short_name": "第一"})
    assert "第一" in at.run().dataframe[0].value["unit"].tolist()


def test_all_parts_are_there_in_english(small: Store):
    small.accounts.create_first("root", "correct horse")
    for query in (
        {"part": "units"},
        {"part": "accounts", "edit": "root"},
        {"part": "campaign", "list": "cause_kinds", "edit": "rules"},
    ):
        assert not session(ADMIN, "admin", lang="en", **query).exception


def test_a_name_is_shown_as_it_was_typed(small: Store):
    first = unit(small, "U01")
    small.units.edit(SYSTEM, "U01", first.revision, {"name": "**粗** <b>"})
    assert "\\*\\*粗\\*\\* \\<b\\>" in said(here(part="units", edit="U01"))


def test_with_a_provider_no_password_is_handed_over_and_an_identity_can_be_released(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, cookies: dict[str, str]
):
    monkeypatch.setenv("XIAOHAO_ACCESS", "oidc")
    store: Store = request.getfixturevalue("small")
    store.accounts.create_first("root", "correct horse")
    made = store.people.create(SYSTEM, "li", "correct horse", {"role": "viewer", "email": "li@example.com"})
    claims = {"iss": "https://provider.example", "sub": "7", "email": "li@example.com"}
    store.identities.redeem(store.identities.admit(claims))
    cookies[SESSION_COOKIE] = store.accounts.sign_in("root", "correct horse")
    at = here(part="accounts", edit="li")
    assert "admin-reset-now" not in [one.key for one in at.button]
    at.button(key="admin-release").click().run()
    assert store.accounts.find(made.name).identity == ""
