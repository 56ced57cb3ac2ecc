"""Whoever is not known yet, where a provider vouches for people: the way to it, what became of it, and the way in."""

from __future__ import annotations

import streamlit as st

from components.i18n import t
from components.session import store
from store.access import signed_in
from store.model.errors import Refused, Unusable

_ADMIT = st.components.v2.component(
    "xiaohao_admit",
    js="""
export default function ({ data, parentElement }) {
  if (!data?.ticket || globalThis.xiaohaoAdmitted === data.ticket) return
  globalThis.xiaohaoAdmitted = data.ticket
  fetch("/admit", { method: "POST", body: new URLSearchParams({ ticket: data.ticket }) })
    .then((answer) => (answer.ok ? answer.json() : {}))
    .then(({ next }) => location.replace(next ?? "/"))
}
""",
)


def check_provider() -> None:
    """Raise Unusable ``oidc_needs_provider`` when people are to come by a provider and none is named in the secrets."""
    if store().settings.access == "oidc" and not (st.secrets.load_if_toml_exists() and "auth" in st.secrets):
        raise Unusable("oidc_needs_provider")


def is_stranger() -> bool:
    """Whether a provider has to say first who this is."""
    return store().settings.access == "oidc" and signed_in(store(), st.context.cookies) is None


def welcome() -> None:
    """One calm sheet: sign in with the provider; or why that did not let somebody in, and how to be somebody else."""
    with st.container(horizontal_alignment="center", key="stranger"):
        st.title(t("app.name"), anchor=False, text_alignment="center")
        st.markdown(t("access.motto"), text_alignment="center")
        if not st.user.is_logged_in:
            st.button(t("access.with_provider"), key="with_provider", type="primary", icon=":material/login:", on_click=st.login)
            return
        try:
            ticket = store().identities.admit(st.user.to_dict())
        except Refused as refused:
            st.warning(t(f"refused.{refused.code}", **refused.params), icon=":material/person_off:")
            st.button(t("access.as_another"), key="as_another", icon=":material/switch_account:", on_click=st.logout)
            return
        st.markdown(t("access.entering"), text_alignment="center")
        _ADMIT(key="admit", data={"ticket": ticket}, height=1)
