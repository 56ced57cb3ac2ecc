"""The way to paper from the pages: the sheet of a problem, the form of its close-out, from where they are wanted."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from store.opening import Store
from tests.lived_ledger import Life
from tests.small_ledger import FIRST, OFFICE, registered, session, someone

SHEET, FORM = "/print/issue/XH-0001", "/print/close-out/XH-0001"


def papers(at: AppTest) -> list[str]:
    return [link.proto.url for link in at.get("link_button") if link.proto.url.startswith("/print/")]


def test_a_problem_leads_to_its_sheet_for_every_reader(small: Store):
    registered(small)
    for role in (FIRST, OFFICE, "viewer", "inspector", "admin"):
        assert papers(session(role, "issue", ref="XH-0001")) == [SHEET]


def test_whoever_asks_for_a_close_out_may_print_the_form_before_and_after(small: Store):
    life = Life(small)
    issue = life.found("2026-11-02", "2026-12-04")
    ledger, actor = life.on("2026-11-20"), someone(FIRST)
    issue = ledger.do(actor, "report_progress", issue.ref_no, issue.revision, measure=1, percent=100)
    issue = ledger.do(actor, "add_evidence", issue.ref_no, issue.revision, title="抽查记录")
    at = session(FIRST, "issue", ref="XH-0001")
    at.button(key="do-request_close").click().run()
    assert papers(at) == [SHEET, FORM]
    at.text_area(key="request-close-XH-0001-note").set_value("已整改").run()
    at.button(key="save-request_close").click().run()
    assert papers(at) == [SHEET, FORM]


def test_the_office_prints_the_form_of_the_request_it_looks_at(small: Store):
    life = Life(small)
    life.asked(life.found("2026-11-02", "2026-12-04"), "2026-11-20")
    assert papers(session(OFFICE, "review")) == [FORM]


def test_a_draft_has_no_form(small: Store):
    small.ledger.save_draft(someone(FIRST), "fix", {"unit": "U01", "title": "草稿"})
    assert papers(session(FIRST, "issue", ref="XH-0001")) == [SHEET]
