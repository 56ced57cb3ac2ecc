"""The catalogue is complete: every sentence in both languages, every key that code asks for, no key that nothing asks for."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from store import words
from store.model import enums
from store.record import KINDS
from store.rules.verbs import VERBS
from tests.source import calls, docstrings, modules, tree
from tools.words import in_order

SPEAKING = ("app.py", "components", "pages", "store")
"""Where visible words would be, and are asked for by key."""

CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff，。！？：；（）％]")
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[A-Za-z0-9_-]+)+")
ALLOWED_CJK: dict[str, set[str]] = {
    "store/report/fonts.py": {"方正小标宋简体", "华文中宋", "宋体", "黑体", "楷体_GB2312", "楷体", "仿宋_GB2312", "仿宋"}
}
"""Chinese in code that is no sentence, by file: names of fonts for a document, for example."""

ASKING = {"t": 0, "tn": 0, "text": 1, "text_n": 1, "term": 0, "say": 0, "counted": 0, "plural": 0}
"""What looks a key up, and which argument the key is."""

VISIBLE = re.compile(
    "badge|button|caption|checkbox|date_input|download_button|error|expander|feedback|file_uploader|form_submit_button|header|"
    "info|link_button|markdown|metric|multiselect|number_input|page_link|pills|popover|radio|segmented_control|selectbox|slider|"
    "subheader|success|tabs|text_area|text_input|title|toast|toggle|warning|write"
)
"""Streamlit's commands whose first argument a person reads."""


def files(lang: str) -> list[Path]:
    return sorted((words.LOCALE / lang / "LC_MESSAGES").glob("*.po"))


def messages(lang: str) -> dict[str, Message]:
    return {key(message): message for path in files(lang) for message in catalogue(path) if message.id}


def catalogue(path: Path) -> Catalog:
    return read_po(BytesIO(path.read_bytes()), locale=path.parts[-3])


def key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def placeholders(sentence: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(sentence) if field is not None}


def test_both_languages_have_the_same_areas_and_keys():
    chinese, english = words.LANGUAGES
    assert [path.name for path in files(chinese)] == [path.name for path in files(english)]
    for one, other in zip(files(chinese), files(english), strict=True):
        assert {key(message) for message in catalogue(one) if message.id} == {
            key(message) for message in catalogue(other) if message.id
        }


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_no_sentence_is_empty_or_fuzzy(lang):
    assert [
        name for name, message in messages(lang).items() if message.fuzzy or not all(form.strip() for form in forms(message))
    ] == []


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_every_key_is_dotted_lower_case_and_said_once(lang):
    said = [
        line for path in files(lang) for line in path.read_text(encoding="utf-8").splitlines() if re.match(r'msgid ".+"', line)
    ]
    assert [line for line, times in Counter(said).items() if times > 1] == []
    assert [name for name in messages(lang) if not KEY.fullmatch(name)] == []


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_every_file_is_in_order(lang):
    """``make fix`` puts them in order."""
    assert [str(path) for path in files(lang) if not in_order(path)] == []


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_every_plural_has_all_forms_of_its_language(lang):
    wanted = catalogue(files(lang)[0]).num_plurals
    assert [name for name, message in messages(lang).items() if message.pluralizable and len(forms(message)) != wanted] == []


def test_a_key_is_a_plural_in_both_languages_or_in_none():
    chinese, english = (messages(lang) for lang in words.LANGUAGES)
    assert [name for name in chinese if chinese[name].pluralizable != english[name].pluralizable] == []


def test_both_languages_have_the_same_placeholders():
    chinese, english = (messages(lang) for lang in words.LANGUAGES)
    assert [name for name in chinese if placeholders(forms(chinese[name])[-1]) != placeholders(forms(english[name])[-1])] == []


def test_a_singular_asks_for_nothing_that_its_plural_does_not():
    """It may leave things out: “returned once”, “the one problem”."""
    plural = {
        name: [placeholders(form) for form in forms(message)] for name, message in messages("en").items() if message.pluralizable
    }
    assert [name for name, (one, many) in plural.items() if one - many - {"n"}] == []


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_every_value_of_the_vocabularies_has_a_word(lang):
    assert sorted(vocabulary() - words.keys(lang)) == []


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_every_key_that_code_asks_for_has_words(lang):
    missing = [f"{path}:{line} {name}" for path, line, name in [*asked_for(), *told_by_errors()] if name not in words.keys(lang)]
    assert missing == []


def test_nothing_is_in_the_catalogue_that_no_code_mentions():
    used = vocabulary() | {name for _, _, name in told_by_errors()} | {text for _, _, text in strings()}
    begun = tuple(begun_by_f_strings())
    assert [name for name in sorted(words.keys("en") - used) if not name.startswith(begun)] == []


def test_no_chinese_is_written_in_code():
    found = [
        f"{path}:{line} {text}"
        for path, line, text in strings()
        if CJK.search(text) and text not in ALLOWED_CJK.get(str(path), ())
    ]
    assert found == []


def test_no_visible_sentence_is_written_in_a_page():
    shown = [
        f"{path}:{call.lineno} {call.args[0].value}"
        for path in modules("app.py", "components", "pages")
        for call, name in calls(path)
        if VISIBLE.fullmatch(name) and isinstance(call.func, ast.Attribute) and call.args and says_something(call.args[0])
    ]
    assert shown == []


def says_something(argument: ast.expr) -> bool:
    """A literal with letters in it that are not an icon's name."""
    return literal(argument) is not None and bool(
        re.search(r"[A-Za-z]", re.sub(r":[a-z]+/[a-z_0-9]+:", "", literal(argument) or ""))
    )


def literal(argument: ast.AST) -> str | None:
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def vocabulary() -> set[str]:
    """``measure_kind.corrective``, ``action.close``: each value of the domain's enumerations, each verb as history tells it."""
    kinds = [one for one in vars(enums).values() if isinstance(one, type) and issubclass(one, StrEnum) and one is not StrEnum]
    verbs = {*VERBS, "edit", *written_verbs()}
    documents = {f"kind.{kind}" for kind in KINDS.values()}
    return (
        documents
        | {f"{snake(kind.__name__)}.{one.value}" for kind in kinds for one in kind}
        | {f"action.{verb}" for verb in verbs}
    )


def written_verbs() -> Iterator[str]:
    """The verbs that the store names where it writes a document and its event."""
    for path in modules("store"):
        for call, name in calls(path):
            if name in {"write", "_add", "_changed", "_note"} and ast.unparse(call.func).startswith("self."):
                texts = (node for argument in call.args for node in ast.walk(argument) if literal(node))
                yield from (literal(node) or "" for node in texts)


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def asked_for() -> Iterator[tuple[Path, int, str]]:
    """Each literal key in ``t("…")``, ``tn("…", n)``, ``text(lang, "…")`` and ``text_n(lang, "…", n)``."""
    for path in modules(*SPEAKING):
        for call, name in calls(path):
            if name in ASKING and len(call.args) > ASKING[name] and literal(call.args[ASKING[name]]) is not None:
                yield path, call.lineno, literal(call.args[ASKING[name]]) or ""


def told_by_errors() -> Iterator[tuple[Path, int, str]]:
    """Each code that an error carries to the person: ``Fault(field, "code")``, ``Refused("code")``, ``Unusable("code")``."""
    place = {"Fault": 1, "Wrong": 0, "Refused": 0, "Unusable": 0}
    area = {"Fault": "fault", "Wrong": "fault", "Refused": "refused", "Unusable": "unusable"}
    for path in modules("store"):
        for call, name in calls(path):
            if name in place and len(call.args) > place[name] and literal(call.args[place[name]]) is not None:
                yield path, call.lineno, f"{area[name]}.{literal(call.args[place[name]])}"


def strings() -> Iterator[tuple[Path, int, str]]:
    """Each string in the code that is no docstring."""
    for path in modules(*SPEAKING):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.lineno not in docstrings(path):
                yield path, node.lineno, node.value


def begun_by_f_strings() -> Iterator[str]:
    """``status.`` for ``t(f"status.{code}")``."""
    for path in modules(*SPEAKING):
        for call, name in calls(path):
            if name in ASKING:
                begun = (literal(node.values[0]) for node in ast.walk(call) if isinstance(node, ast.JoinedStr) and node.values)
                yield from (start for start in begun if start and "." in start)
