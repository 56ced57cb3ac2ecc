"""The sheet of figures: the numbers of store/rules/progress.py over the very rows of the list, whole, by category, by unit."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from store.exchange.chosen import Chosen
from store.exchange.sheets.cells import cleaned, lines
from store.exchange.sheets.columns import Teller
from store.exchange.sheets.looks import Looks
from store.exchange.sheets.paper import line, paper, top
from store.rules.progress import Summary, by, summary
from store.words import NOTHING, text

WHOLE: dict[str, tuple[str, str]] = {
    "found": ("figure.found", "number"),
    "closed": ("figure.closed", "number"),
    "rate": ("figure.rate", "rate"),
    "unsettled": ("figure.unsettled", "number"),
    "pending": ("figure.pending", "number"),
    "red": ("stage.red", "number"),
    "yellow": ("stage.yellow", "number"),
    "green": ("stage.green", "number"),
    "on_time": ("figure.on_time", "number"),
    "late": ("figure.late", "number"),
    "on_time_rate": ("figure.on_time_rate", "rate"),
    "returned": ("figure.returned", "number"),
    "extended": ("figure.extended", "number"),
    "leader_led": ("figure.leader_led", "number"),
    "leader_led_share": ("sheets.leader_led_share", "rate"),
    "recurred": ("figure.recurred", "number"),
    "measures": ("sheets.measures", "number"),
    "measures_done": ("sheets.measures_done", "number"),
    "mean_days": ("sheets.mean_days", "decimal"),
    "median_days": ("sheets.median_days", "decimal"),
    "urged": ("figure.urged", "number"),
    "slips": ("sheets.slips", "number"),
    "answers_late": ("figure.answers_late", "number"),
    "answer_rate": ("sheets.answer_rate", "rate"),
}
"""The figures of the whole: the key of its name and its look."""

_OF_PARTS = """
    found closed rate unsettled pending red yellow green on_time late on_time_rate returned extended leader_led
"""
BY = tuple(_OF_PARTS.split())
"""The figures of a category or a unit."""

SHARES = {"rate": "found", "on_time_rate": "closed", "leader_led_share": "found"}
"""Of nothing there is no share."""
LAST = len(BY)
NAME_WIDTH, WIDTH = 24, 10
HEAD, PART = 30, 22
"""Heights of a row of names and of the heading of a part."""


def figures(sheet: Worksheet, looks: Looks, chosen: Chosen, teller: Teller) -> None:
    """Fill ``sheet``, row after row."""
    paper(sheet, chosen, ())
    sheet.set_column(0, 0, NAME_WIDTH)
    sheet.set_column(1, LAST, WIDTH)
    lang, whole = teller.lang, summary(chosen.rows)
    title = text(lang, "sheets.figures_title", campaign=chosen.campaign.title)
    top(sheet, looks, title, line(chosen, chosen.rows["unit"], whole.found), LAST)
    row = _whole(sheet, looks, lang, whole, 3)
    row = _by(sheet, looks, chosen, teller, whole, "category", row + 1)
    row = _by(sheet, looks, chosen, teller, whole, "unit", row + 1)
    sheet.write_string(row + 1, 0, text(lang, "sheets.figures_note"), looks("left"))
    sheet.print_area(0, 0, row + 1, LAST)
    sheet.freeze_panes(2, 1)


def _whole(sheet: Worksheet, looks: Looks, lang: str, whole: Summary, row: int) -> int:
    """Names above values, so many side by side; returns the row below."""
    sheet.set_row(row - 1, PART)
    sheet.write_string(row - 1, 0, text(lang, "sheets.part_whole"), looks("part"))
    names = list(WHOLE)
    per_row = LAST + 1
    for start in range(0, len(names), per_row):
        some = names[start : start + per_row]
        sheet.set_row(row, HEAD)
        for place, name in enumerate(some):
            sheet.write_string(row, place, text(lang, WHOLE[name][0]), looks("head"))
        for place, name in enumerate(some):
            _value(sheet, looks, row + 1, place, name, vars(whole))
        row += 2
    return row


def _by(sheet: Worksheet, looks: Looks, chosen: Chosen, teller: Teller, whole: Summary, column: str, row: int) -> int:
    """One row a category or unit that has something, and the whole below; returns the row after."""
    lang = teller.lang
    order = {"category": [one.code for one in chosen.campaign.categories], "unit": [one.code for one in chosen.units]}[column]
    table = by(chosen.rows, column, order)
    sheet.set_row(row, PART)
    sheet.write_string(row, 0, text(lang, f"sheets.part_{column}"), looks("part"))
    sheet.set_row(row + 1, HEAD)
    sheet.write_string(row + 1, 0, text(lang, f"csv.{column}"), looks("head"))
    for place, name in enumerate(BY, 1):
        sheet.write_string(row + 1, place, text(lang, WHOLE[name][0]), looks("head"))
    found: list[dict[Any, Any]] = table[table["found"] > 0].to_dict("records")
    told = [(teller.name(column, values[column]), values) for values in found]
    for number, (name, values) in enumerate([*told, (text(lang, "sheets.total"), vars(whole))], row + 2):
        _line(sheet, looks, number, name, values, last=number == row + 2 + len(told))
    return row + 3 + len(told)


def _line(sheet: Worksheet, looks: Looks, row: int, name: str, values: dict[Any, Any], *, last: bool) -> None:
    name = cleaned(name)
    sheet.set_row(row, 13.5 * lines(name, NAME_WIDTH) + 4)
    sheet.write_string(row, 0, name, looks("text", bold=last))
    for place, figure in enumerate(BY, 1):
        _value(sheet, looks, row, place, figure, values, bold=last)


def _value(
    sheet: Worksheet, looks: Looks, row: int, place: int, name: str, values: dict[Any, Any], *, bold: bool = False
) -> None:
    value, look = values[name], WHOLE[name][1]
    none = value is None or (name in SHARES and not values[SHARES[name]])
    if none:
        sheet.write_string(row, place, NOTHING, looks("centred", bold=bold))
    else:
        light = name if name in ("red", "yellow", "green") and value else look
        sheet.write_number(row, place, value, looks(light, bold=bold))
