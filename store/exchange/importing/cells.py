"""One row of a sheet as what it means: by field of ours the raw value of its cell, with what is wrong with it or was supposed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from store.exchange.csv import restored
from store.exchange.importing import lexicon
from store.exchange.importing.dates import Span, read_day
from store.exchange.importing.header import alike
from store.exchange.importing.lexicon import CODES, DAYS, ENUMERATIONS, TABLE, YES_OR_NO, plain
from store.exchange.importing.measures import split_measures
from store.model.documents import Campaign, Unit
from store.model.errors import Fault
from store.rules.fields import Wrong
from store.rules.importing import Read

_SEVERAL = re.compile(TABLE["several"])
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000\xa0]+(?=[\u4e00-\u9fff])")
_COLON: str = TABLE["colon"]
HEADED = {"result", "remark"}
_NAME = 6
"""Characters of a Chinese name with spaces for the eye."""


@dataclass
class Vocabulary:
    """The words for the codes of one field: by plain word the code, and the words in which near misses are looked for."""

    known: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """A name as people read it, and its code."""

    @classmethod
    def of(cls, named: Iterable[tuple[str, Iterable[str]]]) -> Vocabulary:
        """From each code and its names; a code is stronger than a name of another, the first of equal names holds."""
        entries = [(code, [name for name in names if name.strip()]) for code, names in named]
        made = cls({plain(code): code for code, _ in entries})
        for code, names in entries:
            for name in names:
                made.known.setdefault(plain(name), code)
                made.names.setdefault(name, code)
        return made

    def near(self, words: str) -> list[str]:
        """The codes whose names are most like ``words``, best first, each once."""
        inside = [code for name, code in self.names.items() if plain(words) in plain(name) or plain(name) in plain(words)]
        found = (self.names[name] for name in alike(words, tuple(self.names)))
        return list(dict.fromkeys([*inside, *found]))[:3]


@dataclass
class Meaning:
    """What cells mean in one campaign: its vocabularies, its span, and words that a person explained (field → text → code)."""

    campaign: Campaign
    units: Sequence[Unit]
    span: Span
    explained: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    neutral: bool = False

    def __post_init__(self) -> None:
        units = Vocabulary.of((unit.code, (unit.name, unit.short_name)) for unit in self.units)
        options = {name: getattr(self.campaign, vocabulary) for name, vocabulary in CODES.items() if name != "unit"}
        self.vocabularies = {"unit": units} | {name: Vocabulary.of(map(_names, known)) for name, known in options.items()}
        self._seen: dict[tuple[str, str], Any] = {}

    def read(self, number: int, row: Sequence[str], places: Mapping[str, int], headings: Mapping[str, str]) -> Read:
        """The row under the columns at ``places`` with their ``headings``; blank cells are the empty text."""
        values: dict[str, Any] = {}
        faults: list[Fault] = []
        notices: list[Fault] = []
        for name, at in places.items():
            cell = restored(row[at]) if self.neutral else row[at]
            try:
                values[name] = self._value(name, cell, notices)
            except Wrong as wrong:
                faults.append(Fault(name, wrong.code, {**wrong.params, "cell": cell}))
        for name in HEADED & values.keys():  # a remark keeps the name of its column where it becomes a note
            values[name] = f"{headings[name]}{_COLON}{values[name]}" if not _is_nothing(values[name]) else ""
        return Read(number, values, tuple(faults), tuple(notices))

    def _value(self, name: str, cell: str, notices: list[Fault]) -> Any:
        """The same few cells come again and again, so what they mean is found out once."""
        key = (name, cell)
        if key not in self._seen:
            told: list[Fault] = []
            self._seen[key] = _READ.get(name, _text)(self, name, cell, told), told
        value, told = self._seen[key]
        notices += told
        return value


def _names(option: Any) -> tuple[str, list[str]]:
    return option.code, [*option.name.values(), *getattr(option, "short", {}).values()]


def _text(meaning: Meaning, name: str, cell: str, told: list[Fault]) -> str:
    return cell.replace("\r\n", "\n").strip()


def _person(meaning: Meaning, name: str, cell: str, told: list[Fault]) -> str:
    words = cell.strip()
    return _SPACED.sub("", words) if len(words) <= _NAME else words


def _day(meaning: Meaning, name: str, cell: str, told: list[Fault]) -> Any:
    """An ISO day; ``ongoing`` for what goes on for good; the name of a milestone is its day."""
    words = cell.strip()
    if _is_nothing(words):
        return ""
    if name == "due" and (code := meaning.vocabularies["milestone"].known.get(plain(words))):
        day = next(one.day for one in meaning.campaign.milestones if one.code == code)
        return {"milestone": code, "due": day.isoformat()}
    said = read_day(words, meaning.span)
    if said.ongoing and name != "due":
        raise Wrong("not_a_date", value=words[:40])
    if said.assumed and said.day:
        told.append(Fault(name, said.assumed, {"value": words[:40], "day": said.day}))
    return {"ongoing": True} if said.ongoing else said.day.isoformat() if said.day else ""


def _code(meaning: Meaning, name: str, cell: str, told: list[Fault]) -> str:
    words, vocabulary = cell.strip(), meaning.vocabularies[name]
    if _is_nothing(words):
        return ""
    found = vocabulary.known.get(plain(words)) or meaning.explained.get(name, {}).get(words)
    if found:
        return found
    several = [one for one in _SEVERAL.split(words) if plain(one) in vocabulary.known] if name == "unit" else []
    if len(several) > 1:
        raise Wrong("several_units", value=words[:40], near=[vocabulary.known[plain(one)] for one in several])
    raise Wrong("unknown_word", value=words[:40], near=vocabulary.near(words))


def _enumeration(meaning: Meaning, name: str, cell: str, told: list[Fault]) -> str:
    words = cell.strip()
    if _is_nothing(words):
        return ""
    found = lexicon.values(name).get(plain(words)) or meaning.explained.get(name, {}).get(words)
    if not found:
        raise Wrong("unknown_word", value=words[:40], near=[one.value for one in ENUMERATIONS[name]])
    return found


def _answer(meaning: Meaning, name: str, cell: str, told: list[Fault]) -> Any:
    words = cell.strip()
    if not words:
        return ""
    found = lexicon.answers().get(plain(words))
    if found is None:
        found = False if _is_nothing(words) else None
    if found is None:
        raise Wrong("not_yes_or_no_word", value=words[:40])
    return found


def _measures(meaning: Meaning, name: str, cell: str, told: list[Fault]) -> list[dict[str, Any]]:
    return split_measures(cell)


def _is_nothing(words: str) -> bool:
    return not words or words.casefold() in lexicon.nothings()


Reader = Callable[[Meaning, str, str, list[Fault]], Any]
_READ: dict[str, Reader] = {
    **dict.fromkeys(DAYS, _day),
    **dict.fromkeys(CODES, _code),
    **dict.fromkeys(ENUMERATIONS, _enumeration),
    **dict.fromkeys(YES_OR_NO, _answer),
    **dict.fromkeys(("owner", "lead"), _person),
    "measures": _measures,
}
