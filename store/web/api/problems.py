"""What went wrong, for a program and for a person: problem details (RFC 9457) with our codes and the sentences of the forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import orjson
from starlette.responses import Response

from store import telling
from store.model.errors import Conflict, Fault, Invalid, NotFound, Refused, Unusable, XiaohaoError
from store.words import text

STATUS: dict[type[XiaohaoError], int] = {Invalid: 422, Refused: 409, Conflict: 409, NotFound: 404, Unusable: 503}
"""How each kind of error is answered; a refusal is one by the state of the matter, unless the next table says otherwise."""
OF_CODE = {
    "body_unreadable": 400,
    "token_missing": 401,
    "token_unknown": 401,
    "role_may_not": 403,
    "not_your_unit": 403,
    "scope_too_small": 403,
    "no_such_address": 404,
    "no_such_method": 405,
    "overtaken": 412,
    "body_too_large": 413,
    "body_not_json": 415,
    "revision_missing": 428,
    "throttled": 429,
}
ROLE = {"role_may_not", "not_your_unit"}
MEDIA_TYPE = "application/problem+json"


class Overtaken(Conflict):
    """A conflict with the revision that the header If-Match named."""

    def __init__(self, conflict: Conflict) -> None:
        super().__init__(conflict.current)
        self.code = "overtaken"


def status_of(error: XiaohaoError) -> int:
    """The status of the answer to an error."""
    if error.code in OF_CODE:
        return OF_CODE[error.code]
    if error.code == "not_ready" and {reason.code for reason in error.params["reasons"]} <= ROLE:
        return 403
    return next(status for kind, status in STATUS.items() if isinstance(error, kind))


def problem(
    error: XiaohaoError,
    lang: str,
    units: telling.Units,
    current: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer to an error; ``current`` is the document as it stands now, after a conflict."""
    status = status_of(error)
    told: dict[str, Any] = {
        "type": f"urn:xiaohao:problem:{error.code}",
        "title": text(lang, f"api.title_{status}"),
        "status": status,
        "code": error.code,
        "detail": _detail(lang, error, units),
    }
    if faults := _faults(error):
        told["faults"] = [_fault(lang, fault, units) for fault in faults]
    if current is not None:
        told["current"] = current
    content = orjson.dumps(told, default=_plain)
    return Response(content, status, {**_asking(status, error), **(headers or {})}, MEDIA_TYPE)


def _detail(lang: str, error: XiaohaoError, units: telling.Units) -> str:
    return text(lang, "api.conflict") if isinstance(error, Conflict) else telling.refusal(lang, error, units)


def _faults(error: XiaohaoError) -> Sequence[Fault]:
    if isinstance(error, Invalid):
        return error.faults
    return error.params["reasons"] if error.code == "not_ready" else ()


def _fault(lang: str, fault: Fault, units: telling.Units) -> dict[str, Any]:
    words = telling.fault_words(lang, fault, units)
    return {"field": fault.field, "code": fault.code, "params": dict(fault.params), "detail": words}


def _asking(status: int, error: XiaohaoError) -> dict[str, str]:
    headers = {401: {"www-authenticate": 'Bearer realm="xiaohao"'}}.get(status, {})
    return headers | ({"retry-after": str(error.params["seconds"])} if error.code == "throttled" else {})


def _plain(value: Any) -> Any:
    """What the parameters of an error may hold besides JSON."""
    return value.isoformat() if isinstance(value, date) else str(value)
