"""The papers of a problem by address: the readers of its page, everything of it, forms to sign, nothing typed can run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from store.config import read_settings
from store.model.documents import Actor
from store.model.enums import Role
from store.opening import Store, open_store
from store.setup import SYSTEM
from tests.lived_ledger import REVIEWER, Life
from tests.long_problem import LAST_WORDS, long_problem
from tests.small_ledger import CAMPAIGN, FIRST, OFFICE, UNITS, problem, registered, someone
from tests.store.conftest import fields
from tests.store.conftest import registered as on_the_books
from tests.store.test_web import Site, _quick, open_site, serving, site, with_access  # noqa: F401

EVIL = "<script>alert('x')</script> & \"<b>\""
PAPERS = ("issue", "close-out")


@pytest.fixture
def long_lived(tmp_path: Path) -> Iterator[Site]:
    """A server over one problem that has had everything, and one that has nearly nothing."""
    path = str(tmp_path / "ledger.db")
    store = open_store(read_settings({"XIAOHAO_STORE": path, "XIAOHAO_TODAY": "2026-11-23", "XIAOHAO_SAMPLE": "0"}))
    store.setup.set_up(SYSTEM, CAMPAIGN, UNITS)
    long_problem(store)
    registered(store, title="近乎空白的", measures=[], cause="", cause_kind="", owner="")
    with serving(with_access(store, "open")) as running:
        yield running
    store.repository.close()


def said(page: str) -> str:
    """The words of a page, without its marks and its empty space."""
    body = page[page.index("<main>") : page.index("<script>")]
    return "".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("role", ["unit", "office", "viewer", "inspector", "admin"])
def test_whoever_reads_the_problem_prints_it(site: Site, role: str, paper: str):  # noqa: F811
    on_the_books(site.store)
    answer = site.signed_in(role).get(f"/print/{paper}/XH-0001")
    assert answer.status_code == 200
    assert "窗口首问责任落空" in answer.text


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(("role", "status"), [("unit", 200), ("office", 200), ("inspector", 200), ("viewer", 404)])
def test_restricted_matter_has_a_paper_for_those_it_is_for_and_says_so(site: Site, role: str, status: int, paper: str):  # noqa: F811
    site.store.ledger.register(someone(OFFICE), "c", fields(title="内部的", confidential=True))
    answer = site.signed_in(role).get(f"/print/{paper}/XH-0001")
    assert answer.status_code == status
    assert ("内部的" in answer.text) is (status == 200)
    assert ('<p class="restricted">内部掌握</p>' in answer.text) is (status == 200)
    assert ("没有这个编号的问题" in answer.text) is (status == 404)


def test_a_draft_is_printed_by_its_unit_alone_and_has_no_request(site: Site):  # noqa: F811
    site.store.ledger.save_draft(Actor("unit", Role.UNIT, "U01"), "c", {"unit": "U01", "title": "草稿的"})
    assert site.signed_in("unit").get("/print/issue/XH-0001").status_code == 200
    assert site.signed_in("viewer").get("/print/issue/XH-0001").status_code == 404
    assert site.signed_in("unit").get("/print/close-out/XH-0001").status_code == 404


@pytest.mark.parametrize("paper", PAPERS)
def test_nobody_prints_without_signing_in(site: Site, paper: str):  # noqa: F811
    on_the_books(site.store)
    assert site.client().get(f"/print/{paper}/XH-0001").status_code == 303
    assert site.client(accept="*/*").get(f"/print/{paper}/XH-0001").status_code == 401


@pytest.mark.parametrize("path", ["/print/issue/XH-9999", "/print/close-out/XH-9999", "/print/issue/%3Cscript%3E"])
def test_a_problem_that_is_not_there_is_a_sentence(open_site: Site, path: str):  # noqa: F811
    answer = open_site.client().get(path)
    assert answer.status_code == 404
    assert "没有这个编号的问题，或者您无权查看" in answer.text
    assert "<script>" not in answer.text


def test_the_sheet_says_everything_of_the_problem(long_lived: Site):
    told = said(long_lived.client().get("/print/issue/XH-0001").text)
    words = [
        *("问题整改单", "编号：XH-0001", "截至2026年11月23日", "一支队", "不担当不作为", "周海宁", "高领导", "自查"),
        *("2026年12月4日", "原期限2026年9月20日", "▲退回1次（延期过）", "待复核", "问题表现完", "制度缺失", "原因完"),
        *(f"第{number}项措施" for number in range(1, 6)),
        *("建章立制", "已于2026年10月27日完成"),
        *(f"进展第{number}条" for number in range(1, 8)),
        *("第1项的佐证", "第1项佐证.pdf", "第5条措施", "拿错的材料", "撤下：与本问题无关"),
        *("2026年9月20日→2026年10月30日", "不同意延期", "措施未动", "同意延期", "改为延至2026年10月16日"),
        *("2026-001", "请抓紧", "本周完成", "2026-002", "请说明反弹原因", "要求2026年11月16日前答复"),
        *("第一次申请", "缺少抽查记录", "第二次申请", "基本到位", "属实，同意", "又有推诿", "重新挂账", "回头看反弹", LAST_WORDS),
        *("责任人（签字）：", "单位负责人（签字、盖章）：", "整改组负责人（签字）："),
    ]
    assert [word for word in words if word not in told] == []


def test_what_was_taken_back_is_struck_out(long_lived: Site):
    page = long_lived.client().get("/print/issue/XH-0001").text
    assert re.findall(r"<s>(.*?)</s>", page) == ["拿错的材料"]
    assert "拿错的材料" not in long_lived.client().get("/print/close-out/XH-0001").text


def test_a_problem_of_which_there_is_little_has_no_empty_parts(long_lived: Site):
    page = long_lived.client().get("/print/issue/XH-0002").text
    assert re.findall(r"<h2>(.*?)</h2>", page) == ["整改措施", "佐证材料"]
    assert "尚无整改措施" in page
    assert "责任人（签字）" in page


def test_the_form_asks_for_a_verdict_with_lines_to_sign(long_lived: Site):
    page = long_lived.client().get("/print/close-out/XH-0001").text
    told = said(page)
    words = (
        "销号申请单",
        "第3次申请",
        LAST_WORDS,
        "申请人（签字）：一支队填报员",
        "2026年11月20日09:00",
        "第5项的佐证",
        "整改目标",
    )
    assert [word for word in words if word not in told] == []
    assert "□整改到位□基本到位□退回" in told
    assert "☑" not in told
    assert page.count("<hr>") == 9


def test_a_verdict_fills_the_form(long_lived: Site):
    issue = long_lived.store.ledger.issue(someone(OFFICE), "XH-0001")
    Life(long_lived.store).on("2026-11-22").do(
        REVIEWER, "close", "XH-0001", issue.revision, opinion="查阅台账，属实", outcome="full"
    )
    page = long_lived.client().get("/print/close-out/XH-0001").text
    told = said(page)
    assert "☑整改到位□基本到位□退回查阅台账，属实复核人（签字）：吴复核2026年11月22日09:00" in told
    assert page.count("<hr>") == 6


def test_a_return_fills_the_form_too_and_later_evidence_is_not_of_that_round(long_lived: Site):
    store, office = long_lived.store, someone(OFFICE)
    issue = store.ledger.issue(office, "XH-0001")
    issue = Life(store).on("2026-11-21").do(office, "return", "XH-0001", issue.revision, missing="还缺回访记录")
    Life(store).on("2026-11-22").do(someone(FIRST), "add_evidence", "XH-0001", issue.revision, title="补交的回访记录")
    told = said(long_lived.client().get("/print/close-out/XH-0001").text)
    assert "□整改到位□基本到位☑退回还缺回访记录复核人（签字）：整改组2026年11月21日09:00" in told
    assert "补交的回访记录" not in told
    assert "补交的回访记录" in said(long_lived.client().get("/print/issue/XH-0001").text)


def test_before_anything_is_asked_the_form_is_empty_for_writing_by_hand(long_lived: Site):
    page = long_lived.client().get("/print/close-out/XH-0002").text
    assert page.count("<hr>") == 12
    assert "尚无佐证材料" in page


@pytest.mark.parametrize("paper", PAPERS)
def test_what_was_typed_is_text(long_lived: Site, paper: str):
    store: Store = long_lived.store
    typed = dict.fromkeys(("title", "finding", "cause", "target", "closure_criteria", "owner", "lead"), EVIL)
    measures = [{"kind": "corrective", "text": EVIL, "owner": EVIL, "due": "2026-12-04"}]
    issue = store.ledger.register(someone(FIRST), "fix", problem(**typed, measures=measures))
    for verb, inputs in (
        ("start", {}),
        ("report_progress", {"measure": 1, "percent": 100, "note": EVIL}),
        ("add_evidence", {"title": EVIL}),
        ("request_close", {"note": EVIL}),
    ):
        issue = store.ledger.do(someone(FIRST), verb, issue.ref_no, issue.revision, **inputs)
    page = long_lived.client().get(f"/print/{paper}/{issue.ref_no}").text
    assert page.count("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;&lt;b&gt;&quot;") >= 9
    assert "<script>alert" not in page
    assert "<b>" not in page


@pytest.mark.parametrize("paper", PAPERS)
def test_the_page_asks_nothing_of_anybody_and_runs_only_its_own_script(long_lived: Site, paper: str):
    answer = long_lived.client().get(f"/print/{paper}/XH-0001")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert re.search(r"style-src 'sha256-[^']+'; script-src 'sha256-[^']+';", policy)
    assert "unsafe" not in policy
    assert re.findall(r"(?:src|href)=\"([^\"]*)\"", answer.text) == ["data:,"]
    assert (answer.headers["cache-control"], answer.headers["x-frame-options"]) == ("no-store", "DENY")


@pytest.mark.parametrize(("paper", "name"), [("issue", "Rectification sheet"), ("close-out", "Request for close-out")])
def test_it_speaks_the_language_of_its_reader(long_lived: Site, paper: str, name: str):
    page = long_lived.client(**{"accept-language": "en"}).get(f"/print/{paper}/XH-0001").text
    assert '<html lang="en">' in page
    assert f"<title>{name} XH-0001</title>" in page
    ours = re.sub(r"\b(?:XH|2026)-\d+|第\d项.*|进展.*", "", re.sub(r"<[^>]+>", "\n", page[page.index("<h1>") :]))
    assert not re.search("问题整改单|销号申请单|责任单位|签字|年", ours)
