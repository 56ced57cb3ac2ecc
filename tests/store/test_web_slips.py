"""Urging slips on paper by address: the readers of the page, one sheet a slip, nothing that was typed can run."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from store.model.documents import Actor
from store.model.enums import Role
from store.model.issue import Issue
from store.opening import Store
from tests.store.conftest import OFFICE, TODAY, Clock, registered
from tests.store.test_web import Site, _quick, open_site, site  # noqa: F401

EVIL = "<script>alert('x')</script> & \"<b>\""


def urged(store: Store, text: str = "请抓紧", **changed: str) -> Issue:
    issue = registered(store, **changed)
    by = TODAY + timedelta(days=2)
    return store.ledger.do(OFFICE, "urge", issue.ref_no, issue.revision, level="reminder", text=text, answer_by=by)


@pytest.mark.parametrize("role", ["unit", "office", "viewer", "inspector", "admin"])
def test_whoever_reads_the_ledger_prints_its_slips(site: Site, role: str):  # noqa: F811
    urged(site.store)
    answer = site.signed_in(role).get("/print/slip/2026-001")
    assert answer.status_code == 200
    for told in (
        "整改提醒单",
        "编号：2026-001",
        "XH-0001",
        "窗口首问责任落空",
        "请抓紧",
        "2026年11月25日",
        "王责任",
        "周整改",
        "办公室",
    ):
        assert told in answer.text


def test_nobody_prints_without_signing_in(site: Site):  # noqa: F811
    urged(site.store)
    assert site.client().get("/print/slip/2026-001").status_code == 303
    assert site.client(accept="*/*").get("/print/slips?numbers=2026-001").status_code == 401


def test_what_was_typed_is_text(open_site: Site):  # noqa: F811
    issue = urged(open_site.store, EVIL, title=EVIL, owner=EVIL, lead=EVIL)
    unit = Actor(EVIL, Role.UNIT, "U01")
    open_site.store.ledger.do(unit, "answer_urge", issue.ref_no, issue.revision, number="2026-001", answer=EVIL)
    page = open_site.client().get("/print/slip/2026-001").text
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert page.count("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;&lt;b&gt;&quot;") == 5


def test_the_page_asks_nothing_of_anybody_and_runs_only_its_own_script(open_site: Site):  # noqa: F811
    urged(open_site.store)
    answer = open_site.client().get("/print/slip/2026-001")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert re.search(r"script-src 'sha256-[^']+';", policy)
    assert "unsafe" not in policy
    assert re.findall(r"(?:src|href)=\"([^\"]*)\"", answer.text) == ["data:,"]
    assert answer.headers["cache-control"] == "no-store"


def test_several_are_a_sheet_each_in_the_order_of_their_numbers(open_site: Site):  # noqa: F811
    for _ in range(3):
        urged(open_site.store)
    page = open_site.client().get("/print/slips?numbers=2026-003,2026-001,2026-999").text
    assert re.findall(r"编号：([\d-]+)", page) == ["2026-001", "2026-003"]
    assert page.count("<article") == 2


@pytest.mark.parametrize("path", ["/print/slip/2026-404", "/print/slips", "/print/slips?numbers=,,"])
def test_a_slip_that_is_not_there_is_a_sentence(open_site: Site, path: str):  # noqa: F811
    urged(open_site.store)
    answer = open_site.client().get(path)
    assert answer.status_code == 404
    assert "没有这个编号的督办单" in answer.text


def test_it_speaks_the_language_of_its_reader(open_site: Site):  # noqa: F811
    urged(open_site.store)
    page = open_site.client(**{"accept-language": "en"}).get("/print/slip/2026-001").text
    assert "No. 2026-001" in page
    assert '<html lang="en">' in page


def test_an_answer_and_its_lateness_stand_on_the_sheet(open_site: Site, clock: Clock):  # noqa: F811
    issue = urged(open_site.store)
    clock.go_to(TODAY + timedelta(days=4))
    page = open_site.client().get("/print/slip/2026-001").text
    assert "逾期未答复 2 天" in page
    assert "<hr>" in page
    unit = Actor("李填报", Role.UNIT, "U01")
    open_site.store.ledger.do(unit, "answer_urge", issue.ref_no, issue.revision, number="2026-001", answer="本周完成")
    page = open_site.client().get("/print/slip/2026-001").text
    assert "本周完成" in page
    assert "2026年11月27日答复，逾期 2 天答复" in page
    assert "<hr>" not in page


def test_the_deadline_is_the_one_of_the_day_it_was_signed(open_site: Site, clock: Clock):  # noqa: F811
    issue = urged(open_site.store)
    store = open_site.store
    unit = Actor("李填报", Role.UNIT, "U01")
    asked = store.ledger.do(
        unit, "request_extension", issue.ref_no, issue.revision, new_due=TODAY + timedelta(days=60), reason="等"
    )
    store.ledger.do(OFFICE, "decide_extension", issue.ref_no, asked.revision, decision="granted")
    page = open_site.client().get("/print/slip/2026-001").text
    assert "2026年12月13日" in page
    assert "2027年1月22日" not in page
