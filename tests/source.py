"""The project's own source as syntax trees, for the tests that read it instead of running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
APP = ("app.py", "components", "pages", "sample_data", "store")
"""What the app consists of; tools, benchmarks and tests only accompany it."""


def modules(*places: str) -> list[Path]:
    """Every Python file at or under the places, as paths from the root; places that are not there yet have none."""
    found = [
        path for place in places for path in ([ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py")))
    ]
    return [path.relative_to(ROOT) for path in found if path.is_file()]


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def name(path: Path) -> str:
    """The dotted name a file is imported by."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Each line that imports and the dotted name it asks for (``from a import b`` asks for ``a.b``)."""
    package = name(path) if path.name == "__init__.py" else name(path).rpartition(".")[0]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*parents, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Each call and the last part of the name called (``t``, or ``text`` for ``words.text``)."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node, node.func.id if isinstance(node.func, ast.Name) else node.func.attr


@cache
def docstrings(path: Path) -> set[int]:
    """The line on which each docstring, and each string that stands alone to describe what precedes it, begins."""
    return {
        node.value.lineno for node in ast.walk(tree(path)) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
