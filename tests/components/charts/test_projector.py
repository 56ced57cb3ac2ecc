"""The overview's charts at the size of a projector: every letter for the back row, nothing else changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from components.charts.overview_specs import by_state, units_open
from components.charts.projector import LETTERS, SMALLEST, enlarged
from components.charts.style import _config


def sizes(spec: Any) -> Iterator[float]:
    for name, value in spec.items() if isinstance(spec, dict) else enumerate(spec):
        if name in LETTERS:
            yield value
        elif isinstance(value, (dict, list)):
            yield from sizes(value)


def test_every_letter_is_large_enough_and_larger_than_before():
    for spec in (by_state("zh_CN", "light"), units_open("en", "dark"), _config("en", "light")):
        before, after = list(sizes(spec)), list(sizes(enlarged(spec)))
        assert len(before) == len(after) > 0
        assert all(large >= SMALLEST and large > small for small, large in zip(before, after, strict=True))


def test_what_is_counted_and_coloured_stays():
    spec = by_state("zh_CN", "light")
    large = enlarged(spec)
    assert [layer["mark"]["type"] for layer in large["layer"]] == [layer["mark"]["type"] for layer in spec["layer"]]
    assert large["layer"][0]["encoding"]["color"]["scale"] == spec["layer"][0]["encoding"]["color"]["scale"]
