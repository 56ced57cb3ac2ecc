"""The page of the categories says who is ahead, shows one of them whole, and keeps which one in the address."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from store.opening import Store
from store.words import text
from tests.lived_ledger import lived
from tests.small_ledger import FIRST, OFFICE, registered, session, someone


def said(at: AppTest) -> str:
    assert not at.exception
    return at.subheader[0].value


def told(at: AppTest) -> str:
    return "\n".join(one.value for one in at.markdown)


def test_the_answer_names_the_first_and_the_last(small: Store):
    lived(small)
    at = session(OFFICE, "category")
    assert said(at) == "**不担当**进展最快，销号 40%（2/5）；**文山会海**最需加力，销号 0%（0/3），还有 2 个在办。"
    assert said(session(OFFICE, "category", "en")).startswith(
        "**Shirking** is furthest with 40% (2/5) closed; **Paper** needs a push"
    )


def test_one_category_alone_is_not_compared(small: Store):
    registered(small)
    assert said(session(OFFICE, "category")) == "不担当销号 **0%（0/1）**，还有 1 个在办。"
    assert said(session(OFFICE, "category", "en")) == "Shirking: **0% (0/1)** closed, 1 still open."


def test_an_emptied_ledger_is_said_to_be_empty(small: Store):
    lived(small)
    assert said(session(OFFICE, "category", status="closed")) == "2 个问题全部办结，清仓见底。"


def test_the_one_that_needs_a_push_is_shown_until_another_is_chosen(small: Store):
    lived(small)
    at = session(OFFICE, "category")
    assert at.segmented_control(key="category_focus").value == "C2"
    assert list(at.dataframe[0].value["title"]) == ["临期的", "也正常的"]
    at.segmented_control(key="category_focus").set_value("C1").run()
    assert at.query_params["focus"] == "C1"
    assert "公开首问责任清单" in told(at)
    assert list(at.dataframe[0].value["title"]) == ["逾期的", "逾期又待复核的", "正常的"]


def test_a_link_says_which_category_in_any_language(small: Store):
    lived(small)
    at = session(OFFICE, "category", "en", focus="C1")
    assert at.segmented_control(key="category_focus").value == "C1"
    assert "Publish who answers first" in told(at)


def test_a_category_nobody_knows_is_left_out_of_account(small: Store):
    lived(small)
    assert session(OFFICE, "category", focus="C9").segmented_control(key="category_focus").value == "C2"


def test_a_category_without_standing_measures_or_problems_says_so(small: Store):
    registered(small)
    at = session(OFFICE, "category", focus="C2")
    assert text("zh_CN", "boards.category.no_causes") in told(at)
    assert text("zh_CN", "boards.category.no_standing") in told(at)
    assert text("zh_CN", "boards.category.no_urgent") in told(at)


def test_an_empty_ledger_says_what_to_do(small: Store):
    assert said(session(FIRST, "category")) == text("zh_CN", "nothing.empty")


def test_only_drafts_are_no_problem_for_the_page(small: Store):
    small.ledger.save_draft(someone(FIRST), "fix", {"unit": "U01", "title": "草稿"})
    assert said(session(FIRST, "category")) == text("zh_CN", "answer.nothing_found")
    assert said(session(FIRST, "unit")).startswith(text("zh_CN", "answer.nothing_found"))
