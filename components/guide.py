"""How the ledger works, told from its own tables: the moves, the lights, who may do what, the numbers, the keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from components.cards import panel
from components.charts.life import life_chart
from components.i18n import t, tn
from components.session import campaign
from components.vocabulary import light_word
from store.model.enums import Light, Role, Status
from store.rules.lifecycle import MOVES
from store.rules.permissions import OPEN_FOR, PERMITS
from store.rules.verbs import VERBS
from store.words import has

NUMBERS = ("found", "closed", "unsettled", "rate", "on_time_rate", "returned", "extended", "recurred")
"""The numbers whose meaning somebody may ask for in a meeting."""
KEYS = ("save", "next_field", "search", "leave")
"""What the keyboard does; each has its keys and its meaning in the catalogue."""
MAY = "●"
OWN = "◐"


def life_cycle() -> None:
    """The moves as a diagram and as a table."""
    with panel(t("guide.life"), key="guide-life", height="content", note=t("guide.life_note")):
        picture, moves = st.columns([5, 8], gap="medium")
        with picture:
            life_chart()
        with moves:
            _table([_move(name) for name in MOVES], alt=t("guide.life"))
            st.caption(t("guide.more_time"))


def _move(name: str) -> dict[str, str]:
    move = MOVES[name]
    asked = [t(f"field.{_called(name, field)}") for field, rule in VERBS[name].inputs.items() if rule.required]
    way = t("guide.arrow", sources=_statuses(move.sources), target=t(f"status.{move.target.value}"))
    return {
        t("guide.move"): f"**{t(f'verb.{name}')}**  \n:gray[{way}]",
        t("guide.who"): _roles(move.roles),
        t("guide.must_hold"): t("list.semicolon").join(t(f"guard.{guard.name}") for guard in move.guards),
        t("guide.asked"): _joined(asked),
    }


def _called(verb: str, field: str) -> str:
    """What an input is called in this verb, as its form calls it."""
    return f"{verb}_{field}" if has("en", f"field.{verb}_{field}") else field


def _statuses(states: frozenset[Status]) -> str:
    return _joined([t(f"status.{status.value}") for status in Status if status in states])


def _roles(roles: frozenset[Role]) -> str:
    return _joined([t("guide.own_unit") if role is Role.UNIT else t(f"role.{role.value}") for role in Role if role in roles])


def _joined(words: Sequence[str]) -> str:
    return t("guide.and").join(words)


def lights() -> None:
    """Each light with its shape, its word, and when it shines."""
    with panel(t("guide.lights"), key="guide-lights", height="stretch", note=t("guide.lights_note")):
        days = campaign().warning_days
        rows = [{t("column.light"): light_word(light.value), t("guide.shines"): _shines(light, days)} for light in _IN_ORDER]
        _table(rows, alt=t("guide.lights"))


_IN_ORDER = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)


def _shines(light: Light, days: int) -> str:
    return tn("guide.light_yellow", days) if light is Light.YELLOW else t(f"guide.light_{light.value}")


def people() -> None:
    """Who may use which verb: one column a role."""
    with panel(t("guide.people"), key="guide-people", height="content", note=t("guide.people_note", own=OWN, may=MAY)):
        _table([_permit(verb, roles) for verb, roles in permits().items()], alt=t("guide.people"))
        st.caption(t("guide.seeing"))


def permits() -> dict[str, frozenset[Role]]:
    """Every verb and its roles, the moves of the life cycle first."""
    return {**{name: move.roles for name, move in MOVES.items()}, **PERMITS}


def _permit(verb: str, roles: frozenset[Role]) -> dict[str, str]:
    marks = {t(f"role.{role.value}"): _mark(verb, role) if role in roles else "" for role in Role}
    return {t("guide.verb"): t(f"verb.{verb}"), **marks}


_OF_ISSUES = {"create", *MOVES, *OPEN_FOR}
"""Verbs about a problem, which a unit uses on its own alone."""


def _mark(verb: str, role: Role) -> str:
    return OWN if role is Role.UNIT and verb in _OF_ISSUES else MAY


def numbers() -> None:
    """What each number counts."""
    with panel(t("guide.numbers"), key="guide-numbers", height="stretch"):
        rows = [{t("guide.number"): t(f"figure.{name}"), t("guide.counts"): t(f"guide.figure_{name}")} for name in NUMBERS]
        _table(rows, alt=t("guide.numbers"))


def keys() -> None:
    """What the keyboard does."""
    with panel(t("guide.keys"), key="guide-keys", height="content"):
        rows = [{t("guide.key"): t(f"guide.key_{key}"), t("guide.does"): t(f"guide.does_{key}")} for key in KEYS]
        _table(rows, alt=t("guide.keys"))


def _table(rows: Sequence[Mapping[str, str]], *, alt: str) -> None:
    st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt=alt)
