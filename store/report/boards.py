"""The middle of the report: how far each category and each unit is, as a sentence, a table and a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from store.report.blocks import Block, Heading, Paragraph, Part, Runs, Table
from store.report.charts import stages, units_open
from store.report.material import Material
from store.report.numbering import Numbering
from store.rules import boards
from store.rules.progress import SELECTIONS

COUNTS = ("found", "closed", "rate", "unsettled", "red", "yellow", "on_time_rate")
WIDTHS = (30, 15, 17, 16, 16, 21, 19, 22)


def categories(m: Material, numbering: Numbering) -> list[Part]:
    """Section two."""
    order = [one.code for one in m.campaign.categories if one.active]
    ranked = boards.ranking(m.rows, "category", order)
    ranked = ranked[ranked["category"].isin(order) | (ranked["found"] > 0)]  # a draft may have none yet
    others = [code for code in ranked["category"] if code not in order]
    in_order = ranked.set_index("category").loc[[*order, *others]].reset_index()
    blocks: list[Block] = [Heading(1, numbering.first(m.pen.term("report.categories_heading")))]
    if not m.now.found:
        return [Part((*blocks, Paragraph(m.pen.say("report.no_rows"))))]
    blocks += [
        Paragraph(_ends(m, ranked, "category")),
        _table(m, numbering, in_order, "category"),
        stages(m, numbering.chart(m.pen.term("report.stages"))),
        *(_one_category(m, numbering, row) for row in _rows(in_order) if row["found"]),
    ]
    return [Part(tuple(blocks))]


def units(m: Material, numbering: Numbering) -> list[Part]:
    """Section three."""
    ranked = boards.ranking(m.rows, "unit", [unit.code for unit in m.units.values() if unit.active])
    blocks: list[Block] = [Heading(1, numbering.first(m.pen.term("report.units_heading")))]
    if not m.now.found:
        return [Part((*blocks, Paragraph(m.pen.say("report.no_rows"))))]
    some, none = ranked[ranked["found"] > 0], ranked[ranked["found"] == 0]
    without = [m.named("unit", code) for code in none["unit"]]
    parts = [_ends(m, ranked, "unit"), m.pen.plural("report.units_without", len(without), names=without) if without else ()]
    blocks += [Paragraph(m.pen.joined(parts)), _table(m, numbering, some, "unit")]
    blocks += [units_open(m, numbering.chart(m.pen.term("report.units_open")))] if m.now.unsettled else []
    return [Part(tuple(blocks))]


def _ends(m: Material, ranked: pd.DataFrame, column: str) -> Runs:
    """Who is furthest, and who needs a push."""
    some = ranked[ranked["found"] > 0]
    if not m.now.unsettled:
        return m.pen.say(f"report.{column}_all_settled")
    best, last = some.iloc[0], some.iloc[-1]
    if len(some) == 1:
        return m.pen.say(f"report.{column}_only", **_place(m, "last", last, column), left=_left(m, last, column))
    left = _left(m, last, column)
    return m.pen.say(f"report.{column}_ends", **_place(m, "best", best, column), **_place(m, "last", last, column), left=left)


def _place(m: Material, which: str, row: Any, column: str) -> dict[str, Any]:
    code = str(row[column])
    rate = m.rate(float(row["rate"]), int(row["closed"]), {"figure": "closed", column: code})
    return {which: m.named(column, code), f"{which}_rate": rate}


def _left(m: Material, row: Any, column: str) -> Runs:
    left = m.number(int(row["unsettled"]), figure="unsettled", **{column: str(row[column])})
    return m.pen.counted("report.left", left) if left.count else m.pen.say("report.none_left")


def _table(m: Material, numbering: Numbering, table: pd.DataFrame, column: str) -> Table:
    rows = [(((m.named(column, row[column])),), *_cells(m, row, {column: row[column]})) for row in _rows(table)]
    rows.append(((m.pen.term("report.total"),), *_cells(m, asdict(m.now), {})))
    head = tuple(m.pen.term(f"report.column_{name}") for name in (column, *COUNTS))
    return Table(numbering.table(m.pen.term(f"report.{column}_table")), head, tuple(rows), WIDTHS, total=True)


def _cells(m: Material, row: Any, whose: dict[str, str]) -> list[Runs]:
    return [(_cell(m, row, name, whose),) for name in COUNTS]


def _cell(m: Material, row: Any, name: str, whose: dict[str, str]) -> Any:
    if name in RATES:
        part, whole = RATES[name]
        if not row[whole]:
            return m.pen.term("report.none")
        return m.rate(float(row[name]), int(row[part]), {"figure": part, **whose})
    return m.number(int(row[name]), figure=name, **whose)


RATES = {"rate": ("closed", "found"), "on_time_rate": ("on_time", "closed")}
"""The figure above and the one below the line of each rate; of nothing there is none."""


def _one_category(m: Material, numbering: Numbering, row: Any) -> Paragraph:
    """How far one category is, and what lies behind its problems."""
    code = str(row["category"])
    found, closed = (m.number(int(row[name]), figure=name, category=code) for name in ("found", "closed"))
    rate = m.rate(float(row["rate"]), closed.count, {"figure": "closed", "category": code})
    parts = [m.pen.counted("report.one_category", found, closed=closed, rate=rate), _late(m, row, code), _cause(m, code)]
    lead = numbering.second(m.named("category", code)) + m.pen.term("report.after_lead")
    return Paragraph(m.pen.joined(parts), lead=lead)


def _late(m: Material, row: Any, code: str) -> Runs:
    left = m.number(int(row["unsettled"]), figure="unsettled", category=code)
    if not left.count:
        return ()
    late = [name for name in ("red", "yellow") if row[name]]
    told = [m.pen.counted(f"report.of_{name}", m.number(int(row[name]), figure=name, category=code)) for name in late]
    return m.pen.counted("report.still_late", left, parts=told) if told else m.pen.counted("report.still", left)


def _cause(m: Material, code: str) -> Runs:
    own = m.rows[(m.rows["category"] == code) & SELECTIONS["found"](m.rows)]
    known = boards.pareto(own).query("cause_kind != ''").head(2)
    told: Sequence[Runs] = [
        m.pen.say(
            "report.cause",
            cause=m.named("cause_kind", one["cause_kind"]),
            n=m.number(int(one["count"]), figure="found", category=code, cause_kind=one["cause_kind"]),
        )
        for one in _rows(known)
    ]
    return m.pen.say("report.causes", parts=list(told)) if told else ()


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
