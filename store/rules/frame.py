"""The dashboard frame: one row an issue, its columns as one table, from the documents as they are stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from store.model.enums import UNFINISHED, CheckVerdict, Decision, MeasureKind, Status, Verdict
from store.rules.searching import Written

Doc = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """How a column is read from a document, of which kind it is (``str``, ``date``, ``int``, ``bool``), and of which fields.

    A column is other than it was only when one of its fields is.
    """

    kind: str
    read: Callable[[Doc], Any]
    fields: tuple[str, ...]


def _field(name: str, kind: str = "str") -> Column:
    return Column(kind, lambda doc: doc.get(name), (name,))


def _deadline(doc: Doc) -> Any:
    """As Issue.deadline, on the stored form."""
    return doc["next_review"] if doc["status"] == Status.ONGOING or not doc["due"] else doc["due"]


def _last_request(doc: Doc) -> Any:
    return doc["closures"][-1]["requested_at"][:10] if doc["closures"] else None


def _struck_off(doc: Doc) -> Doc:
    """The round that struck a closed issue off; empty for any other."""
    return doc["closures"][-1] if doc["status"] == Status.CLOSED and doc["closures"] else {}


def _next_check(doc: Doc) -> Any:
    """As Closure.next_check, on the stored form, of a closed issue."""
    last = _struck_off(doc)
    return None if last.get("checked_at") and not last.get("checks") else last.get("check_on")


def _check_failed(doc: Doc) -> bool:
    """As Issue.failed_check, on the stored form."""
    checks = _struck_off(doc).get("checks") or [{"verdict": None}]
    return bool(checks[-1]["verdict"] == CheckVerdict.FAILED)


def _asks_for_more_time(doc: Doc) -> int:
    """1 as long as Issue.pending_extension, on the stored form."""
    last = doc["extensions"][-1] if doc["extensions"] else None
    return int(last is not None and last["decision"] is None and doc["status"] in UNFINISHED and last["old_due"] == doc["due"])


def _answer_days(doc: Doc) -> list[str]:
    """The days by which slips still want an answer; what is settled wants none."""
    return sorted(slip["answer_by"] for slip in doc["urges"] if not slip["answer"]) if doc["status"] in UNFINISHED else []


def _percent(doc: Doc) -> int:
    percents = [int(one["percent"]) for one in doc["measures"]]
    return round(sum(percents) / max(1, len(percents)))


def _earliest(name: str, day: str, test: Callable[[Doc], bool]) -> Column:
    """The first of the days by which something of ``name`` is still to be done."""
    return Column("date", lambda doc: min((item[day] for item in doc[name] if item[day] and test(item)), default=None), (name,))


def _count(name: str, test: Callable[[Doc], bool] = lambda item: True) -> Column:
    return Column("int", lambda doc: sum(map(test, doc[name])), (name,))


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
    "confidential": Column("bool", lambda doc: bool(doc.get("confidential")), ("confidential",)),
    "severity": _field("severity"),
    "cause_kind": _field("cause_kind"),
    "cause": _field("cause"),
    "mode": _field("mode"),
    "status": _field("status"),
    "due": _field("due", "date"),
    "original_due": _field("original_due", "date"),
    "next_review": _field("next_review", "date"),
    "deadline": Column("date", _deadline, ("status", "due", "next_review")),
    "milestone": _field("milestone"),
    "owner": _field("owner"),
    "lead": _field("lead"),
    "measures": _count("measures"),
    "measures_done": _count("measures", lambda measure: measure["percent"] == 100),
    **{kind.value: _count("measures", _of_kind(kind)) for kind in MeasureKind},
    **{f"{kind.value}_done": _count("measures", _of_kind(kind, done=True)) for kind in MeasureKind},
    "percent": Column("int", _percent, ("measures",)),
    "returned": _count("closures", lambda closure: closure["verdict"] == Verdict.RETURNED),
    "extended": _count("extensions", lambda extension: extension["decision"] == Decision.GRANTED),
    "extension_asked": Column("int", _asks_for_more_time, ("extensions", "status", "due")),
    "urged": _count("urges"),
    "urges_open": _count("urges", lambda urge: not urge["answer"]),
    "urges_in_time": _count("urges", lambda urge: bool(urge["answer"]) and urge["answered_at"][:10] <= urge["answer_by"]),
    "answer_days": Column("str", lambda doc: " ".join(_answer_days(doc)), ("urges", "status")),
    "answer_due": Column("date", lambda doc: min(_answer_days(doc), default=None), ("urges", "status")),
    "urged_until": Column("date", lambda doc: max((one["answer_by"] for one in doc["urges"]), default=None), ("urges",)),
    "measure_due": _earliest("measures", "due", lambda measure: measure["percent"] < 100),
    "requested_on": Column("date", _last_request, ("closures",)),
    "closed_on": _field("closed_on", "date"),
    "check_on": Column("date", _next_check, ("closures", "status")),
    "check_failed": Column("bool", _check_failed, ("closures", "status")),
    "recurrence_of": _field("recurrence_of"),
    "good_practice": Column("bool", lambda doc: bool(doc["good_practice"]), ("good_practice",)),
    "created_by": _field("created_by"),
    "updated_at": _field("updated_at"),
}


def row(document: Doc) -> dict[str, Any]:
    """One document's cells as pandas holds them."""
    return {name: _cell(column.kind, column.read(document)) for name, column in COLUMNS.items()}


def build(documents: Sequence[Doc], written: Callable[[Doc], Written] = Written) -> pd.DataFrame:
    """A frame of all ``documents``, indexed by their id; right dtypes also when there are none.

    Its last column ``written`` is what the search reads; ``written`` gives that of a document (a past one may be known already).
    """
    data: dict[str, Any] = {
        name: series(column.kind, [column.read(document) for document in documents]) for name, column in COLUMNS.items()
    }
    data["written"] = np.fromiter(map(written, documents), dtype=object, count=len(documents))
    return pd.DataFrame(data, index=pd.Index([document["id"] for document in documents], dtype="int64", name="key"))


def follow(rows: pd.DataFrame, document: Doc, written: Callable[[Doc], Written] = Written) -> pd.DataFrame:
    """A new frame in which one document is written anew.

    ``rows`` stays as it was (copy-on-write), only changed cells are touched.
    """
    key = document["id"]
    if key not in rows.index:
        return pd.concat([rows, build([document], written)])
    result = rows.copy(deep=False)
    for name, value in (row(document) | {"written": written(document)}).items():
        old = result.at[key, name]
        if not (old == value or (old is pd.NaT and value is pd.NaT)):
            result.at[key, name] = value
    return result


def _cell(kind: str, value: Any) -> Any:
    if kind == "date":
        return pd.Timestamp(value).as_unit("s") if value else pd.NaT
    return (value or "") if kind == "str" else value


def series(kind: str, values: Sequence[Any]) -> Any:
    """What stands in a column of that kind, from what was read of the documents."""
    if kind == "date":
        return np.array([value or "NaT" for value in values], dtype="datetime64[s]")
    if kind == "str":
        return pd.array([value or "" for value in values], dtype="str")
    return np.array(values, dtype="int64" if kind == "int" else "bool")
