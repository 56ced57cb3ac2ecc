"""The numbers of the dashboards equal a count by hand over random ledgers, and every number has its rows."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from statistics import mean, median

from hypothesis import given

from store.model.enums import Decision, Status, Verdict
from store.rules import progress
from store.rules.filters import Filters
from store.rules.frame import build
from store.rules.lights import add_lights, light
from tests.store.rules.ledgers import TODAY, documents, ledgers

UNSETTLED = {Status.OPEN, Status.IN_PROGRESS, Status.PENDING, Status.ONGOING}


def rows_of(found):
    return add_lights(build(documents(found)), TODAY, 5, "CN")


def on_the_books(found):
    return [issue for issue in found if issue.status not in (Status.DRAFT, Status.DISMISSED)]


def shown(issue):
    return light(issue, TODAY, 5, "CN")


def by_hand(found):
    """Every figure of the summary, counted one issue at a time."""
    books = on_the_books(found)
    closed = [issue for issue in books if issue.status is Status.CLOSED]
    days = [(issue.closed_on - issue.found_on).days for issue in closed]
    on_time = sum(shown(issue).reason == "closed_on_time" for issue in closed)
    slips = [slip for issue in books for slip in issue.urges]
    in_time = sum(slip.answered_at[:10] <= slip.answer_by.isoformat() for slip in slips if slip.answer)
    missed = [[not slip.answer and slip.answer_by < TODAY for slip in one.urges if one.status in UNSETTLED] for one in books]
    answerable = sum(bool(slip.answer) for slip in slips) + sum(map(sum, missed))
    return {
        "found": len(books),
        "closed": len(closed),
        "unsettled": sum(issue.status in UNSETTLED for issue in books),
        "pending": sum(issue.status is Status.PENDING for issue in books),
        "on_time": on_time,
        "late": len(closed) - on_time,
        "red": sum(shown(issue).light == "red" for issue in books),
        "yellow": sum(shown(issue).light == "yellow" for issue in books),
        "green": sum(shown(issue).light == "green" for issue in books),
        "returned": sum(any(one.verdict is Verdict.RETURNED for one in issue.closures) for issue in books),
        "extended": sum(any(one.decision is Decision.GRANTED for one in issue.extensions) for issue in books),
        "leader_led": sum(issue.leader_led for issue in books),
        "recurred": sum(bool(issue.recurrence_of) for issue in books),
        "rate": len(closed) / len(books) if books else 0.0,
        "on_time_rate": on_time / len(closed) if closed else 0.0,
        "leader_led_share": sum(issue.leader_led for issue in books) / len(books) if books else 0.0,
        "recurrence_rate": sum(bool(issue.recurrence_of) for issue in books) / len(books) if books else 0.0,
        "measures": sum(len(issue.measures) for issue in books),
        "measures_done": sum(one.percent == 100 for issue in books for one in issue.measures),
        "mean_days": mean(days) if days else None,
        "median_days": median(days) if days else None,
        "urged": sum(bool(issue.urges) for issue in books),
        "answers_late": sum(map(any, missed)),
        "slips": len(slips),
        "slips_in_time": in_time,
        "answer_rate": in_time / answerable if answerable else 0.0,
    }


@given(ledgers)
def test_every_figure_equals_a_count_by_hand(found):
    figures = vars(progress.summary(rows_of(found)))
    expected = by_hand(found)
    assert {name: round(value, 9) if isinstance(value, float) else value for name, value in figures.items()} == {
        name: round(value, 9) if isinstance(value, float) else value for name, value in expected.items()
    }


@given(ledgers)
def test_every_figure_opens_exactly_the_rows_it_counts(found):
    rows = rows_of(found)
    figures = vars(progress.summary(rows))
    for name in progress.SELECTIONS:
        if name in figures:
            assert len(Filters({"figure": name}).apply(rows, TODAY)) == figures[name]


@given(ledgers)
def test_the_figures_of_all_units_add_up_to_the_whole(found):
    rows = rows_of(found)
    table, whole = progress.by(rows, "unit", ["U03", "U07"]), progress.summary(rows)
    assert list(table["unit"])[:2] == ["U03", "U07"]
    assert {name: int(table[name].sum()) for name in ("found", "closed", "red", "yellow", "green")} == {
        name: getattr(whole, name) for name in ("found", "closed", "red", "yellow", "green")
    }
    for row in table.to_dict("records"):
        alone = progress.summary(rows[rows["unit"] == row["unit"]])
        assert (row["found"], row["closed"], row["rate"]) == (alone.found, alone.closed, alone.rate)


@given(ledgers)
def test_each_issue_on_the_books_stands_in_exactly_one_stage(found):
    table = progress.stages(rows_of(found), "category")
    assert int(table["count"].sum()) == len(on_the_books(found))
    assert set(table["stage"]) <= {"closed", "pending", "green", "yellow", "red", "referred"}


@given(ledgers)
def test_found_and_closed_so_far_equal_a_count_by_hand_on_every_day(found):
    books = on_the_books(found)
    for row in progress.cumulative(rows_of(found), TODAY).to_dict("records"):
        day = row["day"].date()
        assert row["found"] == sum(issue.found_on <= day for issue in books)
        assert row["closed"] == sum(issue.status is Status.CLOSED and issue.closed_on <= day for issue in books)
        assert row["gap"] == row["found"] - row["closed"]


@given(ledgers)
def test_the_weeks_ahead_count_what_falls_due_from_today_on(found):
    monday = TODAY - timedelta(days=TODAY.weekday())
    waiting = [issue for issue in found if issue.status in UNSETTLED and issue.deadline and issue.deadline >= TODAY]
    by_week = Counter((issue.deadline - monday).days // 7 for issue in waiting)
    assert list(progress.weeks_ahead(rows_of(found), TODAY)["count"]) == [by_week[week] for week in range(8)]


@given(ledgers)
def test_the_most_urgent_come_first(found):
    ordered = progress.urgent(rows_of(found))
    assert len(ordered) == sum(issue.status in UNSETTLED for issue in found)
    ranks = [["red", "yellow", "green"].index(colour) for colour in ordered["light"]]
    assert ranks == sorted(ranks)
    assert list(ordered[ordered["light"] == "red"]["deadline"]) == sorted(ordered[ordered["light"] == "red"]["deadline"])


@given(ledgers)
def test_the_ages_of_unsettled_issues_equal_a_count_by_hand(found):
    table = progress.ageing(rows_of(found), TODAY)
    expected = Counter()
    for issue in found:
        if issue.status in UNSETTLED:
            age = (TODAY - issue.found_on).days
            expected[next(progress.age_code(*bucket) for bucket in progress.AGES if age <= (bucket[1] or 999))] += 1
    assert dict(table.groupby("age")["count"].sum()) == dict(expected)


def test_no_rows_are_zeros_and_no_error():
    rows = rows_of([])
    assert progress.summary(rows).rate == 0.0
    assert progress.summary(rows).mean_days is None
    assert progress.by(rows, "unit").empty
    assert progress.stages(rows, "category").empty
    assert list(progress.weeks_ahead(rows, TODAY)["count"]) == [0] * 8
    assert len(progress.cumulative(rows, TODAY)) == 1
    assert progress.urgent(rows).empty
