"""A CSV of ours that comes back: issues.csv read into the cells that we would write now, from codes or from either language.

What a spreadsheet does to such a file is undone: another encoding or separator, slashes in dates, capital truth values, an
apostrophe less or more. A file that is none of ours is refused with one sentence, and nothing of it is guessed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from store.exchange.csv import ADDED, COLUMNS, COMPUTED, restored
from store.exchange.decoding import decoded, unreadable
from store.exchange.wording import Words, wording
from store.model.documents import Campaign, Unit
from store.model.enums import Status
from store.rules.movement import Row
from store.words import LANGUAGES

LARGEST, MOST_ROWS = 30_000_000, 200_000
NEEDED = ("ref_no", "status")
OURS = (*COLUMNS, *COMPUTED, *ADDED)
MEASURE = "measure_id"
"""The column by which measures.csv is known."""
TRUTHS = ("leader_led", "confidential")
DAYS = ("found_on", "due", "original_due", "next_review", "requested_on", "closed_on", "deadline")
_DELIMITERS = ",;\t"
_DATE = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")


def read_issues(content: bytes, campaign: Campaign, units: Iterable[Unit], campaigns: Iterable[Campaign]) -> dict[str, Row]:
    """The rows of ``campaign``, one of ``campaigns``, by number, drafts left out.

    Raises Invalid with a fault of the field ``file``.
    """
    if len(content) > LARGEST:
        raise unreadable("returned_too_large", most=LARGEST // 1_000_000)
    lines = _lines(decoded(content))
    if not lines:
        raise unreadable("returned_empty")
    if len(lines) > MOST_ROWS + 1:
        raise unreadable("file_too_long", most=MOST_ROWS)
    columns, lang = _columns(lines[0][1], campaign, units)
    meant = _meanings(lang, campaign, units)
    rows: dict[str, Row] = {}
    for line, cells in lines[1:]:
        row = _row(cells, columns, meant)
        _check(row, line, rows)
        rows[row["ref_no"]] = row
    foreign = _names(one for one in campaigns if one.code != campaign.code)
    return _of_campaign(rows, campaign.code, foreign, worded=bool(lang))


def _lines(said: str) -> list[tuple[int, list[str]]]:
    """The lines that say anything, with their numbers as a spreadsheet counts them."""
    first = said.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(said, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise unreadable("returned_broken") from None
    return [(number, line) for number, line in enumerate(lines, 1) if any(map(str.strip, line))]


def _columns(headings: Sequence[str], campaign: Campaign, units: Iterable[Unit]) -> tuple[list[str], str]:
    """The column of each heading (empty for what is none of ours), and the language of the headings, empty for codes."""
    known = {"": {one: one for one in (*OURS, MEASURE)}}
    for lang in LANGUAGES:
        header = wording(lang, (*OURS, MEASURE), campaign, units).header
        known[lang] = {word: column for column, word in header.items()}
    said = [restored(one.strip()) for one in headings]
    lang = max(known, key=lambda one: sum(heading in known[one] for heading in said))
    columns = [known[lang].get(heading, "") for heading in said]
    if MEASURE in columns:
        raise unreadable("returned_measures")
    if not set(NEEDED) <= set(columns):
        raise unreadable("returned_foreign")
    twice = [heading for heading, column in zip(said, columns, strict=True) if column and columns.count(column) > 1]
    if twice:
        raise unreadable("file_column_twice", value=twice[0])
    return columns, lang


def _meanings(lang: str, campaign: Campaign, units: Iterable[Unit]) -> Mapping[str, Words]:
    """By column the code of each word of ``lang``."""
    if not lang:
        return {}
    values = wording(lang, (), campaign, units).values
    return {column: {word: code for code, word in known.items()} for column, known in values.items()}


def _row(cells: Sequence[str], columns: Sequence[str], meant: Mapping[str, Words]) -> dict[str, str]:
    padded = [*cells, *[""] * (len(columns) - len(cells))]
    return {column: _cell(column, cell, meant) for column, cell in zip(columns, padded, strict=False) if column}


def _cell(column: str, cell: str, meant: Mapping[str, Words]) -> str:
    said = restored(cell).replace("\r\n", "\n")
    if column in DAYS and (found := _DATE.fullmatch(said.strip())):
        return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"
    known = meant.get(column, {})
    if said in known:
        return known[said]
    return said.lower() if column in TRUTHS else said


def _check(row: Row, line: int, before: Mapping[str, Row]) -> None:
    """A row must say which problem it is about, once, and how that stands."""
    if not row["ref_no"]:
        raise unreadable("returned_without_number", line=line)
    if row["ref_no"] in before:
        raise unreadable("returned_twice", line=line, value=row["ref_no"])
    if row["status"] not in {*Status}:
        raise unreadable("returned_status", line=line, value=row["status"][:40])


def _names(campaigns: Iterable[Campaign]) -> set[str]:
    """What a file may call these campaigns."""
    return {name for one in campaigns for name in (one.code, *one.title.values())}


def _of_campaign(rows: Mapping[str, Row], code: str, foreign: Collection[str], *, worded: bool) -> dict[str, Row]:
    """Without the problems of other campaigns, and without drafts. A file that has only others' is refused.

    In words, a campaign of unknown name is this one under an earlier title.
    """
    other = {
        number for number, row in rows.items() if (said := row.get("campaign", code)) != code and (said in foreign or not worded)
    }
    if rows and len(other) == len(rows):
        raise unreadable("returned_other_campaign")
    return {number: row for number, row in rows.items() if number not in other and row["status"] != Status.DRAFT}
