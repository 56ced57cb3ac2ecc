"""The script of the server under test: the shell's pages and an empty one beside them, all under the same sidebar."""

import streamlit as st

from components.badge import page_name
from components.i18n import t
from components.looking_back import banner, settle_day
from components.pages import PAGES
from components.sidebar import sidebar

st.set_page_config(page_title=t("app.name"), page_icon="🔖", layout="wide")
ours = [st.Page(f"../pages/{name}.py", title=page_name(name), url_path=name, default=name == "overview") for name in PAGES]
chosen = st.navigation([*ours, st.Page("../bench/blank.py", url_path="blank")], expanded=True)
if chosen.url_path != "blank":
    settle_day(chosen.url_path or "overview")
sidebar()
banner()
chosen.run()
