"""Problems of the sample that were put right on paper only, so that the checks have something to show."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from sample_data.bank import HERE
from sample_data.plots import Cast, Plot, ask, enter, papers, work

FOUND = 24
"""Days before today on which they were found: late enough to be waiting for their verdict today."""


@cache
def texts() -> list[dict[str, Any]]:
    """What was written; two units wrote the same."""
    return list(json.loads((HERE / "hollow_zh.json").read_text(encoding="utf-8")))


def hollow(today: date, cast: Callable[[str], Cast], seed: int) -> Iterator[Plot]:
    """Their plots, each from its finding to the request for close-out a few days ago."""
    for number, text in enumerate(texts()):
        unit = text["units"][0]
        plot = Plot(
            text, cast(unit), random.Random(seed + number), unit, today - timedelta(days=FOUND), today + timedelta(days=12)
        )
        enter(plot)
        (in_one_go if number == len(texts()) - 1 else by_and_by)(plot, today - timedelta(days=5))
        yield plot


def by_and_by(plot: Plot, until: date) -> None:
    """Reported over weeks, in words that fit any problem."""
    work(plot, until - timedelta(days=2))
    papers(plot)
    ask(plot)


def in_one_go(plot: Plot, day: date) -> None:
    """Nothing for weeks; then every measure, the paper and the request within an hour."""
    for number in range(len(plot.text["measures"])):
        plot.add(day, plot.cast.contact, "report_progress", measure=number, percent=100)
    for title in plot.text["evidence"]:
        plot.add(day, plot.cast.contact, "add_evidence", title=title, dated=day)
    plot.add(day, plot.cast.contact, "request_close", note=plot.text["completion_note"])
