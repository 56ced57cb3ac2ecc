"""The feed of changes (server-sent events): it tells open pages that the ledger has moved on, never what changed.

One watcher a process, there only while somebody listens, hears of each commit of its own process at once and looks ten times a
second for those of others and for a new day; a page that is open costs nothing until there is something to tell.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import suppress

import uvicorn
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from store.access import actor_from
from store.model.errors import XiaohaoError
from store.opening import Store
from store.web.asked import is_same_origin, language_of
from store.web.gate import Find
from store.words import text

log = logging.getLogger("xiaohao.changes")

LOOK_EVERY = 0.1
"""Seconds between two looks at what other processes wrote; one look is one question to SQLite."""
HEARTBEAT = 20.0
"""Seconds of silence after which a proxy may believe that nobody is there any more."""
COME_BACK_IN = 1500
"""Milliseconds after which a browser asks again when the server has gone."""

HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


class Feed:
    """The streams of one server and their watcher; it lives on the server's event loop."""

    def __init__(self) -> None:
        self._listening = 0
        self._watcher: asyncio.Task[None] | None = None
        self._mark = ""
        self._news = asyncio.Event()

    async def changes(self, find: Find, request: Request) -> Response:
        """A stream of marks (:meth:`store.reading.Reading.mark`): the present one at once, then each new one."""
        store, lang = find(), language_of(request)
        if not is_same_origin(request.headers, silent=True):
            return Response(status_code=403)
        if actor_from(store, request.cookies) is None:
            return PlainTextResponse(text(lang, "access.sign_in_first") + "\n", 401, HEADERS)
        return StreamingResponse(self._heard(store, request), headers=HEADERS, media_type="text/event-stream")

    async def _heard(self, store: Store, request: Request) -> AsyncIterator[str]:
        """One reader's stream; it ends with the server, or when there is news and the reader is signed in no more."""
        watcher = self._comes(store)
        try:
            yield f"retry: {COME_BACK_IN}\n\n"
            told = ""
            while not watcher.done():
                if told == self._mark:
                    try:
                        await asyncio.wait_for(self._news.wait(), HEARTBEAT)
                    except TimeoutError:
                        yield ":\n\n"
                elif actor_from(store, request.cookies) is None:
                    return
                else:
                    told = self._mark
                    yield f"data: {told}\n\n"
        finally:
            self._goes()

    def _comes(self, store: Store) -> asyncio.Task[None]:
        self._listening += 1
        if self._watcher is None or self._watcher.done():
            self._watcher = asyncio.create_task(self._watch(store))
            self._watcher.add_done_callback(lambda _: self._tell())
        return self._watcher

    def _goes(self) -> None:
        """With the last reader the watcher goes, and what it knew grows old."""
        self._listening -= 1
        if not self._listening and self._watcher:
            self._watcher.cancel()
            self._watcher, self._mark = None, ""

    async def _watch(self, store: Store) -> None:
        stirred, loop = asyncio.Event(), asyncio.get_running_loop()

        def stir() -> None:
            with suppress(RuntimeError):  # the loop has ended before the last commit
                loop.call_soon_threadsafe(stirred.set)

        with store.repository.on_commit(stir):
            while not server_is_ending():
                stirred.clear()
                await self._look(store)
                with suppress(TimeoutError):
                    await asyncio.wait_for(stirred.wait(), LOOK_EVERY)

    async def _look(self, store: Store) -> None:
        """Tell everybody when the mark is another. Following a large change takes a while, so a thread does it."""
        try:
            mark = await run_in_threadpool(store.ledger.mark)
        except XiaohaoError as error:
            log.warning("the feed of changes cannot read the store: %s", error)
            return
        if mark != self._mark:
            self._mark = mark
            self._tell()

    def _tell(self) -> None:
        told, self._news = self._news, asyncio.Event()
        told.set()


def server_is_ending() -> bool:
    """Whether the server was told to end. Uvicorn waits for open answers first and tells the app only then."""
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    return isinstance(server, uvicorn.Server) and server.should_exit
