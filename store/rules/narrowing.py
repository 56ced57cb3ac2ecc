"""A click on a number within a choice of rows: the filters that leave exactly the rows the number counts."""

from __future__ import annotations

from collections.abc import Mapping

from store.rules.filters import DATES, MANY


def narrowed(chosen: Mapping[str, str], query: Mapping[str, str]) -> dict[str, str]:
    """``chosen`` and ``query`` at once: the codes both name, the later first day, the earlier last day, every figure."""
    result = dict(chosen)
    for key, value in query.items():
        result[key] = _both(key, chosen[key], value) if chosen.get(key) else value
    return {key: value for key, value in result.items() if value}


def _both(key: str, one: str, other: str) -> str:
    if key in DATES:
        return max(one, other) if DATES[key][1] == "from" else min(one, other)
    if key == "figure":
        return ",".join(dict.fromkeys([*one.split(","), *other.split(",")]))
    if key in MANY or key == "age":
        return ",".join(code for code in other.split(",") if code in one.split(",")) or other
    return other
