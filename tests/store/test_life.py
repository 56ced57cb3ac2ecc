"""Random lives of random issues through every verb of a real ledger, day after day; what must always hold is asked after each."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as some
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, precondition, rule
from pandas.testing import assert_frame_equal

from store.config import read_settings
from store.engine.embedded import open_embedded
from store.exchange.taking import FILES, take
from store.model.documents import Actor
from store.model.enums import CheckVerdict, Decision, MeasureKind, Mode, Outcome, Role, Status, UrgeLevel, Verdict
from store.model.errors import Refused, XiaohaoError
from store.model.issue import Issue
from store.opening import over
from store.rules.bulk import CHANGES, may_undo
from store.rules.bulk import may as may_change
from store.rules.changes import BOOKKEEPING, rewind
from store.rules.fields import FIELDS
from store.rules.frame import build
from store.rules.offers import offers
from store.rules.permissions import may
from store.rules.verbs import VERBS
from tests.store.conftest import ADMIN, CAMPAIGN, CONTACT, INSPECTOR, OFFICE, OTHER_CONTACT, REVIEWER, TODAY, UNITS, VIEWER, Clock
from tests.store.walked import past_documents

PEOPLE = (CONTACT, OTHER_CONTACT, OFFICE, REVIEWER, Actor("zzg", Role.OFFICE, display_name="郑整改"), INSPECTOR, VIEWER, ADMIN)
MOST = 4
"""As many issues as get a long life each."""
ENDS = ("refer", "dismiss")
"""What ends a life for good; tried now and then, not on the way."""
STRAIGHT = ("register", "start", "request_close", "close", "reopen")
NAMES = ("王责任", "郑整改", *(actor.name for actor in PEOPLE))
MOVES_THE_DATE = {"decide_extension", "grant_extension", "reopen", "undo"}
"""The only actions after which a registered issue may have another due date."""

days = some.integers(-3, 40).map(lambda number: TODAY + timedelta(days=number))
ahead = some.integers(25, 60).map(lambda number: TODAY + timedelta(days=number))
words = some.sampled_from(["材料齐全", "请抓紧办理", "=1+1", "第一行\n第二行", "  x  "])
measure = some.fixed_dictionaries(
    {
        "kind": some.sampled_from(MeasureKind),
        "text": words,
        "owner": some.sampled_from(["", *NAMES]),
        "due": some.none() | ahead,
        "id": some.none() | some.integers(1, 4),
    }
)
TYPED: dict[str, some.SearchStrategy[Any]] = {
    "unit": some.sampled_from(["U01", "U02"]),
    "category": some.sampled_from(["duty", "meetings"]),
    "title": words,
    "finding": words,
    "source": some.sampled_from(["self_check", "hotline"]),
    "found_on": some.integers(0, 9).map(lambda number: TODAY - timedelta(days=number)),
    "cause_kind": some.sampled_from(["system", "ability"]),
    "cause": words,
    "mode": some.sampled_from(Mode),
    "due": ahead,
    "next_review": some.none() | ahead,
    "owner": some.sampled_from(["", *NAMES]),
    "confidential": some.booleans(),
    "measures": some.lists(measure, min_size=1, max_size=3),
}
INPUTS: dict[str, some.SearchStrategy[Any]] = {
    "outcome": some.sampled_from(Outcome),
    "decision": some.sampled_from(Decision),
    "check_verdict": some.sampled_from(CheckVerdict),
    "level": some.sampled_from(UrgeLevel),
    "measure": some.integers(1, 4),
    "piece": some.integers(1, 6),
    "files": some.just([]),
    "category": some.sampled_from(["duty", "meetings"]),
    "percent": some.sampled_from([0, 50, 100, 100, 100]),
    "done_on": some.none() | days,
    "number": some.integers(1, 3).map(lambda number: f"2026-{number:03d}"),
    **dict.fromkeys(("due", "new_due", "next_review", "answer_by", "check_on", "next_check", "granted_due", "dated"), ahead),
}
"""What is typed into a verb; what is not named here is text."""
NAMED: dict[str, Callable[[Issue], Any]] = {
    "number": lambda issue: next(slip.number for slip in issue.urges if not slip.answer),
    "piece": lambda issue: issue.standing_evidence[0].id,
}
"""What a form offers by name, because only that is there."""
NONSENSE = some.sampled_from(["", None, -1, "gestern", "2026-13-01", True]) | some.integers(5000, 5000).map("x".__mul__)


def whole(**known: Any) -> some.SearchStrategy[dict[str, Any]]:
    """Fields of a problem that is ready to be put on the books."""
    return some.fixed_dictionaries(TYPED | {name: some.just(value) for name, value in known.items()})


def inputs_of(verb: str, sense: bool) -> some.SearchStrategy[dict[str, Any]]:
    """What may be typed into a verb's form: sensible, or with nonsense and holes in it."""
    fitting = {name: INPUTS.get(name, words) for name in VERBS[verb].inputs}
    if sense:
        return some.fixed_dictionaries(fitting)
    return some.fixed_dictionaries({}, optional={name: one | NONSENSE for name, one in fitting.items()})


anything = some.fixed_dictionaries(
    {name: TYPED[name] for name in ("unit", "title")},
    optional={name: one | NONSENSE for name, one in TYPED.items() if name not in ("unit", "title")},
)


@dataclass(frozen=True)
class Evening:
    """What was stored at the end of a day, and the files that were taken away then."""

    documents: list[dict[str, Any]]
    files: dict[str, bytes]


class Life(RuleBasedStateMachine):
    """A ledger with everybody at it."""

    issues = Bundle("issues")

    @initialize(target=issues, data=some.data())
    def opened(self, data: some.DataObject) -> Any:
        """Two problems are on the books before anybody comes."""
        self.folder = tempfile.TemporaryDirectory()
        path = str(Path(self.folder.name) / "ledger.db")
        self.clock = Clock()
        self.store = over(open_embedded(path), read_settings({"XIAOHAO_STORE": path}), self.clock)
        self.store.setup.set_up(ADMIN, CAMPAIGN, UNITS)
        self.first_dates: dict[str, date | None] = {}
        self.evenings: dict[date, Evening] = {}
        first = [self.store.ledger.register(OFFICE, "c", data.draw(whole(unit=unit))) for unit in ("U01", "U02")]
        self.numbers: list[str] = [issue.ref_no for issue in first]
        return multiple(*self.numbers)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            try:
                for day, evening in self.evenings.items():
                    assert past_documents(self.store.repository, day) == evening.documents
                    self.look_back_on(day)
                    for file, content in evening.files.items():
                        assert take(self.store, OFFICE, file, {"as_of": day.isoformat()}).content == content
            finally:
                self.store.repository.close()
                self.folder.cleanup()

    def attempt(self, verb: str, act: Callable[[], Issue]) -> Issue | None:
        """One verb; refused, it has written nothing. Any other error is a bug."""
        version, documents = self.store.repository.snapshot("issue")
        try:
            done = act()
        except XiaohaoError as error:
            event(f"{verb} refused: {type(error).__name__}")
            assert self.store.repository.snapshot("issue") == (version, documents)
            return None
        event(f"{verb} done")
        return done

    def as_it_stands(self, ref: str) -> Issue:
        return self.store.ledger.issue(ADMIN, ref)

    @precondition(lambda self: len(self.numbers) < MOST)
    @rule(target=issues, actor=some.sampled_from(PEOPLE[:4]), registered=some.booleans(), data=some.data())
    def enter(self, actor: Actor, registered: bool, data: some.DataObject) -> Any:
        own = {"unit": actor.unit} if actor.unit else {}
        create = self.store.ledger.register if registered else self.store.ledger.save_draft
        issue = create(actor, "c", data.draw(whole(**own)))
        self.numbers.append(issue.ref_no)
        return issue.ref_no

    @precondition(lambda self: len(self.numbers) < MOST)
    @rule(target=issues, actor=some.sampled_from(PEOPLE), raw=anything)
    def enter_anything(self, actor: Actor, raw: dict[str, Any]) -> Any:
        issue = self.attempt("save_draft", lambda: self.store.ledger.save_draft(actor, "c", raw))
        if issue is None:
            return multiple()
        self.numbers.append(issue.ref_no)
        return issue.ref_no

    @rule(ref=issues, actor=some.sampled_from(PEOPLE), field=some.sampled_from(sorted({*FIELDS, "measures"})), data=some.data())
    def edit(self, ref: str, actor: Actor, field: str, data: some.DataObject) -> None:
        raw = {field: data.draw(TYPED.get(field, words) | NONSENSE)}
        self.attempt("edit", lambda: self.store.ledger.edit(actor, ref, self.as_it_stands(ref).revision, raw))

    @rule(ref=issues, actor=some.sampled_from(PEOPLE), verb=some.sampled_from(sorted(VERBS)), data=some.data())
    def try_a_verb(self, ref: str, actor: Actor, verb: str, data: some.DataObject) -> None:
        inputs = data.draw(inputs_of(verb, sense=data.draw(some.booleans())))
        stale = data.draw(some.sampled_from([0, 0, 0, 1]))
        revision = self.as_it_stands(ref).revision - stale
        self.attempt(verb, lambda: self.store.ledger.do(actor, verb, ref, revision, **inputs))

    @rule(ref=issues, actor=some.sampled_from(PEOPLE[:5]), data=some.data())
    def go_on(self, ref: str, actor: Actor, data: some.DataObject) -> None:
        """What the page offers with nothing against it."""
        issue = self.as_it_stands(ref)
        if actor.unit and actor.unit != issue.unit:
            actor = OFFICE
        open_to = offers(issue, actor, self.store.ledger.today())
        offered = [verb for verb, against in open_to.items() if not against and verb not in ENDS]
        if offered:
            verb = data.draw(some.sampled_from(offered))
            inputs = data.draw(inputs_of(verb, sense=True))
            inputs |= {name: find(issue) for name, find in NAMED.items() if name in VERBS[verb].inputs}
            try:
                self.attempt(verb, lambda: self._not_refused(actor, verb, issue, inputs))
            except AssertionError as wrong:
                raise AssertionError(f"{verb} was offered to {actor} on {issue}") from wrong

    def _not_refused(self, actor: Actor, verb: str, issue: Issue, inputs: dict[str, Any]) -> Issue:
        """What is offered is not refused by rule, only by what is typed."""
        try:
            return self.store.ledger.do(actor, verb, issue.ref_no, issue.revision, **inputs)
        except Refused as refused:
            raise AssertionError(str(refused)) from refused

    @rule(ref=issues, actor=some.sampled_from(PEOPLE[:5]), data=some.data())
    def take_the_next_move(self, ref: str, actor: Actor, data: some.DataObject) -> None:
        """The straight way to the end and back again, by whoever may."""
        if self.as_it_stands(ref).status in (Status.IN_PROGRESS, Status.ONGOING):
            self.work_it_off(ref, OFFICE, data)
        issue = self.as_it_stands(ref)
        allowed = [
            (verb, one)
            for verb, one in product(STRAIGHT, (actor, *PEOPLE[:5]))
            if one.unit in ("", issue.unit) and offers(issue, one, self.store.ledger.today()).get(verb) == []
        ]
        if allowed:
            verb, one = allowed[0]
            inputs = data.draw(inputs_of(verb, sense=True))
            self.attempt(verb, lambda: self._not_refused(one, verb, issue, inputs))

    @rule(ref=issues, actor=some.sampled_from(PEOPLE[:4]), days=some.integers(1, 30))
    def ask_for_more_time(self, ref: str, actor: Actor, days: int) -> None:
        issue = self.as_it_stands(ref)
        if issue.due:
            wish = {"new_due": issue.due + timedelta(days=days), "reason": "等批复"}
            self.attempt(
                "request_extension",
                lambda: self.store.ledger.do(actor, "request_extension", ref, issue.revision, **wish),
            )

    @rule(ref=issues, decision=some.sampled_from(Decision))
    def decide_on_more_time(self, ref: str, decision: Decision) -> None:
        revision, said = self.as_it_stands(ref).revision, {"decision": decision, "opinion": "已核"}
        self.attempt("decide_extension", lambda: self.store.ledger.do(OFFICE, "decide_extension", ref, revision, **said))

    def work_it_off(self, ref: str, actor: Actor, data: some.DataObject) -> None:
        """All measures done and shown, as far as somebody may."""
        for number in [one.id for one in self.as_it_stands(ref).measures if not one.done]:
            issue = self.as_it_stands(ref)
            if may("report_progress", actor, issue):
                self.store.ledger.do(actor, "report_progress", ref, issue.revision, measure=number, percent=100)
        issue = self.as_it_stands(ref)
        if may("add_evidence", actor, issue):
            self.store.ledger.do(actor, "add_evidence", ref, issue.revision, title=data.draw(words))

    @rule(actor=some.sampled_from(PEOPLE), change=some.sampled_from(sorted(CHANGES)), data=some.data())
    def change_all(self, actor: Actor, change: str, data: some.DataObject) -> None:
        """Every issue at once; the preview says what becomes of each."""
        inputs = {name: data.draw(INPUTS.get(name, words)) for name in CHANGES[change].inputs}
        chosen = {issue.ref_no: issue.revision for issue in self.all()}
        lines = self.store.batches.preview(actor, change, chosen, inputs)
        if may_change(change, actor):
            done = self.store.batches.apply(actor, change, chosen, inputs)
            assert {line.ref_no for line in lines if line.changes} == {issue.ref_no for issue in done.issues}
            assert {line.ref_no for line in lines if line.refused} == set(done.refused)

    @rule(actor=some.sampled_from(PEOPLE), data=some.data())
    def undo(self, actor: Actor, data: some.DataObject) -> None:
        """A batch, whether or not it is this person's: what nobody changed since is as it was."""
        batches = self.store.repository.snapshot("batch")[1]
        if not batches:
            return
        batch = data.draw(some.sampled_from(batches))
        stands = {ref: self.as_it_stands(ref).revision == revision for ref, revision in batch["revisions"].items()}
        if batch["undone_at"] or not may_undo(actor, batch["by"]):
            with pytest.raises(Refused, match=r"already_undone|not_your_batch"):
                self.store.batches.undo(actor, batch["id"])
        else:
            done = self.store.batches.undo(actor, batch["id"])
            assert {issue.ref_no for issue in done.issues} == {ref for ref, same in stands.items() if same}

    @rule(number=some.integers(1, 12))
    def days_go_by(self, number: int) -> None:
        today = self.store.ledger.today()
        files = {file: take(self.store, OFFICE, file, {}).content for file in FILES}
        self.evenings[today] = Evening(self.store.repository.snapshot("issue")[1], files)
        self.clock.go_to(today + timedelta(days=number))

    @precondition(lambda self: self.evenings)
    @rule(data=some.data())
    def look_back(self, data: some.DataObject) -> None:
        """While life goes on, at a day that was looked at before or not."""
        self.look_back_on(data.draw(some.sampled_from(sorted(self.evenings))))

    def look_back_on(self, day: date) -> None:
        """Quick or slow, with everything or with a few columns: what was there that evening is there."""
        frames, then = self.store.ledger.frames, self.evenings[day].documents
        few, every = ["written", "status", "updated_at"], {document["id"] for document in then}
        assert_frame_equal(frames.as_of(day, few), build(then)[few])
        assert_frame_equal(frames.as_of(day), build(then))
        assert frames.documents(day, every) == then

    @invariant()
    def what_is_closed_was_closed_by_somebody_else(self) -> None:
        for issue in self.all():
            assert (issue.closed_on is not None) == (issue.status is Status.CLOSED)
            if issue.status is Status.CLOSED:
                last = issue.closures[-1]
                assert last.verdict is Verdict.CLOSED
                assert last.opinion
                closer = next(actor for actor in PEOPLE if actor.name == last.decided_by)
                assert closer.name != last.requested_by
                assert issue.owner not in {closer.name, closer.display_name} - {""}
                assert closer.role is Role.OFFICE

    @invariant()
    def no_first_date_is_lost(self) -> None:
        for issue in self.all():
            if issue.status is not Status.DRAFT and (issue.status is not Status.DISMISSED or issue.original_due):
                assert self.first_dates.setdefault(issue.ref_no, issue.original_due) == issue.original_due

    @invariant()
    def no_number_is_given_twice(self) -> None:
        assert sorted(self.numbers) == sorted({issue.ref_no for issue in self.all()})
        assert len(self.numbers) == len(set(self.numbers))

    @invariant()
    def the_history_is_the_document(self) -> None:
        for document in self.documents():
            events = list(self.store.repository.select("event", subject=f"issue:{document['id']}"))
            assert [one["doc_revision"] for one in events] == list(range(1, document["revision"] + 1))
            built: dict[str, Any] = {}
            for one in events:
                before = built
                built = rewind(built, one["after"], one["before"])
                assert told(rewind(built, one["before"], one["after"])) == told(before)
                if one["action"] == "decide_extension":
                    granted = built["extensions"][-1]["decision"] == "granted"
                    assert (built["due"] != before["due"]) == granted
                if before.get("status", "draft") != "draft" and before["due"] != built["due"]:
                    assert one["action"] in MOVES_THE_DATE
                    assert one["action"] in ("reopen", "undo") or built["due"] > before["due"]
            assert told(built) == told(document)

    @invariant()
    def the_rows_are_those_of_the_documents(self) -> None:
        if hasattr(self, "store"):
            followed, built = self.store.ledger.frames.current().rows, build(self.documents())
            if not followed.equals(built):
                assert_frame_equal(followed, built)

    @invariant()
    def nobody_reads_what_is_not_for_them(self) -> None:
        if hasattr(self, "store"):
            rows = self.store.ledger.rows(VIEWER, self.store.ledger.today())
            shown = {one["ref_no"] for one in self.documents() if one["status"] != "draft" and not one["confidential"]}
            assert set(rows["ref_no"]) == shown

    def documents(self) -> list[dict[str, Any]]:
        return self.store.repository.snapshot("issue")[1] if hasattr(self, "store") else []

    def all(self) -> list[Issue]:
        return [self.as_it_stands(document["ref_no"]) for document in self.documents()]


def told(document: dict[str, Any]) -> dict[str, Any]:
    """What the history tells of a document."""
    return {name: value for name, value in document.items() if name not in BOOKKEEPING}


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=20,
    stateful_step_count=40,
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
