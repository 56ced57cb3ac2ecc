"""The office sees why a problem deserves a second look; nobody else does, and nothing is blocked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from store.ledger import Ledger
from store.model.issue import Issue
from store.opening import Store
from tests.small_ledger import FIRST, OFFICE, problem, registered, session, someone

COPIED = "组织全体人员认真学习有关文件精神，进一步统一思想、压实责任"


def measures(*texts: str) -> list[dict[str, Any]]:
    return [{"kind": "preventive", "text": text, "owner": "周海宁", "due": "2026-12-04"} for text in texts]


def asked(store: Store, *texts: str, **other: Any) -> Issue:
    """A problem whose close-out was asked for on the day it was entered."""
    issue = registered(store, OFFICE, measures=measures(*texts), **other)
    unit = someone(f"unit:{issue.unit}")
    issue = store.ledger.do(unit, "start", issue.ref_no, issue.revision)
    for number in range(1, len(texts) + 1):
        issue = store.ledger.do(unit, "report_progress", issue.ref_no, issue.revision, measure=number, percent=100)
    issue = store.ledger.do(unit, "add_evidence", issue.ref_no, issue.revision, title="情况报告", dated="2026-10-01")
    return store.ledger.do(unit, "request_close", issue.ref_no, issue.revision, note="已整改。")


def said(at: AppTest) -> str:
    return "\n".join(one.value for one in at.markdown).replace("\\", "")


def test_every_reason_is_a_sentence_with_links_to_the_other_problems(small: Store):
    asked(small, COPIED, unit="U02")
    asked(small, COPIED, "加强学习")
    at = session(OFFICE, "issue", ref="XH-0002")
    told = said(at)
    assert "第 1 条措施与其他单位的 [XH-0001](issue?ref=XH-0001) 几乎一字不差" in told
    assert "第 2 条措施过于简短" in told
    assert "2026年11月23日当天登记、当天申请销号" in told
    assert "有佐证材料的日期（2026年10月1日）早于发现问题的日期（2026年11月2日）" in told
    assert not at.button(key="do-close").disabled


@pytest.mark.parametrize("role", [FIRST, "viewer"])
def test_only_the_office_sees_them(small: Store, role: str):
    asked(small, "加强学习")
    assert "值得再看一眼" not in said(session(role, "issue", ref="XH-0001"))
    assert "值得再看一眼" in said(session(OFFICE, "issue", ref="XH-0001"))


def test_nothing_is_drawn_where_there_is_nothing_to_say_or_nothing_left_to_mend(small: Store):
    registered(small)
    assert "值得再看一眼" not in said(session(OFFICE, "issue", ref="XH-0001"))
    issue = asked(small, "加强学习")
    small.ledger.do(someone(OFFICE), "close", issue.ref_no, issue.revision, opinion="同意", outcome="full")
    assert "值得再看一眼" not in said(session(OFFICE, "issue", ref="XH-0002"))


def test_the_desk_of_close_out_shows_them_beside_the_claim(small: Store):
    asked(small, "加强学习")
    assert "第 1 条措施过于简短" in said(session(OFFICE, "review"))


def test_the_desk_of_close_out_says_so_when_there_are_none(small: Store):
    earlier = Ledger(small.repository, lambda: datetime(2026, 11, 2, 9).astimezone())
    issue = earlier.register(someone(FIRST), "fix", problem(measures=measures("每周三由带班领导抽查窗口首问登记并通报")))
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("start", {}),
        ("report_progress", {"measure": 1, "percent": 100}),
        ("add_evidence", {"title": "抽查通报"}),
        ("request_close", {"note": "抽查通报已经坚持三周，未再发生推转"}),
    )
    for verb, inputs in steps:
        issue = small.ledger.do(someone(FIRST), verb, issue.ref_no, issue.revision, **inputs)
    at = session(OFFICE, "review")
    assert "值得再看一眼" not in said(at)
    assert "没有发现空转迹象" in "".join(one.value for one in at.caption)


@pytest.mark.parametrize("lang", ["zh-CN", "en-GB"])
def test_many_others_are_counted(small: Store, lang: str):
    for _ in range(7):
        registered(small, OFFICE, unit="U02", measures=measures(COPIED))
    asked(small, COPIED)
    told = said(session(OFFICE, "issue", lang, ref="XH-0008"))
    assert ("等 7 个问题" if lang == "zh-CN" else "and others, 7 problems in all") in told
    assert "XH-0006" not in told
