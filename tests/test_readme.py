"""What README, CONTRIBUTING and the guide say is there, is there; and what is there is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.source import APP, ROOT, modules

READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = (
    *READMES,
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("docs/**/*.md")),
)
NOT_IN_THE_MAP = {"build", "data"}
"""Folders of this machine only."""


def said(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", said("Makefile"), re.MULTILINE))


def mapped(document: str) -> set[str]:
    return set(re.findall(r"^\| `([a-z_.]+/?)` \|", said(document), re.MULTILINE))


def settings_in_code() -> set[str]:
    return {name for path in modules(*APP) for name in re.findall(r"\"(XIAOHAO_[A-Z_]+)\"", said(str(path)))}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_it_names_exists(document):
    assert set(re.findall(r"\bmake ([a-z]+)\b", commands(said(document)))) - targets() == set()


def commands(text: str) -> str:
    """What is written as a command: indented, or between backquotes."""
    return "\n".join(re.findall(r"^    .*|`[^`\n]+`", text, re.MULTILINE))


def test_every_make_target_is_explained_to_those_who_work_on_it():
    assert targets() - {"help"} - set(re.findall(r"`make ([a-z]+)", said("CONTRIBUTING.md"))) == set()


@pytest.mark.parametrize("document", READMES)
def test_the_commands_without_make_name_files_that_exist(document):
    named = re.findall(r"(?:-r|streamlit run) (\S+)", commands(said(document)))
    assert len(named) >= 2
    assert [file for file in named if not (ROOT / file).is_file()] == []


@pytest.mark.parametrize("document", READMES)
def test_the_settings_are_those_of_the_code(document):
    assert set(re.findall(r"XIAOHAO_[A-Z_]+", said(document))) == settings_in_code()


@pytest.mark.parametrize("document", READMES)
def test_the_map_shows_every_folder_and_no_other(document):
    folders = {f"{path.name}/" for path in ROOT.iterdir() if path.is_dir() and path.name[0] not in "._" and holds_something(path)}
    assert mapped(document) == {"app.py"} | folders - {f"{name}/" for name in NOT_IN_THE_MAP}


def holds_something(folder: Path) -> bool:
    return any(path.is_file() and "__pycache__" not in path.parts for path in folder.rglob("*"))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document):
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", said(document))
    assert [link for link in links if not ((ROOT / document).parent / link).exists()] == []


def test_every_decision_is_listed():
    records = {path.name for path in (ROOT / "docs" / "decisions").glob("0*.md")}
    assert set(re.findall(r"\]\((0[^)]+)\)", said("docs/decisions/README.md"))) == records
