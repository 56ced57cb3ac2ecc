"""Entering a problem: saved whole, refused with every fault beside its field, and never lost on the way."""

from __future__ import annotations

from datetime import date

from streamlit.testing.v1 import AppTest

from store.opening import Store, the_store
from tests.small_ledger import FIRST, OFFICE, SECOND, session, someone


def fill_in(at: AppTest) -> AppTest:
    """Everything a problem needs, with two measures."""
    at.selectbox(key="new-category").set_value("C1")
    at.text_input(key="new-title").set_value("窗口首问责任落空")
    at.text_area(key="new-finding").set_value("来访人被推转三次")
    at.selectbox(key="new-source").set_value("self")
    at.text_input(key="new-owner").set_value("周海宁")
    at.date_input(key="new-due").set_value(date(2026, 12, 4)).run()
    for row, text in enumerate(("每日抽查窗口一次", "公开首问责任清单"), 1):
        at.button(key="new-add-measure").click().run()
        at.text_area(key=f"new-m{row}-text").set_value(text).run()
    return at


def save(at: AppTest) -> AppTest:
    return at.button(key="new-save").click().run()


def told(at: AppTest) -> str:
    return "\n".join(one.value for kind in (at.markdown, at.error, at.success, at.caption) for one in kind)


def test_a_problem_with_two_measures_is_registered_and_its_number_is_shown(small: Store):
    at = save(fill_in(session(FIRST, "new")))
    issue = small.ledger.issue(someone(FIRST), "XH-0001")
    assert "XH-0001" in at.success[0].value
    assert (issue.title, issue.unit, issue.found_on, issue.due) == (
        "窗口首问责任落空",
        "U01",
        small.ledger.today(),
        date(2026, 12, 4),
    )
    assert [measure.text for measure in issue.measures] == ["每日抽查窗口一次", "公开首问责任清单"]


def test_a_new_measure_begins_with_the_owner_and_the_date_of_the_problem(small: Store):
    at = fill_in(session(FIRST, "new"))
    assert at.text_input(key="new-m1-owner").value == "周海宁"
    assert at.date_input(key="new-m1-due").value == date(2026, 12, 4)


def test_a_mode_that_arrives_together_with_the_giving_up_of_the_draft_stops_nothing(small: Store):
    fill_in(session(FIRST, "new"))
    at = session(FIRST, "new")
    at.button(key="new-discard").click()
    at.segmented_control(key="new-mode").set_value("ongoing")
    at.run()
    assert not at.exception
    assert at.text_input(key="new-title").value == ""
    assert session(FIRST, "new").text_input(key="new-title").value == ""


def test_every_fault_stands_in_the_form_at_once_and_what_was_typed_stays(small: Store):
    at = session(FIRST, "new")
    at.text_area(key="new-finding").set_value("来访人被推转三次").run()
    at.button(key="new-add-measure").click().run()
    save(at)
    memory = at.session_state["form:new"]
    assert set(memory["faults"]) == {"category", "title", "source", "due", "m1-text"}
    assert told(at).count("请填写这一项") == 5
    assert at.text_area(key="new-finding").value == "来访人被推转三次"
    assert len(small.ledger.frames.current().rows) == 0


def test_the_cursor_goes_to_the_first_field_that_is_wrong(small: Store):
    at = session(FIRST, "new")
    at.selectbox(key="new-category").set_value("C1").run()
    assert save(at).session_state["form:new"]["focus"][0] == "new-title"


def test_a_fault_goes_away_when_its_field_is_mended(small: Store):
    at = save(session(FIRST, "new"))
    at.text_input(key="new-title").set_value("窗口首问责任落空").run()
    assert "title" not in at.session_state["form:new"]["faults"]
    assert "category" in at.session_state["form:new"]["faults"]


def test_a_day_before_the_finding_is_told_with_that_day(small: Store):
    at = fill_in(session(FIRST, "new"))
    at.date_input(key="new-due").set_value(date(2026, 11, 1)).run()
    assert "2026年11月23日" in told(save(at))


def test_what_was_typed_is_there_again_in_a_new_session(small: Store):
    fill_in(session(FIRST, "new"))
    at = session(FIRST, "new")
    assert at.text_input(key="new-title").value == "窗口首问责任落空"
    assert at.text_area(key="new-m2-text").value == "公开首问责任清单"
    assert at.button(key="new-discard")
    save(at)
    assert small.ledger.issue(someone(FIRST), "XH-0001").measures[1].text == "公开首问责任清单"


def test_what_was_typed_is_there_again_after_a_restart(small: Store):
    fill_in(session(FIRST, "new"))
    the_store.cache_clear()
    assert session(FIRST, "new").text_input(key="new-title").value == "窗口首问责任落空"


def test_what_was_typed_survives_another_page(small: Store):
    at = fill_in(session(FIRST, "new"))
    at.switch_page("../pages/mine.py").run()
    at.switch_page("../pages/new.py").run()
    assert at.text_area(key="new-finding").value == "来访人被推转三次"


def test_a_draft_is_its_owners_alone(small: Store):
    fill_in(session(FIRST, "new"))
    assert session(SECOND, "new").text_input(key="new-title").value == ""


def test_a_discarded_draft_is_gone_for_good(small: Store):
    fill_in(session(FIRST, "new"))
    at = session(FIRST, "new")
    at.button(key="new-discard").click().run()
    assert at.text_input(key="new-title").value == ""
    assert session(FIRST, "new").text_input(key="new-title").value == ""
    assert small.drafts.get(someone(FIRST), "new") == {}


def test_after_saving_no_draft_is_left(small: Store):
    save(fill_in(session(FIRST, "new")))
    assert small.drafts.get(someone(FIRST), "new") == {}


def test_another_like_this_keeps_what_is_alike(small: Store):
    at = save(fill_in(session(FIRST, "new")))
    at.button(key="new-like").click().run()
    assert (at.selectbox(key="new-category").value, at.text_input(key="new-owner").value) == ("C1", "周海宁")
    assert (at.text_input(key="new-title").value, at.text_area(key="new-finding").value) == ("", "")
    at.text_input(key="new-title").set_value("第二个问题").run()
    at.text_area(key="new-finding").set_value("又一次").run()
    save(at)
    assert small.ledger.issue(someone(FIRST), "XH-0002").title == "第二个问题"


def test_a_second_click_that_was_on_its_way_makes_no_second_problem(small: Store):
    at = fill_in(session(FIRST, "new"))
    button = at.button(key="new-save")
    button.click().run()
    button.click()
    at.run()
    assert len(small.ledger.frames.current().rows) == 1


def test_a_unit_enters_for_itself_only(small: Store):
    at = session(FIRST, "new")
    unit = at.selectbox(key="new-unit")
    assert (unit.value, unit.disabled, len(unit.options)) == ("U01", True, 1)
    fill_in(at)
    draft = small.drafts.get(someone(FIRST), "new")
    small.drafts.keep(someone(FIRST), "new", draft | {"values": draft["values"] | {"unit": "U02"}})
    at = save(session(FIRST, "new"))
    assert "只能办理本单位的问题" in told(at)
    assert len(small.ledger.frames.current().rows) == 0
    assert at.text_input(key="new-title").value == "窗口首问责任落空"


def test_the_office_enters_for_any_unit(small: Store):
    at = fill_in(session(OFFICE, "new"))
    at.selectbox(key="new-unit").set_value("U02").run()
    save(at)
    assert small.ledger.issue(someone(OFFICE), "XH-0001").unit == "U02"


def test_a_deadline_by_milestone_takes_its_date(small: Store):
    at = fill_in(session(FIRST, "new"))
    at.segmented_control(key="new-deadline").set_value("milestone").run()
    at.selectbox(key="new-milestone").set_value("M1").run()
    save(at)
    issue = small.ledger.issue(someone(FIRST), "XH-0001")
    assert (issue.due, issue.milestone) == (date(2026, 12, 10), "M1")


def test_what_is_ongoing_asks_for_a_review_date_instead_of_an_end(small: Store):
    at = fill_in(session(FIRST, "new"))
    at.segmented_control(key="new-mode").set_value("ongoing").run()
    assert at.segmented_control(key="new-deadline").value == "ongoing"
    at.date_input(key="new-next_review").set_value(date(2026, 12, 20)).run()
    save(at)
    issue = small.ledger.issue(someone(FIRST), "XH-0001")
    assert (issue.due, issue.next_review) == (None, date(2026, 12, 20))


def test_a_removed_measure_can_be_put_back(small: Store):
    at = fill_in(session(FIRST, "new"))
    at.button(key="new-m1-remove").click().run()
    at.button(key="new-put-back").click().run()
    save(at)
    assert [one.text for one in small.ledger.issue(someone(FIRST), "XH-0001").measures] == [
        "每日抽查窗口一次",
        "公开首问责任清单",
    ]


def test_a_standing_measure_is_taken_over_by_a_click(small: Store):
    at = session(FIRST, "new")
    at.selectbox(key="new-category").set_value("C1").run()
    assert any("推诿扯皮" in one.value for one in at.caption)
    at.button(key="new-adopt-C1-1").click().run()
    assert at.text_area(key="new-m1-text").value == "公开首问责任清单"


def test_a_draft_of_the_ledger_needs_only_a_title(small: Store):
    at = session(FIRST, "new")
    at.text_input(key="new-title").set_value("值班日志漏填").run()
    at.button(key="new-draft").click().run()
    assert small.ledger.issue(someone(FIRST), "XH-0001").status == "draft"


def test_whoever_only_reads_finds_no_form(small: Store):
    at = session(OFFICE, "new")
    at.session_state["acting"] = someone("viewer")
    at.run()
    assert not [one for one in at.text_input if str(one.key).startswith("new-")]


def test_the_form_speaks_english_too(small: Store):
    at = save(session(FIRST, "new", lang="en-US"))
    assert "Please fill this in" in told(at)
