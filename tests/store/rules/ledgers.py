"""Random issues for the property tests: any status with any dates, as the store would hold them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as some

from store.model.codec import to_dict
from store.model.enums import Decision, MeasureKind, Severity, Status, UrgeLevel, Verdict
from store.model.issue import Closure, Extension, Issue, Measure, Urge

TODAY = date(2026, 11, 23)
days = some.integers(-120, 60).map(lambda number: TODAY + timedelta(days=number))
past_days = some.integers(-120, 0).map(lambda number: TODAY + timedelta(days=number))
closures = some.builds(
    Closure, some.just("2026-10-01T09:00:00+08:00"), some.just("甲"), some.just("好"), some.sampled_from([None, Verdict.RETURNED])
)
extensions = some.builds(
    Extension,
    some.just(""),
    some.just(""),
    days,
    days,
    some.just("缓"),
    some.sampled_from([None, Decision.GRANTED, Decision.REFUSED]),
)
measures = some.builds(
    Measure, some.integers(1, 9), some.sampled_from(MeasureKind), some.just("做"), percent=some.sampled_from([0, 50, 100])
)
slips = some.builds(
    lambda level, sent, answer_by, answered: Urge(
        "2026-001", level, f"{sent}T09:00:00+08:00", "", "催", answer_by, "已办" if answered else "", f"{answered or ''}"
    ),
    some.sampled_from(UrgeLevel),
    past_days,
    days,
    some.none() | past_days,
)


@some.composite
def issues(draw: some.DrawFn) -> Issue:
    """One issue; closed ones have a closing day, ongoing ones a review."""
    status = draw(some.sampled_from(Status))
    found = draw(past_days)
    return Issue(
        campaign="c",
        ref_no="XH-0001",
        status=status,
        unit=draw(some.sampled_from(["U01", "U02", "U03"])),
        category=draw(some.sampled_from(["duty", "meetings"])),
        title=draw(some.sampled_from(["首问", "文会", "Report"])),
        found_on=found,
        leader_led=draw(some.booleans()),
        severity=draw(some.sampled_from(Severity)),
        cause_kind=draw(some.sampled_from(["system", "ability", ""])),
        due=draw(some.none() | days),
        next_review=draw(days if status is Status.ONGOING else some.none() | days),
        measures=tuple(draw(some.lists(measures, max_size=3))),
        closures=tuple(draw(some.lists(closures, max_size=2))),
        extensions=tuple(draw(some.lists(extensions, max_size=2))),
        urges=tuple(draw(some.lists(slips, max_size=3))),
        closed_on=found + timedelta(days=draw(some.integers(0, (TODAY - found).days))) if status is Status.CLOSED else None,
        recurrence_of=draw(some.sampled_from(["", "XH-0009"])),
    )


ledgers = some.lists(issues(), max_size=14).map(lambda found: [_numbered(issue, number) for number, issue in enumerate(found, 1)])


def _numbered(issue: Issue, number: int) -> Issue:
    return replace(issue, id=number, ref_no=f"XH-{number:04d}")


def documents(found: list[Issue]) -> list[dict]:
    """As the engine keeps them."""
    return [to_dict(issue) for issue in found]
