"""Where somebody is on the administrator's page: part, list and open entry stand in the URL, so that a link leads back there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from components.i18n import t

KEPT = ("campaign", "part", "list")
"""What stays in the URL when an entry is opened or closed."""


def chosen_part(parts: Sequence[str]) -> str:
    """Draw the choice of the part; returns the one in the URL."""
    return _chosen("part", parts, lambda part: t(f"admin.part_{part}"), ("campaign",))


def chosen_list(lists: Sequence[str]) -> str:
    """Draw the choice of the list within the campaign's settings; returns the one in the URL."""
    return _chosen("list", lists, lambda name: t(f"admin.list_{name}"), ("campaign", "part"))


def opened() -> str:
    """The entry that is open, by its code or name; empty for the list."""
    return st.query_params.get("edit", "")


def doing() -> str:
    """``new`` or ``import``, where one of them was begun."""
    return st.query_params.get("do", "")


def go(**query: str) -> None:
    """A callback: open an entry (``edit=…``), begin something (``do=…``), or without either go back to the list."""
    stay = {name: st.query_params[name] for name in KEPT if name in st.query_params}
    st.query_params.from_dict(stay | query)


def _chosen(name: str, options: Sequence[str], words: Callable[[str], str], above: Sequence[str]) -> str:
    said = st.query_params.get(name, "")
    here = said if said in options else options[0]
    key = f"admin-{name}"
    st.session_state[key] = here  # the browser's back button changes the URL and not the widget
    st.segmented_control(
        t(f"admin.{name}"),
        list(options),
        key=key,
        format_func=words,
        label_visibility="collapsed",
        required=True,
        wrap=True,
        on_change=_choose,
        args=(name, above),
    )
    return here


def _choose(name: str, above: Sequence[str]) -> None:
    stay = {one: st.query_params[one] for one in above if one in st.query_params}
    st.query_params.from_dict(stay | {name: st.session_state[f"admin-{name}"]})
