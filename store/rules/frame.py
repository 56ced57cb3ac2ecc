"""The dashboard frame: one row an issue, its columns as one table, from the documents as they are stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from store.model.enums import Decision, MeasureKind, Status, Verdict

Doc = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """How a column is read from a document, and of which kind it is: ``str``, ``date``, ``int`` or ``bool``."""

    kind: str
    read: Callable[[Doc], Any]


def _field(name: str, kind: str = "str") -> Column:
    return Column(kind, lambda doc: doc.get(name))


def _deadline(doc: Doc) -> Any:
    """As Issue.deadline, on the stored form."""
    return doc["next_review"] if doc["status"] == Status.ONGOING or not doc["due"] else doc["due"]


def _last_request(doc: Doc) -> Any:
    return doc["closures"][-1]["requested_at"][:10] if doc["closures"] else None


def _count(name: str, test: Callable[[Doc], bool] = lambda item: True) -> Column:
    return Column("int", lambda doc: sum(map(test, doc[name])))


def _of_kind(kind: MeasureKind, done: bool = False) -> Callable[[Doc], bool]:
    return lambda measure: measure["kind"] == kind and (measure["percent"] == 100 or not done)


COLUMNS: dict[str, Column] = {
    "id": _field("id", "int"),
    "revision": _field("revision", "int"),
    "ref_no": _field("ref_no"),
    "campaign": _field("campaign"),
    "unit": _field("unit"),
    "category": _field("category"),
    "title": _field("title"),
    "finding": _field("finding"),
    "source": _field("source"),
    "found_on": _field("found_on", "date"),
    "leader_led": _field("leader_led", "bool"),
    "severity": _field("severity"),
    "cause_kind": _field("cause_kind"),
    "cause": _field("cause"),
    "mode": _field("mode"),
    "status": _field("status"),
    "due": _field("due", "date"),
    "original_due": _field("original_due", "date"),
    "next_review": _field("next_review", "date"),
    "deadline": Column("date", _deadline),
    "milestone": _field("milestone"),
    "owner": _field("owner"),
    "lead": _field("lead"),
    "measures": _count("measures"),
    "measures_done": _count("measures", lambda measure: measure["percent"] == 100),
    **{kind.value: _count("measures", _of_kind(kind)) for kind in MeasureKind},
    **{f"{kind.value}_done": _count("measures", _of_kind(kind, done=True)) for kind in MeasureKind},
    "percent": Column("int", lambda doc: round(sum(one["percent"] for one in doc["measures"]) / max(1, len(doc["measures"])))),
    "returned": _count("closures", lambda closure: closure["verdict"] == Verdict.RETURNED),
    "extended": _count("extensions", lambda extension: extension["decision"] == Decision.GRANTED),
    "extension_asked": _count("extensions", lambda extension: extension["decision"] is None),
    "urged": _count("urges"),
    "urges_open": _count("urges", lambda urge: not urge["answer"]),
    "requested_on": Column("date", _last_request),
    "closed_on": _field("closed_on", "date"),
    "recurrence_of": _field("recurrence_of"),
    "good_practice": Column("bool", lambda doc: bool(doc["good_practice"])),
    "updated_at": _field("updated_at"),
}


def row(document: Doc) -> dict[str, Any]:
    """One document's cells as pandas holds them."""
    return {name: _cell(column.kind, column.read(document)) for name, column in COLUMNS.items()}


def build(documents: Sequence[Doc]) -> pd.DataFrame:
    """A frame of all ``documents``, indexed by their id; right dtypes also when there are none."""
    data = {name: _series(column.kind, [column.read(document) for document in documents]) for name, column in COLUMNS.items()}
    return pd.DataFrame(data, index=pd.Index([document["id"] for document in documents], dtype="int64", name="key"))


def follow(rows: pd.DataFrame, document: Doc) -> pd.DataFrame:
    """A new frame in which one document is written anew.

    ``rows`` stays as it was (copy-on-write), only changed cells are touched.
    """
    key = document["id"]
    if key not in rows.index:
        return pd.concat([rows, build([document])])
    result = rows.copy(deep=False)
    for name, value in row(document).items():
        old = result.at[key, name]
        if not (old == value or (old is pd.NaT and value is pd.NaT)):
            result.at[key, name] = value
    return result


def _cell(kind: str, value: Any) -> Any:
    if kind == "date":
        return pd.Timestamp(value).as_unit("s") if value else pd.NaT
    return (value or "") if kind == "str" else value


def _series(kind: str, values: list[Any]) -> Any:
    if kind == "date":
        return np.array([value or "NaT" for value in values], dtype="datetime64[s]")
    if kind == "str":
        return pd.array([value or "" for value in values], dtype="str")
    return np.array(values, dtype="int64" if kind == "int" else "bool")
