"""The HTTP side: sign-in, exports, health and the gate before everything; app.py hands these to the server."""

from __future__ import annotations

from functools import partial

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from store.opening import the_store
from store.web.admission import admit
from store.web.api import Api, Under
from store.web.calendar import calendar
from store.web.choices import remember
from store.web.evidence import evidence
from store.web.exports import export, health
from store.web.first_run import first_run
from store.web.gate import Find, Gate, Headers
from store.web.printing.close_out import close_out
from store.web.printing.problem import problem
from store.web.printing.slips import one_slip, several_slips
from store.web.server import lifespan, serve, told
from store.web.sign_in import ask, sign_in, sign_out
from store.web.snapshots import snapshot

__all__ = ["lifespan", "middleware", "routes", "serve", "told"]


def routes(find: Find = the_store) -> list[BaseRoute]:
    """Every address that is no page; ``find`` gives the store."""
    table = (
        ("/healthz", health, ["GET"]),
        ("/sign-in", ask, ["GET"]),
        ("/sign-in", sign_in, ["POST"]),
        ("/sign-out", sign_out, ["POST"]),
        ("/admit", admit, ["POST"]),
        ("/first-run", first_run, ["GET", "POST"]),
        ("/preferences", remember, ["POST"]),
        ("/export/{file}", export, ["GET"]),
        ("/calendar.ics", calendar, ["GET"]),
        ("/print/issue/{ref}", problem, ["GET"]),
        ("/print/close-out/{ref}", close_out, ["GET"]),
        ("/print/slip/{number}", one_slip, ["GET"]),
        ("/print/slips", several_slips, ["GET"]),
        ("/snapshots/{number:int}.csv", snapshot, ["GET"]),
        ("/evidence/{ref}/{piece:int}/{name}", evidence, ["GET"]),
    )
    return [
        *(Route(path, partial(endpoint, find), methods=methods) for path, endpoint, methods in table),
        Under("/api", Api(find)),
    ]


def middleware(find: Find = the_store) -> list[Middleware]:
    """What stands before every address, pages and static files included."""
    return [Middleware(Headers), Middleware(Gate, find=find)]
