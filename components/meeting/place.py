"""Where a meeting stands: the address says which meeting, which screen, which parts and whether it turns by itself."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import streamlit as st

from store.rules.agenda import PARTS

MEETING, SCREEN, AUTO, SHOWN = "meeting", "screen", "auto", "parts"
"""Names in the query string: the meeting's id, the screen from 1, the seconds a screen stands, the parts shown."""
KEYS = (MEETING, SCREEN, AUTO, SHOWN)
AUTO_FROM, AUTO_TO = 5, 600
"""Seconds that a screen of a lobby may stand."""
DECIDING = "meeting_deciding"
"""Session key of the number of the problem about which something is being decided."""


def projecting() -> bool:
    """Whether nothing but the screen is shown: on this page, when the address names a screen or asks for turning."""
    here = urlsplit(st.context.url or "").path.rpartition("/")[2]
    return here in ("", "meeting") and bool({SCREEN, AUTO} & set(st.query_params))


def meeting_id() -> int:
    """The meeting that the address names; 0 for none."""
    return _number(MEETING)


def screen_number(last: int) -> int:
    """The screen that the address names, within those there are."""
    return min(max(_number(SCREEN), 1), last)


def seconds() -> int:
    """How long a screen stands before the next one comes by itself; 0 for as long as somebody wants."""
    asked = _number(AUTO)
    return min(max(asked, AUTO_FROM), AUTO_TO) if asked else 0


def parts() -> tuple[str, ...]:
    """The parts that the address names, by default all."""
    named = st.query_params.get(SHOWN, "").split(",")
    return tuple(part for part in PARTS if part in named) or PARTS


def show(meeting: int = 0, shown: Sequence[str] = PARTS, screen: int = 1, auto: int = 0) -> None:
    """A callback: put a meeting, or the ledger without one, on the screen."""
    leave()
    if meeting:
        st.query_params[MEETING] = str(meeting)
    elif tuple(shown) != PARTS:
        st.query_params[SHOWN] = ",".join(shown)
    if auto:
        st.query_params[AUTO] = str(auto)
    st.query_params[SCREEN] = str(screen)


def go(screen: int) -> None:
    """A callback: another screen; what was being decided is left, its draft stays."""
    st.session_state.pop(DECIDING, None)
    st.query_params[SCREEN] = str(screen)


def leave() -> None:
    """A callback: back to the desk."""
    st.session_state.pop(DECIDING, None)
    for name in KEYS:
        st.query_params.pop(name, None)


def _number(name: str) -> int:
    asked = st.query_params.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
