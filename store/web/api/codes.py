"""The description of the API with the codes of this ledger in it, and an example that can be sent as it stands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from store.ledger import Ledger
from store.words import text

Codes = dict[str, list[str]]
VOCABULARIES = ("categories", "sources", "cause_kinds", "milestones")


def with_codes(document: dict[str, Any], ledger: Ledger, lang: str) -> dict[str, Any]:
    """A copy of ``document`` in which each field of codes says which there are."""
    codes = _codes(ledger)
    filled: dict[str, Any] = _filled(document, codes)
    if all(codes[name] for name in ("units", "categories", "sources")):
        body = filled["paths"]["/api/issues"]["post"]["requestBody"]["content"]["application/json"]
        body["examples"] = {"register": {"value": _example(ledger, codes, lang)}}
    return filled


def _codes(ledger: Ledger) -> Codes:
    """Every code in use, of all campaigns."""
    campaigns = ledger.campaigns()
    found = {name: [one.code for campaign in campaigns for one in getattr(campaign, name)] for name in VOCABULARIES}
    return {"units": [unit.code for unit in ledger.units() if unit.active], **found}


def _filled(part: Any, codes: Codes) -> Any:
    if isinstance(part, list):
        return [_filled(one, codes) for one in part]
    if not isinstance(part, dict):
        return part
    whole = {name: _filled(one, codes) for name, one in part.items()}
    known = list(dict.fromkeys(codes.get(str(part.get("x-codes")), ())))
    if not known:
        return whole
    return whole | {"enum": [*known, *(["", None] if isinstance(part["type"], list) else [])]}


def _example(ledger: Ledger, codes: Codes, lang: str) -> dict[str, Any]:
    """A whole problem: as one would send it to have it on the books, ready to be started."""
    today = ledger.today()
    owner, due = text(lang, "role.unit"), (today + timedelta(days=30)).isoformat()
    fields = {"unit": codes["units"][0], "category": codes["categories"][0], "source": codes["sources"][0]}
    told = {"title": text(lang, "api.example"), "finding": text(lang, "api.example"), "owner": owner}
    cause = {"cause_kind": codes["cause_kinds"][0], "cause": text(lang, "api.example")} if codes["cause_kinds"] else {}
    measure = {"kind": "corrective", "text": text(lang, "api.example"), "owner": owner, "due": due}
    return {**fields, **told, **cause, "found_on": today.isoformat(), "due": due, "measures": [measure]}
