"""The names of the pages in the navigation; beside the desk's stands how many problems wait for this person."""

from __future__ import annotations

from components.desk import number_here
from components.i18n import fmt_number, t

DESK = "mine"


def page_name(name: str) -> str:
    """What the navigation calls a page. Where nothing is set up yet, nothing waits either."""
    waiting = number_here() if name == DESK else 0
    told = t(f"page.{name}.name")
    return t("waiting.beside", page=told, count=fmt_number(waiting)) if waiting else told
