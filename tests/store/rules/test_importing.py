"""The rules of importing that need no ledger: titles, identities, what counts as the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.rules.import_differences import same_value
from store.rules.importing import TITLE, identity, title_of


@pytest.mark.parametrize(
    ("finding", "title"),
    [
        ("来访人被推转三次。没有人负责到底。", "来访人被推转三次"),
        ("第一行\n第二行", "第一行"),
        ("  Calls are not answered; nobody looks.  ", "Calls are not answered"),
        ("短", "短"),
        ("", ""),
        ("一" * 50 + "，" + "二" * 50, "一" * 50),
        ("一" * 100, "一" * 80),
    ],
)
def test_a_title_is_the_first_sentence_cut_at_a_pause(finding: str, title: str):
    assert title_of(finding) == title


@given(st.text(max_size=300))
def test_a_title_always_fits(finding: str):
    assert len(title_of(finding)) <= TITLE


def test_the_same_problem_is_the_same_however_it_is_spaced_and_punctuated():
    assert identity("U01", "duty", "来访人 被推转三次。") == identity("U01", "duty", "来访人被推转，三次")
    assert identity("U01", "duty", "甲") != identity("U02", "duty", "甲")
    assert identity("U01", "duty", "！！！") != identity("U01", "duty", "？？？")


def test_a_name_is_the_same_with_spaces_for_the_eye_and_nothing_else_is():
    assert same_value("owner", "欧 阳明", "欧阳明")
    assert not same_value("cause", "a b", "ab")
