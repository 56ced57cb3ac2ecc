"""The words for the codes of rows, in this reader's language: units and the campaign's own vocabularies, statuses, lights."""

from __future__ import annotations

from collections.abc import Callable

from components.i18n import label, language, t
from components.session import campaign, store, units
from store import said
from store.exchange.wording import REASONS, VOCABULARIES
from store.model import enums
from store.rules.progress import AGES, SELECTIONS, age_code
from store.said import SHAPES

__all__ = ["SHAPES", "light_said", "light_word", "offered", "reason_word", "words"]


def words(column: str) -> dict[str, str]:
    """Code → word for a column of the rows; empty for a column that holds free text."""
    return _WORDS[column]() if column in _WORDS else {}


def offered(column: str) -> list[str]:
    """The codes of a vocabulary of the campaign that a new problem may have: those that are not retired."""
    return [one.code for one in getattr(campaign(), VOCABULARIES[column]) if one.active]


def light_word(light: str) -> str:
    """``■ 逾期``."""
    return f"{SHAPES[light]} {t(f'light.{light}')}"


def reason_word(reason: str, days: int, extended: int = 0) -> str:
    """Why a light is as it is: ``逾期 6 天``, ``剩 3 个工作日（延期过）`` when its day was put off (``extended`` times)."""
    return said.reason_word(language(), reason, days, extended)


def light_said(light: str, reason: str, days: int, extended: int = 0) -> str:
    """The light with its reason: ``■ 逾期 6 天``; what is settled has no shape unless it was struck off."""
    return said.light_said(language(), light, reason, days, extended)


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
