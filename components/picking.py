"""Which rows of the ledger are ticked: numbers of problems, kept while rows come and go and while one of them is looked at.

A table only knows positions, and these mean other problems as soon as other rows are there; so every set of rows is a table
of its own, which begins with the boxes of those ticked before that are still in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import streamlit as st

PICKED = "picked_problems"
"""Session key of the numbers."""
TURN = "picked_turn"
"""Session key of how often something else than the table ticked or cleared boxes."""


def picked() -> list[str]:
    """The numbers of the problems that are ticked."""
    return list(st.session_state.get(PICKED, ()))


def pick(numbers: Sequence[str]) -> None:
    """Tick exactly these; for callbacks."""
    st.session_state[PICKED] = list(numbers)
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1


def keep(numbers: Sequence[str]) -> list[str]:
    """Remember what the table says; returns it."""
    st.session_state[PICKED] = list(numbers)
    return list(numbers)


def place_of(numbers: Sequence[str]) -> str:
    """What tells the table of these rows from that of others."""
    return f"{st.session_state.get(TURN, 0)}_{crc32(chr(10).join(numbers).encode()):08x}"


def positions(numbers: Sequence[str]) -> list[int]:
    """Where in these rows the ticked ones are."""
    ticked = set(picked())
    return [at for at, number in enumerate(numbers) if number in ticked] if ticked else []
