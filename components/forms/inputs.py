"""The widgets of a form: one function a kind, each with its label, its help, its value from the draft and its faults beneath."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from components.cards import plain
from components.faults import fault_words
from components.forms.form import Form
from components.i18n import t
from store.words import has

DAY_FORMAT = "YYYY-MM-DD"


def label_of(field: str, *, required: bool = False, called: str = "") -> str:
    """What the field is called here, with a star where it must be filled in."""
    name = t(f"field.{called or field}")
    return t("entry.required", name=name) if required else name


def help_of(called: str) -> str | None:
    """What to write there, for fields that need saying."""
    return t(f"help.{called}") if has("en", f"help.{called}") else None


def day_of(value: Any) -> date | None:
    """A stored day as a widget takes it."""
    return date.fromisoformat(value) if value else None


def line(form: Form, field: str, *, called: str = "", required: bool = False, **options: Any) -> None:
    """A line of text."""
    st.text_input(**_common(form, field, called, required), **options)
    faults(form, field)


def area(
    form: Form, field: str, *, called: str = "", required: bool = False, label: str = "", height: Any = 98, **options: Any
) -> None:
    """Several lines of text; ``label`` where the name alone does not tell one from the next."""
    common = _common(form, field, called, required)
    st.text_area(**common | ({"label": label} if label else {}), height=height, **options)
    faults(form, field)


def day(form: Form, field: str, *, called: str = "", required: bool = False, **options: Any) -> None:
    """A date."""
    common = _common(form, field, called, required, day_of)
    st.date_input(**common, value=None, format=DAY_FORMAT, min_value=date(2000, 1, 1), max_value=date(2100, 12, 31), **options)
    faults(form, field)


def toggle(form: Form, field: str, **options: Any) -> None:
    """Yes or no."""
    st.toggle(**_common(form, field, "", False, bool), **options)
    faults(form, field)


def pick(
    form: Form,
    field: str,
    options: Sequence[str],
    words: Callable[[str], str],
    *,
    called: str = "",
    required: bool = False,
    **more: Any,
) -> None:
    """One of a list; a stored code that is no longer offered stays pickable."""
    known = form.value(field)
    offered = [*options, *([known] if known and known not in options else [])]
    typing = None if len(offered) < 10 else "contains"
    common = _common(form, field, called, required, lambda value: value or None)
    st.selectbox(
        **common, options=offered, index=None, format_func=words, placeholder=t("entry.choose"), filter_mode=typing, **more
    )
    faults(form, field)


def choose(
    form: Form,
    field: str,
    options: Sequence[str],
    words: Callable[[str], str],
    *,
    called: str = "",
    required: bool = True,
    **more: Any,
) -> None:
    """One of a few, all in view; one always holds."""
    common = _common(form, field, called, False, lambda value: value or None)
    st.segmented_control(**common, options=list(options), format_func=words, required=required, wrap=True, **more)
    faults(form, field)


def faults(form: Form, field: str) -> None:
    """What is wrong with the field, and how to mend it.

    A mended fault leaves its line in place: were it to vanish, everything below would jump while the person reaches for the next
    field, and an open list would close.
    """
    for fault in form.memory["faults"].get(field, []):
        st.markdown(f":red[:material/error: {plain(fault_words(fault))}]")
    if field in form.memory["mended"]:
        st.markdown(f":green[:material/check: {t('entry.mended')}]")


def told(form: Form) -> None:
    """Above the buttons of a form: why nothing was saved, and where to look."""
    memory = form.memory
    if memory["told"]:
        st.error(memory["told"], icon=":material/block:")
    if memory["faults"]:
        st.markdown(f":red[:material/error: {t('entry.look_at_faults')}]")
    elif memory["mended"]:
        st.markdown(f":green[:material/check: {t('entry.all_mended')}]")


def _common(
    form: Form, field: str, called: str, required: bool, shown: Callable[[Any], Any] = lambda value: value
) -> dict[str, Any]:
    return {
        "label": label_of(field, required=required, called=called),
        "key": form.seed(field, shown(_drafted(form, field))),
        "help": help_of(called or field),
        "on_change": form.changed,
        "args": (field,),
    }


def _drafted(form: Form, field: str) -> Any:
    """What the draft says of a field, or of a measure's (``m3-text``)."""
    row, _, name = field.partition("-")
    for measure in form.memory.get("measures", []):
        if row == f"m{measure['row']}":
            return measure.get(name, "")
    return form.memory["values"].get(field, "")
