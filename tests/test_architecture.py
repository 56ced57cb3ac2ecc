"""What may lean on what: pages → components → store, and inside store: web, exchange, ledger → engine, rules → model."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.source import APP, ROOT, calls, imports, modules, name, tree

MAY_IMPORT = {
    "store.model": ("store.model",),
    "store.rules": ("store.rules", "store.model"),
    "store.engine": ("store.engine", "store.model"),
    "store.words": (),
    "store": ("store",),
    "sample_data": ("sample_data", "store"),
    "components": ("components", "store"),
    "pages": ("components", "store"),
    "app": ("components", "sample_data", "store"),
}
"""The nearest line above a module is its rule. Ours is whatever begins with one of the top names."""

EXCEPTIONS = {("store.__main__", "sample_data"), ("store.opening", "sample_data")}
"""Where the parts are put together, as in app.py: an empty store is filled with the sample."""

ONLY_IN = {
    "streamlit": ("app", "components", "pages"),
    "tinydb": ("store.engine",),
    "sqlite3": ("store.engine",),
    "psycopg": ("store.engine.postgres",),
    "psycopg_pool": ("store.engine.postgres",),
    "store.web": ("store.web", "store.__main__", "components", "app"),
    "components.shell": (),
}
"""What only these parts know: libraries, and what stands at the very top."""

LONGEST_PAGE = 80


def within(module: str, places: tuple[str, ...]) -> bool:
    return any(module == place or module.startswith(place + ".") for place in places)


def rule_for(module: str) -> tuple[str, ...]:
    return MAY_IMPORT[max((place for place in MAY_IMPORT if within(module, (place,))), key=len)]


def ours(module: str) -> bool:
    return within(module, ("app", "bench", "components", "pages", "sample_data", "store", "tests", "tools"))


def asked_for() -> list[tuple[Path, int, str]]:
    return [(path, line, wanted) for path in modules(*APP) for line, wanted in imports(path)]


def test_imports_only_go_down():
    wrong = [
        f"{path}:{line} imports {wanted}"
        for path, line, wanted in asked_for()
        if ours(wanted) and not within(wanted, rule_for(name(path))) and (name(path), wanted.split(".")[0]) not in EXCEPTIONS
    ]
    assert wrong == []


def test_what_belongs_to_one_part_stays_in_it():
    wrong = [
        f"{path}:{line} imports {wanted}"
        for path, line, wanted in asked_for()
        for library, places in ONLY_IN.items()
        if within(wanted, (library,)) and not within(name(path), places)
    ]
    assert wrong == []


def test_every_library_the_app_imports_is_pinned():
    pinned = {
        normal(re.split(r"[\[=]", line)[0]) for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line
    }
    distributions = packages_distributions()
    wrong = [
        f"{path}:{line} imports {wanted}"
        for path, line, wanted in asked_for()
        if not ours(wanted)
        and (top := wanted.split(".")[0]) not in sys.stdlib_module_names
        and not pinned & {normal(one) for one in distributions.get(top, [top])}
    ]
    assert wrong == []


def normal(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).strip().lower()


def test_every_requirement_is_exact():
    lines = [line for file in ("requirements.txt", "requirements-dev.txt") for line in (ROOT / file).read_text().splitlines()]
    assert [
        line for line in lines if not re.fullmatch(r"#.*|-r requirements\.txt|[A-Za-z0-9._-]+(\[[a-z,]+\])?==[0-9A-Za-z.]+", line)
    ] == []


def test_nothing_is_shown_as_raw_html():
    assert [
        f"{path}:{call.lineno}" for path in modules(*APP) for call, _ in calls(path) if any(raw(one) for one in call.keywords)
    ] == []


def raw(keyword: ast.keyword) -> bool:
    return keyword.arg in {"unsafe_allow_html", "unsafe_allow_javascript"}


def test_every_module_says_first_what_it_is_for():
    written = [path for path in modules(*APP, "bench", "tests", "tools") if (ROOT / path).read_text(encoding="utf-8").strip()]
    assert [str(path) for path in written if not ast.get_docstring(tree(path))] == []


def test_every_page_is_short():
    assert [
        str(path) for path in modules("pages") if len((ROOT / path).read_text(encoding="utf-8").splitlines()) > LONGEST_PAGE
    ] == []


def test_no_path_is_edited_to_make_an_import_work():
    changed = [
        f"{path}:{node.lineno}" for path in modules(*APP) for node in ast.walk(tree(path)) if ast.unparse(node) == "sys.path"
    ]
    assert changed == []


def test_no_request_leaves_the_machine_by_configuration():
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert "http" not in str(settings["theme"])
