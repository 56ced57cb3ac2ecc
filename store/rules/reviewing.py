"""Close-out with four eyes: in which order the office takes the requests, what comes after one, and who may look again."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from store.model.documents import Actor
from store.model.enums import Light, Status
from store.model.errors import Fault
from store.model.issue import Issue

REDDEST_FIRST = {Light.RED.value: 0, Light.YELLOW.value: 1, Light.GREEN.value: 2}


def queue(rows: pd.DataFrame) -> pd.DataFrame:
    """The requests for close-out among ``rows`` in the order in which they are decided.

    The reddest light first, because the day of the close-out says whether an issue ended in time; in one colour the oldest
    request first, of one day the issue with the earlier deadline.
    """
    waiting = rows[rows["status"] == Status.PENDING.value]
    order = waiting[["requested_on", "deadline", "id"]].assign(rank=waiting["light"].map(REDDEST_FIRST).astype("int64"))
    return waiting.loc[order.sort_values(["rank", "requested_on", "deadline", "id"]).index]


def neighbours(refs: Sequence[str], ref: str) -> tuple[str, str]:
    """The one before and the one after ``ref`` in the queue, which closes to a ring; empty when there is no other."""
    if ref not in refs:
        return (refs[-1], refs[0]) if refs else ("", "")
    if len(refs) == 1:
        return "", ""
    place = list(refs).index(ref)
    return refs[place - 1], refs[(place + 1) % len(refs)]


def against_checking(issue: Issue, actor: Actor) -> list[Fault]:
    """Why ``actor`` may not look again at the closed ``issue``: what failed is reopened instead, and nobody checks their own."""
    if issue.failed_check:
        return [Fault("", "check_failed_already")]
    return [Fault("", "owned_by_yourself")] if actor.is_called(issue.owner) else []
