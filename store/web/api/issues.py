"""The problems of the ledger for programs: listed, read, entered, changed and moved; each a verb of the ledger itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from store.model.codec import from_dict
from store.model.errors import Conflict, Fault, Invalid, NotFound
from store.model.issue import Issue
from store.rules.fields import MEASURE_FIELDS, SHAPES, Wrong, day
from store.rules.filters import KEYS, Filters
from store.rules.uploads import uploads
from store.rules.verbs import VERBS
from store.web.api.answers import KEPT, Answer, answered
from store.web.api.asking import Asked
from store.web.api.problems import Overtaken
from store.web.api.schemas import SHOWN
from store.web.api.shown import Showing, address

MOST, USUAL = 200, 50
"""Problems of one answer."""
LIST_KEYS = (*KEYS, "as_of", "fields", "limit", "cursor")


def listed(asked: Asked) -> Answer:
    """The problems that the filters of the pages choose, in the order in which they were entered, some at a time."""
    asked.refuse_unknown(LIST_KEYS)
    limit, after, fields, as_of = _limit(asked), _cursor(asked), _fields(asked), _as_of(asked)
    ledger, today = asked.store.ledger, asked.store.ledger.today()
    filters, campaign = Filters.read(asked.query), ledger.campaign(asked.query.get("campaign", ""))
    shown = min(as_of, today) if as_of else today
    rows = filters.apply(ledger.rows(asked.actor, today, as_of, campaign.code), shown)
    ids = sorted(rows["id"].tolist())
    page = [key for key in ids if key > after][: limit + 1]
    showing = Showing(asked.store, asked.actor, asked.lang, shown)
    items = [showing.issue(issue, fields) for issue in _issues(asked, page[:limit], shown if shown < today else None)]
    going_on = str(page[limit - 1]) if len(page) > limit else None
    told = {"campaign": campaign.code, "as_of": shown.isoformat(), "total": len(ids), "next": going_on, "items": items}
    return answered(told)


def read(asked: Asked) -> Answer:
    """One problem, with its revision as ETag."""
    asked.refuse_unknown(("fields",))
    return _one(asked, asked.store.ledger.issue(asked.actor, asked.path["ref"]), fields=_fields(asked))


def entered(asked: Asked) -> Answer:
    """A new problem on the books, or a draft of one."""
    asked.refuse_unknown(())
    raw = _strict(asked.body)
    campaign, draft = raw.pop("campaign", ""), raw.pop("draft", False)
    if not isinstance(campaign, str):
        raise Invalid([Fault("campaign", "not_text")])
    if not isinstance(draft, bool):
        raise Invalid([Fault("draft", "not_yes_or_no")])
    ledger = asked.store.ledger
    issue = (ledger.save_draft if draft else ledger.register)(asked.actor, campaign, raw)
    return _one(asked, issue, 201, {"location": address(issue)})


def changed(asked: Asked) -> Answer:
    """Some fields of a problem, written over the revision that was seen."""
    asked.refuse_unknown(())
    revision, raw = asked.revision(), _strict(asked.body)
    return _written(asked, lambda: asked.store.ledger.edit(asked.actor, asked.path["ref"], revision, raw))


def moved(asked: Asked) -> Answer:
    """Any other verb, with its inputs, on the revision that was seen."""
    asked.refuse_unknown(())
    revision, verb = asked.revision(), asked.path["verb"]
    known = [name for name, rule in VERBS[verb].inputs.items() if rule.clean in SHAPES or (asked.form and rule.clean is uploads)]
    if faults := [Fault(name[:40], "unknown_field") for name in asked.body if name not in known]:
        raise Invalid(faults)
    return _written(asked, lambda: asked.store.ledger.do(asked.actor, verb, asked.path["ref"], revision, **asked.body))


def opened(asked: Asked) -> Answer:
    """The file of a piece of evidence, byte for byte; its name and kind are told, and nothing of it runs."""
    asked.refuse_unknown(())
    ledger, piece = asked.store.ledger, asked.path["piece"]
    if not (piece.isascii() and piece.isdecimal() and len(piece) < 10):
        raise NotFound("evidence", piece[:40])
    file = ledger.file(asked.actor, asked.path["ref"], int(piece))
    named = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    headers = {**KEPT, "etag": f'"{file.sha256}"', "content-disposition": named}
    return Answer(ledger.content(file), 200, headers, "application/octet-stream")


def _written(asked: Asked, write: Any) -> Answer:
    try:
        return _one(asked, write())
    except Conflict as conflict:
        raise Overtaken(conflict) if asked.if_match else conflict from None


def _one(
    asked: Asked, issue: Issue, status: int = 200, headers: Mapping[str, str] | None = None, fields: tuple[str, ...] = ()
) -> Answer:
    shown = Showing(asked.store, asked.actor, asked.lang).issue(issue, fields)
    return answered(shown, status, {"etag": f'"{issue.revision}"', **(headers or {})})


def _issues(asked: Asked, keys: list[int], past: date | None) -> list[Issue]:
    if past is None:
        return [from_dict(Issue, asked.store.repository.get("issue", key)) for key in keys]
    standing = {one["id"]: one for one in asked.store.ledger.frames.documents(past, keys)}
    return [from_dict(Issue, standing[key]) for key in keys]


def _strict(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body, when its measures have no field that is none of ours; what is not even a list is the ledger's to refuse."""
    measures = body.get("measures")
    if isinstance(measures, list):
        named = [(number, one) for number, one in enumerate(measures) if isinstance(one, dict)]
        faults = [Fault(f"measures.{n}.{key[:40]}", "unknown_field") for n, one in named for key in one if key not in _MEASURE]
        faults += [Fault(f"measures.{n}.id", "not_a_number") for n, one in named if not _is_id(one.get("id"))]
        if faults:
            raise Invalid(faults)
    return dict(body)


_MEASURE = (*MEASURE_FIELDS, "id")


def _is_id(value: Any) -> bool:
    return value is None or (type(value) is int and value > 0)


def _limit(asked: Asked) -> int:
    said = asked.query.get("limit", str(USUAL))
    if not (said.isascii() and said.isdecimal() and len(said) < 5 and 1 <= int(said) <= MOST):
        raise Invalid([Fault("limit", "number_out_of_range", {"first": 1, "last": MOST})])
    return int(said)


def _cursor(asked: Asked) -> int:
    said = asked.query.get("cursor", "0")
    if not (said.isascii() and said.isdecimal() and len(said) < 16):
        raise Invalid([Fault("cursor", "unknown_code", {"value": said[:40]})])
    return int(said)


def _fields(asked: Asked) -> tuple[str, ...]:
    said = asked.query.get("fields")
    wanted = tuple(said.split(",")) if said else ()
    if faults := [Fault("fields", "unknown_code", {"value": name[:40]}) for name in wanted if name not in SHOWN]:
        raise Invalid(faults)
    return wanted


def _as_of(asked: Asked) -> date | None:
    try:
        return day(asked.query["as_of"]) if asked.query.get("as_of") else None
    except Wrong as wrong:
        raise Invalid([Fault("as_of", wrong.code, wrong.params)]) from None
