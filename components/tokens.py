"""Tokens of programs on the screen: made, shown once, listed and revoked; and the address of one's calendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from components.cards import panel, plain
from components.faults import fault_words, refusal
from components.i18n import fmt_date, language, t, tn
from components.session import store, today, who
from components.wording import moment_words
from store.model.documents import Token
from store.model.enums import TokenScope
from store.model.errors import Invalid, XiaohaoError
from store.tokens import MOST, offered

FRESH, FAULTS = "token-fresh", "token-faults"
"""Session keys: holder, scope and secret of the token that was just made, and what was wrong the last time."""
LASTS: dict[str, int | None] = {"month": 30, "quarter": 90, "year": 365, "never": None}
"""How long a new token lasts, in days."""


def own_tokens() -> None:
    """Everything about the tokens of whoever is here."""
    _calendar()
    with panel(t("tokens.title"), key="account-tokens", height="content"):
        st.markdown(f":gray[{t('tokens.means')}]")
        _fresh(TokenScope.READ, TokenScope.WRITE)
        _form()
        mine = store().tokens.of(who())
        st.markdown(f"**{tn('tokens.count', len(mine), most=MOST)}**" if mine else f":gray[{t('tokens.none')}]")
        token_list(mine)


def token_list(tokens: Sequence[Token]) -> None:
    """Each token with what it may, until when, when it was last used, and the way to end it."""
    for token in tokens:
        with st.container(key=f"token-{token.id}", border=True, horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(_told(token), width="stretch")
            with st.popover(t("tokens.revoke"), icon=":material/block:", key=f"token-ask-{token.id}"):
                st.markdown(t("tokens.revoke_means"))
                st.button(
                    t("tokens.revoke_now"), key=f"token-revoke-{token.id}", type="primary", on_click=_revoke, args=(token.id,)
                )


def _told(token: Token) -> str:
    over = "" if store().tokens.in_force(token) else f" :red-badge[{t('tokens.over')}]"
    until = t("tokens.until", day=token.expires) if token.expires else t("tokens.lasts_never")
    used = t("tokens.used", day=token.last_used) if token.last_used else t("tokens.never_used")
    made = t("tokens.made_at", at=moment_words(token.created_at))
    facts = t("list.semicolon").join((made, until, used))
    badge = f":blue-badge[{t(f'token_scope.{token.scope.value}')}]"
    return f"**{plain(token.name)}** &ensp; {badge}{over}  \n:gray[:small[{plain(facts)}]]"


def _form() -> None:
    faults: dict[str, list[str]] = st.session_state.get(FAULTS, {})
    for told in faults.get("", []):
        st.error(told, icon=":material/block:")
    with st.form("token-form", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.text_input(t("tokens.name"), key="token-name", max_chars=80, placeholder=t("tokens.name_example"), width=280)
            _choice("scope", [one.value for one in offered(who().role)], lambda one: t(f"token_scope.{one}"), "read")
            _choice("lasts", list(LASTS), lambda one: t(f"tokens.lasts_{one}"), "quarter")
            st.form_submit_button(t("tokens.make"), key="token-make", icon=":material/key:", on_click=_make)
        for told in [one for field, words in faults.items() if field for one in words]:
            st.markdown(f":red[:material/error: {told}]")


def _choice(name: str, options: list[str], words: Callable[[str], str], usual: str) -> None:
    if st.session_state.get(f"token-{name}") not in options:  # nothing chosen yet, or by somebody in another role
        st.session_state[f"token-{name}"] = usual
    st.selectbox(t(f"tokens.{name}"), options, key=f"token-{name}", format_func=words, width=180)


def _make() -> None:
    name, scope, lasts = (st.session_state.get(f"token-{one}") or "" for one in ("name", "scope", "lasts"))
    days = LASTS.get(lasts)
    if _made({"name": name, "scope": scope, "expires": today() + timedelta(days=days) if days else None}):
        st.session_state["token-name"] = ""


def _make_calendar() -> None:
    _made({"name": t("tokens.calendar_name", day=fmt_date(today())), "scope": TokenScope.CALENDAR.value})


def _made(raw: dict[str, Any]) -> bool:
    st.session_state[FAULTS] = {}
    try:
        token, secret = store().tokens.make(who(), raw)
    except Invalid as invalid:
        for fault in invalid.faults:
            st.session_state[FAULTS].setdefault(fault.field, []).append(fault_words(fault))
        return False
    except XiaohaoError as error:
        st.session_state[FAULTS] = {"": [refusal(error)]}
        return False
    st.session_state[FRESH] = (who().name, token.scope.value, secret)
    return True


def _revoke(key: int) -> None:
    try:
        store().tokens.revoke(who(), key)
    except XiaohaoError as error:
        st.session_state[FAULTS] = {"": [refusal(error)]}
        return
    st.toast(t("tokens.revoked"), icon=":material/check_circle:")


def _fresh(*scopes: TokenScope) -> None:
    """The secret of the token that was just made, until somebody says that it is kept elsewhere."""
    holder, scope, secret = st.session_state.get(FRESH, ("", "", ""))
    if holder != who().name or scope not in scopes:
        return
    with st.container(border=True, key="token-fresh-box"):
        st.markdown(f":material/key: **{t('tokens.shown_once')}**")
        st.code(_address(secret) if scope == TokenScope.CALENDAR else secret, language=None, wrap_lines=True)
        st.caption(
            t("tokens.subscribe_means") if scope == TokenScope.CALENDAR else t("tokens.use_means", address=f"{_home()}/api")
        )
        with st.container(horizontal=True):
            if scope == TokenScope.CALENDAR:
                st.link_button(t("tokens.open_calendar"), _webcal(secret), icon=":material/event_upcoming:")
            st.button(t("tokens.kept"), key="token-kept", on_click=_forget)


def _forget() -> None:
    st.session_state.pop(FRESH, None)


def _calendar() -> None:
    """One's days in one's own calendar: a button makes the address to subscribe to."""
    with panel(t("tokens.calendar"), key="account-calendar", height="content"):
        st.markdown(f":gray[{t('tokens.calendar_means')}]")
        _fresh(TokenScope.CALENDAR)
        st.button(t("tokens.subscribe"), key="token-subscribe", icon=":material/event:", on_click=_make_calendar)


def _home() -> str:
    """The address under which this reader reaches the app."""
    here = urlsplit(st.context.url or "")
    return store().settings.outgoing.url or f"{here.scheme}://{here.netloc}"


def _address(secret: str) -> str:
    return f"{_home()}/calendar.ics?{urlencode({'token': secret, 'lang': language()})}"


def _webcal(secret: str) -> str:
    """What a calendar on this machine or phone listens to."""
    return "webcal" + _address(secret).removeprefix("https").removeprefix("http")
