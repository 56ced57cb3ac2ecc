"""The settings of a campaign: words, dates, warning days, milestones and vocabularies, changed by the administrator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from store.engine.repository import Document
from store.model.codec import from_dict, to_dict
from store.model.documents import Actor, Campaign
from store.model.errors import Conflict, Invalid, NotFound
from store.record import Record
from store.rules.permissions import check_role
from store.rules.vocabularies import VOCABULARIES, with_settings


class Campaigns(Record):
    """Changing a campaign as a whole: one verb, one event that holds what was there before."""

    def edit(self, actor: Actor, code: str, revision: int, raw: Mapping[str, Any]) -> Campaign:
        """Write what ``raw`` names anew (vocabularies.py); without a difference nothing is written.

        Raises Refused (role), NotFound, Conflict (``revision`` is the one the person saw), Invalid with every fault.
        """
        check_role("set_up_campaign", actor)
        with self.repository.transaction() as transaction:
            found = [known for known in transaction.all("campaign") if known["code"] == code]
            if not found:
                raise NotFound("campaign", code)
            campaign = from_dict(Campaign, found[0])
            if campaign.revision != revision:
                raise Conflict(to_dict(campaign))
            after, faults = with_settings(campaign, raw, carried(transaction.all("issue"), code))
            if faults:
                raise Invalid(faults)
            return campaign if after == campaign else self.write(transaction, actor, "edit_campaign", campaign, after)

    def usage(self, code: str) -> dict[str, Counter[str]]:
        """How many problems of a campaign carry each code of each vocabulary, drafts included."""
        return carried(self.repository.snapshot("issue")[1], code)


def carried(issues: Iterable[Document], campaign: str) -> dict[str, Counter[str]]:
    """As :meth:`Campaigns.usage`, of these documents."""
    own = [issue for issue in issues if issue["campaign"] == campaign]
    return {name: Counter(issue[rule.carried] for issue in own if issue[rule.carried]) for name, rule in VOCABULARIES.items()}
