"""The script of every session: navigation by role, who is here, language; then the page that was asked for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components.badge import page_name
from components.calm import trouble_notice
from components.i18n import t
from components.live import live
from components.looking_back import banner, settle_day
from components.meeting.place import projecting
from components.own_password import new_password_first
from components.pages import PAGES
from components.said import saying
from components.session import owes_password, who
from components.sidebar import sidebar
from components.stranger import is_stranger, welcome

STYLES = [Path(__file__).with_name(name) for name in ("everywhere.css", "print.css")]
"""What every page needs on the screen, and how it looks on paper."""
HOME = "overview"
"""The page without a path of its own."""


def pages() -> dict[str, list[st.Page]]:
    """The pages this person may open, by section; only these exist for the router."""
    role = who().role
    sections: dict[str, list[st.Page]] = {}
    for name, entry in PAGES.items():
        if role in entry.roles:
            page = st.Page(
                f"../pages/{name}.py",
                title=page_name(name),
                icon=f":material/{entry.icon}:",
                url_path=name,
                default=name == HOME,
                visibility="visible" if entry.listed else "hidden",
            )
            sections.setdefault(t(f"section.{entry.section}"), []).append(page)
    return sections


st.set_page_config(page_title=t("app.name"), page_icon="🔖", layout="wide")
if is_stranger():
    st.navigation([st.Page(welcome, title=t("app.name"))], position="hidden").run()
else:
    chosen = st.navigation(pages(), position="hidden" if st.context.is_embedded or projecting() else "sidebar", expanded=True)
    settle_day(chosen.url_path or HOME)
    if not projecting():
        sidebar()
    for style in STYLES:
        st.html(style)
    saying()
    trouble_notice()
    if owes_password():
        new_password_first()
    else:
        banner()
        live(chosen.url_path or HOME)
        chosen.run()
