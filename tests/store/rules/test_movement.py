"""What moved between two standings equals a count by hand over random ledgers, and the figures follow from it."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as some

from store.exchange.csv import issues_csv
from store.exchange.standing import rows_of
from store.model.enums import Decision, Status, Verdict
from store.model.issue import Issue
from store.rules import progress
from store.rules.frame import build
from store.rules.lights import add_lights, light
from store.rules.movement import (
    ABSENT,
    ALWAYS_TOLD,
    KINDS,
    UNTOLD,
    Change,
    Movement,
    Side,
    both_seen,
    changed_cells,
    flow,
    kinds_of,
    moved_by,
    movement,
    told_kinds,
)
from tests.store.rules.ledgers import TODAY, documents, ledgers

UNCOUNTED = (Status.DRAFT, Status.DISMISSED)


def shown(issue: Issue):
    return light(issue, TODAY, 5, "CN")


def side(found: Iterable[Issue], code: str = "now") -> Side:
    """As the store makes it: through the file."""
    kept = [issue for issue in found if issue.status is not Status.DRAFT]
    lights = {issue.id: (shown(issue).light.value, shown(issue).reason, shown(issue).days) for issue in kept}
    return Side(code, TODAY, rows_of(issues_csv(documents(kept), lights)))


def some_of(found: list[Issue], kept: list[bool]) -> list[Issue]:
    return [issue for issue, stays in zip(found, kept, strict=False) if stays]


pairs = some.builds(
    lambda one, other, kept, left: (some_of(one, kept), some_of(other, left)),
    ledgers,
    ledgers,
    some.lists(some.booleans(), min_size=14, max_size=14),
    some.lists(some.booleans(), min_size=14, max_size=14),
)


def on_the_books(found: Iterable[Issue]) -> dict[str, Issue]:
    return {issue.ref_no: issue for issue in found if issue.status not in UNCOUNTED}


def there(found: Iterable[Issue]) -> dict[str, Issue]:
    return {issue.ref_no: issue for issue in found if issue.status is not Status.DRAFT}


def returns(issue: Issue | None) -> int:
    return sum(one.verdict is Verdict.RETURNED for one in issue.closures) if issue else 0


def extensions(issue: Issue | None) -> int:
    return sum(one.decision is Decision.GRANTED for one in issue.extensions) if issue else 0


def coloured(found: Iterable[Issue], colour: str) -> set[str]:
    return {issue.ref_no for issue in found if shown(issue).light == colour}


def of_status(found: Iterable[Issue], status: Status) -> set[str]:
    return {issue.ref_no for issue in found if issue.status is status}


def by_hand(before: list[Issue], after: list[Issue]) -> dict[str, set[str]]:
    """Every kind by sets, not row by row."""
    old, new, then, now = on_the_books(before), on_the_books(after), there(before), there(after)
    closed_then, closed_now = of_status(before, Status.CLOSED), of_status(after, Status.CLOSED)
    return {
        "added": new.keys() - old.keys(),
        "closed": closed_now - closed_then,
        "returned": {ref for ref in new if returns(new[ref]) > returns(then.get(ref))},
        "extended": {ref for ref in new if extensions(new[ref]) > extensions(then.get(ref))},
        "reopened": (closed_then - closed_now) & now.keys(),
        "turned_red": coloured(after, "red") - coloured(before, "red"),
        "turned_yellow": coloured(after, "yellow") - coloured(before, "yellow"),
        "left_red": (coloured(before, "red") - coloured(after, "red")) & now.keys(),
        "referred": of_status(after, Status.REFERRED) - of_status(before, Status.REFERRED),
        "dismissed": old.keys() & of_status(after, Status.DISMISSED),
        "deleted": old.keys() - now.keys(),
    }


def moved(pair: tuple[list[Issue], list[Issue]]) -> Movement:
    return movement(side(pair[0]), side(pair[1]))


@given(pairs)
def test_every_kind_equals_a_count_by_hand(pair):
    found = moved(pair)
    assert {kind: set(found.of(kind)) for kind in KINDS} == by_hand(*pair)


@given(pairs)
def test_the_figures_after_follow_from_those_before(pair):
    old, new = (progress.summary(add_lights(build(documents(found)), TODAY, 5, "CN")) for found in pair)
    found, before = moved(pair), {issue.ref_no: issue for issue in pair[0]}
    gone = [before[ref] for ref in found.deleted]
    closed_gone = sum(issue.status is Status.CLOSED for issue in gone)
    red_gone = sum(shown(issue).light == "red" for issue in gone)
    assert new.found == old.found + len(found.added) - len(found.dismissed) - len(found.deleted)
    assert new.closed == old.closed + len(found.closed) - len(found.reopened) - closed_gone
    assert new.red == old.red + len(found.turned_red) - len(found.left_red) - red_gone


@given(ledgers)
def test_nothing_moves_between_a_standing_and_itself(found):
    one = side(found)
    assert movement(one, one) == Movement()
    assert changed_cells(one, one) == []
    assert all(then == now for then, now in flow(one, one))


@given(pairs)
def test_the_changed_cells_lead_from_one_side_to_the_other(pair):
    before, after = side(pair[0]), side(pair[1])
    rebuilt = {number: dict(row) for number, row in before.rows.items()}
    for change in changed_cells(before, after):
        if change.column == "ref_no" and change.new:
            rebuilt[change.new] = dict(after.rows[change.new])
        elif change.column == "ref_no":
            del rebuilt[change.old]
        else:
            assert rebuilt[change.ref_no][change.column] == change.old != change.new
            rebuilt[change.ref_no][change.column] = change.new
    assert stripped(rebuilt) == stripped(after.rows)


def stripped(rows) -> dict[str, dict[str, str]]:
    return {number: {name: cell for name, cell in row.items() if name not in UNTOLD} for number, row in rows.items()}


@given(pairs)
def test_every_problem_flows_once(pair):
    before, after = side(pair[0]), side(pair[1])
    pairs_of = flow(before, after)
    assert sorted(number for numbers in pairs_of.values() for number in numbers) == sorted({*before.rows, *after.rows})
    for (then, now), numbers in pairs_of.items():
        for number in numbers:
            assert then == (before.rows[number]["status"] if number in before.rows else ABSENT)
            assert now == (after.rows[number]["status"] if number in after.rows else ABSENT)


@given(pairs)
def test_the_movement_by_unit_adds_up_to_the_movement(pair):
    before, after = side(pair[0]), side(pair[1])
    found = movement(before, after)
    by_unit = moved_by(found, before, after, "unit")
    for kind in KINDS:
        assert sorted(ref for (_, one), refs in by_unit.items() if one == kind for ref in refs) == sorted(found.of(kind))
    assert {ref: set(kinds) for ref, kinds in kinds_of(found).items()} == {
        ref: {kind for kind in KINDS if ref in found.of(kind)} for kind in KINDS for ref in found.of(kind)
    }


def row(**cells: str) -> dict[str, str]:
    return {"status": "open", "light": "green", "returned": "0", "extended": "0", **cells}


def test_a_column_that_a_file_lacks_tells_nothing():
    bare = Side("file", None, {"XH-0001": {"status": "open"}})
    after = Side("now", TODAY, {"XH-0001": row(light="red", returned="2", extended="1", owner="刘启")})
    assert movement(bare, after) == Movement()
    assert changed_cells(bare, after) == []


def test_numbers_that_are_none_count_as_none():
    before = Side("file", None, {"XH-0001": row(returned="x")})
    assert movement(before, Side("now", TODAY, {"XH-0001": row(returned="1")})).returned == ("XH-0001",)
    assert movement(Side("now", TODAY, {"XH-0001": row(returned="1")}), before).returned == ()


def test_numbers_stand_in_the_order_of_the_ledger():
    after = Side("now", TODAY, {number: row() for number in ("XH-10000", "XH-0002", "XH-0010")})
    assert movement(Side("file", None, {}), after).added == ("XH-0002", "XH-0010", "XH-10000")


def test_a_matter_that_one_side_withholds_is_on_neither():
    before = Side("day:2026-11-01", None, {"XH-0001": row()}, frozenset({"XH-0002"}))
    after = Side("now", TODAY, {"XH-0001": row(), "XH-0002": row()}, frozenset({"XH-0001"}))
    one, other = both_seen(before, after)
    assert (dict(one.rows), dict(other.rows)) == ({}, {})


def test_the_sentence_names_the_usual_kinds_always_and_the_others_when_something_happened():
    assert told_kinds(Movement()) == list(ALWAYS_TOLD)
    kinds = told_kinds(Movement(reopened=("XH-0001",)))
    assert set(kinds) == {*ALWAYS_TOLD, "reopened"}
    assert kinds[-1] == "deleted"


def test_a_row_that_one_side_lacks_is_one_change_of_its_number():
    one, none = Side("now", TODAY, {"XH-0001": row()}), Side("file", None, {})
    assert changed_cells(none, one) == [Change("XH-0001", "ref_no", "", "XH-0001")]
    assert changed_cells(one, none) == [Change("XH-0001", "ref_no", "XH-0001", "")]
