"""The accounts part: the list, one account in a form, and letting an account rest or come back."""

from __future__ import annotations

import streamlit as st

from components.admin import table
from components.admin.editor import Editor, attempt, back, told_once, typing
from components.admin.files import import_part, list_buttons, resting_told
from components.admin.handing_over import (
    by_password,
    chosen_password,
    handed_over,
    identity,
    password_chosen,
    reset_password,
    show,
)
from components.admin.place import doing, go, opened
from components.cards import panel, plain
from components.forms import inputs
from components.forms.deadline import pair
from components.i18n import t, tn
from components.session import store, units, who
from components.tokens import token_list
from components.wording import moment_words
from store.model.documents import Account
from store.model.enums import Role
from store.words import NOTHING

FIELDS = ("name", "display_name", "role", "unit", "email")


def part() -> None:
    """Whatever the URL asks for; in open access the accounts are told to be for later."""
    told_once()
    if store().settings.access == "open":
        st.info(t("admin.accounts_not_used"), icon=":material/lock_open:")
    account = store().accounts.find(opened()) if opened() else None
    handed_over(account)
    if doing() == "import":
        import_part("accounts")
    elif account or doing() == "new":
        _one(account)
    else:
        _list()


def _list() -> None:
    known = sorted(store().accounts.all(), key=lambda account: account.name.casefold())
    active = [account for account in known if account.active]
    st.markdown(tn("admin.accounts_told", len(active)) + resting_told(len(known) - len(active)))
    list_buttons("accounts", t("admin.new_account"))
    if not known:
        st.caption(t("admin.no_accounts"))
        return
    seen, named = _last_sign_ins(store().repository.version), units()
    rows = [
        {
            "name": account.name,
            "display_name": account.display_name or NOTHING,
            "role": t(f"role.{account.role.value}"),
            "unit": named[account.unit].name if account.unit in named else account.unit or NOTHING,
            "email": account.email or NOTHING,
            "active": t("cli.active" if account.active else "cli.inactive"),
            "last": moment_words(seen.get(account.id, "")),
        }
        for account in known
    ]
    kinds = {"name": table.text(120, pinned=True), "unit": table.text(180), "email": table.text(180), "last": table.text(160)}
    columns = {name: (t(f"field.account_{name}"), kinds.get(name, table.text(110))) for name in (*FIELDS, "active", "last")}
    picked = table.opening_table(rows, columns, key="admin_accounts", alt=t("admin.accounts_alt"))
    st.caption(t("admin.click_to_open"))
    if picked is not None:
        go(edit=known[picked].name)
        st.rerun()


@st.cache_resource(max_entries=2, show_spinner=False)
def _last_sign_ins(version: int) -> dict[int, str]:
    return store().people.last_sign_ins()


def _one(account: Account | None) -> None:
    back(t("admin.back_to_accounts"))
    editor = _editor(account)
    title = plain(account.display_name or account.name) if account else t("admin.new_account")
    with typing(), panel(title, key="admin-one", height="content", note=plain(account.name) if account else ""):
        with pair() as (first, second):
            with first:
                editor.line("name", required=True, disabled=account is not None, autocomplete="off")
            with second:
                editor.line("display_name", autocomplete="off")
        _belongs(editor)
        editor.line("email", autocomplete="off")
        if account is None and by_password():
            chosen_password(editor.form)
        if editor.form.memory.get("own_role"):
            st.toggle(t("admin.own_role"), key="admin-own-role")
        editor.foot(lambda: _save(account), t("admin.create_account") if account is None else "")
    if account:
        with pair() as (first, second):
            with first:
                if by_password():
                    reset_password(account)
                else:
                    identity(account)
            with second:
                _rest(account)
        _tokens(account)


def _belongs(editor: Editor) -> None:
    """The role, and for a unit's contact the unit."""
    form, known = editor.form, units()
    with pair() as (first, second):
        with first:
            inputs.pick(
                form, "role", [role.value for role in Role], lambda role: t(f"role.{role}"), called="account_role", required=True
            )
        with second:
            if form.value("role") == Role.UNIT:
                inputs.pick(
                    form,
                    "unit",
                    [unit.code for unit in known.values() if unit.active],
                    lambda code: known[code].name if code in known else code,
                    called="account_unit",
                    required=True,
                )
            elif form.value("role"):
                st.caption(t(f"admin.role_{form.value('role')}"))


def _editor(account: Account | None) -> Editor:
    shown = account or Account()
    values = {name: getattr(shown, name) for name in FIELDS} | {"role": shown.role.value if account else ""}
    return Editor(f"admin account {shown.id or 'new'}", "account", values, shown.revision)


def _save(account: Account | None) -> None:
    editor = _editor(account)
    if account is None:
        _create(editor)
        return
    takes_own = account.name == who().name and editor.form.value("role") != account.role.value
    if takes_own and not st.session_state.get("admin-own-role"):
        editor.form.memory["own_role"] = True
        return
    if editor.save(lambda revision, raw: store().people.edit(who(), account.name, revision, raw)):
        st.toast(t("admin.saved"), icon=":material/check_circle:")
        go()


def _create(editor: Editor) -> None:
    form, password = editor.form, password_chosen("new")
    name, raw = str(form.value("name")), {field: value for field, value in form.values().items() if field != "name"}
    if editor.save(lambda revision, changed: store().people.create(who(), name, password, raw)):
        if by_password():
            show(name, password)
        go()


def _tokens(account: Account) -> None:
    """The tokens by which programs come in as this account; nothing is drawn where there is none."""
    known = [token for token in store().tokens.all() if token.account == account.id]
    if known:
        with panel(t("tokens.of_account"), key="admin-tokens", height="content"):
            token_list(known)


def _rest(account: Account) -> None:
    """An account rests and comes back; one's own only after a second thought."""
    with panel(t("admin.account_state"), key="admin-rest", height="stretch"):
        st.markdown(t("admin.account_active" if account.active else "admin.account_rests"))
        if not account.active:
            st.button(
                t("admin.activate"), key="admin-activate", icon=":material/play_arrow:", on_click=_switch, args=(account, True)
            )
            return
        own = account.name == who().name
        if own:
            st.toggle(t("admin.own_account"), key="admin-own-account")
        st.button(
            t("admin.deactivate"),
            key="admin-deactivate",
            icon=":material/pause:",
            disabled=own and not st.session_state.get("admin-own-account"),
            on_click=_switch,
            args=(account, False),
        )


def _switch(account: Account, active: bool) -> None:
    verbs = store().accounts
    attempt(
        lambda: (verbs.activate if active else verbs.deactivate)(who(), account.name),
        t("admin.activated" if active else "admin.deactivated", name=account.name),
    )
