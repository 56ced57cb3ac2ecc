"""How many lines a text takes, and how a column's lines are shared out so that nothing spills off a projector."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from components.meeting.fitting import lines, shared


def test_a_chinese_letter_takes_a_whole_place_and_a_latin_one_about_half():
    assert lines("测" * 35, 35) == 1
    assert lines("测" * 36, 35) == 2
    assert lines("a" * 60, 35) == 1
    assert lines("", 35) == 0


def test_who_wants_little_gets_it_all_and_the_others_the_same_part():
    assert shared([2, 2, 1], 14) == [2, 2, 1]
    assert shared([50, 2, 40], 14) == [6, 2, 6]
    assert shared([50, 0, 0], 14) == [14, 0, 0]


@given(st.lists(st.integers(0, 100), min_size=1, max_size=5), st.integers(5, 30))
def test_never_more_than_there_is_never_more_than_wanted_and_never_nothing_for_a_text(wanted: list[int], room: int):
    given_out = shared(wanted, room)
    assert sum(given_out) <= room
    assert all(0 <= one <= want and (one > 0) is (want > 0) for one, want in zip(given_out, wanted, strict=True))
    if sum(wanted) >= room:
        assert sum(given_out) == room
