"""The index of passages finds what was copied, also with a word exchanged, and follows single changes."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as some

from store.rules.copies import Copies, Holder, Passage

TEXT = "组织全体人员认真学习有关文件精神，进一步统一思想、压实责任。"
FIRST, SECOND = Holder(1, "XH-0001", "U01"), Holder(2, "XH-0002", "U02")


def indexed(*held: tuple[Holder, str]) -> Copies:
    copies = Copies()
    for holder, text in held:
        copies.put(holder, [Passage("measure", text)])
    return copies


def test_the_same_text_is_found_whatever_its_punctuation():
    assert indexed((FIRST, TEXT)).of(Passage("measure", TEXT.replace("，", " "))) == {FIRST}


def test_a_word_exchanged_does_not_hide_a_copy():
    assert indexed((FIRST, TEXT)).of(Passage("measure", TEXT.replace("认真", "深入"))) == {FIRST}


def test_another_text_is_not_a_copy():
    assert indexed((FIRST, TEXT)).of(Passage("measure", "每周三由带班领导抽查一次值班电话，接通率按月通报。")) == set()


def test_the_same_words_in_another_part_are_no_copy():
    assert indexed((FIRST, TEXT)).of(Passage("cause", TEXT)) == set()


def test_very_short_texts_agree_by_chance():
    assert indexed((FIRST, "已整改。")).of(Passage("measure", "已整改")) == set()


def test_what_was_rewritten_or_taken_away_is_found_no_more():
    copies = indexed((FIRST, TEXT), (SECOND, TEXT))
    copies.put(FIRST, [Passage("measure", "每周抽查一次值班电话并登记")])
    assert copies.of(Passage("measure", TEXT)) == {SECOND}
    copies.drop(2)
    assert copies.of(Passage("measure", TEXT)) == set()


@given(
    some.lists(some.sampled_from([TEXT, TEXT + "好", TEXT.replace("认真", "深入"), "每周抽查一次值班电话并登记"]), max_size=8),
    some.randoms(),
)
def test_the_order_of_the_others_does_not_matter(texts: list[str], chance: random.Random):
    held = [(Holder(key, f"XH-{key:04d}", "U01"), text) for key, text in enumerate(texts)]
    shuffled = chance.sample(held, len(held))
    assert indexed(*held).of(Passage("measure", TEXT)) == indexed(*shuffled).of(Passage("measure", TEXT))
