"""Everything that a program can ask, as one table: dispatching, the check of scopes and the description are drawn from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from store.model.enums import TokenScope
from store.rules.filters import DATES, KEYS, MANY
from store.rules.progress import SELECTIONS
from store.rules.uploads import uploads
from store.rules.verbs import VERBS
from store.web.api import issues, lists, schemas
from store.web.api.answers import Answer
from store.web.api.asking import Asked

Schema = Mapping[str, Any]
READ, WRITE = TokenScope.READ, TokenScope.WRITE


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked: where, how, with which scope, what it takes and what it gives.

    ``path`` is a template (``/api/issues/{ref}``); ``name`` is unique and stable, for clients that are generated.
    """

    method: str
    path: str
    name: str
    answer: Callable[[Asked], Answer]
    gives: Schema
    scope: TokenScope = READ
    query: Mapping[str, Schema] = field(default_factory=dict)
    takes: Schema | None = None
    status: int = 200
    changes: bool = False
    files: bool = False
    media_type: str = "application/json"
    fixed: Mapping[str, str] = field(default_factory=dict)

    def matches(self, path: str) -> dict[str, str] | None:
        """The parts of ``path`` by their names, or None when it is another address."""
        found = re.fullmatch(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(self.path)), path)
        return {**found.groupdict(), **self.fixed} if found else None


_DAY = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "maxLength": 0}]}
_CODES = {"type": "string", "description": "codes, comma-separated"}
_NAMES = "|".join(map(re.escape, schemas.SHOWN))
_FIGURES = "|".join(map(re.escape, SELECTIONS))
FIELDS = {"type": "string", "pattern": f"^(({_NAMES})(,({_NAMES}))*)?$", "description": "only these fields, comma-separated"}
FILTERS: dict[str, Schema] = {
    **{key: {"type": "string"} for key in KEYS},
    **dict.fromkeys((*MANY, "age"), _CODES),
    **dict.fromkeys((*DATES, "as_of"), _DAY),
    "figure": {"type": "string", "pattern": f"^(({_FIGURES})(,({_FIGURES}))*)?$"},
    "fields": FIELDS,
    "limit": {"type": "integer", "minimum": 1, "maximum": issues.MOST, "default": issues.USUAL},
    "cursor": {"type": "string", "pattern": "^[0-9]{1,15}$", "description": "what the page before said is next"},
}
_ISSUE: Schema = {"$ref": "#/components/schemas/Issue"}


def _verb(verb: str) -> Operation:
    path = f"/api/issues/{{ref}}/verbs/{verb}"
    files = any(rule.clean is uploads for rule in VERBS[verb].inputs.values())
    told = {"files": files, "takes": schemas.moving(verb), "scope": WRITE, "changes": True, "fixed": {"verb": verb}}
    return Operation("POST", path, f"verb_{verb}", issues.moved, _ISSUE, **told)  # type: ignore[arg-type]


OPERATIONS: tuple[Operation, ...] = (
    Operation("GET", "/api/me", "me", lists.me, schemas.ME),
    Operation("GET", "/api/units", "list_units", lists.units, schemas.UNITS),
    Operation("GET", "/api/campaigns", "list_campaigns", lists.campaigns, schemas.CAMPAIGNS),
    Operation("GET", "/api/issues", "list_issues", issues.listed, schemas.PAGE, query=FILTERS),
    Operation("POST", "/api/issues", "create_issue", issues.entered, _ISSUE, scope=WRITE, takes=schemas.entering(), status=201),
    Operation("GET", "/api/issues/{ref}", "read_issue", issues.read, schemas.PART, query={"fields": FIELDS}),
    Operation(
        "PATCH", "/api/issues/{ref}", "update_issue", issues.changed, _ISSUE, scope=WRITE, takes=schemas.changing(), changes=True
    ),
    Operation(
        "GET",
        "/api/issues/{ref}/evidence/{piece}",
        "read_evidence",
        issues.opened,
        {"type": "string", "format": "binary"},
        media_type="application/octet-stream",
    ),
    *map(_verb, VERBS),
)
