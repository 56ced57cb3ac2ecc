"""A problem told in other words finds the earlier one; one about something else finds nothing."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sample_data.bank import problems
from store.model.enums import MeasureKind
from store.model.issue import Issue, Measure
from store.rules.recurrence import Known, Probe, rules_made

PARAPHRASES = {
    "对外公布的电话打不通|群众反映上班时间拨打咨询电话多次没有人接": "企业咨询电话上班时间长期无人接听",
    "信访件超期未答复|有群众来信过了期限才回复，也没有说明为什么延期": "群众来信答复超期且未告知延期理由",
    "基层反映工作群太多|一个大队长手机里有五十多个群，消息看不过来，还要求接龙回复收到": "工作群数量过多全天候接收指令",
    "隐患通知书发了没人复查|部分整改通知到期后没有复查，现场隐患还在": "隐患整改通知开出后不复查不闭环",
    "资产账实不符|办公设备有账无物，多年没有盘点": "固定资产多年未盘点账实不符",
    "调离人员账号没有停用|人员调走几个月后系统账号还能登录": "离岗人员系统权限未注销仍可登录",
    "例会太多|一周三个例会，内容差不多，开会时间长": "每周三个例会内容重复耗时过长",
    "热线工单虚假办结|工单写已解释就办结，群众的问题还在": "热线工单以“已告知”办结问题未解决",
    "检查记录造假|没有去现场却填了检查记录，事后补写": "检查记录当天未到现场补写虚构",
}
UNRELATED = [
    "食堂饭菜质量差|职工食堂午餐花样少，价格偏高",
    "办公楼电梯故障频发|三号电梯一个月停运四次，维保不到位",
    "锚地船舶随意抛锚|夜间险情处置慢，引航等待时间长",
    "公务加油卡混用|加油卡未专车专卡，里程与油量对不上",
]
ENGLISH = [
    "Hotline calls go unanswered|During office hours the advice hotline rang thirty times and seventeen calls were not answered",
    "Risk assessments out of date|Eleven of twenty workshop risk assessments had not been reviewed for three years",
    "Calibration labels missing|Torque wrenches on line two carried no calibration label and were still in use",
    "Visitors without escort|Two contractors walked through the clean room without an escort or badge",
]


def probe(told: str, category: str = "", unit: str = "") -> Probe:
    title, finding = told.split("|")
    return Probe(title, finding, category, unit)


@pytest.fixture(scope="module")
def known() -> Known:
    """The problems of the sample, by their place in it."""
    made = Known()
    for key, text in enumerate(problems()):
        made.put(key, Probe(text["title"], text["finding"], text["category"], text["units"][0]))
    return made


ALL = range(len(problems()))


@pytest.mark.parametrize(("told", "meant"), PARAPHRASES.items())
def test_a_paraphrase_finds_the_earlier_problem_among_the_first_three(known: Known, told: str, meant: str):
    text = next(text for text in problems() if text["title"] == meant)
    found = [problems()[match.key]["title"] for match in known.similar(probe(told, text["category"]), ALL)]
    assert meant in found


def test_most_of_what_came_back_in_the_sample_finds_what_it_came_back_from(known: Known):
    """The others came back under another name; only a person sees that."""
    found = []
    for place, text in enumerate(problems()):
        if "recurs" in text:
            again = Probe(text["recurs"]["title"], text["recurs"]["finding"], text["category"], text["units"][0])
            found.append(place in [match.key for match in known.similar(again, ALL)])
    assert (len(found), sum(found)) >= (14, 11)


@pytest.mark.parametrize("told", UNRELATED)
def test_a_problem_about_something_else_finds_nothing(known: Known, told: str):
    assert known.similar(probe(told), ALL) == []


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("Nobody picks up the advice line|Test calls to the hotline in office hours were mostly not answered", 0),
        ("Old risk assessments in the workshop|Assessments were last reviewed four years ago", 1),
        ("Torque wrench without calibration|A wrench with no valid label was found in use on line two", 2),
        ("Contractor alone in the clean room|He had neither badge nor escort", 3),
    ],
)
def test_english_problems_are_found_in_a_ledger_of_four(told: str, meant: int):
    known = Known()
    for key, text in enumerate(ENGLISH):
        known.put(key, probe(text))
    assert [match.key for match in known.similar(probe(told), range(4))] == [meant]


def test_english_problems_that_share_only_common_words_are_not_alike():
    known = Known()
    for key, text in enumerate(ENGLISH):
        known.put(key, probe(text))
    assert (
        known.similar(probe("Canteen food is cold|The soup was not hot on two of the three days and the line was long"), range(4))
        == []
    )


TOLD = "夜间值班电话无人接听|连续三晚拨打值班电话均无人接听"


def test_the_same_unit_and_category_come_first_and_are_told_as_reasons():
    known = Known()
    for key, (category, unit) in enumerate([("C1", "U01"), ("C2", "U02"), ("C2", "U01")]):
        known.put(key, probe(TOLD, category, unit))
    found = known.similar(probe(TOLD, "C2", "U01"), range(3))
    assert [match.key for match in found] == [2, 0, 1]
    assert [(match.same_unit, match.same_category) for match in found] == [(True, True), (True, False), (False, True)]
    assert "连续三晚拨打值班电话均无人接听" in found[0].shared


def test_only_what_the_person_may_see_is_found():
    known = Known()
    known.put(1, probe(TOLD))
    known.put(2, probe(TOLD))
    assert [match.key for match in known.similar(probe(TOLD), {2})] == [2]


def test_what_was_rewritten_or_dropped_is_found_no_more():
    known = Known()
    known.put(1, probe(TOLD))
    known.put(1, probe("会议材料重复报送|同一材料报送四次"))
    assert known.similar(probe(TOLD), {1}) == []
    known.drop(1)
    assert known.similar(probe("会议材料重复报送|同一材料报送四次"), {1}) == []


@given(some.permutations(list(enumerate(PARAPHRASES))), some.randoms())
def test_the_order_in_which_problems_became_known_does_not_matter(order: list[tuple[int, str]], chance: random.Random):
    sorted_first, shuffled = Known(), Known()
    for key, told in sorted(order):
        sorted_first.put(key, probe(told))
    for key, told in order:
        shuffled.put(key, probe(told))
    asked = probe(chance.choice(list(PARAPHRASES)))
    assert sorted_first.similar(asked, range(20)) == shuffled.similar(asked, range(20))


@given(some.text(), some.text())
def test_anything_may_be_typed(title: str, finding: str):
    known = Known()
    known.put(1, probe(TOLD))
    assert all(match.key == 1 for match in known.similar(Probe(title, finding), {1}))


def test_the_rules_made_are_the_preventive_measures():
    measures = (Measure(1, MeasureKind.CORRECTIVE, "每日回拨"), Measure(2, MeasureKind.PREVENTIVE, "制定值班电话抽查办法"))
    assert rules_made(Issue(measures=measures)) == ("制定值班电话抽查办法",)
