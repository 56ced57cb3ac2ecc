"""What a meeting goes through: its parts, which problems and in which order, and which decisions each of them leaves open."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

import numpy as np
import pandas as pd

from store.model.documents import Actor
from store.model.enums import Light, Status
from store.model.errors import Fault, Refused
from store.model.issue import Issue
from store.rules.acts.more_time import against_more_time
from store.rules.ladder import LADDER, against, possible
from store.rules.permissions import check_issue
from store.rules.progress import urgent

SECTIONS = (Light.RED.value, Light.YELLOW.value, Status.PENDING.value)
"""Problems in the order of a run-down: overdue, due soon, then what waits for review and is neither."""
BOARDS = ("figures", "categories", "units")
"""The screens before the problems."""
PARTS = (*BOARDS, *SECTIONS)
"""What a meeting may be shown; the closing screen always stands at the end."""


def agenda(rows: pd.DataFrame, parts: Collection[str] = PARTS) -> list[str]:
    """The numbers of the problems among ``rows`` (with lights), section by section, the most pressing first in each.

    A problem that waits for review and is overdue stands among the overdue ones, or, when these are left out, in its own section.
    """
    waiting = urgent(rows)
    tests = {
        Light.RED.value: waiting["light"] == Light.RED.value,
        Light.YELLOW.value: waiting["light"] == Light.YELLOW.value,
        Status.PENDING.value: waiting["status"] == Status.PENDING.value,
    }
    wanted = [section for section in SECTIONS if section in parts]
    place = np.select([tests[section] for section in wanted], range(len(wanted)), len(wanted)) if wanted else np.array([])
    order = np.argsort(place, kind="stable")
    return [str(ref) for ref in waiting["ref_no"].to_numpy()[order][np.sort(place) < len(wanted)]] if wanted else []


def outdoor(rows: pd.DataFrame) -> pd.DataFrame:
    """What may be shown to a whole room: ``rows`` without restricted matter and drafts."""
    return rows[~rows["confidential"] & (rows["status"] != Status.DRAFT.value)]


KINDS: dict[str, Callable[[Issue], str]] = {
    "urge": lambda issue: "urge",
    "extension": lambda issue: "decide_extension" if issue.pending_extension else "grant_extension",
    "owner": lambda issue: "edit",
    "note": lambda issue: "report_progress",
}
"""What a meeting may decide on a problem, each with the ledger's own verb that carries it out."""
VERBS = frozenset({"urge", "decide_extension", "grant_extension", "edit", "report_progress"})
"""Every verb that a meeting may use."""


def check_decision(kind: str, issue: Issue, actor: Actor, today: date) -> str:
    """The verb for a decision of ``kind`` on ``issue``. Raises Refused when role, status or the verb's own rule says no."""
    verb = KINDS[kind](issue)
    check_issue(verb, actor, issue)
    if verb in _REASONS and (reasons := _REASONS[verb](issue, today)):
        raise Refused("not_ready", move=verb, reasons=tuple(reasons))
    return verb


_REASONS: dict[str, Callable[[Issue, date], list[Fault]]] = {
    "grant_extension": against_more_time,
    "urge": lambda issue, today: [] if possible(issue, today) else against(LADDER[-1], issue, today),
}
