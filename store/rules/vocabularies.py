"""The settings of a campaign as a whole: what is typed laid over it, its vocabularies as lists, and every fault of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from store.model.documents import Campaign, Category, Milestone, Option
from store.model.errors import Fault
from store.rules.fields import Field, day, text, yes_or_no
from store.rules.setting_up import ACTIVE, CODED, SETTINGS, Raw, cleaned, label
from store.rules.workdays import FIRST

MOST_ENTRIES = 100


@dataclass(frozen=True)
class Vocabulary:
    """A list of a campaign: an entry that says nothing yet, the fields of one, and the field of an issue that carries its code.

    ``needed``: without an entry to choose no problem could be entered.
    """

    blank: Any
    fields: Mapping[str, Field]
    carried: str
    needed: bool = False


_MILESTONE = {"code": CODED, **label("name", 40, 80), "day": Field(day, None, required=True)}
_NAMED = {"code": CODED, **label("name", 80, 160), **label("meaning", 500, 1000, text), "active": ACTIVE}
VOCABULARIES: dict[str, Vocabulary] = {
    "milestones": Vocabulary(Milestone("", {}, FIRST), _MILESTONE, "milestone"),
    "categories": Vocabulary(Category("", {}, {}), {**_NAMED, **label("short", 12, 24)}, "category", needed=True),
    "sources": Vocabulary(Option("", {}), _NAMED, "source", needed=True),
    "cause_kinds": Vocabulary(Option("", {}), {**_NAMED, "institutional": Field(yes_or_no, False)}, "cause_kind"),
}
Usage = Mapping[str, Mapping[str, int]]
"""How many problems carry each code, by vocabulary."""


def with_settings(campaign: Campaign, raw: Raw, usage: Usage) -> tuple[Campaign, list[Fault]]:
    """``campaign`` with what ``raw`` names laid over it, and everything that is wrong with that.

    A vocabulary that is named is the whole list in its order; what it leaves out is removed, if no problem carries it.
    """
    plain = cleaned({name: raw[name] for name in raw if name not in VOCABULARIES}, SETTINGS, whole=False)
    faults, changed = plain.faults, replace(campaign, **_unfolded(campaign, plain.values))
    for name in VOCABULARIES.keys() & raw.keys():
        entries, wrong = _entries(name, getattr(campaign, name), raw[name], usage.get(name, {}))
        lists: dict[str, Any] = {name: tuple(entries)}
        changed, faults = replace(changed, **lists), faults + wrong
    told = {fault.field for fault in faults}
    if not changed.title and "title.zh_CN" not in told:
        faults.append(Fault("title.zh_CN", "required"))
    if changed.starts and changed.ends and changed.ends < changed.starts and "ends" not in told:
        faults.append(Fault("ends", "before_start", {"starts": changed.starts}))
    return changed, faults


def _unfolded(known: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields a language (``name.en``) laid over the label that is there; what is blank leaves it."""
    found: dict[str, Any] = {}
    for path, value in values.items():
        name, _, lang = path.partition(".")
        if lang:
            found[name] = {key: words for key, words in ({**found.get(name, getattr(known, name)), lang: value}).items() if words}
        else:
            found[name] = value
    return found


def _entries(name: str, known: Sequence[Any], raw: Any, used: Mapping[str, int]) -> tuple[list[Any], list[Fault]]:
    if not isinstance(raw, (list, tuple)) or not all(isinstance(item, Mapping) for item in raw):
        return list(known), [Fault(name, "not_a_list")]
    if len(raw) > MOST_ENTRIES:
        return list(known), [Fault(name, "too_many_entries", {"most": MOST_ENTRIES})]
    rule, there = VOCABULARIES[name], {entry.code: entry for entry in known}
    entries: list[Any] = []
    faults: list[Fault] = []
    for number, item in enumerate(raw):
        one = cleaned(item, rule.fields, whole=True, prefix=f"{name}.{number}.")
        entry = there.get(one.values.get("code", ""), rule.blank)
        entries.append(replace(entry, **_unfolded(entry, one.values)))
        faults += one.faults
    return entries, faults + _together(name, entries, faults) + _left_out(name, known, entries, used)


def _together(name: str, entries: Sequence[Any], before: Sequence[Fault]) -> list[Fault]:
    """What is wrong with the entries as a list."""
    faults = [Fault(f"{name}.{number}.name.zh_CN", "required") for number, entry in enumerate(entries) if not entry.name]
    for field, told in (("code", "code_twice"), ("name.zh_CN", "name_twice"), ("name.en", "name_twice")):
        values = [_value(entry, field) for entry in entries]
        often = Counter(values)
        faults += [
            Fault(f"{name}.{number}.{field}", told, {"value": value})
            for number, value in enumerate(values)
            if value and often[value] > 1
        ]
    if VOCABULARIES[name].needed and not any(entry.active for entry in entries):
        faults.append(Fault(name, "none_active"))
    named = {fault.field for fault in before}
    return [fault for fault in faults if fault.field not in named]


def _value(entry: Any, field: str) -> str:
    name, _, lang = field.partition(".")
    value = getattr(entry, name)
    return str(value.get(lang, "")) if lang else str(value)


def _left_out(name: str, known: Sequence[Any], entries: Sequence[Any], used: Mapping[str, int]) -> list[Fault]:
    """Entries that problems carry cannot be removed: the problems would be left with a code that says nothing."""
    here: Collection[str] = {entry.code for entry in entries}
    return [
        Fault(name, "in_use", {"called": entry.name, "count": used[entry.code]})
        for entry in known
        if entry.code not in here and used.get(entry.code)
    ]
