"""Out and in again: an export that comes back changes no byte, and in an empty ledger it makes the same rows anew."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.config import read_settings
from store.engine.embedded import open_embedded
from store.exchange.csv import COLUMNS
from store.exchange.taking import take
from store.opening import Store, over
from store.rules.fields import FIELDS
from tests.store.conftest import ADMIN, CAMPAIGN, OFFICE, TODAY, UNITS, Clock
from tests.store.lists_of_others import as_csv, planned, taken, whats

NOT_CARRIED = {
    "revision": "counts the writings of the new ledger",
    "updated_at": "the moment of the import",
    "original_due": "the same as due: the first date the new ledger knows",
    "progress": "its text is carried; the days are those of the import",
    "evidence": "papers are handed in, not told",
    "returned": "history of the other ledger",
    "extended": "history of the other ledger",
    "urged": "slips are numbered by each ledger",
    "requested_on": "the import is what asked for the close-out",
    "opinion": "carried for what was closed only",
    "referred_to": "referred problems are not brought in",
    "recurrence_of": "names a number of the other ledger",
    "good_practice": "given by the office",
    "campaign": "the campaign it is imported into",
}
"""Columns of the export that an import cannot make, and why; every other is tested to come out the same."""
CARRIED = [name for name in COLUMNS if name not in NOT_CARRIED]

NASTY = [
    *('=HYPERLINK("http://x")', "'=1+1", "''@x", "-1", "+86 10", "@SUM(A1)", 'say "yes", please', "第一行\n第二行\n\n第四行"),
    *("\N{RECEIPT}\N{WOMAN}\u200d\N{PERSONAL COMPUTER}", "\u202eabc\u202c", "שלום עולם", "a\tb", "；;，,", "1. 甲\n2. 乙"),
    *("<script>alert(1)</script>", "**粗** `code` | ~~x~~", "x" * 70, "\u200b零宽", "’", "NULL", "2026-11-05", "否", "/"),
]
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(st.characters(blacklist_categories=("Cs",)), max_size=30))
LINES = TEXTS.filter(lambda words: bool(FIELDS["title"].clean(words, None)))
NAMES = st.sampled_from(["王责任", "Li Ming", "=李", "O'Neil", "张三、李四", ""])
LATER = st.integers(1, 40).map(lambda days: (TODAY + timedelta(days=days)).isoformat())


@st.composite
def problems(draw: Any) -> dict[str, Any]:
    """A problem with nasty texts in every field."""
    measures = st.fixed_dictionaries({"text": st.sampled_from(NASTY[:8]), "owner": st.sampled_from(["王责任", ""]), "due": LATER})
    ongoing = draw(st.booleans())
    deadline = {"mode": "ongoing", "next_review": draw(LATER)} if ongoing else {"mode": "phased", "due": draw(LATER)}
    return {
        "unit": draw(st.sampled_from(["U01", "U02"])),
        "category": draw(st.sampled_from(["duty", "meetings"])),
        "title": draw(LINES),
        "finding": draw(LINES),
        "source": draw(st.sampled_from(["self_check", "hotline"])),
        "found_on": "2026-11-02",
        "severity": draw(st.sampled_from(["minor", "major", "critical"])),
        "leader_led": draw(st.booleans()),
        "confidential": draw(st.booleans()),
        "owner": draw(NAMES),
        "lead": draw(NAMES),
        "cause_kind": draw(st.sampled_from(["system", "ability", ""])),
        "cause": draw(TEXTS),
        "target": draw(TEXTS),
        "closure_criteria": draw(TEXTS),
        "measures": draw(st.lists(measures, max_size=3)),
        **deadline,
    }


@contextmanager
def ledger() -> Iterator[Store]:
    """An empty ledger of its own."""
    with TemporaryDirectory() as folder:
        config = read_settings({"XIAOHAO_STORE": str(Path(folder) / "ledger.db")})
        repository = open_embedded(config.store)
        opened = over(repository, config, Clock())
        opened.setup.set_up(ADMIN, CAMPAIGN, UNITS)
        yield opened
        repository.close()


def exported(store: Store, header: str = "code") -> bytes:
    return take(store, OFFICE, "issues.csv", {"header": header}).content


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def told_of(store: Store, names: list[str]) -> list[dict[str, str]]:
    """Of every row the columns of these names."""
    return [{name: row[name] for name in names} for row in rows(exported(store))]


@settings(max_examples=25)
@given(st.lists(problems(), min_size=1, max_size=4), st.sampled_from(["code", "zh_CN", "en"]))
def test_an_export_that_comes_back_changes_no_byte(told: list[dict[str, Any]], header: str):
    with ledger() as store:
        for one in told:
            store.ledger.register(OFFICE, "c", one)
        before = exported(store, header)
        plan = planned(store, before)
        assert whats(plan) == ["same"] * len(told)
        store.imports.accept(OFFICE, plan, {line.number for line in plan.lines})
        assert exported(store, header) == before


@settings(max_examples=25)
@given(st.lists(problems(), min_size=1, max_size=4))
def test_in_an_empty_ledger_an_export_makes_the_same_rows(told: list[dict[str, Any]]):
    with ledger() as here, ledger() as there:
        for one in told:
            here.ledger.register(OFFICE, "c", one)
        done = taken(there, exported(here))
        assert not done.refused
        found, wanted = rows(exported(there)), rows(exported(here))
        assert [{name: row[name] for name in CARRIED} for row in found] == [
            {name: row[name] for name in CARRIED} for row in wanted
        ]


def test_states_percentages_and_close_outs_are_carried_too():
    with ledger() as here, ledger() as there:
        measure = {"text": "制定办法", "owner": "王责任", "due": "2026-12-04"}
        cause = {"cause_kind": "system", "cause": "没有办法", "measures": [measure], "owner": "王责任"}
        raw = {"category": "duty", "unit": "U01", "source": "self_check", "found_on": "2026-11-02", "due": "2026-12-10", **cause}
        begun = here.ledger.register(OFFICE, "c", {**raw, "title": "甲", "finding": "甲"})
        begun = here.ledger.do(OFFICE, "start", begun.ref_no, 1)
        here.ledger.do(OFFICE, "report_progress", begun.ref_no, 2, measure=1, percent=40, note="已拟稿")
        closing = {"closed_on": date(2026, 11, 20), "opinion": "属实", "outcome": "mostly"}
        here.ledger.import_closed(OFFICE, "c", {**raw, "title": "乙", "finding": "乙"}, **closing)
        here.ledger.save_draft(OFFICE, "c", {"unit": "U02", "title": "丙"})
        done = taken(there, exported(here))
        assert not done.refused
        names = [*CARRIED, "opinion"]
        assert told_of(there, names) == told_of(here, names)
        assert "已拟稿" in rows(exported(there))[0]["progress"]
        assert whats(planned(there, exported(here))) == ["same"] * 3


def test_every_column_is_either_carried_or_said_not_to_be():
    assert set(NOT_CARRIED) <= set(COLUMNS)
    assert len(CARRIED) >= 20


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_of_other_peoples_lists_arrives_as_it_is_written(text: str):
    """In a workbook and in a pasted block nothing is neutralised; in a CSV what was neutralised is restored."""
    with ledger() as store:
        head, cells = (
            ["问题", "问题表现", "责任单位", "问题类别", "完成时限"],
            ["甲", f"表现：{text}", "办公室", "担当", "2026-12-01"],
        )
        (issue,) = taken(store, as_csv(head, cells)).issues
        assert issue.finding == f"表现：{text}".strip()
