"""What a program is answered: JSON that no cache keeps, with the headers that go with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.responses import Response

Answer = Response
KEPT = {"cache-control": "no-store", "vary": "accept-language, authorization"}


def answered(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """``content`` as JSON."""
    return Response(orjson.dumps(content), status, {**KEPT, **(headers or {})}, "application/json")
