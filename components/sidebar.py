"""The foot of the sidebar: which campaign, who is here, which language, and the notice that this is a sample."""

from __future__ import annotations

import streamlit as st

from components.i18n import LANGUAGES, fmt_date, label, language, set_language, t
from components.remember import remember, remembering, sign_out_button
from components.session import ACTING, campaign, store, units, who
from store.access import acting_code, acting_from
from store.model.enums import Role
from store.rules.permissions import PERMITS

ACCOUNT = "../pages/account.py"
"""The page as the main script finds it."""


def sidebar() -> None:
    """Everything below the navigation; on a projector the sidebar is folded away."""
    with st.sidebar:
        _campaign()
        with st.container(gap="small"):
            if store().settings.access == "open":
                _choose_role()
                _account_link()
            else:
                st.caption(t("sidebar.signed_in_as", name=who().name, role=t(f"role.{who().role.value}")))
                _account_link()
                sign_out_button(t("sidebar.sign_out"))
            _choose_language()
            remembering()
        _sample_notice()


def _account_link() -> None:
    """Where the password, the calendar and the tokens are."""
    st.page_link(ACCOUNT, label=t("sidebar.account"), icon=":material/key:")


def _campaign() -> None:
    chosen = campaign()
    st.caption(f"{label(chosen.short_title)}  \n{fmt_date(chosen.starts, form='month')} — {fmt_date(chosen.ends, form='month')}")


def _choose_role() -> None:
    """Open access: whoever sits at the machine says as whom; kept in a cookie for the next visit."""
    actor = who()
    st.session_state.setdefault("acting_role", actor.role.value)
    st.session_state.setdefault("acting_unit", actor.unit or next(iter(units()), ""))
    st.selectbox(
        t("sidebar.role"), list(Role), key="acting_role", format_func=lambda role: t(f"role.{Role(role).value}"), on_change=_act
    )
    if st.session_state["acting_role"] == Role.UNIT:
        known = units()
        st.selectbox(t("sidebar.unit"), list(known), key="acting_unit", format_func=lambda code: known[code].name, on_change=_act)


def _act() -> None:
    role, unit = Role(st.session_state["acting_role"]), st.session_state.get("acting_unit") or next(iter(units()), "")
    code = acting_code(role, unit)
    st.session_state[ACTING] = acting_from({"xiaohao_acting": code})
    remember("xiaohao_acting", code)


def _choose_language() -> None:
    st.session_state.setdefault("language_choice", language())
    st.segmented_control(
        t("sidebar.language"),
        LANGUAGES,
        key="language_choice",
        format_func=lambda lang: t(f"language.{lang}"),
        label_visibility="collapsed",
        required=True,
        on_change=_read_in,
    )


def _read_in() -> None:
    set_language(st.session_state["language_choice"])
    remember("xiaohao_lang", st.session_state["language_choice"])


def _sample_notice() -> None:
    """The program came with a sample; whoever runs the ledger can start with an empty one."""
    if not campaign().sample:
        return
    with st.container(border=True):
        st.caption(t("sidebar.sample"))
        if who().role in PERMITS["start_empty"]:
            with st.popover(t("sidebar.start_empty"), width="stretch"):
                st.write(t("sidebar.start_empty_means"))
                st.button(t("sidebar.start_empty_now"), key="start_empty", type="primary", on_click=_start_empty)


def _start_empty() -> None:
    store().setup.start_empty(who())
    st.toast(t("sidebar.emptied"))
