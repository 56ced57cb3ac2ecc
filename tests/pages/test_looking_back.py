"""Looking back: any day stands in the address, goes along from page to page, is told in a band, and nothing is done in it."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from components.cards import plain
from components.looking_back import near_days
from store.exchange.taking import take
from store.opening import Store
from store.rules import progress
from store.words import text
from tests.lived_ledger import Life, lived
from tests.small_ledger import FIRST, OFFICE, TODAY, session, someone

DAY = date(2026, 11, 15)
BOARDS = ("overview", "category", "unit", "deadline", "cause", "ledger", "history")
OF_TODAY = ("new", "mine", "review", "help")


def keys(at: AppTest) -> set[str]:
    return {one.key for one in at.button}


def looks_back(at: AppTest) -> bool:
    assert not at.exception
    return "looking_back_end" in keys(at)


def go(at: AppTest, page: str) -> AppTest:
    """As the navigation does: another page, nothing in the query string."""
    at.switch_page(f"../pages/{page}.py")
    at.query_params.clear()
    return at.run()


@pytest.mark.parametrize("page", BOARDS)
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_every_board_tells_the_day_and_leads_back(small: Store, page: str, lang: str):
    lived(small)
    at = session(OFFICE, page, lang, as_of=DAY.isoformat())
    said = {"zh-CN": "2026年11月15日（星期日）日终时的台账", "en": "Sunday, 15 November 2026"}[lang]
    assert looks_back(at)
    assert any(said in one.value for one in at.markdown)
    at.button(key="looking_back_end").click().run()
    assert not looks_back(at)
    assert "as_of" not in at.query_params


def test_the_figures_and_the_sentence_are_those_of_the_day(small: Store):
    lived(small)
    at = session(OFFICE, "overview", as_of=DAY.isoformat())
    then = progress.summary(small.ledger.rows(someone(OFFICE), TODAY, as_of=DAY))
    now = progress.summary(small.ledger.rows(someone(OFFICE), TODAY))
    assert [at.metric[place].value for place in (0, 1, 4, 5)] == [
        str(one) for one in (then.found, then.closed, then.yellow, then.red)
    ]
    assert (then.found, then.closed) != (now.found, now.closed)
    assert at.subheader[0].value.startswith(f"共查摆问题 {then.found} 个，已销号 {then.closed} 个")


def test_the_rows_are_those_of_the_day_with_its_lights(small: Store):
    lived(small)
    at = session(OFFICE, "ledger", as_of=DAY.isoformat(), light="red")
    rows = small.ledger.rows(someone(OFFICE), TODAY, as_of=DAY)
    assert at.dataframe[0].value["ref_no"].tolist() == rows["ref_no"][rows["light"] == "red"].tolist()


def test_the_day_goes_along_and_ends_where_work_begins(small: Store):
    lived(small)
    at = session(OFFICE, "overview", as_of=DAY.isoformat())
    for page in BOARDS:
        assert looks_back(go(at, page))
        assert at.query_params["as_of"] == DAY.isoformat()
    assert not looks_back(go(at, "mine"))
    assert "今天" in at.toast[0].value
    assert not looks_back(go(at, "overview"))


@pytest.mark.parametrize("page", OF_TODAY)
def test_a_page_of_work_is_of_today_whatever_the_link_says(small: Store, page: str):
    lived(small)
    at = session(OFFICE, page, as_of=DAY.isoformat())
    assert not looks_back(at)
    assert "as_of" not in at.query_params
    assert at.toast[0].value == text("zh_CN", "asof.left")


def test_a_click_on_a_figure_opens_the_rows_of_that_day(small: Store):
    lived(small)
    at = session(OFFICE, "overview", as_of=DAY.isoformat())
    at.button(key="open_closed").click().run()
    then = progress.summary(small.ledger.rows(someone(OFFICE), TODAY, as_of=DAY))
    assert looks_back(at)
    assert len(at.dataframe[0].value) == then.closed == 1


@pytest.mark.parametrize(
    ("asked", "key"), [("2027-01-01", "asof.coming"), ("gestern", "asof.unreadable"), ("0001-01-01", "asof.unreadable")]
)
def test_a_day_that_cannot_be_looked_at_is_told_and_today_is_shown(small: Store, asked: str, key: str):
    lived(small)
    at = session(OFFICE, "overview", as_of=asked)
    assert at.info[0].value == text("zh_CN", key, what=asked)
    assert not looks_back(at)
    assert at.metric[0].value == "8"


def test_today_is_the_present(small: Store):
    lived(small)
    at = session(OFFICE, "ledger", as_of=TODAY.isoformat())
    assert not looks_back(at)
    assert "as_of" not in at.query_params


@pytest.mark.parametrize("page", BOARDS[:-1])
def test_before_the_first_day_the_ledger_is_empty_and_says_so(small: Store, page: str):
    lived(small)
    at = session(FIRST, page, as_of="2026-01-05")
    assert looks_back(at)
    assert at.subheader[0].value == "2026年1月5日的台账里还没有问题"
    assert "nothing_enter" not in keys(at)
    at.button(key="nothing_today").click().run()
    assert not looks_back(at)


def test_a_problem_is_shown_as_it_stood_and_nothing_can_be_done(small: Store):
    lived(small)
    life, office = Life(small), someone(OFFICE)
    issue = life.found("2026-11-02", "2026-12-10", title="最初的题目")
    small.ledger.edit(office, issue.ref_no, issue.revision, {"title": "今天的题目"})
    now = session(OFFICE, "issue", ref=issue.ref_no)
    then = session(OFFICE, "issue", ref=issue.ref_no, as_of="2026-11-02")
    assert (now.title[0].value, then.title[0].value) == ("今天的题目", "最初的题目")
    assert {"do-edit"} <= keys(now)
    assert {key for key in keys(then) if key} == {"looking_back_end"}
    assert not any("修改" in one.value for one in then.markdown)
    early = session(OFFICE, "issue", ref=issue.ref_no, as_of="2026-11-01")
    assert early.info[0].value == text("zh_CN", "asof.not_yet", day=date(2026, 11, 1), ref=plain(issue.ref_no))


def test_the_ledger_offers_nothing_to_do(small: Store):
    lived(small)
    now, then = session(OFFICE, "ledger"), session(OFFICE, "ledger", as_of=DAY.isoformat())
    assert {"view_keep"} <= keys(now)
    assert not {"view_keep", "pick_none", "many_owner", "many_undo"} & keys(then)
    assert then.query_params["as_of"] == DAY.isoformat()


def test_the_address_of_the_file_carries_the_day(small: Store):
    lived(small)
    at = session(OFFICE, "ledger", as_of=DAY.isoformat(), unit="U03")
    link = next(one for one in at.get("link_button") if "/export/" in one.proto.url)
    query = {name: values[0] for name, values in parse_qs(urlsplit(link.proto.url).query).items()}
    assert query == {"unit": "U03", "as_of": DAY.isoformat()}
    assert take(small, someone(OFFICE), "issues.csv", query).name == "issues-2026-11-15.csv"


def test_the_picker_goes_to_a_day_and_back(small: Store):
    lived(small)
    at = session(OFFICE, "overview")
    at.button(key="as_of_week").click().run()
    assert at.query_params["as_of"] == "2026-11-16"
    at.date_input(key="as_of:2026-11-16").set_value(DAY).run()
    assert at.query_params["as_of"] == DAY.isoformat()
    assert looks_back(at)
    at.button(key="as_of_today").click().run()
    assert not looks_back(at)


def test_the_days_people_ask_for():
    assert near_days(date(2026, 11, 23)) == {
        "yesterday": date(2026, 11, 22),
        "friday": date(2026, 11, 20),
        "week": date(2026, 11, 16),
        "month": date(2026, 10, 31),
    }
    assert near_days(date(2026, 11, 20))["friday"] == date(2026, 11, 13)
    assert near_days(date(2026, 11, 22))["friday"] == date(2026, 11, 13)


def test_the_history_ends_with_the_day(small: Store):
    lived(small)
    at = session(OFFICE, "history", as_of="2026-11-05")
    told = "\n".join(one.value for one in at.markdown)
    assert "2026年11月5日" in told
    assert "11月6日" not in told
    assert "&as_of=2026-11-05)" in told
