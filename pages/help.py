"""How the ledger works: the life of a problem, the lights, who may do what, what the numbers count, the keyboard."""

import streamlit as st

from components import guide
from components.session import open_page

open_page("help")
guide.life_cycle()
left, right = st.columns(2, gap="small")
with left:
    guide.lights()
with right:
    guide.numbers()
guide.people()
guide.keys()
