"""The CSV of the history: one row for each change of a field, or for an event that changed none; the newest first."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from store.exchange.csv import neutral
from store.exchange.wording import HEADERS
from store.history import History, Wanted, kind_of
from store.model.documents import Actor, Event
from store.model.errors import Fault, Invalid
from store.rules.permissions import check_role
from store.words import text

COLUMNS = ("event", "at", "actor", "role", "kind", "ref", "unit", "action", "note", "field", "before", "after")
"""Fixed order. ``before`` and ``after`` as they are stored: codes, ISO dates, the whole of a measure as JSON."""
IN_WORDS = ("role", "kind", "action")
"""Columns whose values are words of the software."""


def history_csv(history: History, actor: Actor, query: Mapping[str, str]) -> bytes:
    """Every event that ``query`` chooses (store/history.py) and ``actor`` may read.

    Raises Refused (role) or Invalid (a day or ``header`` that cannot be read).
    """
    check_role("export", actor)
    header = query.get("header") or "code"
    if header not in HEADERS:
        raise Invalid([Fault("header", "unknown_code", {"value": header[:40]})])
    file, units = io.StringIO(), history.unit_of(actor)
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([name if header == "code" else text(header, f"history_csv.{name}") for name in COLUMNS])
    for event in history.events(actor, history.find(actor, Wanted.read(query)).ids):
        writer.writerows(_rows(event, units, header))
    return file.getvalue().encode("utf-8-sig")


def _rows(event: Event, units: Mapping[str, str], header: str) -> Iterator[list[Any]]:
    told = {"role": event.role, "kind": kind_of(event.subject), "action": event.action}
    if header != "code":
        told = {name: text(header, f"{name}.{code}") if code else "" for name, code in told.items()}
    role, kind, action = (told[name] for name in IN_WORDS)
    fixed = [event.id, event.at, event.actor, role, kind, event.ref, units.get(event.subject, ""), action, event.note]
    for path in _paths(event):
        changed = [path, _cell(event.before.get(path)), _cell(event.after.get(path))] if path else ["", "", ""]
        yield [neutral(cell) if isinstance(cell, str) else cell for cell in (*fixed, *changed)]


def _paths(event: Event) -> Iterable[str]:
    return sorted({*event.before, *event.after}) or [""]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else orjson.dumps(value).decode()
