"""How somebody gets in: a password made here or typed, shown until it is handed over, in no draft; or a provider vouches."""

from __future__ import annotations

import streamlit as st

from components.admin.editor import attempt
from components.cards import panel, plain
from components.faults import fault_words
from components.forms.form import Form
from components.i18n import t
from components.session import store, who
from store.model.documents import Account
from store.passwords import SHORTEST, one_time

HANDED = "admin-handed"
"""Session key of the password to hand over: the name of the account, and the password."""
WAYS = ("made", "typed")


def handed_over(account: Account | None) -> None:
    """The password that was just set, until somebody says that it is handed over; on the page of its account beside the reset."""
    if HANDED in st.session_state and (account is None or account.name != st.session_state[HANDED][0]):
        _handed()


def _handed() -> None:
    name, password = st.session_state[HANDED]
    with st.container(border=True, key="admin-handed"):
        st.markdown(f":material/key: **{t('admin.hand_over', name=plain(name))}**")
        st.code(password, language=None)
        st.caption(t("admin.hand_over_means"))
        st.button(t("admin.handed_over"), key="admin-handed-done", on_click=_forget)


def _forget() -> None:
    st.session_state.pop(HANDED, None)


def show(name: str, password: str) -> None:
    """Show a password that was just set."""
    st.session_state[HANDED] = (name, password)


def chosen_password(form: Form) -> None:
    """Draw the choice of the password of a new account, and what was wrong with it the last time."""
    if way("new") == "typed":
        password_field("new")
    for fault in form.memory["faults"].get("password", []):
        st.markdown(f":red[:material/error: {fault_words(fault)}]")


def way(begins: str) -> str:
    """Draw the choice between a password made here and one typed; returns what holds."""
    key = f"admin-{begins}-way"
    st.session_state.setdefault(key, WAYS[0])
    st.segmented_control(
        t("admin.password_way"), WAYS, key=key, format_func=lambda way: t(f"admin.password_{way}"), required=True, wrap=True
    )
    return str(st.session_state[key])


def password_field(begins: str) -> None:
    """Where a password is typed."""
    st.text_input(
        t("admin.password"),
        key=f"admin-{begins}-password",
        type="password",
        autocomplete="new-password",
        help=t("access.password_rule", shortest=SHORTEST),
    )


def password_chosen(begins: str) -> str:
    """The password to set: a new one, or what was typed."""
    typed = st.session_state.get(f"admin-{begins}-way") == "typed"
    return str(st.session_state.get(f"admin-{begins}-password") or "") if typed else one_time()


def reset_password(account: Account) -> None:
    """Another password for somebody who forgot theirs."""
    with panel(t("admin.reset_password"), key="admin-reset", height="stretch"):
        if st.session_state.get(HANDED, ("",))[0] == account.name:
            _handed()
        st.markdown(f":gray[{t('admin.reset_means')}]")
        if way("reset") == "typed":
            with st.form("admin-reset-form", border=False):
                password_field("reset")
                st.form_submit_button(t("admin.reset_now"), key="admin-reset-now", on_click=_reset, args=(account.name,))
        else:
            st.button(t("admin.reset_now"), key="admin-reset-now", on_click=_reset, args=(account.name,))


def _reset(name: str) -> None:
    password = password_chosen("reset")
    if attempt(lambda: store().people.reset_password(who(), name, password), t("admin.password_set")):
        st.session_state["admin-reset-password"] = ""
        show(name, password)


def by_password() -> bool:
    """Whether people sign in with a password of ours, or will."""
    return store().settings.access != "oidc"


def identity(account: Account) -> None:
    """Whom the provider says this is; somebody who got a new identity there is bound anew at the next sign-in."""
    with panel(t("admin.identity"), key="admin-identity", height="stretch"):
        if not account.identity:
            st.markdown(t("admin.identity_none"))
            return
        st.markdown(t("admin.identity_bound", identity=plain(account.identity)))
        st.button(
            t("admin.identity_release"), key="admin-release", icon=":material/link_off:", on_click=_release, args=(account,)
        )


def _release(account: Account) -> None:
    attempt(lambda: store().identities.release(who(), account.name), t("admin.saved"))
