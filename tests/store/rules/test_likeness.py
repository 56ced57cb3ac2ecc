"""Texts are compared by what they say: width, case, spaces and punctuation do not count."""

from __future__ import annotations

import pytest

from store.rules.likeness import grams, normal, size


@pytest.mark.parametrize(
    ("one", "other"),
    [("加强学习，提高认识。", "加强学习 提高认识"), ("Check DAILY!", "check daily"), ("第１次", "第1次")],
)
def test_copying_does_not_change_the_normal_form(one: str, other: str):
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("text", "much"),
    [("", 0), ("加强学习。", 4), ("Train the staff.", 6), ("每月抽查2次", 7), ("——！？", 0), ("用OA系统登记", 7)],
)
def test_size_is_measured_in_chinese_characters(text: str, much: int):
    assert size(text) == much


def test_grams_are_neighbouring_characters_and_the_beginnings_of_longer_words():
    assert grams("值班电话，无人") == {"值班", "班电", "电话", "无人"}
    assert grams("The phone was answered, or answering") == {"phone", "answe"}
    assert grams("2026年 12") == set()
