"""The tables of fields, verbs and documents as JSON Schema: what the ledger takes and gives, drawn from what it checks."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from store.model.documents import Campaign, Unit
from store.model.enums import Light, Role, TokenScope
from store.model.issue import Issue
from store.rules.fields import FIELDS, MEASURE_FIELDS, MOST_MEASURES, SHAPES, Field
from store.rules.verbs import VERBS
from store.web.api.lists import CAMPAIGN, UNIT, VOCABULARIES
from store.web.api.shown import KEPT_BACK

Schema = dict[str, Any]
REVISION: Schema = {"type": "integer", "minimum": 1, "description": "the revision that was seen; or If-Match with its ETag"}
_LIGHT: Schema = {
    "type": "object",
    "required": ["colour", "reason", "days", "words"],
    "properties": {
        "colour": {"type": "string", "enum": [one.value for one in Light]},
        "reason": {"type": "string"},
        "days": {"type": "integer"},
        "words": {"type": "string"},
    },
}


def taken(table: Mapping[str, Field], *, required: bool = True) -> Schema:
    """An object of those fields of ``table`` that JSON can carry, and of no other."""
    known = {name: rule for name, rule in table.items() if rule.clean in SHAPES}
    needed = [name for name, rule in known.items() if rule.required and required]
    return closed({name: _field(rule, required) for name, rule in known.items()}, needed)


def closed(properties: Schema, needed: list[str] | None = None) -> Schema:
    """An object with these properties and no other."""
    whole: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return whole | ({"required": needed} if needed else {})


def _field(rule: Field, required: bool) -> Schema:
    """What a field takes; one that may be empty also takes null and the empty text, as a form sends it."""
    shape = dict(SHAPES[rule.clean])
    if rule.required and required:
        return shape | ({"pattern": r"\S"} if shape["type"] == "string" and "enum" not in shape else {})
    if shape["type"] == "string" and not {"enum", "format"} & set(shape):
        return shape | {"type": ["string", "null"]}
    return {"anyOf": [shape, {"type": "string", "maxLength": 0}, {"type": "null"}]}


def _measures() -> Schema:
    measure = taken(MEASURE_FIELDS)
    measure["properties"]["id"] = {"type": ["integer", "null"], "minimum": 1, "description": "of one that is there already"}
    return {"type": "array", "maxItems": MOST_MEASURES, "items": measure}


def entering() -> Schema:
    """What a new problem is made of."""
    whole = taken(FIELDS)
    whole["properties"] |= {"measures": _measures(), "campaign": {"type": "string"}, "draft": {"type": "boolean"}}
    whole["required"] = ["unit", "title"]  # a draft needs no more
    return whole


def changing() -> Schema:
    """Some fields of a problem, and the revision that was seen."""
    whole = taken(FIELDS, required=False)
    whole["properties"] |= {"measures": _measures(), "revision": REVISION}
    return whole


def moving(verb: str) -> Schema:
    """The inputs of a verb, and the revision that was seen."""
    whole = taken(VERBS[verb].inputs)
    whole["properties"]["revision"] = REVISION
    return whole


def document(kind: type[Any], names: typing.Collection[str] | None = None) -> Schema:
    """A document as the store keeps it; later versions may add fields."""
    hints = typing.get_type_hints(kind)
    fields = [one.name for one in dataclasses.fields(kind) if one.name != "extra" and (names is None or one.name in names)]
    return {"type": "object", "required": fields, "properties": {name: _hinted(hints[name]) for name in fields}}


def _hinted(hint: Any) -> Schema:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_hinted(one) for one in arguments]}
    if origin is tuple:
        return {"type": "array", "items": _hinted(arguments[0])}
    if dataclasses.is_dataclass(hint):
        return document(typing.cast("type[Any]", hint))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"type": "string", "enum": [one.value for one in hint]}
    if origin is not None:
        return {"type": "object"}
    return dict(_PLAIN[hint])


_PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    type(None): {"type": "null"},
}


def _issue() -> Schema:
    whole = document(Issue, {one.name for one in dataclasses.fields(Issue)} - set(KEPT_BACK))
    whole["properties"] |= {"deadline": _hinted(date | None), "light": _LIGHT}
    whole["required"] += ["deadline", "light"]
    return whole


ISSUE = _issue()
SHOWN: tuple[str, ...] = tuple(ISSUE["properties"])
"""Every field of a problem that an answer may have."""

_FAULT = {
    "type": "object",
    "required": ["field", "code", "params", "detail"],
    "properties": {name: {"type": "string"} for name in ("field", "code", "detail")} | {"params": {"type": "object"}},
}
PROBLEM: Schema = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        **{name: {"type": "string"} for name in ("type", "title", "code", "detail")},
        "status": {"type": "integer"},
        "faults": {"type": "array", "items": _FAULT},
        "current": {"$ref": "#/components/schemas/Issue"},
    },
}
PART: Schema = {"type": "object", "properties": ISSUE["properties"]}
PAGE: Schema = {
    "type": "object",
    "required": ["campaign", "as_of", "total", "next", "items"],
    "properties": {
        "campaign": {"type": "string"},
        "as_of": {"type": "string", "format": "date"},
        "total": {"type": "integer", "minimum": 0},
        "next": {"type": ["string", "null"], "description": "cursor of the next page, null on the last"},
        "items": {"type": "array", "items": PART},
    },
}
ME: Schema = {
    "type": "object",
    "required": ["name", "display_name", "role", "unit", "scope", "today"],
    "properties": {
        **{name: {"type": "string"} for name in ("name", "display_name", "unit")},
        "role": {"type": "string", "enum": [one.value for one in Role]},
        "scope": {"type": "string", "enum": [one.value for one in TokenScope]},
        "today": {"type": "string", "format": "date"},
    },
}


def items(kind: Schema) -> Schema:
    """A whole list that is not long."""
    return {"type": "object", "required": ["items"], "properties": {"items": {"type": "array", "items": kind}}}


UNITS = items(document(Unit, UNIT))
CAMPAIGNS = items(document(Campaign, (*CAMPAIGN, *VOCABULARIES)))
