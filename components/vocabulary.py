"""The words for the codes of rows, in this reader's language: units and the campaign's own vocabularies, statuses, lights."""

from __future__ import annotations

from collections.abc import Callable

from components.i18n import fmt_number, label, t, tn
from components.session import campaign, store, units
from store.exchange.wording import REASONS
from store.model import enums
from store.rules.progress import AGES, SELECTIONS, age_code

SHAPES = {"red": "■", "yellow": "▲", "green": "●", "grey": "✓"}
"""Colour is never alone: each light has a shape, also in this order when sorted by it."""

COUNTED = {"overdue", "due_soon", "returned", "on_track", "closed_late"}
"""Reasons of a light that say a number of days or times."""


def words(column: str) -> dict[str, str]:
    """Code → word for a column of the rows; empty for a column that holds free text."""
    return _WORDS[column]() if column in _WORDS else {}


def light_word(light: str) -> str:
    """``■ 逾期``."""
    return f"{SHAPES[light]} {t(f'light.{light}')}"


def reason_word(reason: str, days: int) -> str:
    """Why a light is as it is: ``逾期 6 天``, ``剩 3 个工作日``."""
    if reason == "due_soon" and days == 0:
        return t("reason.due_today")
    return tn(f"reason.{reason}", days, days=fmt_number(days)) if reason in COUNTED else t(f"reason.{reason}")


def light_said(light: str, reason: str, days: int) -> str:
    """The light with its reason: ``■ 逾期 6 天``; what is settled has no shape unless it was struck off."""
    shape = SHAPES[light] if light != "grey" or reason.startswith("closed") else "–"
    return f"{shape} {reason_word(reason, days)}"


def _age(first: int, last: int | None) -> str:
    return t("age.over", first=first) if last is None else t("age.span", first=first, last=last)


def _enum(name: str, kind: type) -> dict[str, str]:
    return {member.value: t(f"{name}.{member.value}") for member in kind}


_WORDS: dict[str, Callable[[], dict[str, str]]] = {
    "campaign": lambda: {one.code: label(one.short_title) or label(one.title) for one in store().ledger.campaigns()},
    "unit": lambda: {code: unit.short_name or unit.name for code, unit in units().items()},
    "category": lambda: {one.code: label(one.short) or label(one.name) for one in campaign().categories},
    "source": lambda: {one.code: label(one.name) for one in campaign().sources},
    "cause_kind": lambda: {one.code: label(one.name) for one in campaign().cause_kinds},
    "milestone": lambda: {one.code: label(one.name) for one in campaign().milestones},
    "status": lambda: _enum("status", enums.Status),
    "severity": lambda: _enum("severity", enums.Severity),
    "mode": lambda: _enum("mode", enums.Mode),
    "light": lambda: {light: light_word(light) for light in SHAPES},
    "stage": lambda: {stage: t(f"stage.{stage}") for stage in ("closed", "pending", "green", "yellow", "red", "referred")},
    "reason": lambda: {reason: t(f"csv.reason_{reason}") for reason in REASONS},
    "age": lambda: {age_code(*ends): _age(*ends) for ends in AGES},
    "figure": lambda: {figure: t(f"figure.{figure}") for figure in SELECTIONS},
}
