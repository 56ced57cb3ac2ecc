"""The page of the deadlines says how many are late and by how much, what falls due soon, and which dates were moved."""

from __future__ import annotations

from datetime import date

from streamlit.testing.v1 import AppTest

from store.opening import Store
from store.words import text
from tests.lived_ledger import Life, lived
from tests.small_ledger import FIRST, OFFICE, registered, session, someone


def said(at: AppTest) -> str:
    assert not at.exception
    return at.subheader[0].value


def told(at: AppTest) -> list[str]:
    return [one.value for one in at.markdown]


def test_the_answer_is_how_many_are_late_and_what_is_coming(small: Store):
    lived(small)
    assert said(session(OFFICE, "deadline")) == (
        "5 个问题在办：:red[**■ 2 个逾期**]，最长的已逾期 13 天；本周还有 1 个到期，下周没有到期的。"
    )
    assert said(session(OFFICE, "deadline", "en")) == (
        "5 problems are open: :red[**■ 2 overdue**], the longest by 13 days; 1 more falls due this week and nothing next week."
    )


def test_nothing_late_is_said_to_be_so(small: Store):
    registered(small)
    at = session(OFFICE, "deadline")
    assert said(at) == "1 个问题在办：无一逾期；本周再没有到期的，下周 1 个。"
    assert text("zh_CN", "boards.deadline.no_late") in told(at)
    assert text("zh_CN", "boards.deadline.no_moved") in told(at)
    assert text("zh_CN", "boards.deadline.no_soon") in told(at)


def test_nothing_open_means_nothing_to_watch(small: Store):
    lived(small)
    assert said(session(OFFICE, "deadline", status="closed")) == text("zh_CN", "answer.nothing_waits")


def test_what_is_due_soon_is_listed_with_the_working_days_left(small: Store):
    lived(small)
    table = session(OFFICE, "deadline").dataframe[0].value
    assert list(zip(table["title"], table["why"], strict=True)) == [("临期的", "剩 2 个工作日")]


def test_a_moved_date_keeps_the_old_one(small: Store):
    life, office = Life(small), someone(OFFICE)
    issue = life.found("2026-11-02", "2026-11-20")
    issue = life.on("2026-11-10").do(
        office, "request_extension", issue.ref_no, issue.revision, new_due=date(2026, 12, 5), reason="等批复"
    )
    life.on("2026-11-11").do(office, "decide_extension", issue.ref_no, issue.revision, decision="granted")
    at = session(OFFICE, "deadline")
    assert not at.exception
    assert text("zh_CN", "boards.deadline.no_moved") not in told(at)


def test_an_empty_ledger_says_what_to_do(small: Store):
    assert said(session(FIRST, "deadline")) == text("zh_CN", "nothing.empty")
