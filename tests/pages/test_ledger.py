"""The ledger shows the rows that are chosen, in the words and columns of its reader, and gives exactly these away."""

from __future__ import annotations

import csv
import io
from typing import Any

from streamlit.testing.v1 import AppTest

from components.tables import COLUMNS, USUAL
from store.exchange.taking import take
from store.opening import Store
from store.rules.filters import Filters
from store.words import text
from tests.lived_ledger import lived
from tests.small_ledger import FIRST, OFFICE, TODAY, registered, session, someone


def table(at: AppTest) -> Any:
    return at.dataframe[0].value


def test_every_row_that_may_be_seen_is_there(small: Store):
    lived(small)
    at = session(OFFICE, "ledger")
    assert len(table(at)) == len(small.ledger.rows(someone(OFFICE), TODAY)) == 10
    assert at.markdown[0].value == "**共 10 个问题**"
    assert len(table(session("viewer", "ledger"))) == 9


def test_a_light_is_a_shape_and_a_word_and_has_its_reason(small: Store):
    lived(small)
    lights = {
        title: (light[0], why) for light, why, title in table(session(OFFICE, "ledger"))[["light", "why", "title"]].to_numpy()
    }
    assert lights == {
        "逾期的": ("■ 逾期", "逾期 13 天"),
        "逾期又待复核的": ("■ 逾期", "逾期 7 天"),
        "临期的": ("▲ 临期", "剩 2 个工作日"),
        "正常的": ("● 正常", "剩 19 个工作日"),
        "也正常的": ("● 正常", "剩 27 个工作日"),
        "近日按期销号的": ("✓ 已办结", "按期销号"),
        "早先逾期销号的": ("✓ 已办结", "逾期 10 天销号"),
        "移交的": ("✓ 已办结", "已移交"),
        "查无此事的": ("✓ 已办结", "不予认定"),
        "草稿": ("– 草稿", "尚未挂账"),
    }


def test_codes_are_said_in_the_language_of_the_reader(small: Store):
    lived(small)
    row = table(session(OFFICE, "ledger", "en", q="逾期又待复核")).iloc[0]
    assert (row["light"][0], row["why"], row["status"], row["category"]) == (
        "■ Overdue",
        "7 days overdue",
        "Awaiting review",
        "Shirking",
    )


def test_a_reader_chooses_columns_and_finds_them_again(small: Store):
    lived(small)
    at = session(OFFICE, "ledger")
    assert list(table(at).columns) == list(USUAL)
    at.multiselect(key="ledger_columns").set_value(["ref_no", "closed_on"]).run()
    assert list(table(at).columns) == ["light", "ref_no", "closed_on"]
    at.switch_page("../pages/overview.py").run()
    at.switch_page("../pages/ledger.py").run()
    assert list(table(at).columns) == ["light", "ref_no", "closed_on"]
    at.button(key="columns_usual").click().run()
    assert list(table(at).columns) == list(USUAL)


def test_no_column_at_all_means_the_usual_ones(small: Store):
    lived(small)
    at = session(OFFICE, "ledger")
    at.multiselect(key="ledger_columns").set_value([]).run()
    assert list(table(at).columns) == list(USUAL)


def test_every_column_can_be_shown(small: Store):
    lived(small)
    at = session(OFFICE, "ledger", "en")
    at.multiselect(key="ledger_columns").set_value(list(COLUMNS)[1:]).run()
    assert list(table(at).columns) == list(COLUMNS)
    assert not at.exception


def test_the_search_finds_words_in_any_place(small: Store):
    lived(small)
    at = session(OFFICE, "ledger")
    at.text_input(key="filter_q").set_value("逾期 销号").run()
    assert list(table(at)["title"]) == ["早先逾期销号的"]
    assert at.query_params["q"] == "逾期 销号"


def test_a_span_of_days_is_chosen_by_its_two_days(small: Store):
    lived(small)
    at = session(OFFICE, "ledger", found_from="2026-11-01", found_to="2026-11-03")
    assert len(table(at)) == 4


def test_the_address_of_the_file_has_the_same_filters(small: Store):
    lived(small)
    at = session(OFFICE, "ledger", unit="U02", q="逾期")
    assert at.get("link_button")[0].proto.url == "/export/issues.csv?unit=U02&q=%E9%80%BE%E6%9C%9F"


def test_the_file_has_exactly_the_rows_on_the_page(small: Store):
    lived(small)
    query = {"light": "red,yellow", "header": "zh_CN"}
    at = session(OFFICE, "ledger", light="red,yellow")
    content = take(small, someone(OFFICE), "issues.csv", query).content.decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(content))][1:] == sorted(table(at)["ref_no"])
    assert [button.key for button in at.get("download_button")] == ["download_list", "download_issues", "download_measures"]


def test_text_that_looks_like_markup_is_shown_as_text(small: Store):
    registered(small, title="**重要** <b>=1+1</b>")
    assert table(session(FIRST, "ledger"))["title"].iloc[0] == "**重要** <b>=1+1</b>"


def test_an_empty_ledger_says_what_to_do(small: Store):
    assert session(FIRST, "ledger").subheader[0].value == text("zh_CN", "nothing.empty")


def test_the_choice_in_a_link_is_that_of_the_rules(small: Store):
    lived(small)
    rows = small.ledger.rows(someone(OFFICE), TODAY)
    for query in ({"status": "closed"}, {"figure": "unsettled"}, {"age": "8-30"}, {"figure": "found,red", "unit": "U02"}):
        assert len(table(session(OFFICE, "ledger", **query))) == len(Filters(query).apply(rows, TODAY))
