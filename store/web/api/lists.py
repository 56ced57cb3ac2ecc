"""The small lists that a program needs to fill in a problem: who it is, units, campaigns and their vocabularies."""

from __future__ import annotations

from typing import Any

from store.model.codec import to_dict
from store.model.documents import Campaign
from store.web.api.answers import Answer, answered
from store.web.api.asking import Asked

CAMPAIGN = ("code", "title", "goal", "starts", "ends", "warning_days", "country")
VOCABULARIES = ("categories", "sources", "cause_kinds", "milestones", "steps")
UNIT = ("code", "name", "short_name", "active")


def me(asked: Asked) -> Answer:
    """As whom the token acts at this moment, and how far it reaches."""
    asked.refuse_unknown(())
    actor = asked.actor
    said = {"name": actor.name, "display_name": actor.display_name, "role": actor.role.value, "unit": actor.unit}
    return answered({**said, "scope": asked.holder.scope.value, "today": asked.store.ledger.today().isoformat()})


def units(asked: Asked) -> Answer:
    """Every unit, those at rest too."""
    asked.refuse_unknown(())
    return answered({"items": [{name: getattr(unit, name) for name in UNIT} for unit in asked.store.ledger.units()]})


def campaigns(asked: Asked) -> Answer:
    """Every campaign with its vocabularies, the newest last: it is the one that is meant when none is named."""
    asked.refuse_unknown(())
    return answered({"items": [_campaign(one) for one in asked.store.ledger.campaigns()]})


def _campaign(campaign: Campaign) -> dict[str, Any]:
    whole = to_dict(campaign)
    return {name: whole[name] for name in (*CAMPAIGN, *VOCABULARIES)}
