"""The history page: everything, the newest first, narrowed by what the address says; nobody reads more than they may see."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from components import chronicle
from store.opening import Store
from tests.lived_ledger import lived
from tests.small_ledger import FIRST, OFFICE, SECOND, registered, session, someone


def told(at: AppTest) -> str:
    assert not at.exception
    return "\n".join(one.value for one in at.markdown).replace("\\", "")


def test_every_entry_says_who_what_which_problem_and_what_changed(small: Store):
    issue = registered(small)
    small.ledger.edit(someone(FIRST), issue.ref_no, 1, {"owner": "刘启"})
    at = session(OFFICE, "history")
    assert "**修改** | [XH-0001](/issue?ref=XH-0001) 窗口首问责任落空 :gray[一支队] | :gray[责任人：周海宁 → 刘启]" in told(at)
    assert "共 2 条记录" not in told(at)  # the campaign and its units were entries too
    assert "共 6 条记录" in told(at)


def test_the_address_narrows(small: Store):
    lived(small)
    at = session(OFFICE, "history", action="refer")
    assert "共 1 条记录" in told(at)
    assert at.multiselect(key="history_action").value == ["refer"]
    at.multiselect(key="history_action").set_value(["refer", "dismiss"]).run()
    assert "共 2 条记录" in told(at)
    assert at.query_params["action"] == "refer,dismiss"


def test_a_day_that_cannot_be_read_is_told_and_everything_is_shown(small: Store):
    registered(small)
    at = session(OFFICE, "history", **{"from": "gestern"})
    assert "from" in at.info[0].value
    assert "共 5 条记录" in told(at)


def test_nothing_found_says_so(small: Store):
    assert session(OFFICE, "history", ref="XH-9999").info[0].value == "没有符合条件的记录。"


def test_screens_are_turned(small: Store, monkeypatch):
    monkeypatch.setattr(chronicle, "AT_ONCE", 2)
    for number in range(3):
        registered(small, title=f"第 {number} 个")
    at = session(OFFICE, "history", kind="issue")
    assert "第 2 个" in told(at)
    assert "第 0 个" not in told(at)
    at.button(key="history_older").click().run()
    assert "第 0 个" in told(at)
    assert at.button(key="history_older").disabled


def test_typed_text_is_only_text(small: Store):
    registered(small, title="**粗** | <b>x</b> [y](http://z)")
    assert "\\*\\*粗\\*\\* \\| \\<b\\>x\\</b\\>" in "\n".join(one.value for one in session(OFFICE, "history").markdown)


def test_a_draft_of_another_unit_is_not_there(small: Store):
    small.ledger.save_draft(someone(FIRST), "fix", {"unit": "U01", "title": "一支队的草稿"})
    assert "一支队的草稿" in told(session(FIRST, "history"))
    assert "一支队的草稿" not in told(session(SECOND, "history"))
    assert "一支队的草稿" not in told(session("viewer", "history"))
