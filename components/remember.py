"""What only HTTP can do, done from the running page without leaving it: a choice kept in a cookie, and signing out."""

from __future__ import annotations

import streamlit as st

from store.web.choices import COOKIES

KEPT = "remembered"
"""Session key of the choices to keep: name in COOKIES → value."""

_REMEMBER = st.components.v2.component(
    "xiaohao_remember",
    js="""
const sent = (globalThis.xiaohaoRemembered ??= {})
export default function ({ data }) {
  for (const [name, value] of Object.entries(data ?? {})) {
    if (sent[name] === value) continue
    sent[name] = value
    const body = new URLSearchParams({ name, value })
    fetch("/preferences", { method: "POST", body, keepalive: true }).then((answer) => {
      if (!answer.ok) delete sent[name]
    }).catch(() => delete sent[name])
  }
}
""",
)

_SIGN_OUT = st.components.v2.component(
    "xiaohao_sign_out",
    html='<form method="post" action="/sign-out"><button type="submit"></button></form>',
    css="""
form { margin: 0; }
button {
  width: 100%; padding: 0.4rem 0.75rem; font: inherit; font-size: 0.875rem; color: var(--st-text-color); cursor: pointer;
  background: var(--st-background-color); border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
}
button:hover, button:focus-visible { color: var(--st-primary-color); border-color: var(--st-primary-color); }
""",
    js="""
export default function ({ data, parentElement }) {
  parentElement.querySelector("button").textContent = data.label
}
""",
)


def remember(name: str, value: str) -> None:
    """Keep a choice (``lang`` or ``acting``, or the name of its cookie) in the browser; :func:`remembering` sends it."""
    short = next((known for known, cookie in COOKIES.items() if name in (known, cookie)), name)
    st.session_state[KEPT] = st.session_state.get(KEPT, {}) | {short: value}


def remembering() -> None:
    """Send what was to be kept, once for each change; stands in every run, at the end of the sidebar, and shows nothing."""
    _REMEMBER(key="remembering", data=st.session_state.get(KEPT, {}), height=1)


def sign_out_button(label: str) -> None:
    """A button that really posts to /sign-out and so leaves for the sign-in page."""
    _SIGN_OUT(key="sign_out", data={"label": label})
