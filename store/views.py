"""Views: choices of rows that people keep under a name, for themselves or, where the office shares them, for everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from store.engine.repository import Transaction
from store.model.codec import from_dict
from store.model.documents import Actor, View
from store.model.errors import Conflict, Fault, Invalid, NotFound, Refused
from store.record import Record
from store.rules.fields import Field, clean_inputs, text
from store.rules.filters import Filters
from store.rules.permissions import check_role
from store.rules.relative import fixed, moving

MOST = 30
"""Views that one person may keep: a list that is still read."""
_NAME = {"name": Field(text(40), required=True)}
_CHANGEABLE = ("name", "shared")


def built_in(actor: Actor) -> dict[str, dict[str, str]]:
    """The views that everybody has, by their code: queries with moving days."""
    own = {"own_unit": {"unit": actor.unit, "figure": "unsettled"}} if actor.unit else {}
    return {
        "overdue": {"figure": "red"},
        "this_week": {"figure": "unsettled", "due_from": "week+0", "due_to": "week+6"},
        "pending": {"status": "pending"},
        **own,
        "returned": {"figure": "unsettled,returned"},
    }


class Views(Record):
    """Everybody keeps views of their own; the office and the administrator share theirs and look after all shared ones.

    Raises Invalid, Refused, Conflict and NotFound as every verb does; another person's own view is NotFound.
    """

    def seen_by(self, actor: Actor) -> list[View]:
        """Those of ``actor`` and the shared ones, by name."""
        found = [from_dict(View, document) for document in self.repository.snapshot("view")[1]]
        return sorted((view for view in found if _sees(actor, view)), key=lambda view: (view.name, view.id))

    def save(
        self,
        actor: Actor,
        name: str,
        query: Mapping[str, str],
        columns: Sequence[str],
        *,
        shared: bool = False,
        moves: bool = False,
    ) -> View:
        """Keep a choice under a name that this person has not given yet; ``moves``: its days are counted from today.

        Raises Refused ``name_taken`` or ``too_many_views``.
        """
        chosen = dict(Filters.read(query).chosen)
        view = View(
            kept_by=actor.name,
            name=clean_inputs({"name": name}, _NAME)["name"],
            shared=shared,
            query=moving(chosen, self.today()) if moves else chosen,
            columns=tuple(columns),
        )
        check_role("share_view" if shared else "save_view", actor)
        with self.repository.transaction() as transaction:
            self._check_name(transaction, view)
            if sum(one["kept_by"] == actor.name for one in transaction.all("view")) >= MOST:
                raise Refused("too_many_views", most=MOST)
            return self.write(transaction, actor, "save_view", None, view)

    def change(self, actor: Actor, id: int, revision: int, **values: Any) -> View:
        """Give a view another ``name``, or share it (``shared``) or keep it to oneself. Raises Refused ``name_taken``."""
        if unknown := [name for name in values if name not in _CHANGEABLE]:
            raise Invalid([Fault(name, "unknown_field") for name in unknown])
        named = clean_inputs({"name": values["name"]}, _NAME) if "name" in values else {}
        with self.repository.transaction() as transaction:
            before = self._own(transaction, actor, id, revision)
            after = replace(before, **{**values, **named})
            if after.shared != before.shared:
                check_role("share_view", actor)
            self._check_name(transaction, after)
            return before if after == before else self.write(transaction, actor, "change_view", before, after)

    def remove(self, actor: Actor, id: int, revision: int) -> None:
        """Take a view away; the history keeps what it was."""
        with self.repository.transaction() as transaction:
            self.erase(transaction, actor, "remove_view", self._own(transaction, actor, id, revision))

    def _own(self, transaction: Transaction, actor: Actor, id: int, revision: int) -> View:
        """The view, if ``actor`` may change it. Raises NotFound, Refused ``not_your_view`` or Conflict."""
        view = from_dict(View, transaction.get("view", id))
        if not _sees(actor, view):
            raise NotFound("view", id)
        if not may_change(actor, view):
            raise Refused("not_your_view")
        if view.revision != revision:
            raise Conflict({"id": id, "revision": view.revision})
        return view

    def _check_name(self, transaction: Transaction, view: View) -> None:
        others = [from_dict(View, one) for one in transaction.all("view") if one["id"] != view.id]
        if any(one.name == view.name and (one.kept_by == view.kept_by or (one.shared and view.shared)) for one in others):
            raise Refused("name_taken", name=view.name)


def may_change(actor: Actor, view: View) -> bool:
    """Whether ``actor`` may rename, share or remove ``view``: its owner, and whoever runs the ledger if it is shared."""
    return view.kept_by == actor.name or (view.shared and actor.runs_the_ledger)


def query_of(view: View, today: date) -> dict[str, str]:
    """The query of a view as it is on that day."""
    return fixed(view.query, today)


def _sees(actor: Actor, view: View) -> bool:
    return view.shared or view.kept_by == actor.name
