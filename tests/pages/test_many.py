"""On the ledger page many problems are changed at once and back again, views are kept, a search says where it found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.many import ACTIONS
from components.picking import PICKED
from components.tables import MATCHED, USUAL
from store.opening import Store
from store.rules.bulk import CHANGES
from store.words import text_n
from tests.lived_ledger import lived
from tests.small_ledger import FIRST, OFFICE, SECOND, registered, session, someone


def table(at: AppTest) -> Any:
    return at.dataframe[0].value


def keys(at: AppTest) -> list[str]:
    return [button.key for button in at.button]


def all_ticked(at: AppTest, store: Store) -> AppTest:
    """Every row ticked, as the table's own boxes would."""
    at.session_state[PICKED] = list(table(at)["ref_no"])
    at.session_state["picked_turn"] = 1
    return at.run()


def test_every_change_of_the_store_has_its_action():
    assert set(CHANGES) <= set(ACTIONS)


def test_nothing_is_offered_before_a_row_is_ticked_and_then_what_the_role_may(small: Store):
    registered(small)
    at = session(OFFICE, "ledger")
    assert not any(key.startswith("many_") for key in keys(at))
    changes = {f"many_{name}" for name in CHANGES}
    assert changes <= set(keys(all_ticked(at, small)))
    at = all_ticked(session(FIRST, "ledger"), small)
    assert changes & set(keys(at)) == {"many_owner", "many_lead"}
    assert not changes & set(keys(all_ticked(session("viewer", "ledger"), small)))


def test_a_change_is_previewed_made_and_undone(small: Store):
    issues = [registered(small, title=f"问题 {number}") for number in range(3)]
    at = all_ticked(session(OFFICE, "ledger"), small)
    at.button(key="many_owner").click().run()
    assert at.button(key="many_apply").disabled
    at.text_input(key="many-owner-owner").set_value("刘启").run()
    told = "\n".join(one.value for one in at.markdown)
    assert "~~周海宁~~ → **刘启**" in told
    assert small.ledger.issue(someone(OFFICE), issues[0].ref_no).owner == "周海宁"
    assert at.button(key="many_apply").label == "更改 3 个"
    at.button(key="many_apply").click().run()
    assert set(table(at)["owner"]) == {"刘启"}
    assert "many_apply" not in keys(at)
    at.button(key="many_undo").click().run()
    assert set(table(at)["owner"]) == {"周海宁"}
    assert "many_undo" not in keys(at)
    assert not at.exception


def test_what_cannot_be_changed_is_named_with_its_reason_before_and_after(small: Store):
    registered(small, title="可延期的")
    late = registered(small, title="已逾期的", found_on="2026-11-01", due="2026-11-10", measures=[])
    at = all_ticked(session(OFFICE, "ledger"), small)
    at.button(key="many_due").click().run()
    at.date_input(key="many-due-new_due").set_value(date(2026, 12, 30)).run()
    assert at.button(key="many_apply").disabled
    at.text_area(key="many-due-reason").set_value("等批复").run()
    told = [one.value for one in at.markdown]
    assert any(one.startswith("**1 个将更改**") for one in told)
    assert any(late.ref_no.replace("-", "\\-") in one and ":material/block:" in one for one in told)
    at.button(key="many_apply").click().run()
    assert late.ref_no.replace("-", "\\-") in at.warning[0].value
    assert sorted(table(at)["deadline"].astype(str)) == ["2026-11-10", "2026-12-30"]


def test_giving_up_changes_nothing_and_what_was_typed_is_there_again(small: Store):
    registered(small)
    at = all_ticked(session(OFFICE, "ledger"), small)
    at.button(key="many_lead").click().run()
    at.text_input(key="many-lead-lead").set_value("陈副局长").run()
    at.button(key="many_cancel").click().run()
    assert "many_apply" not in keys(at)
    at.button(key="many_lead").click().run()
    assert at.text_input(key="many-lead-lead").value == "陈副局长"


def test_rows_that_are_filtered_away_are_no_longer_ticked(small: Store):
    lived(small)
    at = all_ticked(session(OFFICE, "ledger"), small)
    at.text_input(key="filter_q").set_value("逾期").run()
    assert at.session_state[PICKED] == list(table(at)["ref_no"])
    at.button(key="pick_none").click().run()
    assert at.session_state[PICKED] == []


def test_choosing_all_ticks_every_row_that_matches(small: Store):
    lived(small)
    at = session(OFFICE, "ledger")
    at.session_state[PICKED] = [table(at)["ref_no"].iloc[0]]
    at.session_state["picked_turn"] = 1
    at.run()
    at.button(key="pick_all").click().run()
    assert len(at.session_state[PICKED]) == len(table(at)) == 10


def test_a_view_is_kept_applied_by_one_click_and_removed(small: Store):
    lived(small)
    at = session(OFFICE, "ledger", light="red")
    at.multiselect(key="ledger_columns").set_value(["ref_no", "closed_on"]).run()
    at.text_input(key="view_name").set_value("红灯").run()
    at.button(key="view_keep").click().run()
    view = small.views.seen_by(someone(OFFICE))[0]
    assert (view.name, view.query, view.shared) == ("红灯", {"light": "red"}, False)
    at = session(OFFICE, "ledger")
    at.button(key=f"view_{view.id}").click().run()
    assert at.query_params["light"] == "red"
    assert list(table(at).columns) == ["light", "ref_no", "closed_on"]
    at.button(key=f"view_edit_{view.id}").click().run()
    at.button(key=f"view_remove_{view.id}").click().run()
    assert small.views.seen_by(someone(OFFICE)) == []
    assert not at.exception


def test_a_shared_view_is_in_everybodys_list_and_can_be_changed_by_the_office(small: Store):
    lived(small)
    view = small.views.save(someone(OFFICE), "**红灯**", {"light": "red"}, [])
    assert f"view_{view.id}" not in keys(session(SECOND, "ledger"))
    at = session(OFFICE, "ledger")
    at.button(key=f"view_edit_{view.id}").click().run()
    at.button(key=f"view_share_{view.id}").click().run()
    at = session(SECOND, "ledger", "en")
    assert at.button(key=f"view_{view.id}").label == r"\*\*红灯\*\*"
    assert f"view_edit_{view.id}" not in keys(at)
    at.button(key=f"view_{view.id}").click().run()
    assert len(table(at)) == 2


def test_a_name_that_is_taken_is_told_in_the_list(small: Store):
    lived(small)
    small.views.save(someone(OFFICE), "红灯", {"light": "red"}, [])
    at = session(OFFICE, "ledger")
    at.text_input(key="view_name").set_value("红灯").run()
    at.button(key="view_keep").click().run()
    assert "红灯" in at.error[0].value
    assert at.text_input(key="view_name").value == "红灯"


@pytest.mark.parametrize(("code", "count"), [("overdue", 2), ("this_week", 1), ("pending", 1), ("returned", 0)])
def test_the_usual_views_choose_their_rows(small: Store, code: str, count: int):
    lived(small)
    at = session(OFFICE, "ledger")
    at.button(key=f"view_{code}").click().run()
    assert (len(table(at)) if at.dataframe else 0) == count
    assert "view_own_unit" not in keys(at)


def test_a_unit_finds_what_it_has_not_finished(small: Store):
    lived(small)
    at = session(SECOND, "ledger")
    at.button(key="view_own_unit").click().run()
    assert sorted(table(at)["title"]) == ["临期的", "逾期又待复核的"]


def test_a_search_finds_what_is_written_anywhere_and_says_where(small: Store):
    lived(small)
    at = session(OFFICE, "ledger", q="抽查记录")
    assert list(table(at).columns) == [*USUAL[:4], MATCHED, *USUAL[4:]]
    assert set(table(at)[MATCHED]) == {"佐证 1：抽查记录"}
    assert set(table(session(OFFICE, "ledger", "en", q='"每日抽查" 正常'))[MATCHED]) == {"measure 1: 每日抽查窗口一次"}
    assert MATCHED not in table(session(OFFICE, "ledger"))


def test_the_administrator_reads_what_became_of_a_view_and_of_a_batch(small: Store):
    office = someone(OFFICE)
    issue = registered(small)
    view = small.views.save(office, "红灯", {"light": "red"}, ["title"])
    view = small.views.change(office, view.id, view.revision, name="逾期", shared=True)
    small.views.remove(office, view.id, view.revision)
    batch = small.batches.apply(office, "category", {issue.ref_no: 1}, {"category": "C2", "reason": "归类有误"}).batch
    assert batch
    small.batches.undo(office, batch.id)
    at = session("admin", "history")
    assert not at.exception
    told = "\n".join(one.value for one in at.markdown)
    assert all(said in told for said in ("保存视图", "修改视图", "移除视图", "调整类别", "撤销批量更改", "名称：红灯 → 逾期"))


def test_urging_opens_its_own_dialog_for_the_ticked_and_only_the_office_urges(small: Store):
    registered(small, found_on="2026-11-01", due="2026-11-10", measures=[])
    at = all_ticked(session(OFFICE, "ledger"), small)
    at.button(key="many_urge").click().run()
    assert at.button(key="urge-many-send").label == text_n("zh_CN", "urging.send", 1)
    assert not at.exception
    assert "many_urge" not in keys(all_ticked(session(FIRST, "ledger"), small))
