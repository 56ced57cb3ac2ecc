"""The cookie of a sign-in: no script can read it, no other site can send it, and it ends with the browser."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from store.access import SESSION_COOKIE


def with_session(answer: Response, request: Request, cookie: str) -> Response:
    """The answer that signs in."""
    answer.set_cookie(SESSION_COOKIE, cookie, httponly=True, samesite="lax", secure=is_secure(request))
    return answer


def without_session(answer: Response, request: Request) -> Response:
    """The answer that signs out."""
    answer.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax", secure=is_secure(request))
    return answer


def is_secure(request: Request) -> bool:
    """Whether the connection is encrypted; a cookie set over it is then never sent in the clear."""
    return request.url.scheme == "https"
