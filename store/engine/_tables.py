"""A whole store in the shape of a plain TinyDB file, and back; what of it does not fit. The same for every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import orjson

from store.engine._json import unpacked
from store.engine._pending import VERSION, Pending
from store.engine.repository import COLD_KINDS, Document
from store.model.errors import Fault, Invalid

Tables = dict[str, dict[str, Document]]
"""What a file of TinyDB holds: tables of documents by the text of their id."""

Bodies = Iterable[tuple[str, int, bytes | str]]
"""Kind, id and JSON of documents."""

COUNTERS = "_counters"
"""The table of an export that keeps numbers from being given again after an import; to TinyDB a table like any other."""

_NEEDED: dict[str, dict[str, type]] = {
    COUNTERS: {"name": str, "value": int},
    **{kind: {"subject": str, "at": str} for kind in COLD_KINDS},
}


def exported(bodies: Bodies, counters: Mapping[str, int]) -> Tables:
    """Every document and counter in the shape of a TinyDB file; ``json.dump`` makes a file that stock TinyDB opens."""
    tables: Tables = {}
    for kind, doc_id, body in bodies:
        tables.setdefault(kind, {})[str(doc_id)] = unpacked(body)
    listed = [{"name": name, "value": value} for name, value in counters.items() if name != VERSION]
    tables[COUNTERS] = {str(place): counter for place, counter in enumerate(listed, start=1)}
    return tables


def refuse_misfits(tables: Mapping[str, Any]) -> None:
    """Raise Invalid when this is not what :func:`exported` or TinyDB writes, telling all of it at once."""
    if found := list(_misfits(tables)):
        raise Invalid(found)


def fill(pending: Pending, tables: Mapping[str, Mapping[str, Any]]) -> None:
    """Write all of an export into a store that is empty; ids and revisions stay."""
    for kind, loaded in tables.items():
        if kind == COUNTERS:
            continue
        keep = pending.append if kind in COLD_KINDS else pending.put
        pending.take_id(kind, max(map(int, loaded), default=0))
        for doc_id, document in loaded.items():
            keep(kind, int(doc_id), {**document, "id": int(doc_id), "revision": document.get("revision", 1)})
    for counter in tables.get(COUNTERS, {}).values():
        pending.count_from(counter["name"], counter["value"])


def bad_rows(bodies: Bodies) -> Iterator[Fault]:
    """Documents that cannot be read, or that stand in another's place."""
    for kind, doc_id, body in bodies:
        document, why = _row(body)
        if not isinstance(document, dict):
            yield Fault(f"{kind}.{doc_id}", "row_unreadable", {"told": why})
        elif document.get("id", doc_id) != doc_id:
            yield Fault(f"{kind}.{doc_id}", "row_misplaced", {"found": document["id"]})


def _row(body: bytes | str) -> tuple[object, str]:
    """What a row holds, and if that is no document, what it is."""
    try:
        document: object = unpacked(body)
    except orjson.JSONDecodeError as error:
        return None, str(error)
    return document, type(document).__name__


def late_counters(highest: Iterable[tuple[str, int]], counter: Callable[[str], int]) -> Iterator[Fault]:
    """Counters that would give again what there is; ``highest`` is what each must have reached."""
    for name, reached in highest:
        if (value := counter(name)) < reached:
            yield Fault(name, "counter_behind", {"value": value, "highest": reached})


def _misfits(tables: Mapping[str, Any]) -> Iterator[Fault]:
    for kind, documents in tables.items():
        if not isinstance(documents, Mapping):
            yield Fault(kind, "not_a_table")
            continue
        needed = _NEEDED.get(kind, {})
        for doc_id, document in documents.items():
            if not (doc_id.isdecimal() and isinstance(document, Mapping)):
                yield Fault(f"{kind}.{doc_id}", "not_a_document")
                continue
            for name, type_ in needed.items():
                if not isinstance(document.get(name), type_):
                    yield Fault(f"{kind}.{doc_id}.{name}", "missing")
