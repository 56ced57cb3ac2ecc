"""Evidence on the page of a problem: handed in with its form, shown with its dates, taken back where it stands."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from store.opening import Store
from tests.pages.test_issue import begun, keys, now, told
from tests.small_ledger import FIRST, OFFICE, session, someone
from tests.store.papers import PAGE, PAPER, PHOTO

PNG = (PHOTO.name, PHOTO.content, "image/png")
PDF = (PAPER.name, PAPER.content, "application/pdf")
FALSE = ("通知.pdf", PAGE, "application/pdf")
UPLOADER = "add-evidence-XH-0001-files"


def adding(store: Store, role: str = FIRST, lang: str = "zh-CN") -> AppTest:
    """The form of adding evidence, open."""
    begun(store)
    at = session(role, "issue", lang, ref="XH-0001")
    return at.button(key="do-add_evidence").click().run()


def said(at: AppTest) -> str:
    return told(at).replace("\\", "")


def with_photo(store: Store) -> None:
    issue = begun(store)
    store.ledger.do(
        someone(FIRST), "add_evidence", issue.ref_no, issue.revision, files=[PHOTO], title="整改后", dated="2026-11-20"
    )


def test_files_are_handed_in_with_a_title_and_a_measure(small: Store):
    at = adding(small)
    at.file_uploader(key=UPLOADER).set_value([PNG, PDF]).run()
    at.text_input(key="add-evidence-XH-0001-title").set_value("整改前后").run()
    at.selectbox(key="add-evidence-XH-0001-measure").set_value(1).run()
    at.button(key="save-add_evidence").click().run()
    assert [(one.title, one.file and one.file.name, one.measure) for one in now(small).evidence] == [
        ("整改前后", PHOTO.name, 1),
        ("整改前后", PAPER.name, 1),
    ]
    assert "下载" in said(at)


@pytest.mark.parametrize(("lang", "sentence"), [("zh-CN", "只是改了扩展名"), ("en", "whatever its name says")])
def test_a_refused_file_is_named_at_once_and_what_was_typed_and_the_other_file_stay(small: Store, lang: str, sentence: str):
    at = adding(small, lang=lang)
    at.text_input(key="add-evidence-XH-0001-title").set_value("整改前后").run()
    at.file_uploader(key=UPLOADER).set_value([PNG, FALSE]).run()
    assert sentence in said(at)
    at.button(key="save-add_evidence").click().run()
    assert sentence in said(at)
    assert now(small).evidence == ()
    assert at.text_input(key="add-evidence-XH-0001-title").value == "整改前后"
    at.file_uploader(key=UPLOADER).set_value([PNG]).run()
    assert sentence not in said(at)
    at.button(key="save-add_evidence").click().run()
    assert [one.file and one.file.name for one in now(small).evidence] == [PHOTO.name]


def test_a_file_over_the_limit_is_told_with_both_sizes(small: Store):
    at = adding(small)
    at.file_uploader(key=UPLOADER).set_value([("扫描件.pdf", PAPER.content + b"\0" * 25 * 1024 * 1024, "application/pdf")]).run()
    assert "“扫描件.pdf”有 25.1 MB，超过 20 MB 的上限" in said(at)


def test_a_name_that_looks_like_markup_is_shown_as_text(small: Store):
    at = adding(small)
    at.file_uploader(key=UPLOADER).set_value([("**a** [x](http:b).exe", b"MZ", "")]).run()
    assert r"\*\*a\*\*" in told(at)


def test_a_paper_is_shown_with_its_own_day_the_day_it_came_and_its_file(small: Store):
    with_photo(small)
    at = session(OFFICE, "issue", ref="XH-0001")
    shown = said(at)
    assert "材料日期 2026年11月20日" in shown
    assert "上传" in shown
    piece = now(small).evidence[0].id
    assert f"/evidence/XH-0001/{piece}/%E6%95%B4%E6%94%B9%E5%90%8E%E7%8E%B0%E5%9C%BA.png?inline" in shown


def test_what_is_taken_back_leaves_its_trace_and_asks_for_a_reason(small: Store):
    with_photo(small)
    piece = now(small).evidence[0].id
    at = session(FIRST, "issue", ref="XH-0001")
    at.button(key=f"do-remove_evidence-{piece}").click().run()
    at.button(key=f"save-remove_evidence-{piece}").click().run()
    assert "请填写这一项" in told(at)
    at.text_area(key=f"remove-evidence-XH-0001-{piece}-reason").set_value("传错了照片").run()
    at.button(key=f"save-remove_evidence-{piece}").click().run()
    assert now(small).evidence[0].removed_why == "传错了照片"
    assert "~~**整改后**~~" in told(at)
    assert "传错了照片" in said(at)
    assert f"do-remove_evidence-{piece}" not in keys(at)
    assert "?inline" not in told(at)
    assert "?inline" in told(session(OFFICE, "issue", ref="XH-0001"))


def test_who_may_not_take_back_sees_no_button(small: Store):
    with_photo(small)
    piece = now(small).evidence[0].id
    assert f"do-remove_evidence-{piece}" in keys(session(OFFICE, "issue", ref="XH-0001"))
    for role in ("viewer", "inspector", "unit:U02"):
        assert f"do-remove_evidence-{piece}" not in keys(session(role, "issue", ref="XH-0001"))


def test_evidence_is_handed_in_with_the_request_for_close_out(small: Store):
    with_photo(small)
    issue = now(small)
    small.ledger.do(someone(FIRST), "report_progress", "XH-0001", issue.revision, measure=1, percent=100)
    at = session(FIRST, "issue", ref="XH-0001")
    at.button(key="do-request_close").click().run()
    at.text_area(key="request-close-XH-0001-note").set_value("清单上墙").run()
    at.file_uploader(key="request-close-XH-0001-files").set_value([PDF]).run()
    at.button(key="save-request_close").click().run()
    assert [(one.title, one.closure) for one in now(small).evidence] == [("整改后", None), ("会议纪要", 1)]
    assert "第 1 次销号申请" in said(at)
