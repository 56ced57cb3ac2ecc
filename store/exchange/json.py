"""The JSON of the ledger: a list with one object an issue, the keys of the CSV in its order, everything as codes.

What the CSV joins into a cell is a list here: ``measures`` of objects with ``id``, ``kind``, ``text``, ``owner``, ``due``,
``percent`` and ``done_on``; ``progress`` of objects with ``at``, ``by``, ``text``, ``measure`` and ``percent``; ``evidence`` of
objects with ``id``, ``title`` and ``dated``. Dates are ISO, what is not there is null, texts are exactly what was typed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

from store.exchange.chosen import Chosen, Doc, Light
from store.exchange.csv import ADDED, COLUMNS, COMPUTED, MEASURE_COLUMNS, in_order

PROGRESS = ("at", "by", "text", "measure", "percent")
EVIDENCE = ("id", "title", "dated")

_LISTS: dict[str, Callable[[Doc], Any]] = {
    "measures": lambda doc: _picked(doc["measures"], MEASURE_COLUMNS),
    "progress": lambda doc: _picked(doc["progress"], PROGRESS),
    "evidence": lambda doc: _picked((one for one in doc["evidence"] if not one.get("removed_at")), EVIDENCE),
}


def issues_json(chosen: Chosen) -> bytes:
    """One object for each of the issues, in the order of their numbers."""
    lights = chosen.lights()
    return orjson.dumps([_told(doc, lights[doc["id"]]) for doc in in_order(chosen.documents)]) + b"\n"


def _told(doc: Doc, light: Light) -> Doc:
    row = {name: _LISTS.get(name, read)(doc) for name, read in COLUMNS.items()}
    return row | dict(zip(COMPUTED, light, strict=True)) | {name: read(doc) for name, read in ADDED.items()}


def _picked(items: Any, names: Any) -> list[Doc]:
    return [{name: item.get(name) for name in names} for item in items]
