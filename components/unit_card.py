"""One unit by itself: its place among the others, and its figures with their rows."""

from __future__ import annotations

import pandas as pd

from components.cards import Figure
from components.i18n import fmt_number, fmt_percent, t
from components.vocabulary import SHAPES
from store.rules.progress import Summary


def unit_figures(now: Summary, ranked: pd.DataFrame, unit: str) -> list[Figure]:
    """Found, close-out rate with its rank, on time, due soon, overdue, median days to close of one unit."""
    rank = next((int(one.rank) for one in ranked.itertuples() if one.unit == unit), 0)
    place = t("boards.unit.rank_of", rank=rank, n=int((ranked["rank"] > 0).sum())) if rank else t("boards.unit.rank_none")
    median = t("boards.unit.median")
    return [
        _figure("found", fmt_number(now.found), now.found, unit),
        _figure("rate", fmt_percent(now.rate if now.found else None, digits=0), now.closed, unit, rows="closed", note=place),
        _figure(
            "on_time_rate", fmt_percent(now.on_time_rate if now.closed else None, digits=0), now.on_time, unit, rows="on_time"
        ),
        _figure("yellow", fmt_number(now.yellow), now.yellow, unit, shape=SHAPES["yellow"]),
        _figure("red", fmt_number(now.red), now.red, unit, shape=SHAPES["red"]),
        Figure(
            "unit_median", median, fmt_number(now.median_days, digits=1), now.closed, {"unit": unit, "figure": "closed"}, median
        ),
    ]


def _figure(name: str, value: str, count: int, unit: str, *, rows: str = "", note: str = "", shape: str = "") -> Figure:
    plainly = t(f"figure.{name}")
    title = f"{shape} {plainly}".strip() + (f" · {note}" if note else "")
    return Figure(f"unit_{name}", title, value, count, {"unit": unit, "figure": rows or name}, plainly)
