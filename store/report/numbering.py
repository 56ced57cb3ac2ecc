"""Numbers headings, tables and charts in the order in which they come, as the language writes them: 一、（一）表1."""

from __future__ import annotations

from store.report.pen import Pen

NESTED = frozenset({"en"})
"""Languages that name the section in the number of what is in it: 1.2."""


class Numbering:
    """Counts through one report."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen
        self._numerals = pen.term("report.numerals").split()
        self._count = {"first": 0, "second": 0, "table": 0, "chart": 0}

    def first(self, heading: str) -> str:
        """A heading of the first level; those of the second begin anew."""
        self._count["second"] = 0
        return self._pen.term("report.first_level", number=self._numeral("first"), heading=heading)

    def second(self, heading: str) -> str:
        """A heading of the second level."""
        number = self._numeral("second")
        if self._pen.lang in NESTED:
            number = f"{self._numerals[self._count['first'] - 1]}.{number}"
        return self._pen.term("report.second_level", number=number, heading=heading)

    def table(self, caption: str) -> str:
        """The caption of a table."""
        return self._pen.term("report.table_caption", number=self._next("table"), caption=caption)

    def chart(self, caption: str) -> str:
        """The caption of a chart."""
        return self._pen.term("report.chart_caption", number=self._next("chart"), caption=caption)

    def _next(self, what: str) -> int:
        self._count[what] += 1
        return self._count[what]

    def _numeral(self, what: str) -> str:
        number = self._next(what)
        return self._numerals[number - 1] if number <= len(self._numerals) else str(number)
