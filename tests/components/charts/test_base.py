"""A spec holds no data, and a click is heard by the mark a person would click."""

from __future__ import annotations

import altair as alt
import pandas as pd

from components.charts.base import PICK, _hearing, _query, spec_of, stage_queries, words_for


def layered() -> dict:
    bar = alt.Chart().mark_bar().encode(alt.X("n:Q"), alt.Y("unit:N"))
    return spec_of(alt.layer(alt.Chart().mark_text().encode(alt.Text("n:Q")), bar))


def test_a_spec_has_no_data_and_no_looks_of_its_own():
    spec = layered()
    assert not {"data", "datasets", "config"} & (set(spec) | {name for layer in spec["layer"] for name in layer})


def test_of_the_layers_the_bars_hear_the_click():
    text, bar = _hearing(layered(), ["unit"])["layer"]
    assert "params" not in text
    assert bar["params"] == [{"name": PICK, "select": {"type": "point", "fields": ["unit"], "toggle": False}}]
    assert bar["mark"]["cursor"] == "pointer"


def test_the_spec_that_is_kept_stays_as_it_was():
    spec = layered()
    before = repr(spec)
    _hearing(spec, ["unit"])
    assert repr(spec) == before


def test_a_click_names_filters_by_their_keys_and_leaves_out_what_is_empty():
    heard = {"selection": {PICK: [{"unit": "U01", "status": "closed", "light": ""}]}}
    assert _query(heard, {"unit": "unit", "status": "status", "light": "light"}) == {"unit": "U01", "status": "closed"}
    assert _query({"selection": {PICK: {}}}, {"unit": "unit"}) == {}


def test_a_code_without_a_word_shows_itself():
    frame = words_for(pd.DataFrame({"unit": ["U01", "U99"]}), "unit", {"U01": "办公室"})
    assert list(frame["unit_word"]) == ["办公室", "U99"]


def test_a_stage_is_a_status_or_a_light_of_what_is_being_done():
    frame = stage_queries(pd.DataFrame({"stage": ["closed", "red"]}))
    assert frame[["status", "light"]].to_dict("records") == [
        {"status": "closed", "light": ""},
        {"status": "open,in_progress,ongoing", "light": "red"},
    ]
