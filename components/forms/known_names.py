"""Names already in the ledger, to be offered where a person is named."""

from __future__ import annotations

from components.session import store, who
from store.model.enums import Status

MOST = 200


def known_names(unit: str) -> list[str]:
    """Owners and leads of what this person sees on the books, those of ``unit`` first, the most frequent first."""
    rows = store().ledger.seen(who())
    rows = rows[rows["status"] != Status.DRAFT.value]
    own = rows[rows["unit"] == unit]
    names = [name for part in (own, rows) for column in ("owner", "lead") for name in part[column].value_counts().index if name]
    return list(dict.fromkeys(names))[:MOST]
