"""The report tells the numbers of the ledger, and each of them opens exactly the rows it stands on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sample_data.generate import fill
from store.config import read_settings
from store.model.codec import to_dict
from store.opening import Store, open_store
from store.report.blocks import Chart, Number, Problem, Table, numbers
from store.rules.filters import Filters
from store.rules.periods import Period
from store.rules.progress import SELECTIONS
from store.setup import SYSTEM
from store.words import LANGUAGES
from tests.lived_ledger import Life, lived
from tests.small_ledger import CAMPAIGN, FIRST, OFFICE, SECOND, TODAY, registered, someone
from tests.store.report.reading import NOVEMBER, report, rows_of, text_of, wrong_numbers
from tests.store.rules import ledgers

PERIODS = (NOVEMBER, Period(date(2026, 11, 1), date(2026, 11, 15)), Period(TODAY, TODAY), Period(date(2026, 8, 1), TODAY))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("role", [OFFICE, "viewer", FIRST])
def test_every_number_opens_the_rows_it_stands_on(small: Store, lang: str, period: Period, role: str):
    lived(small)
    told = report(small, role, period, lang)
    assert sum(len(numbers(block)) for block in told.blocks) > 30
    assert wrong_numbers(small, told, role) == []


def test_the_same_holds_for_the_whole_sample(tmp_path, monkeypatch):
    store = open_store(read_settings({"XIAOHAO_STORE": str(tmp_path / "sample.db"), "XIAOHAO_TODAY": TODAY.isoformat()}))
    fill(store, 40)
    try:
        told = report(store)
        assert sum(len(numbers(block)) for block in told.blocks) > 100
        assert wrong_numbers(store, told) == []
    finally:
        store.repository.close()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=ledgers.ledgers, back=some.integers(0, 60))
def test_whatever_the_ledger_holds_every_number_opens_its_rows(small: Store, found: list, back: int):
    with small.repository.transaction() as transaction:
        transaction.clear("issue")
        for issue in found:
            document = to_dict(issue) | {"campaign": "fix", "ref_no": f"{issue.ref_no}", "category": "C1", "source": "self"}
            transaction.insert("issue", {name: value for name, value in document.items() if name not in ("id", "revision")})
    told = report(small, OFFICE, Period(TODAY - timedelta(days=back), TODAY))
    assert wrong_numbers(small, told) == []


def test_every_mark_of_a_chart_opens_as_many_rows_as_it_counts(small: Store):
    lived(small)
    told, rows = report(small), small.ledger.rows(someone(OFFICE), TODAY)
    charts = [block for block in told.blocks if isinstance(block, Chart)]
    assert [chart.name for chart in charts] == ["over_time", "stages", "units_open"]
    for chart in charts[1:]:
        for mark in chart.data.to_dict("records"):
            query = {key: mark[name] for name, key in chart.pick.items()}
            assert len(Filters.read(query).apply(rows, TODAY)) == mark["count"], (chart.name, query)


def test_the_line_of_the_chart_ends_at_the_figures(small: Store):
    lived(small)
    chart = next(block for block in report(small).blocks if isinstance(block, Chart))
    rows = small.ledger.rows(someone(OFFICE), TODAY)
    assert chart.data["found"].iloc[-1] == SELECTIONS["found"](rows).sum()
    assert chart.data["closed"].iloc[-1] == SELECTIONS["closed"](rows).sum()


def test_the_state_is_told_in_official_prose(small: Store):
    lived(small)
    said = text_of(report(small))
    assert said.startswith("关于专项整治工作阶段性情况的报告\n专项整治工作领导小组：\n")
    assert "截至2026年11月23日，3个单位共查摆问题8个，已销号2个，销号率25.0%。" in said
    assert "尚未办结5个，其中逾期2个、临期1个、按计划推进2个。已申请销号、等待复核1个。" in said
    assert "与2026年10月31日相比，本期新增5个、销号1个、移交1个、转为逾期2个。" in said
    assert "销号率由33.3%变为25.0%，因新增问题较多下降8.3个百分点。逾期问题由期初0个增加到2个" in said
    for heading in ("一、总体进展情况", "二、各类别整改情况", "三、各单位整改情况", "四、逾期、临期问题及原因"):
        assert heading in said
    for heading in ("五、主要做法", "六、建章立制情况", "七、下一步打算"):
        assert heading in said


def test_the_english_report_reads_as_a_progress_report(small: Store):
    lived(small)
    said = text_of(report(small, lang="en"))
    assert "As of 23 Nov 2026, 3 units have 8 problems on the books; 2 closed, a close-out rate of 25.0%." in said
    assert "5 problems are not settled yet: 2 overdue, 1 due soon and 2 on track. 1 close-out request awaits review." in said
    assert "1. Overall progress\n1.1 State of the ledger\n" in said


def test_an_empty_ledger_is_told_as_such(small: Store):
    told = report(small)
    said = text_of(told)
    assert "截至2026年11月23日，台账中尚无登记在册的问题。" in said
    assert "深入开展查摆" in said
    assert not [block for block in told.blocks if isinstance(block, Table | Chart)]
    assert wrong_numbers(small, told) == []


def test_when_all_is_settled_the_report_says_so_and_asks_to_keep_it(small: Store):
    life = Life(small)
    life.closed(life.found("2026-10-10", "2026-11-25", title="一"), "2026-11-20")
    told = report(small)
    said = text_of(told)
    assert "登记在册的1个问题已全部办结，台账清零。" in said
    assert "目前没有逾期和临期的问题" in said
    assert "巩固整改成果" in said
    assert "预计" not in said
    assert [block.name for block in told.blocks if isinstance(block, Chart)] == ["over_time", "stages"]
    assert wrong_numbers(small, told) == []


def test_without_anything_overdue_the_list_says_so(small: Store):
    Life(small).found("2026-11-03", "2026-11-25", title="临期的")
    said = text_of(report(small))
    assert "目前没有逾期问题。" in said
    assert "目前没有逾期问题，但有部分问题临近时限" in said
    assert "没有逾期问题。" in said
    assert "表4　临期问题及进展" in said


def test_the_overdue_list_gives_the_reason_that_the_unit_gave_last(small: Store):
    life = Life(small)
    silent = life.found("2026-11-02", "2026-11-10", title="没说过的")
    told = life.found("2026-11-02", "2026-11-11", title="说过的")
    life.on("2026-11-05").do(someone(FIRST), "report_progress", told.ref_no, told.revision, note="等待上级批复系统权限")
    table = overdue_table(report(small))
    assert {row[0][0]: row[-1][0] for row in table.rows} == {
        Problem(silent.ref_no): "原因：没有首问清单（措施完成0/1）",
        Problem(told.ref_no): "进展：等待上级批复系统权限（措施完成0/1）",
    }


def test_a_report_of_a_past_day_knows_nothing_of_what_came_later(small: Store):
    life = Life(small)
    issue = life.found("2026-11-02", "2026-11-10", title="逾期的")
    life.on("2026-11-18").do(someone(FIRST), "report_progress", issue.ref_no, issue.revision, note="后来才写的")
    period = Period(date(2026, 11, 1), date(2026, 11, 15))
    told = report(small, period=period)
    assert "后来才写的" not in text_of(told)
    assert "后来才写的" in text_of(report(small))
    assert {number.day for block in told.blocks for number in numbers(block)} == {date(2026, 10, 31), date(2026, 11, 15)}
    assert wrong_numbers(small, told) == []


def test_good_practice_of_closed_problems_is_passed_on(small: Store):
    life = Life(small)
    issue = life.closed(life.found("2026-10-10", "2026-11-25", title="“推诿”扯皮"), "2026-11-20")
    life.on("2026-11-21").do(someone(OFFICE), "mark_good_practice", issue.ref_no, issue.revision, note="首问清单上墙公开。")
    assert "（一）一支队。针对“‘推诿’扯皮”问题，首问清单上墙公开（XH-0001）。" in text_of(report(small))


def test_rules_that_were_finished_in_the_period_are_listed(small: Store):
    measures = [{"kind": "preventive", "text": "制定首问负责办法", "owner": "周海宁", "due": "2026-11-25"}]
    life = Life(small)
    issue = life.found("2026-11-02", "2026-11-25", measures=measures)
    life.on("2026-11-12").do(
        someone(FIRST), "report_progress", issue.ref_no, issue.revision, note="已印发", measure=issue.measures[0].id, percent=100
    )
    told = report(small)
    assert "共安排建章立制类措施1条，已完成1条，完成率100.0%。" in text_of(told)
    assert "制定首问负责办法" in text_of(told)
    assert "制定首问负责办法" not in text_of(report(small, period=Period(date(2026, 11, 13), TODAY)))
    assert wrong_numbers(small, told) == []


def test_restricted_matter_is_in_no_report_unless_the_office_asks_for_it(small: Store):
    registered(small, title="公开的")
    registered(small, title="内部掌握的", due="2026-11-20", confidential=True)
    for role in (OFFICE, "admin", "inspector", "viewer", FIRST, SECOND):
        told = report(small, role)
        assert "内部掌握的" not in text_of(told).replace("不含内部掌握的事项", "")
        assert "查摆问题1个" in text_of(told)
        assert wrong_numbers(small, told, role) == []
    told = report(small, OFFICE, restricted=True)
    assert "查摆问题2个" in text_of(told)
    assert "本报告含内部掌握的问题1个" in text_of(told)
    assert wrong_numbers(small, told) == []


def test_what_is_restricted_now_is_out_of_the_report_of_any_past_day(small: Store):
    life = Life(small)
    issue = life.found("2026-11-02", "2026-11-10", title="后来才标的")
    life.on("2026-11-20").edit(someone(OFFICE), issue.ref_no, issue.revision, {"confidential": True})
    told = report(small, period=Period(date(2026, 11, 1), date(2026, 11, 15)))
    assert "后来才标的" not in text_of(told)
    assert wrong_numbers(small, told) == []


def test_drafts_of_others_are_in_no_report(small: Store):
    small.ledger.save_draft(someone(FIRST), "fix", {"unit": "U01", "title": "草稿里的"})
    for role in (OFFICE, FIRST, SECOND, "viewer"):
        assert "草稿里的" not in text_of(report(small, role))


def test_a_number_that_is_nothing_opens_nothing(small: Store):
    lived(small)
    table = next(block for block in report(small).blocks if isinstance(block, Table))
    nothing = [run for row in table.rows for cell in row for run in cell if isinstance(run, Number) and not run.count]
    assert nothing
    assert [rows_of(small, someone(OFFICE), number) for number in nothing] == [0] * len(nothing)


def test_what_somebody_typed_stays_text(small: Store):
    Life(small).found("2026-11-02", "2026-11-10", title="{found} %s \ue0000\ue001 <b>")
    assert "{found} %s \ue0000\ue001 <b>" in text_of(report(small))


def overdue_table(told) -> Table:
    return next(block for block in told.blocks if isinstance(block, Table) and "逾期问题及原因" in block.caption)


def test_the_report_of_an_older_campaign_names_it_in_every_link(small: Store):
    lived(small)
    small.setup.add_campaign(SYSTEM, replace(CAMPAIGN, code="newer", ref_prefix="NW"))
    told = report(small, campaign="fix")
    assert {number.query["campaign"] for block in told.blocks for number in numbers(block)} == {"fix"}
    assert wrong_numbers(small, told) == []
    assert "尚无登记在册的问题" in text_of(report(small))
