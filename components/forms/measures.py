"""The measures of a form: added and removed in place, each with its kind, text, owner and due date."""

from __future__ import annotations

import streamlit as st

from components.faults import fault_words
from components.forms import inputs
from components.forms.form import Form
from components.i18n import t
from store.model.enums import MeasureKind
from store.rules.fields import MOST_MEASURES


def measures_editor(form: Form) -> None:
    """Every measure as a card, and a button for one more."""
    known = form.memory["measures"]
    for number, measure in enumerate(known, 1):
        _measure(form, number, measure["row"])
    for fault in form.memory["faults"].get("measures", []):
        st.markdown(f":red[:material/error: {fault_words(fault)}]")
    full = len(known) >= MOST_MEASURES
    key = form.key("add-measure")
    st.button(t("entry.add_measure"), key=key, icon=":material/add:", on_click=add_measure, args=(form,), disabled=full)


def add_measure(form: Form, text: str = "") -> None:
    """One more, owned by who owns the problem and due when it is: the usual case, and easily changed."""
    form.changed()
    memory = form.memory
    row = memory["next_row"]
    memory["next_row"] = row + 1
    owner, due = form.value("owner"), form.value("due")
    memory["measures"].append(
        {"row": row, "id": None, "kind": MeasureKind.CORRECTIVE.value, "text": text, "owner": owner, "due": due}
    )
    form.focus(f"m{row}-text")
    form.keep()


def remove_measure(form: Form, row: int) -> None:
    """Take one away; what was typed into it is kept for :func:`put_back`."""
    form.changed()
    memory = form.memory
    place = next(place for place, measure in enumerate(memory["measures"]) if measure["row"] == row)
    memory["removed"] = [place, memory["measures"].pop(place)]
    memory["faults"] = {field: told for field, told in memory["faults"].items() if not field.startswith(f"m{row}-")}
    form.keep()


def put_back(form: Form) -> None:
    """Undo the last removal."""
    form.changed()
    place, measure = form.memory.pop("removed")
    row = form.memory["next_row"]
    form.memory["next_row"] = row + 1
    form.memory["measures"].insert(place, {**measure, "row": row})
    form.keep()


def removed_notice(form: Form) -> None:
    """That a measure was taken away, and the way back."""
    if form.memory.get("removed"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(t("entry.measure_removed"), width="content")
            st.button(
                t("entry.put_back"),
                key=form.key("put-back"),
                type="tertiary",
                icon=":material/undo:",
                on_click=put_back,
                args=(form,),
            )


def _measure(form: Form, number: int, row: int) -> None:
    with st.container(border=True, key=form.key(f"m{row}"), gap="small"):
        text, rest = st.columns([5, 4], gap="small")
        with text:
            label = t("entry.required", name=t("entry.measure_number", number=number))
            inputs.area(form, f"m{row}-text", called="measure_text", label=label, height=136, placeholder=t("entry.measure_hint"))
        with rest:
            _details(form, number, row)


def _details(form: Form, number: int, row: int) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        inputs.choose(
            form,
            f"m{row}-kind",
            [kind.value for kind in MeasureKind],
            lambda kind: t(f"measure_kind.{kind}"),
            called="measure_kind",
        )
        st.button(
            t("entry.remove"),
            key=form.key(f"m{row}-remove"),
            icon=":material/close:",
            type="tertiary",
            help=t("entry.remove_measure", number=number),
            on_click=remove_measure,
            args=(form, row),
        )
    with st.grid(2, min_column_width=130, gap="small"):
        with st.container(gap="small"):
            inputs.line(form, f"m{row}-owner", called="measure_owner", autocomplete="off")
        with st.container(gap="small"):
            inputs.day(form, f"m{row}-due", called="measure_due")
