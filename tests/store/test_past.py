"""Past days asked for in any order are the same as each walked back to on its own, and what is asked of them is of that day.

That any day of any history is exactly what was stored on it, random lives hold (tests/store/test_life.py).
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from pandas.testing import assert_frame_equal

from store import frames as module
from store.frames import Frames
from store.history import Wanted
from store.model.errors import NotFound
from store.opening import Store
from store.rules import progress, trend
from store.rules.filters import Filters
from store.rules.frame import COLUMNS, build
from tests.lived_ledger import Life, lived
from tests.small_ledger import OFFICE, TODAY, problem, registered, small, someone
from tests.store.conftest import ADMIN, Clock
from tests.store.conftest import CONTACT as CLERK
from tests.store.conftest import registered as entered
from tests.store.walked import past_documents

__all__ = ["small"]

DAYS = (date(2026, 10, 15), date(2026, 11, 4), date(2026, 11, 16))
YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize("order", list(permutations(DAYS)))
def test_the_order_of_asking_does_not_matter(small: Store, order: tuple[date, ...]):
    lived(small)
    frames = Frames(small.repository)
    for day in order:
        assert_frame_equal(frames.as_of(day), build(past_documents(small.repository, day)))


def test_a_past_that_was_read_goes_on_with_the_ledger(small: Store):
    """Read once, then problems of every day come in between, as nobody's clock would have it: nothing known stands in the way."""
    lived(small)
    life, frames = Life(small), small.ledger.frames
    frames.as_of(YESTERDAY)
    for day in ("2026-11-21", "2026-11-22", "2026-11-10"):
        life.asked(life.found(day, "2026-12-20", title=f"{day} 查摆的"), day)
        for past in (*DAYS, YESTERDAY):
            assert_frame_equal(Frames(small.repository).as_of(past), build(past_documents(small.repository, past)))
            frames._past.clear()
            assert_frame_equal(frames.as_of(past), build(past_documents(small.repository, past)))


def test_a_clock_that_was_put_back_leaves_the_latest_state_of_a_day(small: Store):
    life = Life(small)
    issue = life.found("2026-11-02", "2026-12-10")
    issue = life.on("2026-11-12").edit(someone(OFFICE), issue.ref_no, issue.revision, {"title": "十二日写的"})
    small.ledger.frames.as_of(date(2026, 11, 10))
    small.ledger.frames._past.clear()
    life.on("2026-11-08").edit(someone(OFFICE), issue.ref_no, issue.revision, {"title": "钟拨回八日后写的"})
    for day, title in {2: "窗口首问责任落空", 7: "窗口首问责任落空", 8: "钟拨回八日后写的", 20: "钟拨回八日后写的"}.items():
        past = date(2026, 11, day)
        assert small.ledger.frames.as_of(past)["title"].tolist() == [title]
        assert [one["title"] for one in past_documents(small.repository, past)] == [title]


def test_a_change_of_today_reads_nothing_again(small: Store, monkeypatch: pytest.MonkeyPatch):
    """What happened after a day does not matter for it, so the past is not read again after every save."""
    lived(small)
    frames = small.ledger.frames
    frames.as_of(DAYS[0])
    registered(small)
    monkeypatch.setattr(Frames, "_read_the_past", lambda self: pytest.fail("read again"))
    assert len(frames.as_of(DAYS[1])) == len(past_documents(small.repository, DAYS[1]))


def test_a_problem_without_a_history_was_always_there(small: Store):
    """Brought in from elsewhere, with later events only: as far back as they go it is known how it stood."""
    document = {**small.repository.get("issue", registered(small).id), "ref_no": "XH-0900", "revision": 1}
    with small.repository.transaction() as transaction:
        came = transaction.insert("issue", document)
    before = small.repository.snapshot("issue")[1][1:]
    small.ledger.edit(someone(OFFICE), "XH-0900", 1, {"title": "改过的"})
    small.ledger.frames._refs["XH-0900"] = came["id"]
    rows = small.ledger.frames.as_of(DAYS[0])
    assert rows["title"].tolist() == ["窗口首问责任落空"]
    assert past_documents(small.repository, DAYS[0]) == [one | {"updated_at": one["created_at"]} for one in before]


def test_when_the_sample_goes_its_past_goes_too(store: Store, clock: Clock):
    with store.repository.transaction() as transaction:
        campaign = transaction.all("campaign")[0]
        transaction.replace("campaign", {**campaign, "sample": True}, campaign["revision"])
    first = clock().date()
    entered(store)
    clock.go_to(first + timedelta(days=3))
    assert len(store.ledger.frames.as_of(first)) == 1
    store.setup.start_empty(ADMIN)
    assert store.ledger.frames.as_of(first).empty
    entered(store)
    clock.go_to(first + timedelta(days=5))
    assert store.ledger.frames.as_of(first).empty
    assert_frame_equal(store.ledger.frames.as_of(first + timedelta(days=4)), build(store.repository.snapshot("issue")[1]))


class Reader(dict[str, Any]):
    """A document that notes what is asked of it."""

    def __init__(self, document: dict[str, Any]) -> None:
        super().__init__(document)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, default)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_names_every_field_that_it_is_read_of(small: Store, name: str):
    """Or a change of another field would change the cell unnoticed."""
    lived(small)
    asked: set[str] = set()
    for document in small.repository.snapshot("issue")[1]:
        reader = Reader(document)
        COLUMNS[name].read(reader)
        asked |= reader.asked
    assert asked <= set(COLUMNS[name].fields)


@pytest.mark.parametrize(
    "query", [{}, {"unit": "U03"}, {"light": "red"}, {"q": "逾期"}, {"age": "8-30"}, {"found_to": "2026-10-20"}]
)
def test_the_figures_of_few_columns_are_those_of_all(small: Store, query: dict[str, str]):
    lived(small)
    filters, day, names = Filters(query), DAYS[2], (*trend.FIGURES, "unsettled")
    few = small.ledger.rows(someone(OFFICE), TODAY, as_of=day, columns=filters.reads)
    quick = progress.counts(filters.apply(few, day))
    slow = progress.summary(filters.apply(small.ledger.rows(someone(OFFICE), TODAY, as_of=day), day))
    assert [getattr(quick, name) for name in names] == [getattr(slow, name) for name in names]
    kept = small.ledger.rows(someone(OFFICE), TODAY, as_of=day, columns=filters.reads)
    assert progress.counts(filters.apply(kept, day)) == quick


def test_a_search_finds_what_was_written_then(store: Store, clock: Clock):
    issue, first = entered(store), clock().date()
    clock.go_to(first + timedelta(days=2))
    issue = store.ledger.do(CLERK, "report_progress", issue.ref_no, issue.revision, note="装了一台叫号机")
    clock.go_to(first + timedelta(days=4))

    def finds(words: str, day: date) -> int:
        rows = store.ledger.rows(CLERK, store.ledger.today(), as_of=day)
        return len(Filters({"q": words}).apply(rows, day))

    assert [finds("叫号机", first + timedelta(days=number)) for number in (0, 1, 2, 3)] == [0, 0, 1, 1]
    assert finds("首问", first) == 1


def test_one_problem_is_shown_as_it_stood_with_what_had_happened_until_then(small: Store):
    lived(small)
    life, office = Life(small), someone(OFFICE)
    issue = life.found("2026-11-02", "2026-12-10", title="最初的题目")
    small.ledger.edit(office, issue.ref_no, issue.revision, {"title": "今天的题目"})
    then = small.ledger.issue(office, issue.ref_no, date(2026, 11, 2))
    assert (then.title, then.revision, then) == ("最初的题目", issue.revision, issue)
    assert [one.action for one in small.ledger.history(office, issue.ref_no, YESTERDAY)] == ["register", "start"]
    assert small.ledger.history(office, issue.ref_no)[-1].action == "edit"
    with pytest.raises(NotFound):
        small.ledger.issue(office, issue.ref_no, date(2026, 11, 1))


def test_a_problem_that_was_confidential_then_is_not_shown_as_it_stood_then(small: Store):
    life, office = Life(small), someone(OFFICE)
    issue = life.on("2026-11-02").register(office, "fix", problem(confidential=True))
    life.on("2026-11-05").edit(office, issue.ref_no, 1, {"confidential": False})
    viewer = someone("viewer")
    assert small.ledger.issue(viewer, issue.ref_no).ref_no == issue.ref_no
    with pytest.raises(NotFound):
        small.ledger.issue(viewer, issue.ref_no, date(2026, 11, 3))
    assert small.ledger.issue(viewer, issue.ref_no, date(2026, 11, 5)).confidential is False


def test_recurrences_are_those_of_the_day(small: Store):
    life, office = Life(small), someone(OFFICE)
    first = life.closed(life.found("2026-10-02", "2026-10-30"), "2026-10-20")
    again = life.on("2026-11-10").register(office, "fix", problem(recurrence_of=first.ref_no, found_on="2026-11-10"))
    assert [one.ref_no for one in small.ledger.recurrences(office, first.ref_no, date(2026, 11, 10))] == [again.ref_no]
    assert small.ledger.recurrences(office, first.ref_no, date(2026, 11, 9)) == []


def test_the_history_of_a_day_ends_with_it(small: Store):
    lived(small)
    found = small.history.find(someone(OFFICE), Wanted.read({"as_of": "2026-11-05", "kind": "issue"}))
    events = small.history.events(someone(OFFICE), found.ids)
    assert {one.at[:10] for one in events if one.action == "refer"} == {"2026-11-05"}
    assert max(one.at[:10] for one in events) == "2026-11-05"
    assert "dismiss" not in found.actions


def test_many_documents_are_walked_back_as_few_are(small: Store, monkeypatch: pytest.MonkeyPatch):
    lived(small)
    every = {one["id"] for one in small.repository.snapshot("issue")[1]}
    few = small.ledger.frames.documents(DAYS[1], every)
    monkeypatch.setattr(module, "FEW", 0)
    assert small.ledger.frames.documents(DAYS[1], every) == few == past_documents(small.repository, DAYS[1])


def test_the_ledger_begins_with_its_first_event(small: Store):
    assert small.ledger.begins() == TODAY


def test_a_problem_that_was_taken_away_still_stood_on_the_days_before(small: Store):
    life, other = Life(small), "另一个问题"
    issue = life.found("2026-11-02", "2026-12-10")
    life.found("2026-11-05", "2026-12-10", title=other)
    small.ledger.frames.as_of(date(2026, 11, 3))
    edited = life.on("2026-11-09").edit(someone(OFFICE), issue.ref_no, issue.revision, {"title": "九日写的"})
    with small.repository.transaction() as transaction:
        life.on("2026-11-12").erase(transaction, someone(OFFICE), "undo_import", edited)
    stood = {1: [], 2: [issue.title], 6: [issue.title, other], 10: ["九日写的", other], 12: [other]}
    for frames in (small.ledger.frames, Frames(small.repository)):
        for day, titles in stood.items():
            past = date(2026, 11, day)
            exact, rows = past_documents(small.repository, past), frames.as_of(past)
            assert rows["title"].tolist() == titles == [one["title"] for one in exact]
            assert_frame_equal(rows, build(exact))
            assert frames.documents(past, rows["id"].tolist()) == exact
