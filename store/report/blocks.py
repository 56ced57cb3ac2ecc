"""What a report is made of: text and numbers, paragraphs, tables and charts; screen and paper are drawn from the same blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd


@dataclass(frozen=True)
class Number:
    """A number as it reads, and what it stands on: ``count`` rows, opened by the filters of ``query`` on ``day``.

    A rate opens the rows above the line of its fraction, a mean the rows it is taken over.
    """

    text: str
    count: int
    query: Mapping[str, str]
    day: date


@dataclass(frozen=True)
class Problem:
    """A problem named by its number."""

    ref_no: str


Run = str | Number | Problem
Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of the first or second level, already numbered."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``lead`` is the heading that runs into it. ``kind``: ``body``, ``address``, ``signature`` or ``note``."""

    runs: Runs
    lead: str = ""
    kind: str = "body"


@dataclass(frozen=True)
class Table:
    """A table with its caption; ``widths`` are shares of the line, columns in ``wordy`` hold text rather than figures."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    widths: tuple[int, ...]
    wordy: frozenset[int] = frozenset({0})
    total: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart by the name of its drawing (charts.py), its data, and what it says to whom cannot see it.

    ``pick`` says which filter a field of the data stands for, so that a click on the screen opens the rows of a bar.
    """

    name: str
    caption: str
    alt: str
    data: pd.DataFrame = field(compare=False)
    height: int = 300
    pick: Mapping[str, str] = field(default_factory=dict)


Block = Heading | Paragraph | Table | Chart


@dataclass(frozen=True)
class Part:
    """A stretch of the report. What may be written by hand has a name, a ``proposal``, and is ``own`` when somebody did."""

    blocks: tuple[Block, ...]
    name: str = ""
    proposal: str = ""
    own: bool = False


@dataclass(frozen=True)
class Report:
    """A whole report; ``base`` is what every filter query of it holds."""

    title: str
    parts: tuple[Part, ...]
    lang: str
    day: date
    base: Mapping[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block in order."""
        return tuple(block for part in self.parts for block in part.blocks)


def flat(runs: Runs) -> str:
    """The runs as plain text."""
    return "".join(run if isinstance(run, str) else run.ref_no if isinstance(run, Problem) else run.text for run in runs)


def numbers(block: Block) -> list[Number]:
    """Every number of a block."""
    groups = [block.runs] if isinstance(block, Paragraph) else []
    groups += [cell for row in block.rows for cell in row] if isinstance(block, Table) else []
    return [run for runs in groups for run in runs if isinstance(run, Number)]
