"""The tree of named errors; everything else that is raised is a bug and stays a traceback.

    XiaohaoError
    ├── Invalid      what was typed cannot be saved; every Fault names its field, all faults at once
    ├── Refused      the life cycle or the role says no; the code says which rule
    ├── Conflict     somebody saved first; carries the document as it stands now
    ├── NotFound     there is no such document for this person
    ├── NotSent      a letter or a message was not taken; whoever comes next still gets theirs
    └── Unusable     the store or its settings cannot be used; told at start-up

Errors carry codes and parameters, never sentences: the edge (components/i18n.py, store/web.py, the command line) has the words.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any


class XiaohaoError(Exception):
    """Base of every error a caller may expect; ``code`` is the catalogue key's last part, ``params`` its placeholders."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({told})"


@dataclasses.dataclass(frozen=True)
class Fault:
    """One thing wrong with one field: ``field`` as a path (``title``, ``measures.2.due``), ``code`` and its parameters."""

    field: str
    code: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


class Invalid(XiaohaoError):
    """What was typed cannot be saved as it is; nothing was written."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("invalid", fields=[fault.field for fault in faults])
        self.faults = tuple(faults)


class Refused(XiaohaoError):
    """A rule of the life cycle, of a role or of access says no; nothing was written."""


class Conflict(XiaohaoError):
    """The document was saved by somebody else since it was read; ``current`` is how it stands now."""

    def __init__(self, current: Mapping[str, Any]) -> None:
        super().__init__("conflict", id=current.get("id"), revision=current.get("revision"))
        self.current = dict(current)


class NotFound(XiaohaoError):
    """There is no such document, or not for this person."""

    def __init__(self, kind: str, key: object) -> None:
        super().__init__("not_found", kind=kind, key=key)


class NotSent(XiaohaoError):
    """The mail server or the group's service did not take it; ``answer`` is the number it said, 0 when it said none."""


class Unusable(XiaohaoError):
    """The store or a setting cannot be used: unreadable or newer file, no write permission, network share, bad value."""
