"""Every state × verb × person as the design's table says: allowed, or refused with its reason. The rules alone, no store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from store.model.documents import Actor
from store.model.enums import MeasureKind, Status
from store.model.errors import Refused
from store.model.issue import Closure, Evidence, Issue, Measure
from store.rules.lifecycle import MOVES, reasons_against
from store.rules.permissions import OPEN_FOR, PERMITS, check_issue, sees
from store.rules.verbs import VERBS
from tests.store.domain import DRAFTS_ARE_FOR, PEOPLE, RESTRICTED_IS_FOR, verdict
from tests.store.domain import VERBS as SAID

READY = Issue(
    unit="U01",
    category="duty",
    title="窗口首问责任落空",
    finding="来访人被推转三次",
    source="self_check",
    found_on=date(2026, 11, 1),
    due=date(2026, 12, 1),
    cause_kind="system",
    cause="没有办法",
    owner="王责任",
    measures=(Measure(1, MeasureKind.CORRECTIVE, "改", "王责任", date(2026, 12, 1), 100, date(2026, 11, 1)),),
    evidence=(Evidence(2, "登记簿", None, "", "李填报"),),
    closures=(Closure("2026-11-20T09:00:00+08:00", "李填报", "好了"),),
)


def reasons(verb: str, issue: Issue, actor: Actor) -> list[str]:
    """What the rules say against it."""
    if verb in MOVES:
        return [fault.code for fault in reasons_against(verb, issue, actor)]
    try:
        check_issue(verb, actor, issue)
    except Refused as refused:
        return [refused.code]
    return []


@pytest.mark.parametrize(("verb", "status"), list(product(SAID, Status)))
def test_every_verb_in_every_state_is_for_exactly_those_the_design_names(verb: str, status: Status):
    issue = replace(READY, status=status)
    found = {person: reasons(verb, issue, actor) for person, actor in PEOPLE.items()}
    assert found == {person: [said] if (said := verdict(verb, status, person)) else [] for person in PEOPLE}


def test_the_design_speaks_of_every_verb_and_of_no_other():
    assert set(SAID) == {*VERBS, "edit"}
    assert set(MOVES) == {verb for verb, says in SAID.items() if says.to}
    assert set(OPEN_FOR) == {verb for verb, says in SAID.items() if not says.to}
    assert set(OPEN_FOR) <= set(PERMITS)


@pytest.mark.parametrize("move", MOVES)
def test_a_move_leads_where_the_design_says(move: str):
    assert MOVES[move].target == SAID[move].to


@pytest.mark.parametrize(("status", "restricted"), list(product(Status, (False, True))))
def test_what_somebody_may_not_see_is_a_draft_or_restricted(status: Status, restricted: bool):
    seeing = {person for person, actor in PEOPLE.items() if sees(actor, "U01", status, restricted)}
    wanted = set(DRAFTS_ARE_FOR if status is Status.DRAFT else PEOPLE) & set(RESTRICTED_IS_FOR if restricted else PEOPLE)
    assert seeing == wanted
