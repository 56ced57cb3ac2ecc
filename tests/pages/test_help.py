"""The help page tells what the tables say: every move, state, guard, role and verb is on it, in both languages."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from streamlit.testing.v1 import AppTest

from components.charts.life import HALF_HEIGHT, HALF_WIDTH, PLACES, ROUTES, end_of, life_picture
from components.charts.style import FROM_THEME, OWN
from components.guide import KEYS, NUMBERS, permits
from components.i18n import t
from store.model.enums import UNFINISHED, Light, Role, Status
from store.opening import Store
from store.rules.lifecycle import MOVES
from store.words import LANGUAGES, text
from tests.small_ledger import FIRST, OFFICE, session

BROWSERS = {"zh_CN": "zh-CN", "en": "en-GB"}
COLOURS = dict.fromkeys([*FROM_THEME, *OWN["light"]], "#000000")


def told(at: AppTest) -> str:
    """Every cell of every table, and what stands around them."""
    cells = [str(cell) for table in at.table for row in table.value.to_numpy().tolist() for cell in row]
    headings = [str(column) for table in at.table for column in table.value.columns]
    return "\n".join([*cells, *headings, *(one.value for one in [*at.markdown, *at.caption])])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_move_guard_role_and_verb_is_told(small: Store, lang: str):
    page = told(session(OFFICE, "help", lang=BROWSERS[lang]))
    keys = [
        *(f"verb.{name}" for name in {**MOVES, **permits()}),
        *(f"status.{status.value}" for status in Status),
        *(f"role.{role.value}" for role in Role),
        *(f"guard.{guard.name}" for move in MOVES.values() for guard in move.guards),
        *(f"light.{light.value}" for light in Light),
        *(f"figure.{name}" for name in NUMBERS),
        *(f"guide.does_{key}" for key in KEYS),
    ]
    assert [key for key in keys if text(lang, key) not in page] == []


@pytest.mark.parametrize("role", [OFFICE, FIRST, "viewer", "inspector", "admin"])
def test_everybody_may_read_it(small: Store, role: str):
    at = session(role, "help")
    assert at.title[0].value == "台账怎么用"
    assert not at.exception


def test_the_grid_of_people_is_that_of_the_permissions(small: Store):
    grid = session(OFFICE, "help").table[3].value.set_index(t("guide.verb"))
    for verb, roles in permits().items():
        marked = {role for role in Role if grid.loc[t(f"verb.{verb}"), t(f"role.{role.value}")]}
        assert marked == roles, verb
    assert grid.loc[t("verb.register"), t("role.unit")] == "◐"
    assert grid.loc[t("verb.export"), t("role.unit")] == "●"


def test_the_thresholds_are_those_of_the_campaign(small: Store):
    days = small.ledger.campaign().warning_days
    assert f"不超过 {days} 个工作日" in told(session(OFFICE, "help"))


def test_the_picture_has_an_arrow_for_every_move_from_every_state():
    drawn = {(move, status) for move, source in ROUTES for status in ((source,) if source else UNFINISHED)}
    assert drawn == {(name, status) for name, move in MOVES.items() for status in move.sources}
    assert set(PLACES) == set(Status)


@pytest.mark.parametrize("move", MOVES)
def test_an_arrow_ends_at_the_state_the_move_leads_to(move: str):
    x, y = PLACES[MOVES[move].target]
    for (name, _), (line, _, _) in ROUTES.items():
        if name == move:
            end = end_of(line)
            assert abs(end[0] - x) <= HALF_WIDTH + 1
            assert abs(end[1] - y) <= HALF_HEIGHT + 1


def test_the_picture_is_well_formed_in_every_language(small: Store):
    for lang in BROWSERS.values():
        session(OFFICE, "help", lang=lang)
        root = ET.fromstring(life_picture(COLOURS))
        assert len(root.findall("{*}polygon")) == len(ROUTES)
        assert len(root.findall("{*}text")) == len(ROUTES) + len(PLACES)
