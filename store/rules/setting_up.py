"""What may be typed when the ledger is set up: fields of units, of accounts, and of a campaign's settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import holidays

from store.model.enums import Role
from store.model.errors import Fault
from store.rules.fields import Clean, Cleaned, Field, Wrong, choice, clean_table, day, text, yes_or_no

Raw = Mapping[str, Any]
CODE = re.compile(r"[A-Za-z0-9_.-]{1,40}")
"""What stands in URLs, files and the cookie of open access (access.py)."""
NAMING = ("zh_CN", "en")
"""The languages of a campaign's labels; a label is a field a language (``name.zh_CN``), and one of them is enough."""
COUNTRIES = frozenset(holidays.list_supported_countries())


def line(longest: int) -> Clean:
    """Text in one line: what is between the words becomes one space."""
    clean = text(longest)
    return lambda value, known: clean(" ".join(value.split()) if isinstance(value, str) else value, known)


def code_text(value: Any, known: Any) -> str:
    """A code: letters, figures, full stop, dash, underscore."""
    if not isinstance(value, str) or not CODE.fullmatch(value.strip()):
        raise Wrong("code_not_usable", longest=40)
    return value.strip()


def whole_between(first: int, last: int) -> Clean:
    """A whole number from ``first`` to ``last``."""

    def clean(value: Any, known: Any) -> int:
        if type(value) is not int or not first <= value <= last:
            raise Wrong("number_out_of_range", first=first, last=last)
        return value

    return clean


def country(value: Any, known: Any) -> str:
    """The code of a country whose calendar is known."""
    if value not in COUNTRIES:
        raise Wrong("unknown_code", value=str(value)[:40])
    return str(value)


def label(name: str, chinese: int, english: int, of: Callable[[int], Clean] = line) -> dict[str, Field]:
    """A label as one field a language."""
    return {f"{name}.zh_CN": Field(of(chinese)), f"{name}.en": Field(of(english))}


CODED = Field(code_text, required=True)
ACTIVE = Field(yes_or_no, True)
UNIT_FIELDS: dict[str, Field] = {
    "code": CODED,
    "name": Field(line(60), required=True),
    "short_name": Field(line(20)),
    "leader": Field(line(40)),
    "contact": Field(line(80)),
    "active": ACTIVE,
}
ACCOUNT_FIELDS: dict[str, Field] = {
    "display_name": Field(line(40)),
    "role": Field(choice(Role), "", required=True),
    "unit": Field(line(40)),
    "email": Field(line(254)),
    "active": ACTIVE,
}
"""The name and the password are checked by themselves (accounts.py, passwords.py)."""

SETTINGS: dict[str, Field] = {
    **label("title", 80, 160),
    **label("short_title", 20, 40),
    **label("goal", 1000, 2000, text),
    "starts": Field(day, None, required=True),
    "ends": Field(day, None, required=True),
    "country": Field(country, "", required=True),
    "warning_days": Field(whole_between(0, 60), None, required=True),
}


def cleaned(raw: Raw, table: Mapping[str, Field], *, whole: bool, prefix: str = "") -> Cleaned:
    """Typed values and faults of what ``raw`` names; with ``whole`` every required field must be there."""
    result = clean_table(raw, table, None, prefix)
    told = {fault.field for fault in result.faults}
    result.faults += [
        Fault(prefix + name, "required")
        for name, rule in table.items()
        if rule.required and (whole or name in raw) and prefix + name not in told and result.values.get(name) in (None, "")
    ]
    result.faults += [Fault(prefix + name, "unknown_field") for name in raw if name not in table]
    return result
