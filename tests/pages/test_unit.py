"""The page of the units ranks them fairly, names who found nothing, and shows one unit by itself."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from store.opening import Store
from store.words import text
from tests.lived_ledger import lived
from tests.small_ledger import FIRST, OFFICE, registered, session


def said(at: AppTest) -> str:
    assert not at.exception
    return at.subheader[0].value


def test_the_answer_names_all_together_the_first_and_the_last(small: Store):
    lived(small)
    assert said(session(OFFICE, "unit")) == (
        "全局销号率 **25.0%**。**一支队**进展最快，销号 33%（1/3）；**二支队**最需加力，销号 0%（0/2），还有 2 个在办。"
    )


def test_who_found_nothing_is_named(small: Store):
    registered(small)
    assert said(session(OFFICE, "unit")).endswith("另有 2 个单位还没有查摆出问题：二支队和办公室。")
    assert said(session(OFFICE, "unit", "en")).endswith("2 units have found nothing yet: 二支队 and 办公室.")


def test_a_contact_sees_the_own_unit_first_the_office_the_one_that_needs_a_push(small: Store):
    lived(small)
    assert session(FIRST, "unit").segmented_control(key="unit_focus").value == "U01"
    assert session(OFFICE, "unit").segmented_control(key="unit_focus").value == "U02"


def test_the_card_of_a_unit_has_its_figures_and_its_place(small: Store):
    lived(small)
    at = session(OFFICE, "unit", focus="U03")
    assert [metric.value for metric in at.metric] == ["3", "33%", "0%", "0", "0", "25"]
    assert at.metric[1].label == "销号率 · 第 1（共 3）"
    assert at.metric[4].label == "■ 逾期"


def test_a_figure_of_a_unit_opens_as_many_rows_as_it_counts(small: Store):
    lived(small)
    at = session(OFFICE, "unit", focus="U02")
    at.button(key="open_unit_found").click().run()
    assert len(at.dataframe[0].value) == 2
    assert at.query_params["unit"] == "U02"


def test_what_the_grid_counts_can_be_switched(small: Store):
    lived(small)
    at = session(OFFICE, "unit")
    at.segmented_control(key="unit_figure").set_value("red").run()
    assert not at.exception


def test_a_unit_with_nothing_is_not_ranked_and_says_so(small: Store):
    registered(small)
    at = session(OFFICE, "unit", focus="U03")
    assert at.metric[1].label == "销号率 · 不参加排名"
    assert [metric.value for metric in at.metric] == ["0", "—", "—", "0", "0", "—"]
    assert text("zh_CN", "boards.unit.no_urgent") in [one.value for one in at.markdown]
    assert text("zh_CN", "boards.unit.no_days") in [one.value for one in at.markdown]


def test_an_empty_ledger_says_what_to_do(small: Store):
    assert said(session(FIRST, "unit")) == text("zh_CN", "nothing.empty")
