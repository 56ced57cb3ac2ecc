"""The palette can be read: words stand out from what they stand on (WCAG AA), in the light and in the dark."""

from __future__ import annotations

import tomllib

import pytest

from tests.source import ROOT

THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
SHEETS = [("light",), ("dark",), ("light", "sidebar"), ("dark", "sidebar")]
HUES = ("red", "orange", "yellow", "green", "blue", "violet", "gray")
WHITE = "#FFFFFF"


def sheet(*names: str) -> dict[str, str]:
    """One section of the theme; a sidebar has what it does not set itself from its page."""
    page = THEME[names[0]]
    return {**page, **page["sidebar"]} if names[1:] else page


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


@pytest.mark.parametrize("names", SHEETS, ids=".".join)
def test_words_stand_out_from_the_sheet_and_the_panel(names):
    colours = sheet(*names)
    words = ["textColor", "linkColor", *(f"{hue}TextColor" for hue in HUES)]
    grounds = ["backgroundColor", "secondaryBackgroundColor"]
    faint = [(word, ground) for word in words for ground in grounds if contrast(colours[word], colours[ground]) < 4.5]
    assert faint == []


@pytest.mark.parametrize("names", SHEETS, ids=".".join)
def test_words_in_a_colour_stand_out_from_their_own_tint(names):
    colours = sheet(*names)
    assert [hue for hue in HUES if contrast(colours[f"{hue}TextColor"], colours[f"{hue}BackgroundColor"]) < 4.5] == []


@pytest.mark.parametrize("names", SHEETS, ids=".".join)
def test_white_words_stand_out_from_a_primary_button_and_the_button_from_the_sheet(names):
    colours = sheet(*names)
    assert contrast(WHITE, colours["primaryColor"]) >= 4.5
    assert contrast(colours["primaryColor"], colours["backgroundColor"]) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_marks_in_charts_stand_out_from_the_sheet(mode):
    colours = THEME[mode]
    *marks, _settled = colours["chartCategoricalColors"]
    assert [mark for mark in marks if contrast(mark, colours["backgroundColor"]) < 3] == []


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_ramp_has_the_ten_steps_streamlit_asks_for(mode):
    assert [len(THEME[mode][ramp]) for ramp in ("chartSequentialColors", "chartDivergingColors")] == [10, 10]
