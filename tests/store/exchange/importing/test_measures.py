"""One cell with several measures: as people number them, and as our own export writes them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.exchange.csv import COLUMNS
from store.exchange.importing.measures import is_ours, split_measures


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        ("1.修订制度；2.开展培训；3.每月通报", ["修订制度", "开展培训", "每月通报"]),
        ("1、立即清退。2、完善制度。", ["立即清退。", "完善制度。"]),
        ("（1）修订制度。（2）开展培训。", ["修订制度。", "开展培训。"]),
        ("(1)修订制度\n(2)开展培训", ["修订制度", "开展培训"]),
        ("①修订制度；②开展培训", ["修订制度", "开展培训"]),
        ("一、修订制度\n二、开展培训", ["修订制度", "开展培训"]),
        ("修订制度；开展培训；", ["修订制度", "开展培训"]),
        ("修订制度\r\n开展培训\n", ["修订制度", "开展培训"]),
        ("1. Revise the rule\n2. Train everybody", ["Revise the rule", "Train everybody"]),
        ("会议缩短1.5小时，减少2.5页", ["会议缩短1.5小时，减少2.5页"]),
        ("1.只有一条", ["只有一条"]),
        ("   ", []),
    ],
)
def test_measures_are_split_as_people_number_them(cell: str, texts: list[str]):
    found = split_measures(cell)
    assert [one["text"] for one in found] == texts
    assert not is_ours(found)


WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="[]\n"), min_size=1, max_size=20).map(
    str.strip
)
OWNERS = st.sampled_from(["", "王责任", "Li Ming", "张三、李四"])
MEASURES = st.lists(
    st.fixed_dictionaries(
        {
            "text": WORDS.filter(bool),
            "owner": OWNERS,
            "due": st.sampled_from([None, "2026-12-04", "2027-01-31"]),
            "percent": st.integers(0, 100),
        }
    ),
    min_size=1,
    max_size=12,
)


@given(MEASURES)
def test_the_measures_of_our_own_export_are_read_back_exactly(measures: list[dict[str, Any]]):
    cell = COLUMNS["measures"]({"measures": measures})
    assert split_measures(cell) == [{**one, "due": one["due"] or ""} for one in measures]
