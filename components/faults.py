"""Errors of the store as sentences in the reader's language, with the numbers in them and the mend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from components.i18n import t
from components.session import units
from store.model.errors import Conflict, Fault, Invalid, NotFound, Refused, Unusable, XiaohaoError
from store.words import has


def field_of(path: str) -> str:
    """The field a fault's path names, as the catalogue calls it: ``measures.2.due`` is ``measure_due``."""
    parts = path.split(".")
    return f"measure_{parts[2]}" if len(parts) == 3 else parts[0]


def fault_words(fault: Fault) -> str:
    """What is wrong and what to do about it, for a place beside the field."""
    return t(f"fault.{fault.code}", **_told(fault.params))


def all_faults(faults: Sequence[Fault]) -> list[str]:
    """Every fault once, in the order given; faults of a measure say which measure."""
    return list(dict.fromkeys(_placed(fault) for fault in faults))


def refusal(error: XiaohaoError) -> str:
    """Why nothing was saved, in one sentence."""
    if isinstance(error, Invalid):
        return t("list.semicolon").join(all_faults(error.faults))
    if isinstance(error, Conflict):
        return t("refused.conflict")
    if isinstance(error, NotFound):
        return t("refused.not_found", key=str(error.params["key"]))
    if isinstance(error, Refused) and error.code == "not_ready":
        return not_yet(error.params["move"], error.params["reasons"])
    if isinstance(error, Unusable):
        return trouble_words(error)
    return t(f"refused.{error.code}", **_told(error.params))


def trouble_words(trouble: Unusable) -> str:
    """What the surroundings did, for a person who cannot mend it: no path and no address."""
    code = trouble.code if has("en", f"trouble.{trouble.code}") else "other"
    return t(f"trouble.{code}")


def not_yet(verb: str, reasons: Sequence[Fault]) -> str:
    """What still speaks against a move, in one sentence."""
    return t(
        "refused.not_yet", move=t(f"verb.{verb}"), reasons=t("list.semicolon").join(fault_words(reason) for reason in reasons)
    )


def _placed(fault: Fault) -> str:
    parts = fault.field.split(".")
    words = t("fault.of_field", field=t(f"field.{field_of(fault.field)}"), words=fault_words(fault))
    return t("fault.in_measure", number=int(parts[1]) + 1, words=words) if len(parts) == 3 else words


def _told(params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as a reader expects them: a unit by its name; the rest the catalogue words itself."""
    named = {"unit": units()[params["unit"]].name} if params.get("unit") in units() else {}
    return {**params, **named}
