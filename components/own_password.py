"""Changing one's own password: the old one, the new one twice; passwords are kept in no draft."""

from __future__ import annotations

import streamlit as st

from components.cards import LOOK
from components.faults import fault_words, refusal
from components.i18n import t
from components.session import store, who
from store.access import SESSION_COOKIE
from store.model.errors import Fault, Invalid, XiaohaoError
from store.passwords import SHORTEST

FIELDS = {"old_password": "current-password", "password": "new-password", "again": "new-password"}
"""The fields, and what a password manager should put into each."""
FAULTS, DONE = "own-password-faults", "own-password-done"
"""Session keys: what was wrong the last time, and that it is changed."""


def own_password() -> None:
    """The form of whoever has an account here."""
    if store().settings.access != "accounts":
        if store().settings.access == "open":
            st.info(t("account.not_here"), icon=":material/person_off:")
        return
    if st.session_state.pop(DONE, False):
        st.success(t("account.changed"), icon=":material/check_circle:")
    _form(t("account.means"))


def new_password_first() -> None:
    """Instead of any page, while somebody still has the password that the administrator gave them."""
    st.title(t("account.first"), anchor=False)
    _form(t("account.first_means"))


def _form(means: str) -> None:
    faults: dict[str, list[str]] = st.session_state.get(FAULTS, {})
    st.html(LOOK)
    with st.form("own-sheet", width=460):  # a password left by the tab key would reach nobody outside of a form
        st.markdown(f":gray[{means}]")
        for field, fill in FIELDS.items():
            st.text_input(t(f"field.{field}"), key=f"own-{field}", type="password", autocomplete=fill)
            for told in faults.get(field, []):
                st.markdown(f":red[:material/error: {told}]")
        for told in faults.get("", []):
            st.error(told, icon=":material/block:")
        st.caption(t("access.password_rule", shortest=SHORTEST))
        st.form_submit_button(t("account.change"), key="own-save", type="primary", on_click=_change)


def _change() -> None:
    old, new, again = (str(st.session_state.get(f"own-{field}") or "") for field in FIELDS)
    st.session_state[FAULTS] = {}
    try:
        if new != again:
            raise Invalid([Fault("again", "password_differs")])
        store().people.change_own_password(who(), old, new, st.context.cookies.get(SESSION_COOKIE))
    except Invalid as invalid:
        for fault in invalid.faults:
            st.session_state[FAULTS].setdefault(fault.field, []).append(fault_words(fault))
        return
    except XiaohaoError as error:
        st.session_state[FAULTS] = {"": [refusal(error)]}
        return
    for field in FIELDS:
        st.session_state[f"own-{field}"] = ""
    st.session_state[DONE] = True
    st.toast(t("account.changed"), icon=":material/check_circle:")
