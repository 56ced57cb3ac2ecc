"""The dialog of a change of many problems: what to write, what becomes of each, and one button that says how many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import streamlit as st

from components.cards import plain
from components.faults import refusal
from components.forms import inputs
from components.forms.form import Form
from components.forms.keyboard import typing_help
from components.forms.known_names import known_names
from components.i18n import t, tn
from components.session import store, who
from components.vocabulary import offered, words
from components.wording import value_words
from store.rules.bulk import CHANGES, Change, Line, reasons_of

SHOWN = 60
"""Lines of a preview in view; more are counted."""
AT_ONCE, HEIGHT = 6, 320
"""More lines than this scroll in a frame of so many pixels."""


class Done(Protocol):
    """What is to be done when the dialog is over."""

    def __call__(self, told: Sequence[str], *, finished: bool) -> None: ...


def change_many(name: str, chosen: Mapping[str, int], done: Done) -> None:
    """Open the dialog of a change (CHANGES) on ``chosen``; ``done`` is called when it was made or given up."""
    title = tn("many.title", len(chosen), what=t(f"many.what_{name}"))
    st.dialog(title, width="medium", on_dismiss=lambda: done((), finished=False))(_dialog)(name, chosen, done)


def form_of(name: str) -> Form:
    """What is typed into the dialog of a change."""
    fields = CHANGES[name].inputs
    return Form(f"many:{name}", fields, {"values": dict.fromkeys(fields, ""), "measures": []})


def _dialog(name: str, chosen: Mapping[str, int], done: Done) -> None:
    form, change = form_of(name), CHANGES[name]
    with st.container(key="typing-many", gap="small"):
        for field in change.inputs:
            DRAWN[field](form, field)
    typing_help("many", form, form.memory.get("focus", ["", 0]), known_names(who().unit))
    lines = _preview(name, change, chosen, form)
    count = sum(line.changes for line in lines)
    if lines:
        _told(change, lines, count)
    else:
        st.caption(t("many.fill_first"))
    with st.container(horizontal=True):
        st.button(
            tn("many.apply", count) if count else t("many.apply_none"),
            key="many_apply",
            type="primary",
            disabled=not count,
            on_click=_apply,
            args=(name, chosen, done),
        )
        if st.button(t("entry.cancel"), key="many_cancel", type="tertiary", on_click=lambda: done((), finished=False)):
            st.rerun()
    if form.memory.get("made"):
        form.close()
        st.rerun()


def _preview(name: str, change: Change, chosen: Mapping[str, int], form: Form) -> list[Line]:
    """What becomes of each, once everything is filled in."""
    values = form.values()
    if any(values[field] == "" for field in change.inputs):
        return []
    return store().batches.preview(who(), name, chosen, values)


def _told(change: Change, lines: Sequence[Line], count: int) -> None:
    same = sum(line.refused is None and not line.changes for line in lines)
    changing = [line for line in lines if line.changes]
    refused = {line.ref_no: line.refused for line in lines if line.refused}
    parts = [tn("many.will_change", count)] if count else []
    parts += [tn("many.already_so", same)] if same else []
    parts += [f":red[{tn('many.refused', len(refused))}]"] if refused else []
    st.markdown(t("list.semicolon").join(parts))
    for why, refs in reasons_of(refused, refusal).items():
        st.markdown(f":red[:material/block: {plain(why)}] :gray[:small[{plain(t('list.comma').join(refs))}]]")
    if changing:
        with st.container(height=HEIGHT if len(changing) > AT_ONCE else "content", border=False, key="many_preview"):
            st.markdown(_table(change, changing[:SHOWN]))
            if len(changing) > SHOWN:
                st.caption(tn("many.as_well", len(changing) - SHOWN))


def _table(change: Change, lines: Sequence[Line]) -> str:
    head = [t("column.ref_no"), t("column.title"), t(f"field.{change.field}")]
    rows = [[plain(line.ref_no), plain(line.title), _from_to(change.field, line)] for line in lines]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ["---"] * len(head), *rows])


def _from_to(field: str, line: Line) -> str:
    return f"~~{plain(value_words(field, line.old))}~~ → **{plain(value_words(field, line.new))}**"


def _apply(name: str, chosen: Mapping[str, int], done: Done) -> None:
    form = form_of(name)
    made = form.attempt(lambda: store().batches.apply(who(), name, chosen, form.values()))
    if made is None:
        return
    form.memory["made"] = True
    found = reasons_of(made.refused, refusal)
    done([t("many.not_changed", why=why, refs=list(map(plain, refs))) for why, refs in found.items()], finished=True)


def _name(form: Form, field: str) -> None:
    inputs.line(form, field, required=True, autocomplete="off")


def _category(form: Form, field: str) -> None:
    known = words("category")
    inputs.pick(form, field, offered("category"), lambda code: known.get(code, code), required=True)


def _day(form: Form, field: str) -> None:
    inputs.day(form, field, required=True)


def _reason(form: Form, field: str) -> None:
    inputs.area(form, field, required=True)


DRAWN: dict[str, Callable[[Form, str], Any]] = {
    "owner": _name,
    "lead": _name,
    "new_due": _day,
    "category": _category,
    "reason": _reason,
}
"""How each input of a change is asked for."""
