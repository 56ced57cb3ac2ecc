"""What may be typed into an issue: one table of fields, and the cleaning of raw input with every fault named by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from store.model.documents import Campaign
from store.model.enums import MeasureKind, Mode, Severity
from store.model.errors import Fault, Invalid
from store.rules.workdays import FIRST, LAST

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class Wrong(Exception):
    """A single value does not fit its field; becomes a Fault with the field's name."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Known:
    """What codes an input may refer to: the campaign's vocabulary and the codes of the active units.

    ``kept`` names by vocabulary the code that an issue under edit has already, and keeps although it is retired.
    """

    campaign: Campaign
    units: Collection[str]
    kept: Mapping[str, str] = field(default_factory=dict)

    def codes(self, vocabulary: str) -> Collection[str]:
        """The codes of ``units`` or of a vocabulary of the campaign (``categories``, ``sources``, …)."""
        if vocabulary == "units":
            return self.units
        kept = self.kept.get(vocabulary)
        options = getattr(self.campaign, vocabulary)
        return [option.code for option in options if getattr(option, "active", True) or option.code == kept]


Clean = Callable[[Any, Any], Any]
"""Raw input and the known codes (:class:`Known`, or None where no code can occur) to a typed value; raises Wrong."""


SHAPES: dict[Clean, Mapping[str, Any]] = {}
"""What JSON Schema says of the values that a cleaning takes, for descriptions of the ledger to programs."""


@dataclass(frozen=True)
class Field:
    """One field: how raw input becomes its value, what stands for nothing, and whether registering needs it."""

    clean: Clean
    empty: Any = ""
    required: bool = False


def text(longest: int) -> Clean:
    """Text of at most ``longest`` characters; ends trimmed, line ends unified, control characters dropped."""

    def clean(value: Any, known: Any) -> str:
        if not isinstance(value, str):
            raise Wrong("not_text")
        tidy = _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
        if len(tidy) > longest:
            raise Wrong("too_long", longest=longest, length=len(tidy))
        return tidy

    SHAPES[clean] = {"type": "string", "maxLength": longest}
    return clean


def code(vocabulary: str) -> Clean:
    """A code of a vocabulary of the campaign, or of the units."""

    def clean(value: Any, known: Any) -> str:
        if value not in known.codes(vocabulary):
            raise Wrong("unknown_code", value=str(value)[:40])
        return str(value)

    SHAPES[clean] = {"type": "string", "x-codes": vocabulary}
    return clean


def choice(kind: type[StrEnum]) -> Clean:
    """A member of an enumeration, given as such or as its code."""

    def clean(value: Any, known: Any) -> StrEnum:
        try:
            return kind(value)
        except ValueError:
            raise Wrong("unknown_code", value=str(value)[:40]) from None

    SHAPES[clean] = {"type": "string", "enum": [member.value for member in kind]}
    return clean


def day(value: Any, known: Any = None) -> date:
    """A date or an ISO text of one, within the years the calendar knows."""
    try:
        found = value if type(value) is date else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Wrong("not_a_date", value=str(value)[:40]) from None
    if not FIRST <= found <= LAST:
        raise Wrong("date_out_of_range", first=FIRST, last=LAST)
    return found


def yes_or_no(value: Any, known: Any) -> bool:
    """A truth value."""
    if not isinstance(value, bool):
        raise Wrong("not_yes_or_no")
    return value


def whole(value: Any, known: Any) -> int:
    """A whole number from 1: the id of a part of an issue."""
    if type(value) is not int or value < 1:
        raise Wrong("not_a_number")
    return value


def percent(value: Any, known: Any) -> int:
    """A whole number from 0 to 100."""
    if type(value) is not int or not 0 <= value <= 100:
        raise Wrong("not_a_percentage")
    return value


SHAPES |= {
    day: {"type": "string", "format": "date"},
    yes_or_no: {"type": "boolean"},
    whole: {"type": "integer", "minimum": 1},
    percent: {"type": "integer", "minimum": 0, "maximum": 100},
}


FIELDS: dict[str, Field] = {
    "category": Field(code("categories"), required=True),
    "unit": Field(code("units"), required=True),
    "title": Field(text(80), required=True),
    "finding": Field(text(4000), required=True),
    "source": Field(code("sources"), required=True),
    "found_on": Field(day, None, required=True),
    "leader_led": Field(yes_or_no, False),
    "confidential": Field(yes_or_no, False),
    "severity": Field(choice(Severity), Severity.MINOR),
    "cause_kind": Field(code("cause_kinds")),
    "cause": Field(text(4000)),
    "target": Field(text(1000)),
    "closure_criteria": Field(text(1000)),
    "mode": Field(choice(Mode), Mode.PHASED),
    "due": Field(day, None),
    "milestone": Field(code("milestones")),
    "next_review": Field(day, None),
    "owner": Field(text(40)),
    "lead": Field(text(40)),
    "recurrence_of": Field(text(40)),
}
MEASURE_FIELDS: dict[str, Field] = {
    "kind": Field(choice(MeasureKind), MeasureKind.CORRECTIVE),
    "text": Field(text(2000), required=True),
    "owner": Field(text(40)),
    "due": Field(day, None),
}
MOST_MEASURES = 30


@dataclass
class Cleaned:
    """The typed values and every fault found on the way."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def clean(raw: Mapping[str, Any], known: Known) -> Cleaned:
    """The typed values of those fields that ``raw`` names; ``measures`` is a list of mappings with an optional ``id``."""
    result = clean_table(raw, FIELDS, known, "")
    result.faults += [Fault(name, "unknown_field") for name in raw if name not in FIELDS and name != "measures"]
    if "measures" in raw:
        result.values["measures"] = _clean_measures(raw["measures"], known, result.faults)
    return result


def clean_table(raw: Mapping[str, Any], table: Mapping[str, Field], known: Known | None, prefix: str = "") -> Cleaned:
    """The typed values of those fields of ``table`` that ``raw`` names; blank becomes the field's ``empty``."""
    result = Cleaned()
    for name in table:
        if name in raw:
            try:
                blank = raw[name] is None or raw[name] == ""
                result.values[name] = table[name].empty if blank else table[name].clean(raw[name], known)
            except Wrong as wrong:
                result.faults.append(Fault(prefix + name, wrong.code, wrong.params))
    return result


def _clean_measures(raw: Any, known: Known, faults: list[Fault]) -> list[dict[str, Any]]:
    if not isinstance(raw, (list, tuple)) or not all(isinstance(item, Mapping) for item in raw):
        faults.append(Fault("measures", "not_a_list"))
        return []
    if len(raw) > MOST_MEASURES:
        faults.append(Fault("measures", "too_many", {"most": MOST_MEASURES}))
        return []
    cleaned = [clean_table(item, MEASURE_FIELDS, known, f"measures.{number}.") for number, item in enumerate(raw)]
    for number, (item, measure) in enumerate(zip(raw, cleaned, strict=True)):
        faults += measure.faults
        if not measure.values.get("text") and f"measures.{number}.text" not in [fault.field for fault in measure.faults]:
            faults.append(Fault(f"measures.{number}.text", "required"))
        measure.values["id"] = item.get("id") if type(item.get("id")) is int else None
    return [measure.values for measure in cleaned]


def clean_inputs(raw: Mapping[str, Any], table: Mapping[str, Field]) -> dict[str, Any]:
    """The typed inputs of a verb. Raises Invalid naming every fault, missing and unknown inputs included."""
    result = clean_table(raw, table, None)
    named = {fault.field for fault in result.faults}
    result.faults += [
        Fault(name, "required")
        for name, rule in table.items()
        if rule.required and name not in named and not result.values.get(name)
    ]
    result.faults += [Fault(name, "unknown_field") for name in raw if name not in table]
    if result.faults:
        raise Invalid(result.faults)
    return result.values


def not_filled_in(values: Mapping[str, Any]) -> list[str]:
    """The fields that an issue on the books needs and that ``values`` leaves empty; a date or a review is one of them."""
    missing = [name for name, rule in FIELDS.items() if rule.required and not values.get(name)]
    undated = not values.get("due") and not values.get("next_review")
    return [*missing, "next_review" if values.get("mode") is Mode.ONGOING else "due"] if undated else missing


def faults_of(values: Mapping[str, Any], today: date, registering: bool) -> list[Fault]:
    """What is wrong with a whole issue as it would be saved; ``registering`` asks for everything a registered issue must have."""
    missing = not_filled_in(values) if registering else [name for name in ("unit", "title") if not values.get(name)]
    faults = [Fault(name, "required") for name in missing]
    found = values.get("found_on")
    if found and found > today:
        faults.append(Fault("found_on", "in_the_future", {"today": today}))
    faults += [
        Fault(name, "before_found", {"found_on": found})
        for name in ("due", "next_review")
        if found and values.get(name) and values[name] < found
    ]
    for number, measure in enumerate(values.get("measures") or ()):
        measure_due = measure.get("due")
        if found and measure_due and measure_due < found:
            faults.append(Fault(f"measures.{number}.due", "before_found", {"found_on": found}))
    return faults
