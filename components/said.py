"""What was just done, said once: kept for the next whole run, because what the callback of a fragment shows is lost with it."""

from __future__ import annotations

import streamlit as st

SAID = "said"
"""Session key of what is still to be said: words and sign."""


def say(words: str, icon: str = "check_circle") -> None:
    """Say it on the page that the next whole run draws, whichever that is."""
    st.session_state.setdefault(SAID, []).append((words, icon))


def saying() -> None:
    """Stands in every run, after the page's own callbacks."""
    for words, icon in st.session_state.pop(SAID, []):
        st.toast(words, icon=f":material/{icon}:")
