"""The fields of an issue, laid over what it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from store.model.issue import Issue, Measure
from store.rules.acts.base import Act


def with_fields(issue: Issue, values: Mapping[str, Any]) -> Issue:
    """``issue`` with cleaned values (fields.py) laid over it; measures keep percent and done_on by their id."""
    plain = {name: value for name, value in values.items() if name != "measures"}
    changed = replace(issue, **plain)
    return _with_measures(changed, values["measures"]) if "measures" in values else changed


def recategorised(issue: Issue, act: Act, category: str, reason: str) -> Issue:
    """Under another heading 调整类别; the reason goes into the event's note."""
    return replace(issue, category=category)


def _with_measures(issue: Issue, wanted: Iterable[Mapping[str, Any]]) -> Issue:
    present = {measure.id: measure for measure in issue.measures}
    measures: list[Measure] = []
    last = issue.last_part
    for values in wanted:
        known = present.pop(values.get("id") or 0, None)
        last += known is None
        fields = {name: value for name, value in values.items() if name != "id"}
        measures.append(replace(known, **fields) if known else Measure(id=last, **{"kind": "corrective", "text": "", **fields}))
    return replace(issue, measures=tuple(measures), last_part=last)
