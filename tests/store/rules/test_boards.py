"""The numbers of the boards equal counting by hand, over whatever ledger."""

import itertools
from collections import Counter
from datetime import date, timedelta
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from store.model.codec import to_dict
from store.model.enums import Decision, MeasureKind, Status
from store.model.issue import Extension, Issue, Measure
from store.rules import boards, spans
from store.rules.frame import build
from store.rules.lights import add_lights
from store.rules.progress import SELECTIONS, monday

TODAY = date(2026, 11, 23)
DAYS = some.integers(-90, 90).map(lambda number: TODAY + timedelta(days=number))
PAST = some.integers(0, 120).map(lambda number: TODAY - timedelta(days=number))
OFF_THE_BOOKS = (Status.DRAFT, Status.DISMISSED)
UNFINISHED = (Status.OPEN, Status.IN_PROGRESS, Status.PENDING, Status.ONGOING)

measures = some.lists(some.tuples(some.sampled_from(MeasureKind), some.sampled_from([0, 40, 100])), max_size=3).map(
    lambda told: tuple(Measure(id=number, kind=kind, text="x", percent=percent) for number, (kind, percent) in enumerate(told, 1))
)


@some.composite
def issues(draw):
    """A ledger of up to a dozen issues in every state."""
    return [_issue(draw, number) for number in range(1, draw(some.integers(0, 12)) + 1)]


def _issue(draw, number):
    status, found = draw(some.sampled_from(Status)), draw(PAST)
    return Issue(
        id=number,
        ref_no=f"T-{number:04d}",
        status=status,
        unit=draw(some.sampled_from(["U01", "U02", "U03"])),
        category=draw(some.sampled_from(["C1", "C2"])),
        cause_kind=draw(some.sampled_from(["", "K1", "K2", "K3"])),
        found_on=found,
        due=draw(some.none() | DAYS),
        closed_on=found + timedelta(days=draw(some.integers(0, 40))) if status is Status.CLOSED else None,
        leader_led=draw(some.booleans()),
        measures=draw(measures),
    )


def rows_of(ledger):
    return add_lights(build([to_dict(issue) for issue in ledger]), TODAY, 5, "CN")


def counted(ledger):
    return [issue for issue in ledger if issue.status not in OFF_THE_BOOKS]


@settings(max_examples=40)
@given(issues())
def test_the_trend_is_what_was_found_and_closed_up_to_each_day(ledger):
    table = boards.trend(rows_of(ledger), "category", ["C1", "C2"], TODAY, weeks=4)
    assert len(table) == 8
    for one in table.itertuples():
        own = [issue for issue in counted(ledger) if issue.category == one.category]
        assert one.found == sum(issue.found_on <= one.day.date() for issue in own)
        assert one.closed == sum(issue.status is Status.CLOSED and issue.closed_on <= one.day.date() for issue in own)
    assert table["day"].max().date() == TODAY


@settings(max_examples=40)
@given(issues())
def test_measures_are_counted_by_kind_on_the_books_only(ledger):
    table = boards.measure_kinds(rows_of(ledger), "category")
    every = Counter((issue.category, one.kind.value) for issue in counted(ledger) for one in issue.measures)
    done = Counter((issue.category, one.kind.value) for issue in counted(ledger) for one in issue.measures if one.done)
    told = {(one.category, one.kind): (one.total, one.done) for one in table.itertuples()}
    assert told == {pair: (number, done[pair]) for pair, number in every.items()}


@settings(max_examples=40)
@given(issues())
def test_the_ranking_adds_five_average_problems_to_every_unit(ledger):
    table = boards.ranking(rows_of(ledger), "unit", ["U01", "U02", "U03"]).set_index("unit")
    on_books = counted(ledger)
    average = sum(issue.status is Status.CLOSED for issue in on_books) / max(1, len(on_books))
    for unit in ("U01", "U02", "U03"):
        own = [issue.status is Status.CLOSED for issue in on_books if issue.unit == unit]
        assert table.at[unit, "found"] == len(own)
        assert table.at[unit, "fair"] == pytest.approx((sum(own) + 5 * average) / (len(own) + 5))
        assert (table.at[unit, "rank"] == 0) == (not own)
    ranked = table[table["rank"] > 0]
    assert ranked["fair"].round(9).is_monotonic_decreasing
    assert all(
        rank == 1 + (ranked["fair"].round(9) > round(fair, 9)).sum()
        for rank, fair in zip(ranked["rank"], ranked["fair"], strict=True)
    )


def test_one_lucky_problem_does_not_beat_nine_of_ten():
    lucky = [Issue(id=1, unit="U01", status=Status.CLOSED, found_on=TODAY, closed_on=TODAY)]
    steady = [Issue(id=number, unit="U02", status=Status.CLOSED, found_on=TODAY, closed_on=TODAY) for number in range(2, 11)]
    rest = [
        Issue(id=number, unit=unit, status=Status.OPEN, found_on=TODAY) for number, unit in enumerate(["U02", *["U03"] * 9], 11)
    ]
    assert boards.ranking(rows_of([*lucky, *steady, *rest]), "unit")["unit"].tolist() == ["U02", "U01", "U03"]


@settings(max_examples=40)
@given(issues())
def test_days_to_close_lie_between_the_least_and_the_most(ledger):
    table = boards.spread(rows_of(ledger), "unit").set_index("unit")
    closed = [issue for issue in ledger if issue.status is Status.CLOSED]
    assert set(table.index) == {issue.unit for issue in closed}
    for unit in table.index:
        days = [(issue.closed_on - issue.found_on).days for issue in closed if issue.unit == unit]
        row = table.loc[unit]
        assert (row["closed"], row["least"], row["median"], row["most"]) == (len(days), min(days), median(days), max(days))
        assert row["least"] <= row["lower"] <= row["median"] <= row["upper"] <= row["most"]


@settings(max_examples=40)
@given(issues())
def test_the_pareto_counts_every_problem_once_and_ends_at_the_whole(ledger):
    table = boards.pareto(rows_of(ledger))
    assert dict(zip(table["cause_kind"], table["count"], strict=True)) == Counter(issue.cause_kind for issue in counted(ledger))
    known = table[table["cause_kind"] != ""]
    assert known["count"].is_monotonic_decreasing
    assert known.empty or known["cumulative"].iloc[-1] == pytest.approx(1)
    assert "" not in table["cause_kind"].tolist()[:-1]


@settings(max_examples=40)
@given(issues())
def test_institutional_causes_without_a_rule_are_all_listed(ledger):
    bare = boards.unprevented(rows_of(ledger), ["K1", "K3"])
    expected = [
        issue
        for issue in counted(ledger)
        if issue.cause_kind in ("K1", "K3")
        and issue.status is not Status.REFERRED
        and not any(one.kind is MeasureKind.PREVENTIVE for one in issue.measures)
    ]
    assert sorted(bare["id"]) == [issue.id for issue in expected]
    waits = [issue_id in {issue.id for issue in expected if issue.status in UNFINISHED} for issue_id in bare["id"]]
    assert waits == sorted(waits, reverse=True)


@pytest.mark.parametrize("stretches", [spans.week_spans(TODAY), spans.late_spans(TODAY)], ids=["weeks", "late"])
@settings(max_examples=40)
@given(ledger=issues())
def test_each_stretch_counts_the_deadlines_within_it(stretches, ledger):
    table = spans.per_span(rows_of(ledger), stretches)
    lights = dict(zip(rows_of(ledger)["id"], rows_of(ledger)["light"], strict=True))
    for one in table.itertuples():
        inside = [
            issue
            for issue in ledger
            if issue.status in UNFINISHED
            and issue.deadline
            and (one.due_from == "" or issue.deadline.isoformat() >= one.due_from)
            and (one.due_to == "" or issue.deadline.isoformat() <= one.due_to)
        ]
        assert one.count == sum(lights[issue.id] == one.light for issue in inside)


@settings(max_examples=40)
@given(issues())
def test_the_weeks_hold_every_deadline_once_and_the_late_stretches_every_red_one(ledger):
    rows = rows_of(ledger)
    waiting = rows[SELECTIONS["unsettled"](rows) & rows["deadline"].notna()]
    assert spans.per_span(rows, spans.week_spans(TODAY))["count"].sum() == len(waiting)
    assert spans.per_span(rows, spans.late_spans(TODAY))["count"].sum() == (rows["light"] == "red").sum()


def test_weeks_follow_one_another_without_a_gap():
    first, *weeks, last = spans.week_spans(TODAY, before=2, ahead=3)
    assert [week.first for week in weeks] == [monday(TODAY) + timedelta(weeks=number) for number in (-2, -1, 0, 1, 2)]
    edges = [first, *weeks, last]
    assert all(one.last + timedelta(days=1) == other.first for one, other in itertools.pairwise(edges))


def test_the_calendar_knows_holidays_and_make_up_workdays():
    table = spans.calendar(rows_of([]), date(2026, 9, 21), "CN", weeks=4).set_index("day")
    assert table.at["2026-10-01", "rest"] == "holiday"
    assert table.at["2026-10-10", "rest"] == "makeup"
    assert table.at["2026-09-26", "rest"] == "weekend"
    assert table.at["2026-09-22", "rest"] == ""


@settings(max_examples=40)
@given(issues())
def test_the_calendar_counts_what_falls_due_on_each_day(ledger):
    table = spans.calendar(rows_of(ledger), TODAY, "CN", weeks=3)
    due = Counter(issue.deadline for issue in ledger if issue.status in UNFINISHED)
    assert len(table) == 21
    assert {day.date(): number for day, number in zip(table["day"], table["count"], strict=True) if number} == {
        day: number for day, number in due.items() if day and monday(TODAY) <= day < monday(TODAY) + timedelta(weeks=3)
    }
    assert ((table["light"] == "") == (table["count"] == 0)).all()


def test_granted_extensions_are_told_with_both_dates_up_to_the_day():
    def asked(old, new, decision, decided):
        return Extension("2026-10-01T09:00:00+08:00", "a", old, new, "why", decision, decided)

    first, second, third = date(2026, 10, 10), date(2026, 10, 20), date(2026, 11, 30)
    issue = Issue(
        id=1,
        ref_no="T-0001",
        unit="U01",
        extensions=(
            asked(first, second, Decision.GRANTED, "2026-10-02T09:00:00+08:00"),
            asked(second, third, Decision.REFUSED, "2026-10-12T09:00:00+08:00"),
            asked(second, third, Decision.GRANTED, "2026-10-15T09:00:00+08:00"),
            asked(third, TODAY, None, ""),
        ),
    )
    told = spans.moved_deadlines([issue], date(2026, 10, 31))
    assert told[["old_due", "new_due", "added"]].to_numpy().tolist() == [[second, third, 41], [first, second, 10]]
    assert len(spans.moved_deadlines([issue], date(2026, 10, 14))) == 1
    assert spans.moved_deadlines([], TODAY).empty


def test_an_empty_ledger_has_numbers_too():
    rows = rows_of([])
    assert boards.pareto(rows).empty
    assert boards.measure_kinds(rows, "category").empty
    assert boards.unprevented(rows, ["K1"]).empty
    assert boards.spread(rows, "unit").empty
    assert boards.ranking(rows, "unit", ["U01"])["rank"].tolist() == [0]
    assert boards.trend(rows, "category", [], TODAY).empty
