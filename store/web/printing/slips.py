"""Urging slips on paper: one A4 sheet a slip in the official form, for the same readers as the page of its problem."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from starlette.requests import Request
from starlette.responses import Response

from store.exchange.wording import person
from store.model.documents import Actor
from store.model.enums import UNFINISHED
from store.model.issue import Issue, Urge
from store.opening import Store
from store.web.gate import Find
from store.web.printing.frame import Paper, answer, template
from store.words import fmt_date, label, text, text_n

MOST = 500
"""Slips of one print-out; whoever sends more prints them in parts."""

LINES = 6
"""Empty lines for an answer by hand."""

_SLIP = template("slip.html")


async def one_slip(find: Find, request: Request) -> Response:
    """The slip of that number."""
    return await _answer(find, request, [request.path_params["number"]])


async def several_slips(find: Find, request: Request) -> Response:
    """The slips named in ``numbers``, comma-separated, a page each."""
    return await _answer(find, request, request.query_params.get("numbers", "").split(",")[:MOST])


async def _answer(find: Find, request: Request, numbers: Sequence[str]) -> Response:
    return await answer(find, request, lambda store, actor, lang: slips(store, actor, numbers, lang), "urging.no_such_slip")


def slips(store: Store, actor: Actor, numbers: Sequence[str], lang: str) -> Paper | None:
    """A sheet a slip, None when there is none of these for ``actor``; everything that somebody typed is escaped."""
    found = store.ledger.slips(actor, set(numbers))
    if not found:
        return None
    sheets = "".join(_sheet(store, issue, slip, lang) for issue, slip in found)
    return Paper(_title(lang, found), text_n(lang, "urging.print_hint", len(found)), sheets, "slip.css")


def _title(lang: str, found: Sequence[tuple[Issue, Urge]]) -> str:
    """Also the name that the browser proposes for a PDF."""
    first, last = found[0][1], found[-1][1]
    if len(found) == 1:
        return f"{text(lang, f'urging.form_{first.level.value}')} {first.number}"
    return text(lang, "urging.print_several", first=first.number, last=last.number)


def _sheet(store: Store, issue: Issue, slip: Urge, lang: str) -> str:
    campaign = store.ledger.campaign(issue.campaign)
    units = {unit.code: unit.name for unit in store.ledger.units()}
    filled = {
        "campaign": label(campaign.title, lang),
        "form": text(lang, f"urging.form_{slip.level.value}"),
        "number": text(lang, "urging.slip_number", slip=slip.number),
        "sent": fmt_date(date.fromisoformat(slip.at[:10]), lang),
        "unit": units.get(issue.unit, issue.unit),
        "owner": issue.owner,
        "lead": issue.lead,
        "ref": issue.ref_no,
        "due": _due(issue, slip, lang),
        "problem": issue.title,
        "asked": slip.text,
        "answer_by": fmt_date(slip.answer_by, lang),
        "by": text(lang, "urging.signed", office=text(lang, "role.office"), name=_signer(slip.by, lang, units)),
        "answer": slip.answer,
        "answered": _answered(issue, slip, lang, store.ledger.today()),
    }
    words = {name: text(lang, f"urging.slip_{name}") for name in _HEADINGS}
    escaped = {name: escape(value) for name, value in (filled | {f"t_{name}": word for name, word in words.items()}).items()}
    return _SLIP.substitute(escaped, lines="" if slip.answer else "<hr>" * LINES, level=slip.level.value)


_FACTS = ("unit", "owner", "lead", "ref", "due", "problem", "asked", "answer_by", "by", "answer")
_HEADINGS = (*_FACTS, "writer", "head", "seal", "day")


def _signer(name: str, lang: str, units: dict[str, str]) -> str:
    """Who signed, unless that only says the office once more."""
    signer = person(name, lang, units)
    return "" if signer == text(lang, "role.office") else signer


def _due(issue: Issue, slip: Urge, lang: str) -> str:
    """The deadline when the slip was sent, how long it was overdue then, and the first date if that was another."""
    due, sent = issue.deadline_on(slip.at), date.fromisoformat(slip.at[:10])
    parts = [fmt_date(due, lang)]
    if due and sent > due:
        parts.append(text_n(lang, "urging.overdue_then", (sent - due).days))
    if due and issue.original_due and issue.original_due < due:
        parts.append(text(lang, "urging.first_due", due=issue.original_due))
    return "\n".join(parts)


def _answered(issue: Issue, slip: Urge, lang: str, today: date) -> str:
    """When it was answered, and how late that was; of what is not answered yet only that it is late, while that still matters."""
    if not slip.answer and issue.status not in UNFINISHED:
        return ""
    late = ((date.fromisoformat(slip.answered_at[:10]) if slip.answer else today) - slip.answer_by).days
    told = text(lang, "urging.answered_on", day=date.fromisoformat(slip.answered_at[:10])) if slip.answer else ""
    key = "urging.answered_late" if slip.answer else "urging.unanswered"
    return text(lang, "list.comma").join(part for part in (told, text_n(lang, key, late) if late > 0 else "") if part)
