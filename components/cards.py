"""Panels, figures and calm empty screens: the frame in which a page puts what it has to say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from components.choice import UNREADABLE, clear, in_force, open_rows
from components.i18n import t, tn
from components.looking_back import nothing_then
from components.pages import PAGES
from components.session import past_day, who

LOOK = Path(__file__).with_name("look.css")
"""The few rules that no theme option has; hooked to keys of containers."""

_MARKED = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:&])")


def plain(text: str) -> str:
    """What a person typed, so that an element that renders Markdown shows exactly that; line ends become spaces."""
    return _MARKED.sub(r"\\\1", " ".join(text.split()))


def panel(title: str, *, key: str, height: Any = "stretch", note: str = "") -> AbstractContextManager[Any]:
    """A bordered sheet with a heading; ``with panel(…):`` puts things under it."""
    sheet = st.container(border=True, key=key, height=height, gap="small")
    sheet.markdown(f"**{title}**" + (f" &nbsp;:gray[:small[{note}]]" if note else ""))
    return sheet


@contextmanager
def title_row() -> Iterator[None]:
    """The row of a page's title on the left and its controls on the right; under it what a link named that is not known here."""
    with st.container(key="title_row", horizontal=True, vertical_alignment="center", gap="small"):
        yield
    if unknown := st.session_state.pop(UNREADABLE, None):
        st.info(t("filter.unreadable", what=", ".join(unknown)[:200]), icon=":material/link_off:")


@dataclass(frozen=True)
class Figure:
    """One number: how it is headed and reads, how many rows and which it counts, how it moved and whether that is good.

    ``plainly`` is its name without signs, ``change`` that of seven days, ``before`` the words for that of thirty.
    """

    name: str
    title: str
    value: str
    count: int
    query: dict[str, str]
    plainly: str = ""
    change: Any = None
    before: str = ""
    feeling: Any = "off"
    trend: Sequence[float] = ()
    shape: Any = "line"


def figures(row: Sequence[Figure], *, key: str) -> None:
    """The figures side by side, two a row on a phone; a click on one opens its rows."""
    st.html(LOOK)
    with st.grid(len(row), min_column_width=150, gap="small", key=key):
        for figure in row:
            _figure(figure)


def _figure(figure: Figure) -> None:
    with st.container(key=f"figure_{figure.name}", border=True, gap=None, height="stretch"):
        st.metric(
            figure.title,
            figure.value,
            figure.change,
            delta_color=figure.feeling,
            delta_description=t("figure.week") if figure.before else None,
            chart_data=list(figure.trend) or None,
            chart_type=figure.shape,
        )
        st.caption(figure.before)
        if figure.count:
            told = tn("figure.open", figure.count, name=figure.plainly)
            if st.button(told, key=f"open_{figure.name}", type="tertiary"):
                open_rows(figure.query)


def nothing_here(*, empty: bool | None = None) -> None:
    """Instead of charts over nothing: what that means, and what to do. ``empty``: the ledger has no rows at all."""
    nothing_chosen = not in_force().chosen if empty is None else empty
    if nothing_chosen and past_day():
        nothing_then()
        return
    with st.container(border=True, key="nothing_here", horizontal_alignment="center", gap="small"):
        if not nothing_chosen:
            st.subheader(t("nothing.no_match"), anchor=False, text_alignment="center")
            st.markdown(t("nothing.no_match_do"), text_alignment="center")
            st.button(t("filter.clear"), key="nothing_clear", type="primary", on_click=clear)
            return
        st.subheader(t("nothing.empty"), anchor=False, text_alignment="center")
        may_enter = who().role in PAGES["new"].roles
        st.markdown(t("nothing.empty_do" if may_enter else "nothing.empty_wait"), text_alignment="center")
        if may_enter and st.button(t("nothing.enter_first"), key="nothing_enter", type="primary"):
            st.switch_page("../pages/new.py")
