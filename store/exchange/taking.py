"""Taking away what is filtered: the query of a page to a file of exactly its rows, for the route and the command line alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from store.exchange.csv import ADDED, COLUMNS, COMPUTED, MEASURE_COLUMNS, Doc, issues_csv, measures_csv
from store.exchange.history import history_csv
from store.exchange.wording import CODES, HEADERS, Wording, wording
from store.model.documents import Actor
from store.model.errors import Fault, Invalid
from store.opening import Store
from store.rules.fields import Wrong, day
from store.rules.filters import Filters
from store.rules.permissions import check_role


@dataclass(frozen=True)
class Taken:
    """A file on its way out."""

    name: str
    day: date
    content: bytes


def _issues(documents: list[Doc], rows: pd.DataFrame, words: Wording) -> bytes:
    lights = zip(rows["light"], rows["reason"], rows["days"].tolist(), strict=True)
    return issues_csv(documents, dict(zip(rows["id"].tolist(), lights, strict=True)), words)


FILES: dict[str, Callable[[list[Doc], pd.DataFrame, Wording], bytes]] = {
    "issues.csv": _issues,
    "measures.csv": lambda documents, rows, words: measures_csv(documents, words),
}
"""The files of problems there are, by their name in the URL."""
HISTORY = "history.csv"
"""The file of events; it has filters of its own."""


def take_history(store: Store, actor: Actor, query: Mapping[str, str]) -> Taken:
    """The file of the events that ``query`` chooses. Raises as :func:`store.exchange.history.history_csv`."""
    shown = min(_as_of(query) or store.ledger.today(), store.ledger.today())
    return Taken(f"history-{shown.isoformat()}.csv", shown, history_csv(store.history, actor, query))


def take(store: Store, actor: Actor, file: str, query: Mapping[str, str]) -> Taken:
    """The file of the rows that ``query`` chooses: the filters of the pages, ``as_of`` a past day, ``header`` the wording.

    Raises Refused (role), Invalid (a filter that cannot be read), NotFound (campaign).
    """
    check_role("export", actor)
    today, as_of, header = store.ledger.today(), _as_of(query), query.get("header") or "code"
    if header not in HEADERS:
        raise Invalid([Fault("header", "unknown_code", {"value": header[:40]})])
    filters, campaign = Filters.read(query), store.ledger.campaign(query.get("campaign", ""))
    shown = min(as_of, today) if as_of else today
    rows = filters.apply(store.ledger.rows(actor, today, as_of, campaign.code), shown)
    words = CODES if header == "code" else wording(header, _columns(), campaign, store.ledger.units())
    content = FILES[file](_documents(store, rows, shown if shown < today else None), rows, words)
    stem, _, ending = file.partition(".")
    return Taken(f"{stem}-{shown.isoformat()}.{ending}", shown, content)


def _as_of(query: Mapping[str, str]) -> date | None:
    try:
        return day(query["as_of"]) if query.get("as_of") else None
    except Wrong as wrong:
        raise Invalid([Fault("as_of", wrong.code, wrong.params)]) from None


def _columns() -> list[str]:
    return [*COLUMNS, *COMPUTED, *ADDED, *(f"measure_{name}" for name in MEASURE_COLUMNS)]


def _documents(store: Store, rows: pd.DataFrame, past: date | None) -> list[dict[str, Any]]:
    """The documents behind the rows, as they are stored or as they stood at the end of a past day."""
    wanted = set(rows["id"].tolist())
    if past:
        return store.ledger.frames.documents(past, wanted)
    return [document for document in store.repository.snapshot("issue")[1] if document["id"] in wanted]
