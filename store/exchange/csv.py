"""The CSV of the ledger: one row an issue, and one row a measure; the same rows always give the same bytes.

UTF-8 with BOM (spreadsheets need it for Chinese), rows end in CRLF (RFC 4180), lines within a cell in LF, dates are ISO. Columns
have stable codes in a fixed order; the header and the values of vocabularies may be worded in a language (wording.py), the code
of a column or of a value being what is meant either way. Rows are in the order of their numbers.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from store.exchange.wording import CODES, Wording
from store.rules.frame import COLUMNS as FRAME

Doc = dict[str, Any]
Read = Callable[[Doc], Any]
Lights = Mapping[int, tuple[str, str, int]]
"""Light, its reason and the number of the reason, by the id of the issue: what the rows of the ledger say on the day."""

csv.field_size_limit(2**31 - 1)  # the progress of a long problem is one cell; the reader of Python stops at 131,072 signs

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_SUSPECT = frozenset("'=+-@\t\r")
_RESTORABLE = re.compile(r"'+[=+\-@\t\r]")


def neutral(text: str) -> str:
    """``text`` so that no spreadsheet takes it for a formula: one more apostrophe before what begins like one."""
    return "'" + text if text[:1] in _SUSPECT and _FORMULA.match(text) else text


def restored(cell: str) -> str:
    """What :func:`neutral` was given."""
    return cell[1:] if _RESTORABLE.match(cell) else cell


def _field(name: str) -> Read:
    return lambda doc: doc.get(name)


def _numbered(lines: Iterable[str]) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def measures_said(doc: Doc) -> str:
    """The measures to read: text, who, by when, how far. The exact form is measures.csv."""
    return _numbered(f"{one['text']} [{'; '.join(_told(one))}]" for one in doc["measures"])


def _told(measure: Doc) -> Iterator[str]:
    yield from (str(measure[name]) for name in ("owner", "due") if measure[name])
    yield f"{measure['percent']}%"


def _progress(doc: Doc) -> str:
    return "\n".join(f"{note['at'][:10]} {note['text']}".rstrip() for note in doc["progress"])


def _of_last_closure(name: str) -> Read:
    return lambda doc: doc["closures"][-1][name] if doc["closures"] else None


_PLAIN = """
    ref_no campaign status unit category title finding source found_on leader_led severity cause_kind cause
    target closure_criteria mode due original_due milestone next_review owner lead
"""
COLUMNS: dict[str, Read] = {
    **{name: _field(name) for name in _PLAIN.split()},
    "measures": measures_said,
    "progress": _progress,
    "evidence": lambda doc: _numbered(one["title"] for one in doc["evidence"] if not one.get("removed_at")),
    **{name: FRAME[name].read for name in ("returned", "extended", "urged", "requested_on")},
    "closed_on": _field("closed_on"),
    "outcome": _of_last_closure("outcome"),
    "opinion": _of_last_closure("opinion"),
    "referred_to": _field("referred_to"),
    "recurrence_of": _field("recurrence_of"),
    "good_practice": _field("good_practice"),
    "updated_at": _field("updated_at"),
    "revision": _field("revision"),
    "deadline": FRAME["deadline"].read,
}
COMPUTED = ("light", "reason", "days")
"""Columns after the others that say how the ledger judged the row on its day."""
ADDED: dict[str, Read] = {"confidential": lambda doc: bool(doc.get("confidential"))}
"""Columns that came later: at the very end, so that none that was there before ever moves."""

MEASURE_COLUMNS: dict[str, Read] = {name: _field(name) for name in ["id", "kind", "text", "owner", "due", "percent", "done_on"]}
"""After ``ref_no`` and ``unit`` of the issue."""


def issues_csv(documents: Iterable[Doc], lights: Lights, words: Wording = CODES) -> bytes:
    """One row for each of ``documents`` (issues as they are stored), in the order of their numbers."""
    ordered = in_order(documents)
    columns = {name: map(read, ordered) for name, read in COLUMNS.items()}
    judged = zip(*(lights[doc["id"]] for doc in ordered), strict=True) if ordered else [()] * len(COMPUTED)
    added = {name: map(read, ordered) for name, read in ADDED.items()}
    return _written(words, {**columns, **dict(zip(COMPUTED, judged, strict=True)), **added})


def measures_csv(documents: Iterable[Doc], words: Wording = CODES) -> bytes:
    """One row for each measure of ``documents``, in the order of the issues and then as they stand in them."""
    pairs = [(doc, measure) for doc in in_order(documents) for measure in doc["measures"]]
    columns: dict[str, Iterable[Any]] = {name: [doc[name] for doc, _ in pairs] for name in ("ref_no", "unit")}
    for name, read in MEASURE_COLUMNS.items():
        columns[f"measure_{name}"] = [read(measure) for _, measure in pairs]
    return _written(words, columns)


def in_order(documents: Iterable[Doc]) -> list[Doc]:
    """By number: a longer number is a later one, whatever it is padded to."""
    return sorted(documents, key=lambda doc: (doc["campaign"], len(doc["ref_no"]), doc["ref_no"], doc["id"]))


class _Cells(dict[Any, Any]):
    """The cell of each value of one column, made once: most columns say the same few things again and again."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__({None: ""})
        self.values_in_words = values

    def __missing__(self, value: Any) -> Any:
        if isinstance(value, bool):
            value = str(value).lower()
        cell = neutral(self.values_in_words.get(value, value)) if isinstance(value, str) else value
        self[value] = cell
        return cell


def _written(words: Wording, columns: Mapping[str, Iterable[Any]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([words.header.get(name, name) for name in columns])
    cells = ([*map(_Cells(words.values.get(name, {})).__getitem__, values)] for name, values in columns.items())
    writer.writerows(zip(*cells, strict=True))
    return file.getvalue().encode("utf-8-sig")
