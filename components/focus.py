"""Which one the lower part of a page is about: a code in the URL, so that a link shows the same to somebody else."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

FOCUS = "focus"
"""The name in the query string."""
SIDE_BY_SIDE = 7
"""More than this are chosen from a list."""


def focus(options: Mapping[str, str], default: str, *, key: str, label: str) -> str:
    """Offer ``options`` (code → word); returns the code chosen, at first that of the URL or ``default``."""
    asked = st.query_params.get(FOCUS, "")
    st.session_state[key] = asked if asked in options else default
    how = {"key": key, "format_func": options.get, "label_visibility": "collapsed", "on_change": _take, "args": (key,)}
    if len(options) <= SIDE_BY_SIDE:
        return str(st.segmented_control(label, list(options), required=True, **how))
    return str(st.selectbox(label, list(options), width=320, **how))


def _take(key: str) -> None:
    st.query_params[FOCUS] = st.session_state[key]
