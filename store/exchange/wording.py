"""How a file names its columns and the values of vocabularies: by code, or in the words of a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from store.access import local_parts
from store.model.documents import Campaign, Unit
from store.model.enums import Light, MeasureKind, Mode, Outcome, Severity, Status
from store.setup import SYSTEM
from store.words import LANGUAGES, has, label, text

Words = Mapping[str, str]
ENUMERATIONS: dict[str, tuple[str, type[StrEnum]]] = {
    "status": ("status", Status),
    "severity": ("severity", Severity),
    "mode": ("mode", Mode),
    "outcome": ("outcome", Outcome),
    "light": ("light", Light),
    "measure_kind": ("measure_kind", MeasureKind),
}
"""Columns whose values are words of the software: the catalogue's area and the codes."""
VOCABULARIES = {"category": "categories", "source": "sources", "cause_kind": "cause_kinds", "milestone": "milestones"}
"""Columns whose values are words of the campaign."""
YES_OR_NO = ("leader_led", "confidential")
_AT_WORK = ("overdue", "due_soon", "returned", "on_track", "no_deadline")
REASONS = (*_AT_WORK, "closed_on_time", "closed_late", "draft", "referred", "dismissed")
"""Why a light shines (store/rules/lights.py)."""
HEADERS = ("code", *LANGUAGES)


@dataclass(frozen=True)
class Wording:
    """Column code → heading, and for each column value code → word; what has no word stays a code."""

    header: Words = field(default_factory=dict)
    values: Mapping[str, Words] = field(default_factory=dict)


CODES = Wording()


def wording(lang: str, columns: Iterable[str], campaign: Campaign, units: Iterable[Unit]) -> Wording:
    """The words of ``lang`` for the columns, the software's vocabularies, the campaign's and the units."""
    said = {column: {code: text(lang, f"{area}.{code}") for code in kind} for column, (area, kind) in ENUMERATIONS.items()}
    told = {
        column: {option.code: label(option.name, lang) for option in getattr(campaign, vocabulary)}
        for column, vocabulary in VOCABULARIES.items()
    }
    named = {
        "unit": {unit.code: unit.name for unit in units},
        "campaign": {campaign.code: label(campaign.title, lang)},
        **{name: {answer: text(lang, f"csv.{answer}") for answer in ("true", "false")} for name in YES_OR_NO},
        "reason": {code: text(lang, f"csv.reason_{code}") for code in REASONS},
    }
    header = {column: text(lang, f"csv.{column}") for column in columns if has(lang, f"csv.{column}")}
    return Wording(header, {column: _distinct(values) for column, values in {**said, **told, **named}.items()})


def person(name: str, lang: str, units: Words) -> str:
    """Who somebody is: an account's name as it is, a role taken at this machine in words; ``units`` names units by code."""
    if name == SYSTEM.name:
        return text(lang, "person.system")
    local = local_parts(name)
    if local is None:
        return name
    role, unit = text(lang, f"role.{local[0].value}"), local[1]
    return text(lang, "person.of_unit", unit=units.get(unit, unit), role=role) if unit else role


def _distinct(values: Words) -> Words:
    """Only words that mean one code, so that a file in words can be read back."""
    often = Counter(values.values())
    return {code: word for code, word in values.items() if word and often[word] == 1 and word not in values}
