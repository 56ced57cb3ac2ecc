"""The page of the stage report: the same report on the screen, its period in the URL, its parts written by hand and kept."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from store.opening import Store
from store.report import pdf as pdf_module
from store.words import LANGUAGES, text
from tests.lived_ledger import REVIEWER, Life, lived
from tests.small_ledger import FIRST, OFFICE, TODAY, registered, session, someone

LINK = re.compile(r"\[([^\]]+)\]\(ledger\?([^)]+)\)")


def said(at: AppTest) -> str:
    assert not at.exception
    return "\n".join([at.subheader[0].value, *(one.value for one in at.markdown)])


def plainly(at: AppTest) -> str:
    return said(at).replace("\\", "")


def links(at: AppTest) -> list[tuple[str, dict[str, str]]]:
    return [(words.replace("\\", ""), dict(parse_qsl(query))) for words, query in LINK.findall(said(at))]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_on_the_screen_leads_to_the_ledger(small: Store, lang: str):
    lived(small)
    found = links(session(OFFICE, "report", lang.replace("_", "-")))
    assert len(found) > 60
    assert ("8", {"figure": "found"}) in found
    assert ("25.0%", {"figure": "closed"}) in found


def test_a_link_of_the_report_shows_as_many_rows_as_its_number_says(small: Store):
    lived(small)
    wanted = {"2": {"figure": "red"}, "5": {"refs": "XH-0001..0005"}}
    assert [pair for pair in wanted.items() if pair not in links(session(OFFICE, "report"))] == []
    for number, query in wanted.items():
        assert len(session(OFFICE, "ledger", **query).dataframe[0].value) == int(number)


def test_the_period_is_in_the_address_and_a_past_day_goes_with_every_link(small: Store):
    lived(small)
    at = session(OFFICE, "report", **{"from": "2026-11-01", "to": "2026-11-15"})
    assert "截至2026年11月15日" in plainly(at)
    assert {query["as_of"] for _, query in links(at)} == {"2026-11-15", "2026-10-31"}


def test_a_proposed_period_is_taken_with_a_click(small: Store):
    lived(small)
    at = session(OFFICE, "report")
    assert at.segmented_control(key="report_period").value == "month"
    at.segmented_control(key="report_period").select("last_month").run()
    assert at.query_params == {"from": "2026-10-01", "to": "2026-10-31"}
    assert "截至2026年10月31日" in plainly(at)


def test_any_other_days_can_be_chosen(small: Store):
    lived(small)
    at = session(OFFICE, "report")
    at.date_input(key="report_span:2026-11-01:2026-11-23").set_value((date(2026, 11, 10), date(2026, 11, 20))).run()
    assert "现将2026年11月10日至2026年11月20日" in plainly(at)
    assert at.segmented_control(key="report_period").value is None


@pytest.mark.parametrize("query", [{"from": "soon"}, {"to": "2030-01-01"}, {"from": "2026-12-01", "to": "2026-11-23"}])
def test_days_that_make_no_sense_are_put_right(small: Store, query: dict[str, str]):
    lived(small)
    assert "截至2026年11月23日" in plainly(session(OFFICE, "report", **query))


def test_a_part_is_rewritten_kept_and_read_by_everybody(small: Store):
    lived(small)
    at = session(OFFICE, "report")
    at.button(key="edit-opening").click().run()
    field = at.text_area(key="report-fix-2026-11-23-zh-CN-opening-opening")
    assert field.value.startswith("按照专项整治工作安排")
    field.set_value("各单位：现报告如下。").run()
    at.button(key="save-opening").click().run()
    assert "各单位：现报告如下。" in plainly(at)
    for role in (OFFICE, "viewer", FIRST):
        other = session(role, "report")
        assert "各单位：现报告如下。" in plainly(other)
        assert "按照专项整治工作安排" not in plainly(other)
    assert "现报告如下" not in plainly(session("viewer", "report", "en"))


def test_what_is_typed_and_not_saved_is_there_again(small: Store):
    lived(small)
    at = session(OFFICE, "report")
    at.button(key="edit-next").click().run()
    at.text_area(key="report-fix-2026-11-23-zh-CN-next-next").set_value("还没写完").run()
    again = session(OFFICE, "report")
    assert again.text_area(key="report-fix-2026-11-23-zh-CN-next-next").value == "还没写完"
    again.button(key="cancel-next").click().run()
    assert "集中清理逾期问题" in plainly(again)
    assert not again.text_area


def test_the_proposal_comes_back_with_one_button(small: Store):
    lived(small)
    small.reports.put(someone(OFFICE), small.reports.texts("fix", TODAY, "zh_CN"), "signature", "市局整改办")
    at = session(OFFICE, "report")
    assert "市局整改办" in plainly(at)
    assert text("zh_CN", "report.is_own") in [caption.value for caption in at.caption]
    at.button(key="restore-signature").click().run()
    assert "专项整治工作办公室" in plainly(at)
    assert "市局整改办" not in plainly(at)


def test_whoever_saved_meanwhile_is_shown_and_either_text_may_stay(small: Store):
    lived(small)
    for choice, stays in (("mine-opening", "我的"), ("theirs-opening", "别人的二")):
        at = session(OFFICE, "report")
        at.button(key="edit-opening").click().run()
        at.text_area(key="report-fix-2026-11-23-zh-CN-opening-opening").set_value("我的").run()
        theirs = "别人的" if choice.startswith("mine") else "别人的二"
        small.reports.put(REVIEWER, small.reports.texts("fix", TODAY, "zh_CN"), "opening", theirs)
        at.button(key="save-opening").click().run()
        assert theirs in plainly(at)
        at.button(key=choice).click().run()
        assert small.reports.texts("fix", TODAY, "zh_CN").texts == {"opening": stays}
        assert not at.text_area


def test_another_part_saved_meanwhile_is_no_conflict(small: Store):
    lived(small)
    at = session(OFFICE, "report")
    at.button(key="edit-opening").click().run()
    at.text_area(key="report-fix-2026-11-23-zh-CN-opening-opening").set_value("我的").run()
    small.reports.put(REVIEWER, small.reports.texts("fix", TODAY, "zh_CN"), "next", "别人的")
    at.button(key="save-opening").click().run()
    assert small.reports.texts("fix", TODAY, "zh_CN").texts == {"opening": "我的", "next": "别人的"}


@pytest.mark.parametrize("role", ["viewer", FIRST, "inspector", "admin"])
def test_only_the_office_is_offered_to_write(small: Store, role: str):
    lived(small)
    at = session(role, "report")
    assert not at.exception
    assert [button.key for button in at.button if str(button.key).startswith("edit-")] == []


def test_restricted_matter_is_for_the_office_to_switch_on(small: Store):
    registered(small, title="公开的")
    registered(small, title="内部掌握的", due="2026-11-20", confidential=True)
    at = session(OFFICE, "report")
    assert ("1", {"figure": "found", "restricted": "without"}) in links(at)
    at.toggle(key="report_matter").set_value(True).run()
    assert ("2", {"figure": "found"}) in links(at)
    assert at.query_params["matter"] == "restricted"
    for role in ("viewer", FIRST, "inspector"):
        other = session(role, "report", matter="restricted")
        assert "内部掌握的问题" not in plainly(other)
        assert "共查摆问题[1]" in plainly(other)


def test_the_filter_of_a_link_shows_as_a_chip(small: Store):
    registered(small)
    at = session(OFFICE, "ledger", figure="found", restricted="without")
    assert at.button(key="chip_restricted").label == text("zh_CN", "filter.restricted_without")
    noted = session(OFFICE, "ledger", restricted="nonsense")
    assert "restricted=nonsense" in noted.info[0].value


def test_what_people_typed_is_no_markdown_and_no_link(small: Store):
    Life(small).found("2026-11-02", "2026-11-10", title="[点我](http://x.example) | **粗** <b>")
    shown = said(session(OFFICE, "report"))
    assert r"\[点我\]\(http\:" in shown
    assert r"\| \*\*粗\*\* \<b\>" in shown


def test_an_empty_ledger_makes_a_report_too(small: Store):
    assert "台账中尚无登记在册的问题" in plainly(session("viewer", "report"))


def test_word_is_offered_and_pdf_where_it_can_be_made(small: Store, monkeypatch: pytest.MonkeyPatch, tmp_path):
    lived(small)
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    at = session(OFFICE, "report")
    at.button(key="report_make_pdf").click().run()
    assert at.warning[0].value == text("zh_CN", "unusable.pdf_failed")
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert pdf_module.converter() is None
    assert "report_make_pdf" not in [button.key for button in session(OFFICE, "report").button]


def test_a_rerun_makes_nothing_anew(small: Store, monkeypatch: pytest.MonkeyPatch):
    lived(small)
    at = session(OFFICE, "report")
    monkeypatch.setattr("components.report.kept.build", None)
    assert "共查摆问题[8]" in plainly(at.run())


def test_who_rewrote_which_report_stands_in_the_history(small: Store):
    small.reports.put(someone(OFFICE), small.reports.texts("fix", TODAY, "zh_CN"), "opening", "各单位：")
    at = session("admin", "history")
    assert not at.exception
    shown = "\n".join(one.value for one in at.markdown)
    assert text("zh_CN", "action.write_report_text") in shown
    assert "fix 2026-11-23" in shown.replace("\\", "")
