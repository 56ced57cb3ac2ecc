"""Errors of the store in words: the field named, the numbers in them, in the reader's language."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
import streamlit as st

from components.faults import all_faults, fault_words, not_yet, refusal
from components.i18n import KEY
from store.model.documents import Actor
from store.model.enums import MeasureKind, Role, Status
from store.model.errors import Conflict, Fault, Invalid, NotFound, Refused
from store.model.issue import Closure, Extension, Issue, Measure
from store.rules.acts.more_time import against_more_time
from store.rules.lifecycle import MOVES, reasons_against
from store.words import LANGUAGES, text
from tests.small_ledger import small
from tests.source import ROOT

pytestmark = pytest.mark.usefixtures("small", "chinese")
__all__ = ["small"]


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever language a test before this one read."""
    monkeypatch.setitem(st.session_state, KEY, "zh_CN")


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
    assert not_yet("request_close", reasons) == "还不能申请销号：措施 2 未完成；尚无佐证材料。"
    assert refusal(Refused("not_ready", move="request_close", reasons=tuple(reasons))) == not_yet("request_close", reasons)


def every_reason() -> list[tuple[str, Fault]]:
    """Each reason that the life cycle or a request for more time can give, as an issue that lacks it brings it about."""
    asker, owner = Actor("asker", Role.OFFICE), Actor("owner", Role.OFFICE)
    undone = Issue(owner="owner", measures=(Measure(1, MeasureKind.CORRECTIVE, "x"),), closures=(Closure("", "asker", ""),))
    told: dict[str, tuple[str, Fault]] = {}
    for move, rule in MOVES.items():
        for actor in (asker, owner, Actor("u", Role.UNIT, "U09"), Actor("v", Role.VIEWER)):
            for status, bare in product(Status, (Issue(), undone)):
                for fault in reasons_against(move, replace(bare, status=status), actor):
                    told.setdefault(fault.code, (move, fault))
        assert rule.target in Status
    due = Issue(status=Status.OPEN, due=date(2026, 11, 2))
    asked = replace(due, extensions=(Extension("", "u", date(2026, 11, 2), date(2026, 12, 2), "x"),))
    for issue in (Issue(), due, asked):
        for fault in against_more_time(issue, date(2026, 11, 23)):
            told[fault.code] = ("request_extension", fault)
    return list(told.values())


def test_no_reason_is_forgotten_here():
    """A guard with a new code fails this until an issue above brings it about."""
    written = (ROOT / "store/rules/lifecycle.py").read_text() + (ROOT / "store/rules/acts/more_time.py").read_text()
    codes = set(re.findall(r'Fault\([^,()]+, "(\w+)"', written)) - {"not_later"}
    assert codes == {fault.code for _, fault in every_reason()}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("verb", "reason"), every_reason(), ids=lambda value: getattr(value, "code", value))
def test_every_reason_is_a_sentence_in_both_languages(verb: str, reason: Fault, lang: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(st.session_state, KEY, lang)
    told = not_yet(verb, [reason])
    assert text(lang, f"verb.{verb}") in told
    assert not {"{", "}", "_"} & set(told)
    assert reason.code not in told
    assert bool(re.search("[\u4e00-\u9fff]", told)) == (lang == "zh_CN")


@pytest.mark.parametrize(
    "error",
    [
        Invalid([Fault("title", "required")]),
        Refused("role_may_not", role="viewer"),
        Refused("not_your_unit", unit="U02"),
        Refused("not_ready", move="request_extension", reasons=(Fault("new_due", "too_late", {"due": date(2026, 11, 2)}),)),
        Conflict({"id": 1, "revision": 2}),
        NotFound("issue", "XH-4711"),
    ],
)
def test_every_error_becomes_a_sentence_without_codes(error):
    told = refusal(error)
    assert told
    assert not {"{", "_", "viewer"} & set(told.split())
    assert "{" not in told
