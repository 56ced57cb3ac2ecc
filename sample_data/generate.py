"""Makes a believable ledger with its whole history: plots are planned from a seed and played through the ledger's own verbs."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from sample_data.bank import HERE, phrases, problems, units
from sample_data.hollow import hollow
from sample_data.papers import files_for
from sample_data.plots import (
    PLOTS,
    Cast,
    Plot,
    Step,
    asked_again,
    drafted,
    extended,
    fields,
    ongoing,
    rebound,
    sent_back,
    slow,
    stalled,
    to_check,
    waiting,
)
from store.engine.repository import Repository
from store.ledger import Ledger
from store.model.documents import Actor
from store.model.enums import Role
from store.model.issue import Issue
from store.opening import Store
from store.setup import SYSTEM, Setup, read_campaign, read_units

SIZE = 168
SEED = 20261123
DAYS_BEHIND, DAYS_AHEAD = 118, 42
"""The campaign's days before and after the day of making."""
AT_ONCE = 500
"""Problems played in one transaction when many are made."""


def begin(store: Store) -> None:
    """Set up the campaign and its units, beginning today, with no problem in it yet."""
    today = store.ledger.today()
    campaign = read_campaign(HERE / "campaign_zh.json", today, today + timedelta(days=DAYS_BEHIND + DAYS_AHEAD))
    if not store.ledger.campaigns():
        store.setup.set_up(SYSTEM, campaign, read_units(HERE / "units_zh.json"))


def fill(store: Store, size: int = SIZE, seed: int = SEED, told: Callable[[int, int], None] | None = None) -> None:
    """Set up the campaign, its units and ``size`` problems up to the store's day; ``told`` hears how many are done."""
    today = store.ledger.today()
    starts, ends = today - timedelta(days=DAYS_BEHIND), today + timedelta(days=DAYS_AHEAD)
    campaign = read_campaign(HERE / "campaign_zh.json", starts, ends, sample=True)
    start = Stage(store.repository, datetime.combine(starts, time(9)).astimezone())
    if not store.ledger.campaigns():
        start.setup.set_up(SYSTEM, campaign, read_units(HERE / "units_zh.json"))
    planned, known, done = plan(today, size, seed), Known(), 0
    while plots := list(islice(planned, AT_ONCE)):
        with store.repository.transaction():
            play(store.repository, campaign.code, plots, datetime.combine(today, time(17, 40)).astimezone(), known)
        done += len(plots)
        if told:
            told(done, max(size, done))


Life = Callable[[Plot], None]
Known = dict[int, tuple[str, int]]
"""Number and revision of what was entered, by plot; a recurrence may be played in a later batch than what it recurs from."""


class Stage:
    """A ledger whose clock is set by hand."""

    def __init__(self, repository: Repository, at: datetime) -> None:
        self.at = at
        self.ledger = Ledger(repository, lambda: self.at)
        self.setup = Setup(repository, lambda: self.at)


def play(repository: Repository, campaign: str, plots: list[Plot], now: datetime, known: Known) -> None:
    """Every step of ``plots`` that lies before ``now``, in the order of time; ``known`` goes on from batch to batch."""
    stage = Stage(repository, now)
    steps = sorted(((step, plot) for plot in plots for step in plot.steps if step.at <= now), key=lambda pair: pair[0].at)
    for step, plot in steps:
        stage.at = step.at
        if step.verb in ("enter", "save_draft"):
            raw = fields(plot) | {"recurrence_of": known[id(plot.recurrence_of)][0] if plot.recurrence_of else ""}
            issue = (stage.ledger.register if step.verb == "enter" else stage.ledger.save_draft)(step.actor, campaign, raw)
        else:
            issue = _change(stage, step, *known[id(plot)])
        known[id(plot)] = (issue.ref_no, issue.revision)


def _change(stage: Stage, step: Step, ref_no: str, revision: int) -> Issue:
    if step.verb == "edit":
        return stage.ledger.edit(step.actor, ref_no, revision, step.inputs)
    return stage.ledger.do(step.actor, step.verb, ref_no, revision, **_inputs(stage, step, ref_no))


def _inputs(stage: Stage, step: Step, ref_no: str) -> dict[str, Any]:
    """The planned inputs, with what is only known while playing: the measure's id, the number of the slip to answer, a file."""
    inputs = dict(step.inputs)
    if "measure" in inputs:
        inputs["measure"] += 1
    if step.verb == "add_evidence":
        inputs["files"] = files_for(inputs["title"])
    if step.verb == "answer_urge":
        key = stage.ledger.frames.id_of(ref_no)
        with stage.ledger.repository.transaction() as transaction:
            inputs["number"] = next(slip["number"] for slip in transaction.get("issue", key or 0)["urges"] if not slip["answer"])
    return inputs


def plan(today: date, size: int, seed: int) -> Iterator[Plot]:
    """``size`` plots; the first of each text is unique, larger ledgers use the texts again in other units.

    In a sample of the usual size three more were put right on paper only.
    """
    rng = random.Random(seed)
    people = iter(rng.sample(phrases()["names"], 6 * len(units())))
    casts = {unit["code"]: _cast(unit, list(islice(people, 6))) for unit in units()}
    load = dict.fromkeys(casts, 0)
    for text, lived in zip(islice(_texts(rng), size), _deck(rng, size), strict=True):
        unit = min(text["units"], key=lambda code: load[code] + rng.random() * 4)
        load[unit] += 1
        plot = _plot(text, unit, today, rng, casts[unit])
        _lived(lived, rng, plot, today)(plot)
        yield plot
        if "recurs" in text and rng.random() < 0.8 and _ended_early(plot, today):
            yield _recurrence(plot, today, rng)
    if size >= SIZE:
        yield from hollow(today, casts.__getitem__, seed)


def _texts(rng: random.Random) -> Iterator[dict[str, Any]]:
    while True:
        order = problems()[:]
        rng.shuffle(order)
        yield from order


def _cast(unit: dict[str, Any], owners: list[str]) -> Cast:
    office = phrases()["office_names"]
    return Cast(
        contact=Actor(unit["contact"], Role.UNIT, unit["code"]),
        owners=owners,
        lead=unit["leader"],
        office=Actor(office[0], Role.OFFICE),
        reviewer=Actor(office[1], Role.OFFICE),
    )


def _plot(text: dict[str, Any], unit: str, today: date, rng: random.Random, cast: Cast) -> Plot:
    found = today - timedelta(days=round(4 + (DAYS_BEHIND - 8) * (1 - rng.betavariate(1.25, 1.75))))
    days = rng.randint(14, 28) if text["mode"] == "immediate" else rng.randint(32, 75)
    due = found + timedelta(days=days)
    own = Cast(cast.contact, rng.sample(cast.owners, len(cast.owners)), cast.lead, cast.office, cast.reviewer)
    return Plot(text, own, random.Random(rng.random()), unit, found, due)


def _deck(rng: random.Random, size: int) -> list[Life]:
    """A plot for each problem in the proportions of PLOTS, every plot at least twice, shuffled."""
    whole = sum(PLOTS.values())
    deck = [lived for lived, share in PLOTS.items() for _ in range(max(2, round(size * share / whole)))]
    rng.shuffle(deck)
    return (deck + rng.choices(list(PLOTS), list(PLOTS.values()), k=size))[:size]


def _lived(chosen: Life, rng: random.Random, plot: Plot, today: date) -> Life:
    """The plot to play; unfinished ones are given dates around today, as nobody leaves a date unanswered for months."""
    if plot.text["mode"] == "ongoing" and rng.random() < 0.3:
        chosen = ongoing
    if chosen in (slow, stalled):
        plot.found = today - timedelta(days=rng.randint(18, 55))
        plot.due = today + timedelta(days=rng.choice((-19, -9, -4, -3, -1, 0, 1, 2, 4, 6, 9, 13, 17, -17)))
        plot.found = min(plot.found, plot.due - timedelta(days=9))
    if chosen is extended and plot.rng.random() < 0.25:
        plot.due = today + timedelta(days=plot.rng.choice((5, 6, 7, 8)))
        plot.found = plot.due - timedelta(days=35)
    if chosen is sent_back:
        plot.found, plot.due = today - timedelta(days=rng.randint(20, 26)), today + timedelta(days=rng.randint(12, 20))
    if chosen is waiting:
        plot.found, plot.due = today - timedelta(days=rng.randint(18, 34)), today + timedelta(days=rng.choice((-3, 1, 4, 12, 16)))
    if chosen is asked_again:
        plot.found, plot.due = today - timedelta(days=rng.randint(37, 42)), today + timedelta(days=rng.choice((-1, 3, 9)))
    if chosen in (to_check, rebound):
        plot.found, plot.due = today - timedelta(days=rng.randint(62, 90)), today - timedelta(days=rng.randint(18, 24))
        plot.check_on = today + timedelta(days=rng.choice((-6, -1, 0, 3)) if chosen is to_check else -3)
    if chosen is drafted:
        plot.found = today - timedelta(days=rng.randint(1, 4))
        plot.due = today + timedelta(days=30)
    if chosen is ongoing:
        plot.next_review = (plot.due or today) + timedelta(days=7)
    return chosen


def _ended_early(plot: Plot, today: date) -> bool:
    return plot.steps[-1].at.date() < today - timedelta(days=25) and any(step.verb == "close" for step in plot.steps)


def _recurrence(plot: Plot, today: date, rng: random.Random) -> Plot:
    """The same trouble again in the same unit some weeks after it was struck off."""
    closed = next(step.at.date() for step in plot.steps if step.verb == "close")
    found = min(max(closed + timedelta(days=rng.randint(12, 30)), today - timedelta(days=30)), today - timedelta(days=4))
    text = plot.text | plot.text["recurs"] | {"source": "inspection"}
    again = Plot(
        text,
        plot.cast,
        random.Random(rng.random()),
        plot.unit,
        found,
        today + timedelta(days=rng.randint(-3, 20)),
        recurrence_of=plot,
    )
    slow(again)
    return again
