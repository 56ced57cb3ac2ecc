"""The filter bar of every page: one small row that says what is chosen, and a sheet behind it to choose otherwise."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import streamlit as st

from components import choice
from components.i18n import fmt_date, t, tn
from components.looking_back import day_picker
from components.session import AS_OF, chosen_day, store
from components.vocabulary import words
from store.rules.filters import MANY, Filters
from store.rules.numbers import meant

OFFERED = ("unit", "category", "light", "status", "source", "owner")
"""Filters of several codes that the sheet offers, in this order; the others come with a click on a number or with a link."""

WIDE = 560
"""Pixels of the sheet; a phone shows it as narrow as it is itself."""

SPANS = {"deadline": ("due_from", "due_to"), "found_on": ("found_from", "found_to"), "closed_on": ("closed_from", "closed_to")}
"""Spans of days by the column they are about."""


def filter_bar(rows: pd.DataFrame, *, without: Collection[str] = ()) -> tuple[Filters, pd.DataFrame]:
    """Draw the bar; returns what is chosen and the ``rows`` that match.

    ``without``: keys neither offered nor applied here; the day (``as_of``) is one of them on a page that is of today.
    """
    st.session_state[choice.IGNORED] = tuple(without)
    chosen = choice.in_force()
    filters = Filters({key: value for key, value in chosen.chosen.items() if key not in without})
    with st.container(key="filter_bar", horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="xsmall"):
        _chips(filters)
        _text(filters, without)
        if AS_OF not in without:
            day_picker()
        with st.popover(t("filter.choose"), icon=":material/filter_alt:", key="filter_sheet"):
            _sheet(filters, rows, without)
    return filters, filters.apply(rows, chosen_day()) if filters.chosen else rows


def _sheet(filters: Filters, rows: pd.DataFrame, without: Collection[str]) -> None:
    _campaign()
    with st.grid(2, min_column_width=200, gap="small", width=WIDE):
        for column in (one for one in OFFERED if one not in without):
            _codes(column, filters, _options(column, rows))
        for column in SPANS:
            _span(column, filters)
    if filters.chosen:
        st.button(t("filter.clear"), key="filter_clear", icon=":material/close:", on_click=choice.clear)


def _options(column: str, rows: pd.DataFrame) -> dict[str, str]:
    if column == "owner":
        return {name: name for name in sorted(rows["owner"].unique()) if name}
    return words(column)


def _campaign() -> None:
    """Which campaign, when there are several."""
    campaigns = {one.code: one for one in store().ledger.campaigns()}
    if len(campaigns) > 1:
        st.session_state["filter_campaign"] = choice.in_force().chosen.get("campaign") or next(reversed(campaigns))
        st.selectbox(
            t("filter.campaign"),
            list(campaigns),
            key="filter_campaign",
            on_change=_take_campaign,
            format_func=words("campaign").get,
        )


def _codes(column: str, filters: Filters, options: dict[str, str]) -> None:
    key = f"filter_{column}"
    st.session_state[key] = [code for code in filters.values(column) if code in options]
    st.multiselect(
        t(f"column.{column}"),
        list(options),
        key=key,
        format_func=lambda code: options.get(code, code),
        placeholder=t("filter.any"),
        select_all=False,
        on_change=_take_codes,
        args=(column,),
    )


def _text(filters: Filters, without: Collection[str]) -> None:
    if "q" not in without:
        st.session_state["filter_q"] = filters.chosen.get("q", "")
        st.text_input(
            t("filter.text"),
            key="filter_q",
            type="search",
            placeholder=t("filter.text"),
            label_visibility="collapsed",
            width=220,
            on_change=_take_text,
        )


def _span(column: str, filters: Filters) -> None:
    """A span of days; its key names the days in force, so that a link or a chip taken away shows in it too."""
    days = [day for end in SPANS[column] if (day := filters.day(end))]
    key = ":".join((f"filter_{column}", *map(str, days)))
    st.date_input(t(f"column.{column}"), days, key=key, format="YYYY-MM-DD", on_change=_take_span, args=(column, key))


def _take_codes(column: str) -> None:
    choice.change(**{column: ",".join(st.session_state[f"filter_{column}"]) or None})


def _take_campaign() -> None:
    choice.change(campaign=st.session_state["filter_campaign"])


def _take_text() -> None:
    choice.change(q=st.session_state["filter_q"].strip() or None)


def _take_span(column: str, key: str) -> None:
    """Both days or none; after the first of two the reader is still choosing."""
    days = [day.isoformat() for day in st.session_state[key]]
    if len(days) != 1:
        choice.change(**dict(zip(SPANS[column], days or (None, None), strict=True)))


def _chips(filters: Filters) -> None:
    """What is chosen in words; a click takes it away."""
    for keys, said in chips(filters):
        away = dict.fromkeys(keys)
        st.button(
            said, key=f"chip_{keys[0]}", icon=":material/close:", help=t("filter.take_away"), on_click=choice.change, kwargs=away
        )


def chips(filters: Filters) -> list[tuple[tuple[str, ...], str]]:
    """What each filter says in words, with the keys it is made of."""
    many = [((key,), f"{t(f'column.{key}')} {_said(key, filters)}") for key in (*MANY, "age") if key in filters.chosen]
    many += [(("figure",), _said("figure", filters))] if "figure" in filters.chosen else []
    many += [(("refs",), tn("filter.refs", len(meant(filters.chosen["refs"]))))] if "refs" in filters.chosen else []
    many += [(("restricted",), t(f"filter.restricted_{filters.chosen['restricted']}"))] if "restricted" in filters.chosen else []
    spans = [(ends, f"{t(f'column.{column}')} {_span_said(ends, filters)}") for column, ends in SPANS.items()]
    return many + [(ends, said) for ends, said in spans if any(end in filters.chosen for end in ends)]


def _said(key: str, filters: Filters) -> str:
    """The words of a filter's codes, counted when there are many."""
    known = words(key)
    codes = filters.values(key)
    return tn("filter.several", len(codes)) if len(codes) > 2 else t("filter.or").join(known.get(code, code) for code in codes)


def _span_said(ends: tuple[str, str], filters: Filters) -> str:
    first, last = (filters.day(end) for end in ends)
    if first and last:
        return f"{fmt_date(first, form='day')}–{fmt_date(last, form='day')}"
    return t("filter.from", day=fmt_date(first, form="day")) if first else t("filter.until", day=fmt_date(last, form="day"))
