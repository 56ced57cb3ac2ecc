"""One form of one person: its widgets, the draft behind them, and the faults beside them.

The draft is what counts. A widget takes its value from it when it appears, and every change writes it back, so that a page
switch, a reload or a restart of the server finds what was typed. ``st.form`` is not used: fields that it holds back are lost.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import streamlit as st

from components.faults import refusal
from components.session import store, who
from store.model.errors import Conflict, Fault, Invalid, Unusable, XiaohaoError

MEASURE_FIELDS = ("kind", "text", "owner", "due")
FINISHED = "forms-finished"
"""Session key of the number of forms that were saved or given up."""
Memory = dict[str, Any]


@dataclass(frozen=True)
class Form:
    """A form by its name (``new``, ``issue:XH-0031``), the fields it has, and the values it begins with (JSON-shaped)."""

    name: str
    fields: tuple[str, ...]
    blank: Mapping[str, Any]

    def key(self, field: str) -> str:
        """The key of a field's widget; of a measure's, ``field`` is ``m3-text``."""
        return f"{re.sub(r'[^A-Za-z0-9]', '-', self.name)}-{field}"

    @property
    def memory(self) -> Memory:
        """What this session knows of the form; read from the kept draft when the session or the person is new to it."""
        place, owner = f"form:{self.name}", str(who())
        if st.session_state.get(place, {}).get("owner") != owner:
            if place in st.session_state:
                self._forget_widgets()  # somebody else sits here now
            kept = store().drafts.get(who(), self.name)
            draft = kept if "values" in kept else {}
            st.session_state[place] = fresh(self.blank) | draft | {"owner": owner, "restored": bool(draft)}
        found: Memory = st.session_state[place]
        return found

    def seed(self, field: str, value: Any) -> str:
        """The key of a widget, which holds ``value`` if it is only now appearing."""
        key = self.key(field)
        if key not in st.session_state:
            st.session_state[key] = value
        return key

    def value(self, field: str) -> Any:
        """What stands in a field: in its widget, or, while it is not shown, in the draft."""
        return stored(st.session_state.get(self.key(field), self.memory["values"].get(field)))

    def values(self) -> dict[str, Any]:
        """What stands in every field."""
        return {field: self.value(field) for field in self.fields}

    def measures(self) -> list[dict[str, Any]]:
        """What stands in every measure; ``row`` is its place among the widgets, ``id`` the number it has in the store."""
        return [self._measure(measure) for measure in self.memory.get("measures", [])]

    def _measure(self, known: Mapping[str, Any]) -> dict[str, Any]:
        row = known["row"]
        typed = {field: stored(st.session_state.get(self.key(f"m{row}-{field}"), known.get(field))) for field in MEASURE_FIELDS}
        return {"row": row, "id": known.get("id"), **typed}

    def texts(self) -> dict[str, str]:
        """What the store has of each text, by the key of its widget."""
        memory = self.memory
        rows = {f"m{one['row']}-{field}": one.get(field) for one in memory.get("measures", []) for field in MEASURE_FIELDS}
        values: dict[str, Any] = memory["values"] | rows
        return {self.key(field): value for field, value in values.items() if isinstance(value, str)}

    def changed(self, field: str = "") -> None:
        """A callback of every widget: keep the draft, and take the fault for mended until the next saving says otherwise."""
        memory = self.memory
        memory["values"], memory["measures"] = self.values(), self.measures()
        if memory["faults"].pop(field, None):
            memory["mended"].append(field)
        memory["told"] = ""
        self.keep()

    def keep(self) -> None:
        """Write the draft into the store; a form in which nothing is typed leaves none.

        While the store cannot be written the draft is what this session holds, and the form says so.
        """
        try:
            self._keep()
        except Unusable as trouble:
            self.memory["told"] = refusal(trouble)

    def _keep(self) -> None:
        memory = self.memory
        kept = {name: memory[name] for name in ("values", "measures", "base", "revision", "next_row") if name in memory}
        if kept["values"] == dict(self.blank["values"]) and bare(kept["measures"]) == bare(self.blank["measures"]):
            store().drafts.drop(who(), self.name)
        else:
            store().drafts.keep(who(), self.name, kept)

    def restart(self, **values: Any) -> None:
        """Begin again, with ``values`` over the blank ones; the draft is gone."""
        store().drafts.drop(who(), self.name)
        self._forget_widgets()
        st.session_state[FINISHED] = finished() + 1
        memory = fresh(self.blank) | {"owner": str(who())}
        memory["values"] |= values
        st.session_state[f"form:{self.name}"] = memory

    def refill(self, values: Mapping[str, Any], measures: Sequence[Mapping[str, Any]], **more: Any) -> None:
        """Put other values into the fields and keep them as the draft."""
        self._forget_widgets()
        memory = self.memory
        memory["values"] = memory["values"] | dict(values)
        memory["measures"] = [{**measure, "row": row} for row, measure in enumerate(measures, 1)]
        memory["next_row"] = len(measures) + 1
        memory.update(more)
        self.keep()

    def close(self) -> None:
        """The form is done with: forget draft and widgets."""
        store().drafts.drop(who(), self.name)
        self._forget_widgets()
        st.session_state[FINISHED] = finished() + 1
        st.session_state.pop(f"form:{self.name}", None)

    def attempt(self, save: Callable[[], Any]) -> Any:
        """What ``save`` returns, or None when it was refused: the faults then stand beside the fields, nothing is lost."""
        self.changed()
        memory = self.memory
        memory.update(faults={}, mended=[], told="", overtaken=None)
        try:
            return save()
        except Invalid as invalid:
            self._blame(invalid.faults)
        except Conflict as conflict:
            memory["overtaken"] = conflict.current
        except XiaohaoError as error:
            memory["told"] = refusal(error)
        return None

    def focus(self, field: str) -> None:
        """Bring the cursor to a field once, at the next drawing."""
        memory = self.memory
        memory["focus"] = [self.key(field), memory.get("focus", ["", 0])[1] + 1]

    def _blame(self, faults: Sequence[Fault]) -> None:
        rows = [measure["row"] for measure in self.memory["measures"]]
        placed = [(widget_field(fault.field, rows), fault) for fault in faults]
        for field, fault in placed:
            self.memory["faults"].setdefault(field, []).append(fault)
        if placed:
            self.focus(first_in_order([field for field, _ in placed], self.fields))

    def _forget_widgets(self) -> None:
        for key in [key for key in st.session_state if str(key).startswith(self.key(""))]:
            del st.session_state[key]


def finished() -> int:
    """How many forms this session saved or gave up: what was typed into them is nothing to be put back."""
    return int(st.session_state.get(FINISHED, 0))


def fresh(blank: Mapping[str, Any]) -> Memory:
    """The memory of a form in which nothing is typed yet."""
    memory = copy.deepcopy(dict(blank))
    return memory | {"faults": {}, "mended": [], "told": "", "restored": False, "next_row": len(memory["measures"]) + 1}


def stored(value: Any) -> Any:
    """A widget's value as JSON holds it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return "" if value is None else value


def bare(measures: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """Measures without their places, for comparing."""
    return [[measure.get(field) or "" for field in ("id", *MEASURE_FIELDS)] for measure in measures]


def widget_field(path: str, rows: Sequence[int]) -> str:
    """A fault's path as the form calls the widget: ``measures.0.due`` is ``m1-due``."""
    parts = path.split(".")
    return f"m{rows[int(parts[1])]}-{parts[2]}" if len(parts) == 3 and int(parts[1]) < len(rows) else path


def first_in_order(named: Sequence[str], order: Sequence[str]) -> str:
    """Which of the fields the eye meets first; measures come after the fields."""
    return min(named, key=lambda field: order.index(field) if field in order else len(order))
