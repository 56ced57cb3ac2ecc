"""What waits for somebody: sorted into heaps, most urgent first, each with its next step."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from store.opening import Store
from tests.small_ledger import FIRST, OFFICE, SECOND, registered, session, someone


def told(at: AppTest) -> str:
    return "\n".join(one.value for one in at.markdown)


def test_nothing_waits_says_so(small: Store):
    assert "没有待办事项" in session(FIRST, "mine").subheader[0].value


def test_a_unit_sees_its_own_heaps(small: Store):
    registered(small, due="2026-11-16")
    registered(small, due="2026-11-25", title="快到期的")
    registered(small, SECOND, unit="U02", due="2026-11-10", title="别人的")
    small.ledger.save_draft(someone(FIRST), "fix", {"unit": "U01", "title": "草稿一份"})
    at = session(FIRST, "mine")
    assert "1 个逾期，1 个临期，1 份草稿待登记。" in told(at)
    links = [link.label.replace("\\", "") for link in at.get("page_link")] if at.get("page_link") else []
    assert not any("别人的" in link for link in links)


def test_the_office_sees_what_it_decides(small: Store):
    issue = registered(small)
    small.ledger.do(someone(FIRST), "request_extension", issue.ref_no, issue.revision, new_due="2026-12-20", reason="等上级")
    assert "1 份延期待审批" in told(session(OFFICE, "mine"))
