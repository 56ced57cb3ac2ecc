"""What a program asks: its token, its query and its body, read with suspicion and refused by name where they are not ours."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message

from store.model.documents import Actor
from store.model.enums import TokenScope
from store.model.errors import Fault, Invalid, Refused
from store.model.evidence import Upload
from store.opening import Store
from store.rules.uploads import MEGABYTE, MOST_AT_ONCE
from store.tokens import Holder
from store.web.asked import address_of

LARGEST = 262_144
"""Bytes of a body without files; a draft of the forms is no larger."""
DEEPEST = 4
"""How deep a body goes: its fields, the measures, a measure, a field of it."""

_BEARER = re.compile(r"Bearer +(\S+) *", re.IGNORECASE)
_TAG = re.compile(r'(?:W/)?"(\d{1,9})"')


@dataclass(frozen=True)
class Asked:
    """One request that may be answered: who asks, in which language, and what."""

    store: Store
    holder: Holder
    lang: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    if_match: str | None = None
    body: dict[str, Any] = field(default_factory=dict)
    form: bool = False

    @property
    def actor(self) -> Actor:
        """As whom the ledger's verbs are used."""
        return self.holder.actor

    def revision(self) -> int:
        """The revision that the program saw: ``revision`` in the body, or the ETag in If-Match; takes it out of the body.

        Raises Refused ``revision_missing``, or Invalid for one that cannot be read or two that differ.
        """
        said, tag = self.body.pop("revision", None), self._tag()
        if said is None and tag is None:
            raise Refused("revision_missing")
        if said is not None and (type(said) is not int or said < 1):
            raise Invalid([Fault("revision", "not_a_number")])
        if said is not None and tag is not None and said != tag:
            raise Invalid([Fault("revision", "two_revisions", {"body": said, "tag": tag})])
        return int(said if said is not None else tag or 0)

    def _tag(self) -> int | None:
        if self.if_match is None:
            return None
        found = _TAG.fullmatch(self.if_match.strip())
        if found is None:
            raise Invalid([Fault("revision", "not_a_number")])
        return int(found[1])

    def refuse_unknown(self, known: Collection[str]) -> None:
        """Raise Invalid naming every key of the query that is none of ours: a misspelt filter would choose everything."""
        if faults := [Fault(name[:40], "unknown_field") for name in self.query if name not in known]:
            raise Invalid(faults)


def holder_of(store: Store, request: Request) -> Holder:
    """Who comes in with this request. Raises Refused ``token_missing``, ``token_unknown`` or ``throttled``."""
    found = _BEARER.fullmatch(request.headers.get("authorization", ""))
    if found is None:
        raise Refused("token_missing")
    return store.tokens.enter(found[1], address_of(request))


def refuse_scope(holder: Holder, wanted: TokenScope) -> None:
    """Raise Refused ``scope_too_small`` when the token does not reach that far."""
    if not holder.may(wanted):
        raise Refused("scope_too_small", token_scope=wanted.value)


async def whole_body(request: Request, most: int = LARGEST) -> bytes:
    """The body, at most so many bytes. Raises Refused ``body_too_large``."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise Refused("body_too_large", most=f"{most // 1024} KB")
    return bytes(body)


def read_json(media_type: str, body: bytes) -> dict[str, Any]:
    """The object in a body of JSON. Raises Refused ``body_not_json`` or ``body_unreadable``."""
    if media_type.partition(";")[0].strip().lower() != "application/json":
        raise Refused("body_not_json")
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Refused("body_unreadable") from None
    if not isinstance(found, dict) or _depth(found) > DEEPEST:
        raise Refused("body_unreadable")
    return found


async def read_form(request: Request, most: int) -> dict[str, Any]:
    """The fields and ``files`` of a form with files, all together at most so many bytes.

    Numbers come as text there and are read; what is none stays as it is and is refused by its field. Raises Refused.
    """
    left = most

    async def receive() -> Message:
        nonlocal left
        message = await request.receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise Refused("body_too_large", most=f"{most // MEGABYTE} MB")
        return message

    try:
        async with Request(request.scope, receive).form(max_files=MOST_AT_ONCE, max_fields=20) as form:
            found: dict[str, Any] = {name: _read(value) for name, value in form.multi_items() if name != "files"}
            given = form.getlist("files")
            if given:
                found["files"] = [Upload(one.filename or "", await one.read()) for one in given if isinstance(one, UploadFile)]
            if len(found.get("files", ())) != len(given):
                raise Refused("body_unreadable")
            return found
    except (HTTPException, MultiPartException, ValueError):
        raise Refused("body_unreadable") from None


def _read(value: Any) -> Any:
    if not isinstance(value, str):
        return None if value is None else [value]  # a file where none belongs is no text
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else value


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(_depth, inner), default=0)
