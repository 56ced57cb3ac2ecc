"""Drafts: what somebody typed into a form and has not saved; no event, no rule, only never lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.model.codec import from_dict, to_dict
from store.model.documents import Actor, Draft
from store.record import Record

LARGEST = 200_000
"""Characters of a draft's fields, as text; a form cannot fill the store."""


class Drafts(Record):
    """One draft a person and form; ``form`` is a name such as ``new`` or ``issue:12``."""

    def get(self, actor: Actor, form: str) -> dict[str, Any]:
        """What was typed, empty when there is none."""
        draft = self._find(actor, form)
        return dict(draft.fields) if draft else {}

    def keep(self, actor: Actor, form: str, fields: Mapping[str, Any]) -> None:
        """Remember what is typed so far (JSON-shaped values). The last one to type wins: a draft has one owner."""
        if len(str(fields)) > LARGEST:
            return
        at = self.clock().isoformat(timespec="milliseconds")
        with self.repository.transaction() as transaction:
            known = self._find(actor, form)
            draft = to_dict(Draft(owner=actor.name, form=form, updated_at=at, fields=dict(fields)))
            if known is None:
                transaction.insert("draft", draft)
            else:
                transaction.replace("draft", draft | {"id": known.id}, known.revision)

    def drop(self, actor: Actor, form: str) -> None:
        """Forget a draft, after it was saved or given up."""
        with self.repository.transaction() as transaction:
            known = self._find(actor, form)
            if known:
                transaction.delete("draft", known.id, known.revision)

    def _find(self, actor: Actor, form: str) -> Draft | None:
        _, drafts = self.repository.snapshot("draft")
        return next((from_dict(Draft, draft) for draft in drafts if (draft["owner"], draft["form"]) == (actor.name, form)), None)
