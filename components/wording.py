"""Stored values as a reader reads them: codes by their names, days written out, nothing as a dash."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from components.cards import plain
from components.i18n import fmt_date, fmt_percent, language, t
from components.vocabulary import words
from store.exchange import wording
from store.words import NOTHING

ENUMERATIONS = {
    "status": "status",
    "severity": "severity",
    "mode": "mode",
    "kind": "measure_kind",
    "verdict": "verdict",
    "outcome": "outcome",
    "check_verdict": "check_verdict",
    "decision": "decision",
    "level": "urge_level",
}
"""Fields whose codes are words of the catalogue, and where they stand in it."""

VOCABULARIES = frozenset({"unit", "category", "source", "cause_kind", "milestone"})
"""Fields whose codes are data: units and what the campaign names."""


def value_words(field: str, value: Any) -> str:
    """The value of a field, stored or typed, as plain text; the place that shows it escapes it."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return t("value.yes") if value else t("value.no")
    if field in ENUMERATIONS:
        return t(f"{ENUMERATIONS[field]}.{value}")
    if field in VOCABULARIES:
        return words(field).get(value, str(value))
    if field == "percent":
        return fmt_percent(value / 100, digits=0)
    return _day_or_text(value)


def paragraphs(text: str) -> str:
    """What a person typed, line by line, as Markdown that shows exactly that."""
    return "\n\n".join(plain(line) for line in text.splitlines() if line.strip()) or NOTHING


def person(name: str) -> str:
    """Who somebody is: an account's name as it is, a role taken at this machine in words."""
    return wording.person(name, language(), words("unit"))


def moment_words(at: str) -> str:
    """A stored moment as day and time."""
    return fmt_date(datetime.fromisoformat(at), form="moment") if at else NOTHING


def _day_or_text(value: Any) -> str:
    if isinstance(value, date):
        return fmt_date(value)
    try:
        return fmt_date(date.fromisoformat(value)) if len(str(value)) == 10 else str(value)
    except (TypeError, ValueError):
        return str(value)
