"""What is different between two versions of a document, by path, and how to walk it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

BOOKKEEPING = frozenset({"id", "revision", "created_at", "created_by", "updated_at", "last_part"})
NUMBERED = frozenset({"measures", "evidence"})
"""The lists of an issue whose items get their ids from ``last_part``."""
_ABSENT = object()


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The changed fields as two maps path → value; of a list field only the changed items (``measures.1``: the whole measure).

    A path that is missing from one map was not there on that side. Engine bookkeeping is left out. :func:`rewind` undoes it
    exactly.
    """
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for name in sorted((set(before) | set(after)) - BOOKKEEPING):
        one, other = before.get(name, _ABSENT), after.get(name, _ABSENT)
        for path, left, right in _parts(name, one, other):
            if _differ(left, right):
                old.update({} if left is _ABSENT else {path: left})
                new.update({} if right is _ABSENT else {path: right})
    return old, new


def rewind(document: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The document as it stood before a change; ``before`` and ``after`` as from :func:`difference`.

    Nothing handed in is edited.
    """
    result = dict(document)
    for name in touched(before, after):
        if name in before or name in after:
            _restore(result, name, before.get(name, _ABSENT))
        else:
            result[name] = _rewound_list(result[name], name, before, after)
    return result


def touched(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """The fields that a change touched; ``before`` and ``after`` as from :func:`difference`."""
    return {path.partition(".")[0] for path in (*before, *after)}


def earlier(document: Mapping[str, Any], event: Mapping[str, Any]) -> dict[str, Any]:
    """The document as it stood before its latest ``event``, but for ``updated_at``: the event before that one tells it."""
    result = rewind(document, event["before"], event["after"])
    result["revision"] = event["doc_revision"] - 1
    given = _part_ids(event["after"]) - _part_ids(event["before"])
    if given:
        result["last_part"] = min(given) - 1  # ids are given one after the other (acts/content.py, acts/papers.py)
    return result


def _part_ids(side: Mapping[str, Any]) -> set[int]:
    """The ids of the parts of an issue on one side of a change."""
    parts = [value for path, value in side.items() if path.partition(".")[0] in NUMBERED]
    return {item["id"] for value in parts for item in (value if isinstance(value, list) else [value])}


def _parts(name: str, one: Any, other: Any) -> Iterator[tuple[str, Any, Any]]:
    if not (isinstance(one, list) and isinstance(other, list)):
        yield name, one, other
        return
    for index in range(max(len(one), len(other))):
        yield f"{name}.{index}", one[index] if index < len(one) else _ABSENT, other[index] if index < len(other) else _ABSENT


def _differ(one: Any, other: Any) -> bool:
    return type(one) is not type(other) or one != other


def _restore(document: dict[str, Any], name: str, value: Any) -> None:
    if value is _ABSENT:
        document.pop(name, None)
    else:
        document[name] = value


def _rewound_list(items: list[Any], name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Any]:
    gone = {int(path.partition(".")[2]) for path in after if path.startswith(f"{name}.") and path not in before}
    kept = [item for index, item in enumerate(items) if index not in gone]
    old = {int(path.partition(".")[2]): value for path, value in before.items() if path.startswith(f"{name}.")}
    for index in sorted(old):
        kept[index : index + 1] = [old[index]]
    return kept
