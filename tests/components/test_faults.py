"""Errors of the store in words: the field named, the numbers in them, in the reader's language."""

from __future__ import annotations

from datetime import date

import pytest

from components.faults import all_faults, fault_words, not_yet, refusal
from store.model.errors import Conflict, Fault, Invalid, NotFound, Refused
from tests.small_ledger import small

pytestmark = pytest.mark.usefixtures("small")
__all__ = ["small"]


def test_a_fault_has_its_numbers():
    assert "2026年11月2日" in fault_words(Fault("due", "before_found", {"found_on": date(2026, 11, 2)}))
    told = fault_words(Fault("title", "too_long", {"longest": 80, "length": 91}))
    assert "80" in told
    assert "91" in told


def test_a_list_of_faults_names_field_and_measure_once():
    faults = [Fault("title", "required"), Fault("measures.1.due", "not_a_date", {"value": "x"}), Fault("title", "required")]
    first, second = all_faults(faults)
    assert first.startswith("问题标题")
    assert second.startswith("措施 2")


def test_what_speaks_against_a_move_is_one_sentence():
    reasons = [Fault("measures", "measure_not_done", {"number": 2}), Fault("evidence", "evidence_missing")]
    assert not_yet("request_close", reasons) == "还不能申请销号：第 2 条措施还没有完成；至少要有一份佐证材料。"
    assert refusal(Refused("not_ready", move="request_close", reasons=tuple(reasons))) == not_yet("request_close", reasons)


@pytest.mark.parametrize(
    "error",
    [
        Invalid([Fault("title", "required")]),
        Refused("role_may_not", role="viewer"),
        Refused("not_your_unit", unit="U02"),
        Refused("too_late", due=date(2026, 11, 2)),
        Conflict({"id": 1, "revision": 2}),
        NotFound("issue", "XH-4711"),
    ],
)
def test_every_error_becomes_a_sentence_without_codes(error):
    told = refusal(error)
    assert told
    assert not {"{", "_", "viewer"} & set(told.split())
    assert "{" not in told
