"""Errors of the store as sentences in the language of this session."""

from __future__ import annotations

from collections.abc import Sequence

from components.i18n import language
from components.session import units
from store import telling
from store.model.errors import Fault, Unusable, XiaohaoError
from store.telling import field_of

__all__ = ["all_faults", "fault_words", "field_of", "not_yet", "refusal"]


def fault_words(fault: Fault) -> str:
    """What is wrong and what to do about it, for a place beside the field."""
    return telling.fault_words(language(), fault, _names())


def all_faults(faults: Sequence[Fault]) -> list[str]:
    """Every fault once, in the order given; faults of a measure say which measure."""
    return telling.all_faults(language(), faults, _names())


def refusal(error: XiaohaoError) -> str:
    """Why nothing was saved, in one sentence."""
    if isinstance(error, Unusable):
        return telling.trouble_words(language(), error)  # the names of units may be out of reach as well
    return telling.refusal(language(), error, _names())


def not_yet(verb: str, reasons: Sequence[Fault]) -> str:
    """What still speaks against a move, in one sentence."""
    return telling.not_yet(language(), verb, reasons, _names())


def _names() -> dict[str, str]:
    return {code: unit.name for code, unit in units().items()}
