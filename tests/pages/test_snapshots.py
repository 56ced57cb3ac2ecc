"""The page of snapshots: kept by whoever may, told to everybody, checked, and compared with now by one click."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from store.engine.folder import beside
from store.opening import Store
from tests.small_ledger import FIRST, OFFICE, SECOND, registered, session, someone


def told(at: AppTest) -> str:
    assert not at.exception
    return "\n".join(one.value for one in (*at.markdown, *at.caption)).replace("\\", "")


def test_one_click_keeps_a_snapshot_under_its_name(small: Store):
    registered(small)
    at = session(OFFICE, "snapshots")
    assert at.info[0].value.startswith("还没有快照")
    assert at.text_input(key="snapshot_name").value == "例会 11月23日"
    at.text_input(key="snapshot_name").set_value("十一月*例会*").run()
    at.button(key="snapshot_take").click().run()
    kept = small.snapshots.all()[0]
    assert (kept.name, kept.rows, kept.taken_by) == ("十一月*例会*", 1, "local:office")
    assert "**十一月*例会***" in told(at)
    assert "2026年11月23日" in told(at)
    assert "整改组" in told(at)
    assert f"`{kept.sha256[:12]}`" in told(at)
    assert "共 1 个问题" in told(at)
    assert at.text_input(key="snapshot_name").value == "例会 11月23日"


def test_a_name_that_is_missing_is_told_and_nothing_is_kept(small: Store):
    at = session(OFFICE, "snapshots")
    at.text_input(key="snapshot_name").set_value(" ").run()
    at.button(key="snapshot_take").click().run()
    assert len(at.error) == 1
    assert small.snapshots.all() == []


@pytest.mark.parametrize("role", [FIRST, "viewer", "inspector"])
def test_everybody_reads_and_only_who_runs_the_ledger_keeps(small: Store, role: str):
    small.snapshots.take(someone(OFFICE), "", "会前")
    at = session(role, "snapshots")
    assert "**会前**" in told(at)
    assert "snapshot_take" not in [one.key for one in at.button]
    assert "snapshot_take" in [one.key for one in session("admin", "snapshots").button]


@pytest.mark.parametrize(("role", "rows"), [(OFFICE, 2), (FIRST, 2), (SECOND, 1), ("viewer", 1)])
def test_the_numbers_are_those_of_the_reader(small: Store, role: str, rows: int):
    registered(small)
    registered(small, confidential=True)
    kept = small.snapshots.take(someone(OFFICE), "", "会前")
    at, sight = session(role, "snapshots"), small.snapshots.sight(someone(role), kept)
    assert f"共 {rows} 个问题" in told(at)
    assert f"`{sight.sha256[:12]}`" in told(at)
    assert (sight.sha256 == kept.sha256) is (rows == 2)


def test_a_damaged_file_is_told_and_neither_downloaded_nor_compared(small: Store):
    kept = small.snapshots.take(someone(OFFICE), "", "会前")
    at = session(OFFICE, "snapshots")
    assert "完整" in told(at)
    (beside(small.settings.store) / kept.sha256[:2] / kept.sha256).write_bytes(b"?")
    at.button(key="snapshots_verify").click().run()
    assert "已损坏" in told(at)
    assert at.button(key=f"snapshot_compare_{kept.id}").disabled
    assert "已损坏" in told(session("viewer", "snapshots"))


def test_compare_with_now_leads_to_the_comparison(small: Store):
    kept = small.snapshots.take(someone(OFFICE), "", "会前")
    registered(small)
    at = session(OFFICE, "snapshots")
    at.button(key=f"snapshot_compare_{kept.id}").click().run()
    assert (at.query_params["from"], at.query_params["to"]) == (f"snapshot:{kept.id}", "now")
    assert at.button(key="moved_added").label == "新增 1、"


def test_earlier_snapshots_come_on_demand(small: Store):
    for number in range(22):
        small.snapshots.take(someone(OFFICE), "", f"第{number}份")
    at = session(OFFICE, "snapshots")
    assert "**第0份**" not in told(at)
    at.button(key="snapshots_more").click().run()
    assert "**第0份**" in told(at)
