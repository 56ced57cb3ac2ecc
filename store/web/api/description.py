"""The OpenAPI document: the table of operations as other programs read it, in the language of whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from store.rules.uploads import MOST_AT_ONCE
from store.web.api.operations import OPERATIONS, Operation
from store.web.api.schemas import ISSUE, PROBLEM
from store.words import has, text

VERSION = "1"
ADDRESS = "/api/openapi.json"
ALWAYS = (401, 403, 404, 405, 422, 429, 503)
"""Answers that any operation may give, besides its own."""
WITH_BODY = (400, 413, 415)
ON_A_REVISION = (409, 412, 428)


@cache
def description(lang: str) -> dict[str, Any]:
    """The whole document."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, lang)
    return {
        "openapi": "3.1.0",
        "info": {"title": text(lang, "app.name"), "version": VERSION, "description": text(lang, "api.about")},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": text(lang, "api.token_means")}},
            "schemas": {"Issue": ISSUE, "Problem": PROBLEM},
        },
    }


def _operation(operation: Operation, lang: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": operation.name,
        "summary": _summary(operation, lang),
        "description": text(lang, "api.needs_scope", token_scope=operation.scope.value),
        "parameters": [*_parameters(operation, lang)],
        "responses": _responses(operation, lang),
    }
    if operation.takes is not None:
        content = {"application/json": {"schema": operation.takes}}
        if operation.files:
            content["multipart/form-data"] = {"schema": _with_files(operation.takes)}
        told["requestBody"] = {"required": True, "content": content}
    return told


def _with_files(takes: Mapping[str, Any]) -> dict[str, Any]:
    """The same as a form, with files."""
    files = {"type": "array", "maxItems": MOST_AT_ONCE, "items": {"type": "string", "format": "binary"}}
    return {**takes, "properties": {**takes["properties"], "files": files}}


def _summary(operation: Operation, lang: str) -> str:
    verb = operation.fixed.get("verb")
    return text(lang, f"verb.{verb}") if verb and has(lang, f"verb.{verb}") else text(lang, f"api.{operation.name}")


def _parameters(operation: Operation, lang: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if "{ref}" in operation.path:
        schema = {"type": "string", "pattern": "^[^/]+$"}
        found.append({"name": "ref", "in": "path", "required": True, "description": text(lang, "csv.ref_no"), "schema": schema})
    if "{piece}" in operation.path:
        schema = {"type": "string", "pattern": "^[0-9]{1,9}$"}
        found.append({"name": "piece", "in": "path", "required": True, "schema": schema})
    found += [{"name": name, "in": "query", "schema": schema} for name, schema in operation.query.items()]
    if operation.changes:
        schema = {"type": "string", "pattern": '^(W/)?"[0-9]{1,9}"$'}
        found.append({"name": "If-Match", "in": "header", "description": text(lang, "api.if_match"), "schema": schema})
    return found


def _link(operation: Operation) -> dict[str, Any]:
    """How a program goes on from a problem it has just entered."""
    tag = {"header.If-Match": "$response.header.ETag"} if operation.changes else {}
    return {"operationId": operation.name, "parameters": {"path.ref": "$response.body#/ref_no", **tag}}


def _responses(operation: Operation, lang: str) -> dict[str, Any]:
    whole = {"description": text(lang, "api.title_200"), "content": {operation.media_type: {"schema": operation.gives}}}
    if operation.takes is not None or operation.path.endswith("{ref}"):
        whole["headers"] = {"ETag": {"schema": {"type": "string"}, "description": text(lang, "csv.revision")}}
    if operation.name == "create_issue":
        whole["links"] = {one.name: _link(one) for one in OPERATIONS if "{ref}" in one.path}
    statuses = [*ALWAYS, *(WITH_BODY if operation.takes is not None else ()), *(ON_A_REVISION if operation.changes else ())]
    content: Mapping[str, Any] = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    problems = {str(one): {"description": text(lang, f"api.title_{one}"), "content": content} for one in sorted(statuses)}
    return {str(operation.status): whole, **problems}
