"""The page of the causes says what lies behind most problems and which institutional causes no rule answers yet."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from store.opening import Store
from store.words import text
from tests.lived_ledger import lived
from tests.small_ledger import FIRST, OFFICE, problem, registered, session


def said(at: AppTest) -> str:
    assert not at.exception
    return at.subheader[0].value


def prevented() -> list[dict[str, str]]:
    return [*problem()["measures"], {"kind": "preventive", "text": "制定首问负责办法", "owner": "周海宁", "due": "2026-12-04"}]


def test_the_answer_is_the_most_frequent_cause_and_how_many_rules_are_missing(small: Store):
    lived(small)
    registered(small, cause_kind="care", cause="没人管")
    registered(small, measures=prevented())
    assert said(session(OFFICE, "cause")) == (
        "在剖析了原因的 10 个问题中，最多的是**制度缺失**，9 个，占 90%。制度性原因占 **90%**，其中 7 个还没有建章立制的措施。"
    )


def test_when_every_institutional_cause_has_a_rule_that_is_said(small: Store):
    registered(small, measures=prevented())
    at = session(OFFICE, "cause")
    assert said(at).endswith("制度性原因占 **100%**，都已有建章立制的措施。")
    assert text("zh_CN", "boards.cause.no_list") in [one.value for one in at.markdown]
    assert said(session(OFFICE, "cause", "en")).startswith("The one problem with a known cause goes back to **No rule**.")


def test_problems_without_a_cause_are_said_to_wait_for_it(small: Store):
    registered(small, cause_kind="", cause="")
    at = session(OFFICE, "cause")
    assert said(at) == text("zh_CN", "answer.no_cause")
    assert at.metric[0].value == "0%"


def test_causes_that_are_not_institutional_ask_for_no_rule(small: Store):
    registered(small, cause_kind="care", cause="没人管")
    assert said(session(OFFICE, "cause")).endswith("没有制度性原因。")


def test_the_figures_open_the_rows_they_count(small: Store):
    lived(small)
    at = session(OFFICE, "cause")
    assert at.metric[1].label == "◆ 制度性原因 · 8 个"
    at.button(key="open_cause_deep").click().run()
    assert len(at.dataframe[0].value) == 8


def test_the_list_has_those_without_a_preventive_measure_the_open_ones_first(small: Store):
    lived(small)
    table = session(OFFICE, "cause").dataframe[0].value
    assert list(table["title"])[:5] == ["逾期的", "逾期又待复核的", "临期的", "正常的", "也正常的"]
    assert len(table) == 7


def test_an_empty_ledger_says_what_to_do(small: Store):
    assert said(session(FIRST, "cause")) == text("zh_CN", "nothing.empty")
