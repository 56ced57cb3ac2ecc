"""Days as people write them: 2026-11-05, 2026.11.5, a month's end, a quarter, an Excel serial, or "for good"."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from store.exchange.importing.lexicon import TABLE, for_good, plain
from store.rules.fields import Wrong

_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$")
_SERIAL = re.compile(r"([34567]\d{4})(?:\.\d+)?")
_LEADING, _TRAILING = re.compile(TABLE["day_head"], re.IGNORECASE), re.compile(TABLE["day_tail"])
_PATTERNS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in TABLE["days"]]
_END = re.compile(TABLE["end_words"], re.IGNORECASE)
_DIGITS: Mapping[str, int] = TABLE["digits"]
_TEN: str = TABLE["ten"]
_NUMERALS = re.compile(f"[{''.join(_DIGITS)}{_TEN}]+")
_EPOCH = date(1899, 12, 30)
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if number} | {
    name.casefold(): number for number, name in enumerate(calendar.month_abbr) if number
}
Parts = Mapping[str, str | None]


@dataclass(frozen=True)
class Said:
    """What a cell says: a day, or that it goes on for good; ``assumed`` is the code of what had to be supposed."""

    day: date | None = None
    ongoing: bool = False
    assumed: str = ""


@dataclass(frozen=True)
class Span:
    """The days a campaign lasts: a day without a year is looked for there."""

    starts: date
    ends: date

    def dated(self, month: int, day: int | None) -> date:
        """The day of that month and day (None: its last) within the span, else the nearest to it. Raises ValueError."""
        found = [_day(year, month, day) for year in range(self.starts.year - 1, self.ends.year + 2) if _exists(year, month, day)]
        return min(found, key=lambda one: max(self.starts - one, one - self.ends))


def read_day(cell: str, span: Span) -> Said:
    """What ``cell`` says. Raises Wrong ``not_a_date`` or ``date_ambiguous``."""
    if plain(cell) in for_good():
        return Said(ongoing=True)
    words = _TIME.sub("", unicodedata.normalize("NFKC", cell).strip())
    if serial := _SERIAL.fullmatch(words):
        return Said(_EPOCH + timedelta(days=int(serial[1])))
    words = _TRAILING.sub("", _LEADING.sub("", _NUMERALS.sub(_number, words))).strip()
    for kind, pattern in _PATTERNS:
        if found := pattern.fullmatch(words):
            try:
                return _READ[kind](found.groupdict(), words, span)
            except (ValueError, KeyError, calendar.IllegalMonthError):
                continue
    raise Wrong("not_a_date", value=cell[:40])


def _number(numeral: re.Match[str]) -> str:
    """A Chinese numeral in Arabic digits: a year digit by digit, a day by tens."""
    said = numeral[0]
    if _TEN not in said:
        return "".join(str(_DIGITS[one]) for one in said)
    tens, _, ones = said.partition(_TEN)
    return str((_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0))


def _day(year: int, month: int, day: int | None) -> date:
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _exists(year: int, month: int, day: int | None) -> bool:
    return (day or 1) <= calendar.monthrange(year, month)[1]


def _year(said: str) -> int:
    return int(said) if len(said) == 4 else 2000 + int(said)


def _dated(year: str | None, month: int, day: int | None, span: Span, assumed: str = "") -> Said:
    if year is None:
        return Said(span.dated(month, day), assumed="year_assumed")
    return Said(_day(_year(year), month, day), assumed=assumed or ("year_assumed" if len(year) == 2 else ""))


def _full(parts: Parts, words: str, span: Span) -> Said:
    month, day = int(parts["m"] or 0), parts["d"] or ""
    if parts["y"] is None and re.fullmatch(r"\d+\.[123]", words):  # 11.1 as a number may have been 11.10
        raise Wrong("date_ambiguous", value=words)
    return _dated(parts["y"], month, int(day), span)


def _either(parts: Parts, words: str, span: Span) -> Said:
    first, second = int(parts["a"] or 0), int(parts["b"] or 0)
    if first != second and max(first, second) <= 12:
        raise Wrong("date_ambiguous", value=words)
    month, day = (first, second) if second > 12 or first == second else (second, first)
    return _dated(parts["y"], month, day, span)


def _month(parts: Parts, words: str, span: Span) -> Said:
    if not (parts["part"] or parts["y"] or not words.isdigit()):
        raise ValueError(words)  # a bare number is no month
    day = TABLE["parts"].get(parts["part"] or "")
    surely = day is None and _END.search(words)
    return _dated(parts["y"], int(parts["m"] or 0), day, span, "" if surely else "day_assumed")


def _quarter(parts: Parts, words: str, span: Span) -> Said:
    return _dated(parts["y"] or parts.get("y2"), int(parts["q"] or 0) * 3, None, span)


def _half(parts: Parts, words: str, span: Span) -> Said:
    return _dated(parts["y"], 6 if parts["half"] == TABLE["first_half"] else 12, None, span)


def _whole_year(parts: Parts, words: str, span: Span) -> Said:
    return _dated(parts["y"], 12, None, span)


def _named(parts: Parts, words: str, span: Span) -> Said:
    month = _MONTHS[(parts["name"] or "").casefold()]
    day = int(parts.get("d") or 0) or None
    return _dated(parts["y"], month, day, span, "" if day or _END.search(words) else "day_assumed")


_READ: dict[str, Callable[[Parts, str, Span], Said]] = {
    "day": _full,
    "either": _either,
    "month": _month,
    "quarter": _quarter,
    "half": _half,
    "year": _whole_year,
    "named": _named,
}
