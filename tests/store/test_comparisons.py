"""Two standings compared as somebody: random histories against their events, every kind of side, and nobody's hidden matter."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from store.exchange.taking import take
from store.model.documents import Actor
from store.model.enums import Decision, Outcome
from store.model.errors import Invalid, NotFound, XiaohaoError
from store.opening import Store
from store.rules.movement import KINDS, Movement, changed_cells, movement
from store.words import LANGUAGES
from tests.store.conftest import CONTACT, INSPECTOR, OFFICE, OTHER_CONTACT, REVIEWER, TODAY, VIEWER, Clock, fields, registered

FIRST_DAY = TODAY - timedelta(days=30)
UNFINISHED = {"open", "in_progress", "pending", "ongoing"}


LIKELY = {
    "draft": "register",
    "open": "start start start start start dismiss grant_extension request_extension",
    "in_progress": "report_progress add_evidence request_close request_close request_close request_close keep_going "
    "grant_extension request_extension decide_extension decide_extension refer",
    "ongoing": "request_close",
    "pending": "close return",
    "closed": "reopen",
}
"""What people do in each status, the usual more often."""


class Walk:
    """A ledger on which people do one thing after the other, at random; what is refused is refused."""

    def __init__(self, store: Store, clock: Clock, seed: int) -> None:
        self.store, self.clock, self.chance = store, clock, Random(seed)
        self.refs: list[str] = []

    def go(self) -> None:
        for number in range(31):
            self.clock.go_to(FIRST_DAY + timedelta(days=number))
            for _ in range(self.chance.randint(4, 9)):
                self.step()

    def step(self) -> None:
        ledger, today = self.store.ledger, self.clock.now.date()
        if len(self.refs) < 3 or self.chance.random() < 0.2:
            due = today + timedelta(days=self.chance.randint(1, 20))
            typed = fields(found_on=today, due=due, unit=self.chance.choice(["U01", "U02"]), measures=[])
            typed["measures"] = [{"kind": "corrective", "text": "改", "owner": "王责任", "due": due}]
            begin = self.chance.choice([ledger.register, ledger.register, ledger.save_draft])
            self.refs.append(begin(OFFICE, "c", typed).ref_no)
            return
        issue = ledger.issue(OFFICE, self.chance.choice(self.refs))
        verb, inputs = self.chance.choice(self.verbs(issue, today))
        try:
            ledger.do(REVIEWER if verb in ("close", "return") else OFFICE, verb, issue.ref_no, issue.revision, **inputs)
        except XiaohaoError:
            return

    def verbs(self, issue: Any, today: date) -> list[tuple[str, dict[str, Any]]]:
        later = today + timedelta(days=self.chance.randint(3, 30))
        inputs = {
            "report_progress": {"measure": issue.measures[0].id, "percent": 100, "note": "好"},
            "add_evidence": {"title": "纪要"},
            "request_close": {"note": "完成"},
            "close": {"opinion": "属实", "outcome": Outcome.FULL},
            "return": {"missing": "缺佐证"},
            "reopen": {"reason": "反弹", "due": later},
            "keep_going": {"next_review": later},
            "refer": {"recipient": "督察", "reason": "纪律"},
            "dismiss": {"reason": "不属实"},
            "request_extension": {"new_due": later, "reason": "等批复"},
            "decide_extension": {"decision": self.chance.choice(list(Decision)), "opinion": "可"},
            "grant_extension": {"new_due": later, "reason": "等批复"},
        }
        return [(verb, inputs.get(verb, {})) for verb in LIKELY.get(issue.status, "add_evidence").split()]


def told_by_events(store: Store, until: date) -> dict[str, dict[str, Any]]:
    """How each problem stood at the end of a day, from the events up to it alone, read forwards."""
    standing: dict[str, dict[str, Any]] = defaultdict(lambda: {"returned": 0, "extended": 0})
    for event in store.repository.select("event"):
        if event["subject"].startswith("issue:") and event["at"][:10] <= until.isoformat():
            one = standing[event["ref"]]
            one.update({name: value for name, value in event["after"].items() if name in ("status", "due", "next_review")})
            one["returned"] += event["action"] == "return"
            one["extended"] += any(
                path.startswith("extensions.") and value["decision"] == "granted" for path, value in event["after"].items()
            )
    return {ref: one | {"red": is_red(one, until)} for ref, one in standing.items() if one["status"] != "draft"}


def is_red(one: dict[str, Any], day: date) -> bool:
    ongoing = one["status"] == "ongoing" or not one["due"]
    deadline = one["next_review"] if ongoing else one["due"]
    return one["status"] in UNFINISHED and bool(deadline) and deadline < day.isoformat()


def expected(old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]]) -> dict[str, set[str]]:
    books = {ref for ref in new if new[ref]["status"] != "dismissed"}
    before = {ref for ref in old if old[ref]["status"] != "dismissed"}

    def with_status(standing: dict[str, dict[str, Any]], status: str) -> set[str]:
        return {ref for ref in standing if standing[ref]["status"] == status}

    def grown(name: str) -> set[str]:
        return {ref for ref in books if new[ref][name] > old.get(ref, {name: 0})[name]}

    red_then, red_now = ({ref for ref in standing if standing[ref]["red"]} for standing in (old, new))
    return {
        "added": books - before,
        "closed": with_status(new, "closed") - with_status(old, "closed"),
        "reopened": with_status(old, "closed") - with_status(new, "closed"),
        "returned": grown("returned"),
        "extended": grown("extended"),
        "referred": with_status(new, "referred") - with_status(old, "referred"),
        "dismissed": before & with_status(new, "dismissed"),
        "turned_red": red_now - red_then,
        "left_red": red_then - red_now,
        "deleted": set(),
    }


@pytest.mark.parametrize("seed", range(6))
def test_the_movement_between_any_two_days_is_what_the_events_tell(store: Store, clock: Clock, seed: int):
    walk = Walk(store, clock, seed)
    walk.go()
    days = sorted(walk.chance.sample([FIRST_DAY + timedelta(days=number) for number in range(30)], 4))
    for first, last in [*pairwise(days), (days[0], TODAY), (FIRST_DAY - timedelta(days=1), TODAY)]:
        code = "now" if last == TODAY else f"day:{last}"
        moved = movement(*store.comparisons.pair(OFFICE, f"day:{first}", code))
        told = expected(told_by_events(store, first), told_by_events(store, last))
        assert {kind: set(moved.of(kind)) for kind in told} == told


def test_these_histories_have_every_movement_that_a_ledger_can_make(store: Store, clock: Clock):
    Walk(store, clock, 0).go()
    days = [f"day:{FIRST_DAY + timedelta(days=number)}" for number in range(-1, 31)]
    moved = [movement(*store.comparisons.pair(OFFICE, *pair)) for pair in pairwise(days)]
    assert {kind for kind in KINDS if any(one.of(kind) for one in moved)} == {*KINDS} - {"deleted"}


def snapshot(store: Store) -> str:
    return f"snapshot:{store.snapshots.take(OFFICE, '', '会前').id}"


def exported(store: Store, actor: Actor = OFFICE, **query: str) -> bytes:
    return take(store, actor, "issues.csv", query).content


def test_a_snapshot_a_day_and_a_file_of_the_same_moment_are_the_same(store: Store, clock: Clock):
    Walk(store, clock, 7).go()
    taken = snapshot(store)
    now = store.comparisons.side(OFFICE, "now")
    files = {header: exported(store, header=header) for header in ("code", *LANGUAGES)}
    others = [store.comparisons.side(OFFICE, code) for code in (taken, f"day:{TODAY}")]
    others += [store.comparisons.side(OFFICE, "file", content=content) for content in files.values()]
    clock.go_to(TODAY + timedelta(days=1))
    others.append(store.comparisons.side(OFFICE, f"day:{TODAY}"))
    assert len(now.rows) > 5
    for other in others:
        assert other.rows == now.rows


def test_each_side_has_the_light_of_its_own_day(store: Store, clock: Clock):
    registered(store, due=TODAY + timedelta(days=30))
    taken = snapshot(store)
    clock.go_to(TODAY + timedelta(days=31))
    before, after = store.comparisons.pair(OFFICE, taken, "now")
    assert (before.day, after.day) == (TODAY, TODAY + timedelta(days=31))
    assert movement(before, after) == Movement(turned_red=("XH-0001",))
    assert [(one.column, one.old, one.new) for one in changed_cells(before, after)] == [("light", "green", "red")]


def test_a_cell_may_be_longer_than_readers_of_csv_usually_allow(store: Store):
    issue = registered(store)
    for _ in range(40):
        issue = store.ledger.do(OFFICE, "report_progress", issue.ref_no, issue.revision, note="长" * 4000)
    side = store.comparisons.side(OFFICE, snapshot(store))
    assert len(side.rows["XH-0001"]["progress"]) > 40 * 4000
    assert store.comparisons.side(OFFICE, "file", content=exported(store)).rows == side.rows


def test_drafts_are_on_no_side(store: Store):
    draft = store.ledger.save_draft(OFFICE, "c", fields())
    content = exported(store)
    assert "draft" in content.decode()
    taken = snapshot(store)
    assert store.comparisons.side(OFFICE, "file", content=content).rows == {}
    store.ledger.do(OFFICE, "register", draft.ref_no, draft.revision)
    assert movement(*store.comparisons.pair(OFFICE, taken, "now")) == Movement(added=(draft.ref_no,))


@pytest.mark.parametrize("actor", [CONTACT, INSPECTOR, OFFICE])
def test_restricted_matter_is_compared_for_those_who_see_it(store: Store, actor: Actor):
    taken = snapshot(store)
    store.ledger.register(CONTACT, "c", fields(confidential=True))
    assert movement(*store.comparisons.pair(actor, taken, "now")).added == ("XH-0001",)


@pytest.mark.parametrize("actor", [VIEWER, OTHER_CONTACT])
@pytest.mark.parametrize("marked", ["always", "later", "no longer"])
def test_restricted_matter_is_on_no_side_for_others(store: Store, clock: Clock, actor: Actor, marked: str):
    issue = store.ledger.register(CONTACT, "c", fields(confidential=marked != "later"))
    content, taken = exported(store), snapshot(store)
    clock.go_to(TODAY + timedelta(days=1))
    if marked != "always":
        store.ledger.edit(OFFICE, issue.ref_no, issue.revision, {"confidential": marked == "later"})
    for before in (taken, f"day:{TODAY}", "file", f"day:{TODAY - timedelta(days=1)}"):
        for pair in ((before, "now"), ("now", before)):
            sides = store.comparisons.pair(actor, *pair, content=content)
            if before.startswith("day:2026-11-22"):  # it was not there at all, so only the mark of now counts
                assert (len(sides[0].rows) + len(sides[1].rows)) == (1 if marked == "no longer" else 0)
            else:
                assert [dict(side.rows) for side in sides] == [{}, {}]


@pytest.mark.parametrize(
    "code", ["", "then", "day:gestern", "day:", "snapshot:x", "snapshot:", "snapshot:99999999999999999999", "now:1", "file:x"]
)
def test_a_code_that_is_none_is_told(store: Store, code: str):
    with pytest.raises(Invalid):
        store.comparisons.side(OFFICE, code)


def test_a_snapshot_that_is_not_there_is_not_found(store: Store):
    with pytest.raises(NotFound):
        store.comparisons.side(OFFICE, "snapshot:7")


def test_a_day_to_come_is_today(store: Store):
    registered(store)
    assert store.comparisons.side(OFFICE, "day:2030-01-01").day == TODAY


def test_since_then_means_the_last_snapshot_or_a_week(store: Store):
    assert store.comparisons.since_last() == f"day:{TODAY - timedelta(days=7)}"
    first = snapshot(store)
    second = snapshot(store)
    assert first != second
    assert store.comparisons.since_last() == second
