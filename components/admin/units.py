"""The units part: the list, one unit in a form, and letting a unit rest or come back."""

from __future__ import annotations

import streamlit as st

from components.admin import table
from components.admin.editor import Editor, attempt, back, told_once
from components.admin.files import import_part, list_buttons, resting_told
from components.admin.place import doing, go, opened
from components.cards import panel, plain
from components.forms.deadline import pair
from components.i18n import t, tn
from components.session import store, units, who
from store.model.documents import Unit
from store.words import NOTHING

FIELDS = ("code", "name", "short_name", "leader", "contact")


def part() -> None:
    """Whatever the URL asks for."""
    told_once()
    unit = units().get(opened())
    if doing() == "import":
        import_part("units")
    elif unit or doing() == "new":
        _one(unit)
    else:
        _list()


def _list() -> None:
    known, load = list(units().values()), store().units.workload()
    active = [unit for unit in known if unit.active]
    st.markdown(tn("admin.units_told", len(active)) + resting_told(len(known) - len(active)))
    list_buttons("units", t("admin.new_unit"))
    rows = [
        {name: getattr(unit, name) or NOTHING for name in FIELDS}
        | {"active": t("cli.active" if unit.active else "cli.inactive")}
        | dict(zip(("all", "unfinished"), load.get(unit.code, (0, 0)), strict=True))
        for unit in known
    ]
    kinds = {"code": table.text(84, pinned=True), "name": table.text(220), "unfinished": table.number, "all": table.number}
    order = ("code", "name", "short_name", "leader", "contact", "active", "unfinished", "all")
    columns = {name: (t(f"field.unit_{name}"), kinds.get(name, table.text(120))) for name in order}
    picked = table.opening_table(rows, columns, key="admin_units", alt=t("admin.units_alt"))
    st.caption(t("admin.click_to_open"))
    if picked is not None:
        go(edit=known[picked].code)
        st.rerun()


def _one(unit: Unit | None) -> None:
    back(t("admin.back_to_units"))
    editor = _editor(unit)
    with panel(
        plain(unit.name) if unit else t("admin.new_unit"), key="admin-one", height="content", note=unit.code if unit else ""
    ):
        with pair() as (first, second):
            with first:
                editor.line("code", required=True, disabled=unit is not None)
            with second:
                editor.line("short_name")
        editor.line("name", required=True)
        with pair() as (first, second):
            with first:
                editor.line("leader", autocomplete="off")
            with second:
                editor.line("contact", autocomplete="off")
        editor.foot(lambda: _save(unit))
    if unit:
        _rest(unit)


def _editor(unit: Unit | None) -> Editor:
    shown = unit or Unit()
    values = {name: getattr(shown, name) for name in FIELDS}
    return Editor(f"admin unit {shown.id or 'new'}", "unit", values, shown.revision)


def _save(unit: Unit | None) -> None:
    units, editor = store().units, _editor(unit)
    if unit is None:
        saved = editor.save(lambda revision, raw: units.add(who(), raw))
    else:
        saved = editor.save(lambda revision, raw: units.edit(who(), unit.code, revision, raw))
    if saved:
        st.toast(t("admin.saved"), icon=":material/check_circle:")
        go()


def _rest(unit: Unit) -> None:
    """A unit rests and comes back; before it rests it is said how many problems still wait for it."""
    unfinished = store().units.workload().get(unit.code, (0, 0))[1]
    with st.container(border=True, key="admin-rest"):
        if not unit.active:
            st.markdown(t("admin.unit_rests"))
            st.button(
                t("admin.activate"), key="admin-activate", icon=":material/play_arrow:", on_click=_switch, args=(unit, True)
            )
            return
        if unfinished:
            st.warning(tn("admin.unit_unfinished", unfinished), icon=":material/warning:")
        else:
            st.markdown(t("admin.unit_may_rest"))
        st.button(t("admin.deactivate"), key="admin-deactivate", icon=":material/pause:", on_click=_switch, args=(unit, False))


def _switch(unit: Unit, active: bool) -> None:
    verbs = store().units
    attempt(
        lambda: (verbs.activate if active else verbs.deactivate)(who(), unit.code, unit.revision),
        t("admin.activated" if active else "admin.deactivated", name=unit.name),
    )
