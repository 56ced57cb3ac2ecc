"""Which days a calendar holds for whom: one's own, those of a unit or of a person, and only of what one may see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import uuid4

from store.exchange.calendar import KINDS, Entry, Setting, calendar, entries
from store.model.codec import from_dict
from store.model.documents import Actor
from store.model.enums import UNFINISHED, Role, Status
from store.model.errors import Fault, Invalid
from store.model.issue import Issue
from store.opening import Store
from store.words import text

KEYS = ("unit", "person", "mine", "kind")
"""What a calendar may be narrowed by; several units or kinds comma-separated."""


def subscribed(store: Store, actor: Actor, query: Mapping[str, str], lang: str) -> bytes:
    """The calendar of ``actor``.

    Without anything asked for, a unit's account gets its unit's days, a viewer those on which they are named, the others all.
    Raises Invalid for what is no code of a kind.
    """
    kinds = _codes(query, "kind") or list(KINDS)
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise Invalid([Fault("kind", "unknown_code", {"value": unknown[0][:40]})])
    chosen = _chosen(actor, query)
    found = [
        entry
        for issue in _issues(store, actor, chosen.get("unit", []))
        for entry in entries(issue)
        if entry.kind in kinds and _concerns(entry, actor, query.get("person", ""), bool(chosen.get("mine")))
    ]
    return calendar(found, _setting(store, lang))


def _chosen(actor: Actor, query: Mapping[str, str]) -> dict[str, list[str]]:
    asked = {name: _codes(query, name) for name in ("unit", "person", "mine") if _codes(query, name)}
    if asked or actor.runs_the_ledger or actor.role is Role.INSPECTOR:
        return asked
    return {"unit": [actor.unit]} if actor.role is Role.UNIT else {"mine": ["1"]}


def _codes(query: Mapping[str, str], key: str) -> list[str]:
    return [code for code in query.get(key, "").split(",") if code]


def _issues(store: Store, actor: Actor, units: list[str]) -> Iterator[Issue]:
    """Those that may have a day to keep, in any campaign."""
    rows = store.ledger.seen(actor)
    rows = rows[rows["status"].isin([one.value for one in (*UNFINISHED, Status.CLOSED)])]
    rows = rows[(rows["status"] != Status.CLOSED.value) | rows["check_on"].notna()]
    if units:
        rows = rows[rows["unit"].isin(units)]
    return (from_dict(Issue, store.repository.get("issue", key)) for key in rows["id"].tolist())


def _concerns(entry: Entry, actor: Actor, person: str, mine: bool) -> bool:
    if person and person.strip() not in entry.people:
        return False
    return not mine or any(map(actor.is_called, entry.people))


def _setting(store: Store, lang: str) -> Setting:
    series = {one.code: one.series for one in store.ledger.campaigns()}
    name = installation(store)

    def installed(issue: Issue) -> str:
        begun = series.get(issue.campaign, 1)  # after the sample was taken away its numbers are given again
        return name if begun == 1 else f"{begun}.{name}"

    units = {unit.code: unit.name for unit in store.ledger.units()}
    return Setting(lang, units, store.settings.outgoing.url, installed, text(lang, "app.name"))


def installation(store: Store) -> str:
    """The name of this ledger among all others, made at first need; a copy that takes its place goes on with it."""
    known = store.repository.snapshot("installation")[1]
    if not known:
        with store.repository.transaction() as transaction:
            known = transaction.all("installation") or [transaction.insert("installation", {"name": str(uuid4())})]
    return str(known[0]["name"])
