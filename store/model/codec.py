"""Documents to JSON-shaped dicts and back, exactly; fields of newer versions survive in ``extra``."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
_PLAIN = frozenset({str, int, bool, float, type(None)})
"""Types that JSON takes as they are: most values of a document, so they are asked for first."""
Convert = Callable[[Any], Any]


def to_dict(document: Any) -> dict[str, Any]:
    """The JSON-shaped form: dates ISO, tuples as lists, enumerations as codes, unknown fields where they were."""
    kind: Any = type(document)
    known = {name: getattr(document, name) for name in _names(kind)}
    plain = {name: value if type(value) in _PLAIN else _plain(value) for name, value in known.items()}
    return {**document.extra, **plain} if document.extra else plain


def from_dict(kind: Callable[..., T], data: Mapping[str, Any]) -> T:
    """The dataclass of ``data``; missing fields take their defaults, unknown ones go to ``extra`` unchanged.

    Raises ValueError or TypeError when a stored value does not fit: a damaged document is not read as something else.
    """
    readers = _readers(kind)
    known = {name: readers[name](value) for name, value in data.items() if name in readers}
    return kind(**known, extra={name: value for name, value in data.items() if name not in readers})


def _plain(value: Any) -> Any:
    if type(value) is tuple:
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    return to_dict(value) if dataclasses.is_dataclass(value) else value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind) if field.name != "extra")


@cache
def _readers(kind: Any) -> dict[str, Convert]:
    hints = typing.get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in dataclasses.fields(kind) if field.name != "extra"}


def _reader(hint: Any) -> Convert:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        inner = _reader(next(part for part in arguments if part is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        item = _reader(arguments[0])
        return lambda value: tuple(item(part) for part in value)
    if dataclasses.is_dataclass(hint):
        return lambda value: from_dict(hint, value)  # type: ignore[arg-type]
    if hint is date:
        return date.fromisoformat
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    if hint in (str, int, bool):
        return lambda value: _exactly(hint, value)
    return dict if origin is not None else lambda value: value


def _exactly(kind: type[Any], value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{value!r} is not {kind.__name__}")
    return value
