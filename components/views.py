"""The list of views: a click chooses their rows and columns; the present choice is kept, shared, renamed, removed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from components import choice
from components.cards import plain
from components.columns import show_columns
from components.faults import refusal
from components.i18n import t
from components.session import chosen_day, past_day, store, who
from store.model.documents import View
from store.model.errors import XiaohaoError
from store.rules.filters import DATES, Filters
from store.rules.permissions import PERMITS
from store.rules.relative import fixed, is_near
from store.views import built_in, may_change, query_of

EDITED = "view_edited"
"""Session key of the view whose name and sharing are open to change."""
TOLD = "view_told"
"""Session key of why the last wish was refused."""
WIDTH = 380
"""Pixels of the list."""


def views(filters: Filters, columns: Sequence[str]) -> None:
    """Draw the list behind a button that says which view the present choice is."""
    kept = store().views.seen_by(who())
    usual = {code: fixed(query, chosen_day()) for code, query in built_in(who()).items()}
    with st.popover(_present(filters, kept, usual), icon=":material/bookmarks:", key="view_sheet"), st.container(width=WIDTH):
        _usual(usual, filters)
        _list(t("views.mine"), [view for view in kept if view.kept_by == who().name], filters)
        _list(t("views.shared"), [view for view in kept if view.kept_by != who().name], filters)
        if told := st.session_state.pop(TOLD, ""):
            st.error(told, icon=":material/block:")
        if past_day() is None:
            _keep(filters, columns)


def _present(filters: Filters, kept: Sequence[View], usual: Mapping[str, Mapping[str, str]]) -> str:
    chosen = dict(filters.chosen)
    names = [t(f"views.{code}") for code, query in usual.items() if dict(query) == chosen]
    names += [plain(view.name) for view in kept if chosen and query_of(view, chosen_day()) == chosen]
    return t("views.this", name=names[0]) if names else t("views.title")


def _usual(usual: Mapping[str, Mapping[str, str]], filters: Filters) -> None:
    st.caption(t("views.usual"))
    with st.container(horizontal=True, gap="xsmall"):
        for code, query in usual.items():
            kind: Any = "primary" if dict(query) == dict(filters.chosen) else "secondary"
            st.button(t(f"views.{code}"), key=f"view_{code}", type=kind, on_click=choice.take, args=(query,))


def _list(title: str, kept: Sequence[View], filters: Filters) -> None:
    if not kept:
        return
    st.caption(title)
    for view in kept:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xsmall"):
            here = query_of(view, chosen_day()) == dict(filters.chosen)
            icon = "check" if here else "group" if view.shared else "bookmark"
            st.button(
                plain(view.name),
                key=f"view_{view.id}",
                icon=f":material/{icon}:",
                type="tertiary",
                on_click=_apply,
                args=(view,),
            )
            if past_day() is None and may_change(who(), view):
                key, told = f"view_edit_{view.id}", t("views.edit")
                st.button("", key=key, icon=":material/edit:", type="tertiary", help=told, on_click=_edit, args=(view,))
        if past_day() is None and st.session_state.get(EDITED) == view.id and may_change(who(), view):
            _editing(view)


def _editing(view: View) -> None:
    key = f"view_rename_{view.id}"
    with st.container(border=True, gap="small"):
        st.text_input(t("views.name"), view.name, key=key, max_chars=40)
        with st.container(horizontal=True, gap="xsmall"):
            st.button(t("views.rename"), key=f"view_save_{view.id}", type="primary", on_click=_rename, args=(view, key))
            if who().role in PERMITS["share_view"]:
                told = t("views.unshare") if view.shared else t("views.share")
                st.button(told, key=f"view_share_{view.id}", icon=":material/group:", on_click=_share, args=(view,))
            st.button(t("views.remove"), key=f"view_remove_{view.id}", icon=":material/delete:", on_click=_remove, args=(view,))


def _keep(filters: Filters, columns: Sequence[str]) -> None:
    """Keep the present choice; its days move with the calendar if the person says so."""
    with st.container(border=True, gap="small"):
        _keeping(filters, columns)


def _keeping(filters: Filters, columns: Sequence[str]) -> None:
    st.text_input(t("views.keep"), key="view_name", max_chars=40, placeholder=t("views.keep_example"))
    if any(key in filters.chosen for key in DATES):
        near = is_near(filters.chosen, chosen_day())
        st.toggle(t("views.moves"), value=near, key=f"view_moves_{near}", help=t("views.moves_means"))
    if who().role in PERMITS["share_view"]:
        st.toggle(t("views.share_it"), key="view_shared")
    st.button(
        t("views.keep_now"), key="view_keep", icon=":material/bookmark_add:", on_click=_save, args=(filters, tuple(columns))
    )


def _apply(view: View) -> None:
    choice.take(query_of(view, chosen_day()))
    show_columns(view.columns)


def _edit(view: View) -> None:
    st.session_state[EDITED] = None if st.session_state.get(EDITED) == view.id else view.id


def _save(filters: Filters, columns: tuple[str, ...]) -> None:
    near = is_near(filters.chosen, chosen_day())
    moves = bool(st.session_state.get(f"view_moves_{near}")) and any(key in filters.chosen for key in DATES)
    shared = bool(st.session_state.get("view_shared")) and who().role in PERMITS["share_view"]
    name = st.session_state["view_name"]
    if _attempt(lambda: store().views.save(who(), name, filters.chosen, columns, shared=shared, moves=moves)):
        st.session_state.update(view_name="", view_shared=False)
        st.toast(t("views.kept"), icon=":material/bookmark_added:")


def _rename(view: View, key: str) -> None:
    name = st.session_state[key]
    if _attempt(lambda: store().views.change(who(), view.id, view.revision, name=name)):
        st.session_state.pop(EDITED, None)


def _share(view: View) -> None:
    if _attempt(lambda: store().views.change(who(), view.id, view.revision, shared=not view.shared)):
        st.session_state.pop(EDITED, None)


def _remove(view: View) -> None:
    if _attempt(lambda: store().views.remove(who(), view.id, view.revision)):
        st.session_state.pop(EDITED, None)
        st.toast(t("views.removed"), icon=":material/delete:")


def _attempt(wish: Callable[[], object]) -> bool:
    """Whether the store did it; if not, why not is told in the list."""
    try:
        wish()
    except XiaohaoError as error:
        st.session_state[TOLD] = refusal(error)
        return False
    return True
