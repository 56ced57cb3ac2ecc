"""The overview tells the numbers of the ledger, and each number opens exactly the rows it counts."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components.filters import OFFERED
from store.opening import Store
from store.rules import progress
from store.words import text, text_n
from tests.lived_ledger import lived
from tests.small_ledger import FIRST, OFFICE, SECOND, TODAY, registered, session, someone

FIGURES = ("found", "closed", "rate", "on_time_rate", "yellow", "red")


def figures(at: AppTest) -> dict[str, str]:
    return {name: metric.value for name, metric in zip(FIGURES, at.metric, strict=True)}


def sentence(at: AppTest) -> str:
    return at.subheader[0].value


def shown(at: AppTest) -> int:
    return len(at.dataframe[0].value)


def test_the_figures_are_those_of_the_ledger(small: Store):
    lived(small)
    numbers = progress.summary(small.ledger.rows(someone(OFFICE), TODAY))
    assert figures(session(OFFICE, "overview")) == {
        "found": str(numbers.found),
        "closed": str(numbers.closed),
        "rate": "25.0%",
        "on_time_rate": "50.0%",
        "yellow": str(numbers.yellow),
        "red": str(numbers.red),
    }
    assert (numbers.found, numbers.closed, numbers.yellow, numbers.red) == (8, 2, 1, 2)


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("unit", ["", "U03"])
def test_a_figure_opens_as_many_rows_as_it_counts(small: Store, name: str, unit: str):
    lived(small)
    at = session(OFFICE, "overview", **({"unit": unit} if unit else {}))
    rows = small.ledger.rows(someone(OFFICE), TODAY)
    numbers = progress.summary(rows[rows["unit"] == unit] if unit else rows)
    count = getattr(numbers, {"rate": "closed", "on_time_rate": "on_time"}.get(name, name))
    if not count:
        assert f"open_{name}" not in [button.key for button in at.button]
        return
    at.button(key=f"open_{name}").click().run()
    assert shown(at) == count
    assert at.query_params.get("unit", "") == unit


def test_a_change_is_the_difference_to_the_ledger_as_it_stood(small: Store):
    lived(small)
    at = session(OFFICE, "overview")
    assert [metric.delta for metric in at.metric] == ["2", "1", "8.3 个百分点", "50 个百分点", "0", "1"]
    ledger, office = small.ledger, someone(OFFICE)
    before = progress.summary(ledger.rows(office, TODAY, as_of=TODAY.replace(day=16)))
    assert (before.found, before.closed, before.red) == (6, 1, 1)


def test_the_state_is_said_in_one_sentence(small: Store):
    lived(small)
    said = sentence(session(OFFICE, "overview"))
    assert said.startswith("共查摆问题 8 个，已销号 2 个，销号率 25.0%；:red[**■ 逾期 2 个**]、:orange[**▲ 临期 1 个**]；")
    assert "；近 7 天新查摆 2 个、销号 1 个；" in said


def test_one_problem_is_one_problem(small: Store):
    registered(small)
    assert sentence(session(OFFICE, "overview", "en")).startswith(
        "1 problem found, 0 closed, a close-out rate of 0.0%; nothing overdue"
    )


def test_what_is_not_on_the_books_is_not_counted(small: Store):
    small.ledger.save_draft(someone(FIRST), "fix", {"unit": "U01", "title": "草稿"})
    at = session(FIRST, "overview")
    assert figures(at)["found"] == "0"
    assert figures(at)["rate"] == "—"


def test_an_empty_ledger_says_what_to_do(small: Store):
    at = session(OFFICE, "overview")
    assert at.subheader[0].value == text("zh_CN", "nothing.empty")
    at.button(key="nothing_enter").click().run()
    assert at.title[0].value == text("zh_CN", "page.new.title")


def test_who_may_not_enter_is_not_told_to(small: Store):
    at = session("viewer", "overview")
    assert at.subheader[0].value == text("zh_CN", "nothing.empty")
    assert "nothing_enter" not in [button.key for button in at.button]


def test_when_nothing_matches_the_choice_can_be_cleared(small: Store):
    lived(small)
    at = session(OFFICE, "overview", q="没有这样的问题")
    assert at.subheader[0].value == text("zh_CN", "nothing.no_match")
    at.button(key="nothing_clear").click().run()
    assert figures(at)["found"] == "8"
    assert not at.query_params


def test_a_link_shows_the_same_in_another_language(small: Store):
    lived(small)
    chinese, english = (session(OFFICE, "overview", lang, unit="U02", light="red,yellow") for lang in ("zh-CN", "en"))
    assert figures(chinese) == figures(english)
    assert figures(english)["found"] == "2"
    assert english.query_params["light"] == "red,yellow"
    assert english.multiselect(key="filter_light").value == ["red", "yellow"]


def test_what_a_link_names_and_nobody_knows_is_noted_and_left_out(small: Store):
    lived(small)
    at = session(OFFICE, "overview", unit="U99,U01", due_from="soon", figure="nonsense")
    assert figures(at)["found"] == "3"
    assert "unit=U99" in at.info[0].value
    assert "due_from=soon" in at.info[0].value
    assert "figure=nonsense" in at.info[0].value
    assert at.query_params == {"unit": "U01"}
    assert not at.run().info


def test_a_choice_is_kept_from_page_to_page(small: Store):
    lived(small)
    at = session(OFFICE, "overview")
    at.multiselect(key="filter_unit").select("U03").run()
    assert at.query_params["unit"] == "U03"
    at.query_params.clear()
    at.switch_page("../pages/ledger.py").run()
    assert at.query_params["unit"] == "U03"
    assert shown(at) == 3


def test_what_a_click_narrowed_is_not_carried_back(small: Store):
    lived(small)
    at = session(OFFICE, "overview")
    at.button(key="open_red").click().run()
    assert shown(at) == 2
    at.query_params.clear()
    at.switch_page("../pages/overview.py").run()
    assert figures(at)["found"] == "8"


def test_a_chip_says_what_is_chosen_and_takes_it_away(small: Store):
    lived(small)
    at = session(OFFICE, "overview", category="C2", due_from="2026-11-23", due_to="2026-11-29")
    assert at.button(key="chip_category").label == "类别 文山会海"
    assert at.button(key="chip_due_from").label == "时限 11月23日–11月29日"
    at.button(key="chip_due_from").click().run()
    assert at.query_params == {"category": "C2"}


def test_everything_of_the_filter_bar_is_offered_and_cleared_at_once(small: Store):
    lived(small)
    at = session(OFFICE, "overview", unit="U01")
    assert {f"filter_{column}" for column in OFFERED} <= {one.key for one in at.multiselect}
    at.button(key="filter_clear").click().run()
    assert not at.query_params


def test_somebody_elses_draft_is_not_there(small: Store):
    small.ledger.save_draft(someone(FIRST), "fix", {"unit": "U01", "title": "草稿"})
    assert session(SECOND, "overview").subheader[0].value == text("zh_CN", "nothing.empty")


def test_a_figure_says_what_a_click_on_it_does(small: Store):
    lived(small)
    label = session(OFFICE, "overview", "en").button(key="open_red").label
    assert label == text_n("en", "figure.open", 2, name=text("en", "figure.red"))
