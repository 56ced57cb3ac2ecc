"""Reports for the tests: built as somebody, and each number held against the rows that its filters open."""

from __future__ import annotations

from datetime import date
from typing import Any

from store.model.documents import Actor
from store.opening import Store
from store.report.blocks import Heading, Number, Paragraph, Report, Table, flat, numbers
from store.report.material import Asked
from store.report.writing import build
from store.rules.filters import Filters
from store.rules.periods import Period
from tests.small_ledger import OFFICE, TODAY, someone

NOVEMBER = Period(date(2026, 11, 1), TODAY)


def report(store: Store, role: str | Actor = OFFICE, period: Period = NOVEMBER, lang: str = "zh_CN", **asked: Any) -> Report:
    actor = someone(role) if isinstance(role, str) else role
    return build(store, actor, Asked(asked.pop("campaign", ""), period, lang, **asked))


def wrong_numbers(store: Store, told: Report, role: str | Actor = OFFICE, today: date = TODAY) -> list[tuple[Number, int]]:
    """The numbers that do not open as many rows as they stand on."""
    actor = someone(role) if isinstance(role, str) else role
    found = [number for block in told.blocks for number in numbers(block)]
    return [(one, opened) for one in found if (opened := rows_of(store, actor, one, today)) != one.count]


def rows_of(store: Store, actor: Actor, number: Number, today: date = TODAY) -> int:
    """How many rows the ledger page shows for the query and the day of a number."""
    rows = store.ledger.rows(actor, today, number.day, number.query.get("campaign", ""))
    return len(Filters.read(number.query).apply(rows, number.day))


def text_of(told: Report) -> str:
    """Everything the report says."""
    lines = [told.title]
    for block in told.blocks:
        if isinstance(block, Heading):
            lines.append(block.text)
        elif isinstance(block, Paragraph):
            lines.append(block.lead + flat(block.runs))
        elif isinstance(block, Table):
            lines += [block.caption, *block.head, *(flat(cell) for row in block.rows for cell in row)]
        else:
            lines.append(block.caption)
    return "\n".join(lines)
