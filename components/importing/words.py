"""The words of an import: columns, what a row does, cells before and after, and what is wrong with each."""

from __future__ import annotations

from typing import Any

from components.faults import fault_words, refusal
from components.i18n import t
from components.wording import value_words
from store.model.errors import Fault, Invalid, XiaohaoError
from store.rules.importing import Line
from store.rules.planning import CHANGED, FAULTY, NEW, SAME
from store.words import has

KINDS = (NEW, CHANGED, SAME, FAULTY)
SIGNS = {NEW: "+", CHANGED: "→", SAME: "=", FAULTY: "✗"}
LONGEST = 60
"""Characters of a cell in the table; all of it stands beside it when the row is looked at."""


def why(error: XiaohaoError) -> str:
    """Why nothing could be read or written."""
    return fault_words(error.faults[0]) if isinstance(error, Invalid) else refusal(error)


def column_word(name: str) -> str:
    """What a column of ours is called, as our own export calls it."""
    if has("en", f"importing.column_{name}"):
        return t(f"importing.column_{name}")
    return t(f"csv.{name}") if has("en", f"csv.{name}") else name


def what_word(what: str) -> str:
    """``+ 新增``."""
    return f"{SIGNS[what]} {t(f'importing.row_{what}')}"


def fault_said(fault: Fault) -> str:
    """What is wrong with a cell, with what may have been meant."""
    said = fault_words(Fault(fault.field, fault.code, {name: one for name, one in fault.params.items() if name != "near"}))
    near = fault.params.get("near")
    if near:
        said = t("importing.near", said=said, near=[cell(fault.field, code) for code in near])
    return said if fault.field in ("", "row") else t("fault.of_field", field=column_word(fault.field), words=said)


def told(line: Line) -> str:
    """A row in one line of the table: its faults, else its changes, else what is remarked."""
    semicolon = t("list.semicolon")
    if line.faults or line.refused:
        return semicolon.join([*map(fault_said, line.faults), *([refusal(line.refused)] if line.refused else [])])
    changes = [] if line.what == NEW else [change_said(name, *pair) for name, pair in line.changes.items()]
    return semicolon.join([*changes, *map(fault_said, line.notices)])


def change_said(name: str, before: Any, after: Any) -> str:
    """``责任人：周海宁 → 刘启``."""
    return t("history.change", name=column_word(name), before=_short(cell(name, before)), after=_short(cell(name, after)))


def cell(name: str, value: Any) -> str:
    """A value of ours as a reader reads it."""
    return str(value) if name == "percent" else value_words(name, value)  # of several measures, in words already


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"
