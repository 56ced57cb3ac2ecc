"""Errors of the store as sentences in a language, with the numbers in them and the mend: what a form says, the API says too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from store.model.errors import Conflict, Fault, Invalid, NotFound, Refused, Unusable, XiaohaoError
from store.words import has, text

Units = Mapping[str, str]
"""Names of units by their code."""


def field_of(path: str) -> str:
    """The field a fault's path names, as the catalogue calls it: ``measures.2.due`` is ``measure_due``."""
    parts = path.split(".")
    return f"measure_{parts[2]}" if len(parts) == 3 else parts[0]


def fault_words(lang: str, fault: Fault, units: Units) -> str:
    """What is wrong and what to do about it, for a place beside the field."""
    return text(lang, f"fault.{fault.code}", **_told(fault.params, units))


def all_faults(lang: str, faults: Sequence[Fault], units: Units) -> list[str]:
    """Every fault once, in the order given; faults of a measure say which measure."""
    return list(dict.fromkeys(_placed(lang, fault, units) for fault in faults))


def refusal(lang: str, error: XiaohaoError, units: Units) -> str:
    """Why nothing was saved, in one sentence."""
    if isinstance(error, Invalid):
        return text(lang, "list.semicolon").join(all_faults(lang, error.faults, units))
    if isinstance(error, Conflict):
        return text(lang, "refused.conflict")
    if isinstance(error, NotFound):
        return text(lang, "refused.not_found", key=str(error.params["key"]))
    if isinstance(error, Refused) and error.code == "not_ready":
        return not_yet(lang, error.params["move"], error.params["reasons"], units)
    if isinstance(error, Unusable):
        return trouble_words(lang, error)
    return text(lang, f"refused.{error.code}", **_told(error.params, units))


def trouble_words(lang: str, trouble: Unusable) -> str:
    """What the surroundings did, for a person who cannot mend it: no path and no address."""
    code = trouble.code if has(lang, f"trouble.{trouble.code}") else "other"
    return text(lang, f"trouble.{code}")


def not_yet(lang: str, verb: str, reasons: Sequence[Fault], units: Units) -> str:
    """What still speaks against a move, in one sentence."""
    told = text(lang, "list.semicolon").join(fault_words(lang, reason, units) for reason in reasons)
    return text(lang, "refused.not_yet", move=text(lang, f"verb.{verb}"), reasons=told)


def _placed(lang: str, fault: Fault, units: Units) -> str:
    parts = fault.field.split(".")
    words = fault_words(lang, fault, units)
    told = text(lang, "fault.of_field", field=field_word(lang, fault.field), words=words)
    return text(lang, "fault.in_measure", number=int(parts[1]) + 1, words=told) if len(parts) == 3 else told


def field_word(lang: str, path: str) -> str:
    """What the field of a fault is called; one that is none of ours, by its own name."""
    name = field_of(path)
    return text(lang, f"field.{name}") if has(lang, f"field.{name}") else name[:40]


def _told(params: Mapping[str, Any], units: Units) -> dict[str, Any]:
    """Parameters as a reader expects them: a unit by its name; the rest the catalogue words itself."""
    named = {"unit": units[params["unit"]]} if params.get("unit") in units else {}
    return {**params, **named}
