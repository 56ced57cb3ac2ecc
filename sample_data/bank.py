"""The texts of the sample ledger: problems by category, units, phrases, as written in the JSON files beside this module."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def problems() -> list[dict[str, Any]]:
    """Every problem situation with its cause, measures, progress notes and papers."""
    files = sorted((HERE / "problems_zh").glob("*.json"))
    return [problem for file in files for problem in json.loads(file.read_text(encoding="utf-8"))]


@cache
def units() -> list[dict[str, Any]]:
    """The units of the bureau."""
    return list(json.loads((HERE / "units_zh.json").read_text(encoding="utf-8")))


@cache
def phrases() -> dict[str, Any]:
    """Names, opinions, urge texts and other short texts by their use."""
    return dict(json.loads((HERE / "phrases_zh.json").read_text(encoding="utf-8")))
