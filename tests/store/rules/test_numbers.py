"""Numbers of problems in an address: short, exact both ways, and harmless whatever somebody types there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from store.rules.filters import Filters
from store.rules.numbers import MOST, meant, spelled
from tests.store.rules.ledgers import TODAY, ledgers
from tests.store.rules.test_progress import rows_of

numbers = some.builds(
    lambda prefix, number: f"{prefix}-{number:04d}",
    some.sampled_from(["XH", "X1", "甲"]),
    some.integers(1, 40) | some.integers(9990, 10010),
)


@given(some.sets(numbers | some.text("XH-0129", min_size=1, max_size=8)))
def test_a_code_means_exactly_the_numbers_it_was_made_of(chosen: set[str]):
    assert meant(spelled(chosen)) == chosen


def test_neighbours_are_a_span():
    assert spelled(["XH-0003", "XH-0001", "XH-0002", "XH-0009"]) == "XH-0001..0003,XH-0009"
    assert spelled(["XH-9999", "XH-10000", "XH-10001"]) == "XH-9999,XH-10000..10001"
    assert len(spelled(f"XH-{number:04d}" for number in range(1, 10_001))) < 40
    assert spelled([]) == ""


@given(some.text("XH-.,0129"))
def test_whatever_is_typed_is_read_in_bounds(code: str):
    assert len(meant(code)) <= MOST + len(code)


def test_a_span_without_end_is_nothing():
    assert meant("XH-1..999999999") == set()
    assert meant("XH-0005..0001") == set()


@given(ledgers, some.sets(some.integers(1, 20)))
def test_the_filter_leaves_exactly_these_rows(found, chosen):
    rows, named = rows_of(found), {f"XH-{number:04d}" for number in chosen}
    kept = Filters.read({"refs": spelled(named)} if named else {}).apply(rows, TODAY)
    assert set(kept["ref_no"]) == ({one.ref_no for one in found} & named if named else {one.ref_no for one in found})
