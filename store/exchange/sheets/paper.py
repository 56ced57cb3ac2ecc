"""The printed page of a sheet: title and line above the table, A4 landscape one page wide, numbered pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from store.exchange.chosen import Chosen
from store.exchange.sheets.cells import cleaned
from store.exchange.sheets.looks import Looks
from store.rules.filters import KEYS
from store.words import text, text_n

A4 = 9
MOST_UNITS = 4
"""Units that are named in the line; of more only the number is told."""


def paper(sheet: Worksheet, chosen: Chosen, head: Sequence[int]) -> None:
    """A4 landscape, one page wide, the rows of ``head`` again on every page, the number of the page below."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    if head:
        sheet.repeat_rows(head[0], head[-1])
    sheet.set_footer("&C" + text(chosen.lang, "sheets.page_of", page="&P", pages="&N"), {"margin": 0.3})


def top(sheet: Worksheet, looks: Looks, title: str, told: Sequence[str], last: int) -> None:
    """The title over columns 0 to ``last``, and below it three texts: on the left, in the middle and on the right."""
    sheet.set_row(0, 34)
    sheet.set_row(1, 18)
    merged(sheet, (0, 0, 0, last), title, looks("title"))
    for (first, end), look, said in zip(_thirds(last), ("left", "middle", "right"), told, strict=True):
        merged(sheet, (1, first, 1, end), said, looks(look))


def merged(sheet: Worksheet, area: tuple[int, int, int, int], said: str, look: Format) -> None:
    """One cell in place of several (first row and column, last row and column); what it says stays a text."""
    sheet.merge_range(*area, "", look)
    sheet.write_string(area[0], area[1], cleaned(said), look)


def _thirds(last: int) -> list[tuple[int, int]]:
    """Columns of the three texts of the line."""
    third = (last + 1) // 3
    return [(0, third - 1), (third, last - third), (last - third + 1, last)]


def line(chosen: Chosen, units: Iterable[str], count: int) -> tuple[str, str, str]:
    """Whose problems these are, as of which day, and what is counted."""
    lang, codes = chosen.lang, list(dict.fromkeys(units))
    names = {unit.code: unit.name for unit in chosen.units}
    named = [names.get(code, code) for code in sorted(codes)]
    few = 0 < len(named) <= MOST_UNITS
    whose = text(lang, "sheets.units", units=named) if few else text_n(lang, "sheets.units_all", len(named))
    narrowed = any(chosen.query.get(key) for key in KEYS if key not in ("campaign", "unit"))
    as_of = text(lang, "sheets.as_of_chosen" if narrowed else "sheets.as_of", day=chosen.day)
    return whose, as_of, text_n(lang, "sheets.counted", count)
