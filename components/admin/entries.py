"""The vocabularies of a campaign (milestones, categories, sources, cause kinds): a list, and one entry in a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from components.admin import table
from components.admin.editor import Editor, attempt, back, told_once, typing
from components.admin.place import doing, go, opened
from components.cards import panel, plain
from components.forms.deadline import pair
from components.i18n import LANGUAGES, label, t, tn
from components.session import campaign, store, who
from store.rules.vocabularies import VOCABULARIES
from store.words import NOTHING

LABELS = ("name", "short", "meaning")
Raw = dict[str, Any]
STEPS = {"up": -1, "down": 1}
ICONS = {"up": ":material/arrow_upward:", "down": ":material/arrow_downward:"}


def vocabulary(name: str) -> None:
    """Whatever the URL asks for."""
    entries = getattr(campaign(), name)
    code = opened()
    if doing() == "new" or code in [entry.code for entry in entries]:
        _one(name, code)
    else:
        _list(name, entries)


def _list(name: str, entries: Sequence[Any]) -> None:
    told_once()
    st.markdown(f":gray[{t(f'admin.means_{name}')}]")
    st.button(t("admin.new_entry"), key="admin-new", type="primary", icon=":material/add:", on_click=go, kwargs={"do": "new"})
    if not entries:
        return
    used = store().campaigns.usage(campaign().code)[name]
    rows = [_row(entry, number, used[entry.code]) for number, entry in enumerate(entries, 1)]
    shown = [column for column in _COLUMNS if column in ("number", "used") or column in VOCABULARIES[name].fields]
    columns = {column: (t(f"field.entry_{column.replace('.', '_')}"), _COLUMNS[column]) for column in shown}
    picked = table.opening_table(rows, columns, key=f"admin_{name}", alt=t(f"admin.list_{name}"))
    st.caption(t("admin.click_to_open"))
    if picked is not None:
        go(edit=entries[picked].code)
        st.rerun()


_COLUMNS: dict[str, table.Column] = {
    "number": table.number,
    "code": table.text(110),
    "name.zh_CN": table.text(260),
    "name.en": table.text(260),
    "short.zh_CN": table.text(110),
    "day": table.day,
    "institutional": table.text(96),
    "active": table.text(84),
    "used": table.number,
}


def _row(entry: Any, number: int, used: int) -> Raw:
    raw = raw_entry(entry)
    words = {field: t(f"admin.{field}_{str(raw[field]).lower()}") for field in ("institutional", "active") if field in raw}
    blank = dict.fromkeys(_COLUMNS, NOTHING) | {field: value for field, value in raw.items() if value != ""}
    return blank | words | {"number": number, "used": used, "day": getattr(entry, "day", None)}


def raw_entry(entry: Any) -> Raw:
    """An entry as the store takes it: labels a field a language, days as ISO text."""
    there = [name for name in LABELS if hasattr(entry, name)]
    fields = {f"{name}.{lang}": getattr(entry, name).get(lang, "") for name in there for lang in LANGUAGES}
    plainly = {name: getattr(entry, name) for name in ("code", "day", "active", "institutional") if hasattr(entry, name)}
    return fields | {name: value.isoformat() if isinstance(value, date) else value for name, value in plainly.items()}


def _listed(name: str) -> dict[str, Raw]:
    """The whole list as it stands, by code, each entry as the store takes it."""
    fields = VOCABULARIES[name].fields
    raws = [raw_entry(entry) for entry in getattr(campaign(), name)]
    return {raw["code"]: {field: value for field, value in raw.items() if field in fields} for raw in raws}


def _one(name: str, code: str) -> None:
    """An entry, or with an empty code a new one."""
    back(t(f"admin.back_to_{name}"))
    editor, fields = _editor(name, code), VOCABULARIES[name].fields
    found = next((entry for entry in getattr(campaign(), name) if entry.code == code), None)
    title = plain(label(found.name)) if found else t("admin.new_entry")
    with typing(), panel(title, key="admin-one", height="content", note=plain(code)):
        if not found:
            editor.line("code", required=True, autocomplete="off")
        for part in LABELS:
            if f"{part}.{LANGUAGES[0]}" in fields:
                _label(editor, part)
        if "day" in fields:
            editor.day("day")
        for field in ("institutional", "active"):
            if field in fields:
                editor.switch(field)
        editor.foot(lambda: _save(name, code))
    if found:
        _order(name, code)


def _label(editor: Editor, name: str) -> None:
    draw = editor.area if name == "meaning" else editor.line
    with pair() as columns:
        for column, lang in zip(columns, LANGUAGES, strict=True):
            with column:
                draw(f"{name}.{lang}")


def _editor(name: str, code: str) -> Editor:
    chosen, rule = campaign(), VOCABULARIES[name]
    raw = _listed(name).get(code) or raw_entry(rule.blank) | {"day": ""}

    def within(document: Mapping[str, Any]) -> Mapping[str, Any]:
        return next((entry for entry in document[name] if entry["code"] == code), {})

    values = {field: raw[field] for field in rule.fields}
    return Editor(f"admin {chosen.id} {name} {code or 'new'}", "entry", values, chosen.revision, within)


def _save(name: str, code: str) -> None:
    editor, chosen = _editor(name, code), campaign()
    codes = list(_listed(name))
    at = codes.index(code) if code in codes else len(codes)

    def write(revision: int, changed: Raw) -> Any:
        listed = list(_listed(name).values())
        listed[at : at + 1] = [editor.values | changed]
        return store().campaigns.edit(who(), chosen.code, revision, {name: listed})

    begins = f"{name}.{at}."
    if editor.save(write, lambda path: path.removeprefix(begins)):
        st.toast(t("admin.saved"), icon=":material/check_circle:")
        go()


def _order(name: str, code: str) -> None:
    """Where the entry stands in every list and chart, and taking it away."""
    used, codes = store().campaigns.usage(campaign().code)[name][code], list(_listed(name))
    ends = {"up": codes[0], "down": codes[-1]}
    with st.container(border=True, key="admin-order", gap="small"):
        told_once()
        st.markdown(tn("admin.used", used) if used else t("admin.unused"))
        with st.container(horizontal=True, vertical_alignment="center"):
            for way, end in ends.items():
                st.button(
                    t(f"admin.move_{way}"),
                    key=f"admin-{way}",
                    icon=ICONS[way],
                    disabled=code == end,
                    on_click=_move,
                    args=(name, code, way),
                )
            st.button(t("admin.remove"), key="admin-remove", icon=":material/delete:", on_click=_remove, args=(name, code))


def _move(name: str, code: str, way: str) -> None:
    listed = list(_listed(name).values())
    place = list(_listed(name)).index(code)
    listed.insert(place + STEPS[way], listed.pop(place))
    _write(name, listed)


def _remove(name: str, code: str) -> None:
    if _write(name, [raw for raw in _listed(name).values() if raw["code"] != code]):
        go()


def _write(name: str, listed: list[Raw]) -> Any:
    chosen = campaign()
    return attempt(lambda: store().campaigns.edit(who(), chosen.code, chosen.revision, {name: listed}), t("admin.saved"))
