"""Importing a list: given as a file or pasted, matched with our columns, shown row by row, and only then written."""

import streamlit as st

from components.importing.accepting import accepting, carry_out, outcome, undone
from components.importing.explaining import explaining, suppositions
from components.importing.given import given
from components.importing.matching import matching
from components.importing.memory import memory
from components.importing.preview import planned, preview
from components.session import open_page

open_page("import")
known = memory()
undone()
carry_out(known)
if known.done:
    outcome(known.done)
    st.stop()
if known.book is None:
    given()
matching(known)
if known.header:
    suppositions(known, known.header)
    plan = planned(known)
    if plan:
        explaining(known, plan)
        accepting(known, plan, preview(known, plan))
