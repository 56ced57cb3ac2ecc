"""What the pages category, unit, deadline and cause say first: the answer in one or two sentences of prose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

import pandas as pd

from components.boards import Causes, Deadlines, institutional
from components.cards import plain
from components.i18n import fmt_number, fmt_percent, t, tn
from components.vocabulary import SHAPES
from store.rules.boards import average_rate


def of_categories(ranked: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Which heading is furthest, which needs a push."""
    return _ends(ranked, "category", names)


def of_units(ranked: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Who leads, who needs a push, how far all are together, and who has found nothing."""
    some, none = ranked[ranked["found"] > 0], ranked[ranked["found"] == 0]
    parts = [t("answer.all_units", rate=fmt_percent(average_rate(ranked)))] if len(some) > 1 else []
    parts.append(_ends(ranked, "unit", names))
    if len(none):
        parts.append(tn("answer.units_without", len(none), names=[plain(names.get(code, code)) for code in none["unit"]]))
    return _joined(parts)


def _ends(ranked: pd.DataFrame, column: str, names: Mapping[str, str]) -> str:
    """The first and the last of a ranking."""
    some = ranked[ranked["found"] > 0]
    if some.empty:
        return t("answer.nothing_found")
    if not some["unsettled"].sum():
        return tn("answer.all_settled", int(some["found"].sum()))
    best, last = some.iloc[0], some.iloc[-1]
    if len(some) == 1:
        return t("answer.only_one", left=_left(last), **_place("last", best, names.get(best[column], best[column])))
    return t(
        "answer.best_and_last",
        left=_left(last),
        **_place("best", best, names.get(best[column], best[column])),
        **_place("last", last, names.get(last[column], last[column])),
    )


def _place(which: str, one: Any, name: str) -> dict[str, str]:
    rate = t(
        "boards.part_of", rate=fmt_percent(one["rate"], digits=0), part=fmt_number(one["closed"]), whole=fmt_number(one["found"])
    )
    return {which: plain(name), f"{which}_rate": rate}


def _left(one: Any) -> str:
    return tn("answer.left", int(one["unsettled"])) if one["unsettled"] else t("answer.none_left")


def of_deadlines(told: Deadlines) -> str:
    """How many are late and by how much, and what falls due this week and next."""
    if not told.waiting:
        return t("answer.nothing_waits")
    late = t("answer.none_late")
    if count := len(told.red):
        late = f":red[**{SHAPES['red']} {tn('answer.late', count)}**]" + tn("answer.longest", int(told.red["days"].max()))
    this_week, next_week = (int(count) for count in told.coming["count"])
    return t(
        "answer.deadlines",
        waiting=tn("answer.waiting", told.waiting),
        late=late,
        this_week=tn("answer.this_week", this_week) if this_week else t("answer.none_this_week"),
        next_week=tn("answer.next_week", next_week) if next_week else t("answer.none_next_week"),
    )


def of_causes(told: Causes, names: Mapping[str, str]) -> str:
    """What lies behind most of the problems, and whether rules answer the institutional causes."""
    if told.known.empty:
        return t("answer.no_cause")
    top = told.pareto.iloc[0]
    deep = told.pareto.loc[told.pareto["cause_kind"].isin(institutional()), "share"].sum()
    parts = [
        tn(
            "answer.top_cause",
            len(told.known),
            top=plain(names.get(top["cause_kind"], top["cause_kind"])),
            count=fmt_number(top["count"]),
            share=fmt_percent(top["share"], digits=0),
        )
    ]
    if told.deep.empty:
        return _joined([*parts, t("answer.no_deep")])
    bare = tn("answer.bare", len(told.bare)) if len(told.bare) else t("answer.none_bare")
    return _joined([*parts, t("answer.deep", share=fmt_percent(deep, digits=0), bare=bare)])


def _joined(sentences: Sequence[str]) -> str:
    return reduce(lambda first, then: t("answer.joined", first=first, then=then), sentences)
