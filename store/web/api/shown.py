"""How a problem is shown to a program: the document as it is stored, with its light and its deadline as the pages judge them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from store.model.codec import to_dict
from store.model.documents import Actor, Campaign
from store.model.issue import Issue
from store.opening import Store
from store.rules.lights import light
from store.said import reason_word

KEPT_BACK = ("last_part",)
"""What only the store itself needs."""


class Showing:
    """The problems of one answer for one reader: ``day`` is the day of their lights, ``lang`` the language of their reasons."""

    def __init__(self, store: Store, actor: Actor, lang: str, day: Any = None) -> None:
        self._store, self._actor, self._lang = store, actor, lang
        self._day = day or store.ledger.today()
        self._visible: set[int] | None = None
        self._campaigns: dict[str, Campaign] = {}

    def issue(self, issue: Issue, fields: Sequence[str] = ()) -> dict[str, Any]:
        """The whole problem, or of it only the ``fields``."""
        whole = {name: value for name, value in to_dict(issue).items() if name not in KEPT_BACK}
        whole["recurrence_of"] = self._named(issue.recurrence_of)
        whole["deadline"] = issue.deadline.isoformat() if issue.deadline else None
        whole["light"] = self._light(issue)
        return {name: whole[name] for name in fields} if fields else whole

    def _light(self, issue: Issue) -> Mapping[str, Any]:
        campaign = self._campaigns.setdefault(issue.campaign, self._store.ledger.campaign(issue.campaign))
        shown = light(issue, self._day, campaign.warning_days, campaign.country)
        words = reason_word(self._lang, shown.reason, shown.days, shown.extended)
        return {"colour": shown.light.value, "reason": shown.reason, "days": shown.days, "words": words}

    def _named(self, ref_no: str) -> str:
        """The number of an earlier problem, as far as it exists for this reader."""
        if not ref_no:
            return ""
        if self._visible is None:
            self._visible = self._store.ledger.visible(self._actor)
        return ref_no if self._store.ledger.frames.id_of(ref_no) in self._visible else ""


def address(issue: Issue) -> str:
    """Where a problem is found."""
    return f"/api/issues/{quote(issue.ref_no, safe='')}"
