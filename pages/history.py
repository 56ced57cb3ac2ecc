"""Everything that ever happened in the ledger, found by person, unit, action and day: to read, never to change."""

import streamlit as st

from components.chronicle import chronicle, narrowing, wanted
from components.i18n import t
from components.session import open_page, store, who

open_page("history")
asked = wanted()
found = store().history.find(who(), asked)
narrowing(found, asked)
if found.ids:
    chronicle(found)
else:
    st.info(t("history.none"), icon=":material/search_off:")
st.caption(t("history.for_ever"))
