"""The script of every session: navigation by role, who is here, language; then the page that was asked for."""

from __future__ import annotations

import streamlit as st

from components.i18n import t
from components.pages import PAGES
from components.session import who
from components.sidebar import sidebar


def pages() -> dict[str, list[st.Page]]:
    """The pages this person may open, by section; only these exist for the router."""
    role = who().role
    sections: dict[str, list[st.Page]] = {}
    for name, entry in PAGES.items():
        if role in entry.roles:
            page = st.Page(
                f"../pages/{name}.py",
                title=t(f"page.{name}.name"),
                icon=f":material/{entry.icon}:",
                url_path=name,
                default=name == "overview",
                visibility="visible" if entry.listed else "hidden",
            )
            sections.setdefault(t(f"section.{entry.section}"), []).append(page)
    return sections


st.set_page_config(page_title=t("app.name"), page_icon="🔖", layout="wide")
chosen = st.navigation(pages(), position="hidden" if st.context.is_embedded else "sidebar", expanded=True)
sidebar()
chosen.run()
