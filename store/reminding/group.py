"""The summary for a group: what presses in each unit, in counts and numbers of problems, as one message to a webhook."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPException
from typing import Any

import orjson

from store.model.documents import Actor
from store.model.enums import Role
from store.model.errors import NotSent
from store.opening import Store
from store.outgoing import Webhook
from store.reminding.lines import House, one_line
from store.rules.reminders import UnitLoad, loads
from store.words import fmt_date, text, text_n

GROUP = Actor("group", Role.VIEWER)
"""A group chat is told of what anybody in a meeting may see, so never of a restricted matter."""
NAMED = 8
"""Numbers of overdue problems told of a unit."""
LONGEST = 3_800
"""Bytes of a message; the narrowest of the shapes takes 4,096."""
PATIENCE = 15.0
"""Seconds to wait for the answer."""

SHAPES: dict[str, Callable[[str, str], dict[str, Any]]] = {
    "wecom": lambda title, told: {"msgtype": "markdown", "markdown": {"content": told}},
    "dingtalk": lambda title, told: {"msgtype": "markdown", "markdown": {"title": title, "text": told}},
    "plain": lambda title, told: {"title": title, "text": told},
}
"""What each service takes as the body of a message."""


def summary(store: Store, house: House, lang: str) -> tuple[str, str]:
    """Title and text of the message; both empty when nothing presses anywhere."""
    found = loads(store.ledger.rows(GROUP, house.today), house.today)
    if not found:
        return "", ""
    title = text(lang, "remind.group_title", app=text(lang, "app.name"), day=fmt_date(house.today, lang, "day"))
    told = [f"**{title}**", _whole(found, lang)]
    link = [f"[{text(lang, 'remind.group_open')}]({house.url}/deadline)"] if house.url else []
    lines = [f"> {_unit(load, house, lang)}" for load in found]
    for kept in range(len(lines), -1, -1):
        rest = [text_n(lang, "remind.group_more", len(lines) - kept)] if kept < len(lines) else []
        message = "\n\n".join([*told, *lines[:kept], *rest, *link])
        if len(message.encode()) <= LONGEST:
            break
    return title, message


def tell(webhook: Webhook, title: str, told: str, patience: float = PATIENCE) -> None:
    """Post the message. Raises NotSent; neither the address nor what the other side said is told, both may hold secrets."""
    body = orjson.dumps(SHAPES[webhook.shape](title, told))
    request = urllib.request.Request(webhook.url, body, {"Content-Type": "application/json; charset=utf-8"}, method="POST")
    try:
        with _ASKING.open(request, timeout=patience) as response:
            answer = response.read(100_000)
    except urllib.error.HTTPError as error:
        error.close()
        raise NotSent("answer", answer=error.code) from None
    except (OSError, HTTPException, ValueError) as error:
        late = isinstance(getattr(error, "reason", error), TimeoutError)
        raise NotSent("timeout" if late else "group_unreachable") from None
    if webhook.shape != "plain" and (code := _refusal(answer)) != 0:
        raise NotSent("answer", answer=code)


class _StaysPut(urllib.request.HTTPRedirectHandler):
    """A message is never carried on to another address."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_ASKING = urllib.request.build_opener(_StaysPut)


def _refusal(answer: bytes) -> int:
    """Both services answer 200 also when they refuse; the body has the number, 0 when the message was taken."""
    try:
        told = orjson.loads(answer)
        return int(told["errcode"])
    except (orjson.JSONDecodeError, TypeError, KeyError, ValueError):
        return -1


def _whole(found: list[UnitLoad], lang: str) -> str:
    overdue, due_soon, unanswered = (
        sum(counts) for counts in zip(*((one.overdue, one.due_soon, one.unanswered) for one in found), strict=True)
    )
    return text_n(
        lang, "remind.group_whole", len(found), told=text(lang, "list.comma").join(_counts(lang, overdue, due_soon, unanswered))
    )


def _unit(load: UnitLoad, house: House, lang: str) -> str:
    numbers = text(lang, "remind.group_numbers", numbers=", ".join(load.numbers[:NAMED])) if load.numbers else ""
    if len(load.numbers) > NAMED:
        numbers = text(lang, "remind.group_some_numbers", numbers=", ".join(load.numbers[:NAMED]))
    told = text(lang, "list.comma").join(_counts(lang, load.overdue, load.due_soon, load.unanswered))
    return text(lang, "remind.group_unit", who=_tame(house.units.get(load.unit, load.unit)), told=told) + numbers


def _counts(lang: str, overdue: int, due_soon: int, unanswered: int) -> Iterator[str]:
    for task, count in (("overdue", overdue), ("due_soon", due_soon), ("unanswered", unanswered)):
        if count:
            yield text_n(lang, f"remind.group_{task}", count)


def _tame(name: str) -> str:
    """A unit's name without the signs that would make a link or call somebody in a chat."""
    return re.sub(r"[\[\]()<>*_`#~@|\\]", "", one_line(name))
